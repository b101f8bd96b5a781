"""Models of the stories app; import them from here."""

from stories.models.approval import PublisherApproval
from stories.models.correction import EarlierText, StoryCorrection
from stories.models.page_permissions import UnitPagePermissionTester
from stories.models.report import (
    Report,
    ReportAttachment,
    ReportEvent,
    ReportState,
)
from stories.models.story import StoryIndexPage, StoryOfficer, StoryPage, StorySource
from stories.models.terms import Activity, Programme, Topic

__all__ = [
    "Activity",
    "EarlierText",
    "Programme",
    "PublisherApproval",
    "Report",
    "ReportAttachment",
    "ReportEvent",
    "ReportState",
    "StoryCorrection",
    "StoryIndexPage",
    "StoryOfficer",
    "StoryPage",
    "StorySource",
    "Topic",
    "UnitPagePermissionTester",
]
