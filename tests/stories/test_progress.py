"""How far a file is, as its officer, the desk and the API read it."""

import pytest
from django.test import Client

from cms.base.outbox import OutboxState
from cms.media.models import PipelineStep, UploadState
from cms.media.selectors import Progress, progress_of
from stories.api.documents import medium
from tests.factories.media import prepared
from tests.factories.people import person
from tests.factories.stories import ReportFactory
from tests.stories.at_desk import let_into_admin

pytestmark = pytest.mark.django_db


def _half_way(report):
    attachment = report.attachments.get()
    upload = attachment.upload
    upload.steps.all().delete()
    upload.state = UploadState.PROCESSING
    upload.save()
    for name, state in (("a", OutboxState.DONE), ("b", OutboxState.FAILED)):
        PipelineStep.objects.create(upload=upload, name=name, state=state)
    for name, state in (("c", OutboxState.RUNNING), ("d", OutboxState.WAITING)):
        PipelineStep.objects.create(upload=upload, name=name, state=state)
    return attachment


def test_desk_and_officer_read_how_many_steps_are_over():
    editor = person("editor", "POLRES-3201")
    let_into_admin(editor)
    report = ReportFactory(claimed=True, claimed_by=editor, with_photos=1)
    attachment = _half_way(report)
    desk, officer = Client(), Client()
    desk.force_login(editor)
    officer.force_login(report.officer.user)

    pages = [
        desk.get(f"/admin/meja/{report.pk}/"),
        officer.get(f"/lapor/{report.pk}/"),
    ]

    assert ["sedang disiapkan, 2 dari 4 langkah" in page.content.decode() for page in pages] == [
        True,
        True,
    ]
    assert medium(attachment)["progress"] == {"done": 2, "total": 4}


def test_no_progress_is_told_of_what_is_over():
    upload = prepared()

    assert progress_of(upload) is None


def test_progress_counts_what_has_ended():
    report = ReportFactory(submitted=True, with_photos=1)

    assert progress_of(_half_way(report).upload) == Progress(done=2, total=4)
