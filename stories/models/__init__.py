"""Models of the stories app; import them from here."""

from stories.models.approval import PublisherApproval
from stories.models.correction import EarlierText, StoryCorrection
from stories.models.desk import (
    ANY_MARK,
    SPLIT_DRAFT_FIELDS,
    CoachingNote,
    Commendation,
    DeskDraft,
    DeskDraftField,
    DeskPresence,
    DueRule,
    NoteTopic,
    SavedFilter,
)
from stories.models.library import (
    AssetConsent,
    AssetKind,
    AssetUsage,
    LibraryChange,
    MediaAsset,
    StoryMedia,
    UnitCollection,
)
from stories.models.report import (
    Priority,
    Report,
    ReportAttachment,
    ReportEvent,
    ReportState,
)
from stories.models.story import StoryIndexPage, StoryOfficer, StoryPage, StorySource
from stories.models.terms import Activity, Programme, Topic
from stories.models.tips import Tip

__all__ = [
    "ANY_MARK",
    "SPLIT_DRAFT_FIELDS",
    "Activity",
    "AssetConsent",
    "AssetKind",
    "AssetUsage",
    "CoachingNote",
    "Commendation",
    "DeskDraft",
    "DeskDraftField",
    "DeskPresence",
    "DueRule",
    "EarlierText",
    "LibraryChange",
    "MediaAsset",
    "NoteTopic",
    "Priority",
    "Programme",
    "PublisherApproval",
    "Report",
    "ReportAttachment",
    "ReportEvent",
    "ReportState",
    "SavedFilter",
    "StoryCorrection",
    "StoryIndexPage",
    "StoryMedia",
    "StoryOfficer",
    "StoryPage",
    "StorySource",
    "Tip",
    "Topic",
    "UnitCollection",
]
