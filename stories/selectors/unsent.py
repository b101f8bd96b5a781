"""Which files are still their officer's own. The one place that says so."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.media.models import PublicUse, Upload
from cms.people.models import Officer
from stories.models import ReportAttachment, ReportState


def unsent_uploads() -> QuerySet[Upload]:
    """Files of a report that was not sent; and what an officer sent that no report holds: its
    report is not here yet, or they took it out. Not what is public, and no officer's portrait.

    What came through Wagtail's own screens was put there for the desk.
    """
    attached = ReportAttachment.objects.filter(upload=OuterRef("pk"))
    in_draft = attached.filter(report__state=ReportState.DRAFT)
    by_officer = Officer.objects.filter(user=OuterRef("owner"))
    loose = Q(is_adopted=False) & Q(Exists(by_officer)) & ~Q(Exists(attached))
    return Upload.objects.filter(Q(Exists(in_draft)) | loose).exclude(
        Q(Exists(PublicUse.objects.filter(photo=OuterRef("photo"))))
        | Q(Exists(PublicUse.objects.filter(video=OuterRef("video"))))
        | Q(Exists(Officer.objects.filter(portrait=OuterRef("photo"))))
    )
