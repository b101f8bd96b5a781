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
    """Print as JSON what is on the desk: titles of the reports, when they happened (seconds of the
    epoch), the SHA-256 of every stored original, read again, and how many files hang on them."""
    on_desk = Report.objects.filter(state="submitted")
    titles = list(on_desk.values_list("title", flat=True))
    times = [moment.timestamp() for moment in on_desk.values_list("happened_at", flat=True)]
    hashes = []
    for upload in Upload.objects.iterator():
        with upload.file.open("rb") as file:
            hashes.append(hashlib.file_digest(file, "sha256").hexdigest())
    attached = ReportAttachment.objects.count()
    sys.stdout.write(
        json.dumps({"titles": titles, "times": times, "hashes": hashes, "attached": attached})
    )
