"""Officers with tokens for the bench of uploads, and what the desk has of their reports."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Collection

from django.db.models import Count

from cms.config.demo import bulk
from cms.media.models import Upload
from cms.people.models import Officer
from cms.people.services.tokens import make_token
from stories.models import Activity, Report

SCOPES = ("media:write", "reports:write")


def fill(count: int) -> None:
    """Print as JSON the tokens of ``count`` new officers, an activity, and their villages."""
    bulk.fill(officers=count, reports=0, stories=0, say=lambda text: None)
    officers = Officer.objects.select_related("user", "unit").order_by("-pk")[:count]
    tokens = []
    for officer in officers:
        user = officer.user
        made = make_token(actor=user, name="Uji beban", scopes=SCOPES, days=2)
        village = officer.postings.select_related("village").first().village.code
        tokens.append({"token": made.secret, "village": village})
    activity = Activity.objects.order_by("pk").first().slug
    sys.stdout.write(json.dumps({"officers": tokens, "activity": activity}))


def show(reports: Collection[str], files: int = 5) -> None:
    """Print as JSON how many of ``reports`` the desk has with so many files, and the SHA-256 of
    every file of theirs, read from storage."""
    arrived = Report.objects.filter(pk__in=reports, state="submitted")
    whole = arrived.annotate(files=Count("attachments")).filter(files=files).count()
    hashes = [_hash(upload) for upload in Upload.objects.filter(belongs_to__in=reports)]
    sys.stdout.write(json.dumps({"whole": whole, "hashes": hashes}))


def _hash(upload: Upload) -> str:
    with upload.file.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
