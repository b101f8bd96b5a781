"""The officer of the bench of flight mode, and what the server has of what that officer sent."""

from __future__ import annotations

import hashlib
import json
import sys

from cms.media.models import Upload
from stories.models import Report, ReportAttachment
from tests.factories.people import OfficerFactory
from tests.factories.stories import activity


def fill() -> None:
    """Print the number of a new officer who may sign in and serves a village."""
    activity()
    sys.stdout.write(OfficerFactory(signed_up=True, posted=True).nrp)


def show() -> None:
    """Print as JSON the titles of the reports on the desk, the SHA-256 of every stored original,
    read again, and how many files hang on a report."""
    titles = list(Report.objects.filter(state="submitted").values_list("title", flat=True))
    hashes = []
    for upload in Upload.objects.iterator():
        with upload.file.open("rb") as file:
            hashes.append(hashlib.file_digest(file, "sha256").hexdigest())
    attached = ReportAttachment.objects.count()
    sys.stdout.write(json.dumps({"titles": titles, "hashes": hashes, "attached": attached}))
