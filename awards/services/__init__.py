"""Use-cases of the awards; import them from here."""

from awards.services.announce import announce
from awards.services.deciding import decide, revoke_decision
from awards.services.editions import (
    archive_edition,
    begin_public_test,
    begin_review,
    change_timeline,
    close_edition,
    open_edition,
    reopen_edition,
    start_edition,
)
from awards.services.nominating import add_evidence, endorse, nominate, withdraw_nomination
from awards.services.panel import (
    declare_conflict,
    declare_none,
    invite_panelist,
    refresh_conflicts,
    remove_panelist,
    rule_conflict,
    sign_statement,
)
from awards.services.reviewing import reopen_review, save_review, submit_review
from awards.services.screening import check_identity, merge_duplicates, screen

__all__ = [
    "add_evidence",
    "announce",
    "archive_edition",
    "begin_public_test",
    "begin_review",
    "change_timeline",
    "check_identity",
    "close_edition",
    "decide",
    "declare_conflict",
    "declare_none",
    "endorse",
    "invite_panelist",
    "merge_duplicates",
    "nominate",
    "open_edition",
    "refresh_conflicts",
    "remove_panelist",
    "reopen_edition",
    "reopen_review",
    "revoke_decision",
    "rule_conflict",
    "save_review",
    "screen",
    "sign_statement",
    "start_edition",
    "submit_review",
    "withdraw_nomination",
]
