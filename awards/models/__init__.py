"""Editions, nominations, panels, reviews and decisions."""

from awards.models.decision import Announcement, Decision, TieStep
from awards.models.edition import (
    SCALE_MAX,
    AreaClass,
    AwardEditionPage,
    AwardIndexPage,
    Category,
    Criterion,
    EditionState,
    TieRole,
)
from awards.models.nomination import (
    Endorsement,
    EndorserRole,
    Evidence,
    Nomination,
    NominationState,
)
from awards.models.panel import (
    ConflictDeclaration,
    ConflictKind,
    ConflictSource,
    Panelist,
    Ruling,
)
from awards.models.review import CriterionScore, Review, ReviewState

__all__ = [
    "SCALE_MAX",
    "Announcement",
    "AreaClass",
    "AwardEditionPage",
    "AwardIndexPage",
    "Category",
    "ConflictDeclaration",
    "ConflictKind",
    "ConflictSource",
    "Criterion",
    "CriterionScore",
    "Decision",
    "EditionState",
    "Endorsement",
    "EndorserRole",
    "Evidence",
    "Nomination",
    "NominationState",
    "Panelist",
    "Review",
    "ReviewState",
    "Ruling",
    "TieRole",
    "TieStep",
]
