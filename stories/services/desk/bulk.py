"""The same step for many reports, each for itself: what worked stays, what did not says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cms.base.errors import DomainError, Invalid
from stories.models import Report, ReportState
from stories.selectors.desk.visible import visible_to
from stories.services.desk import deciding, holding, priority

MOST = 100


@dataclass(frozen=True, slots=True)
class BulkInput:
    """What the step needs beside the reports."""

    note: str = ""
    from_notes: tuple[int, ...] = ()
    colleague_id: int = 0
    priority: int = -1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report: done, or a sentence why not."""

    report_id: UUID
    title: str
    problem: str = ""

    @property
    def is_done(self) -> bool:
        return not self.problem


def _claim(actor, report_id: UUID, given: BulkInput) -> None:
    holding.claim(actor=actor, report_id=report_id)


def _release(actor, report_id: UUID, given: BulkInput) -> None:
    holding.release_claim(actor=actor, report_id=report_id)


def _assign(actor, report_id: UUID, given: BulkInput) -> None:
    holding.assign(actor=actor, report_id=report_id, colleague_id=given.colleague_id)


def _priority(actor, report_id: UUID, given: BulkInput) -> None:
    priority.set_priority(actor=actor, report_id=report_id, priority=given.priority)


def _return(actor, report_id: UUID, given: BulkInput) -> None:
    holding.claim(actor=actor, report_id=report_id)
    deciding.return_report(
        actor=actor, report_id=report_id, note=given.note, from_notes=given.from_notes
    )


def _recall(actor, report_id: UUID, given: BulkInput) -> None:
    deciding.recall(actor=actor, report_id=report_id)


def _spike(actor, report_id: UUID, given: BulkInput) -> None:
    deciding.spike(actor=actor, report_id=report_id, reason=given.note)


def _restore(actor, report_id: UUID, given: BulkInput) -> None:
    state = Report.objects.filter(pk=report_id).values_list("state", flat=True).first()
    step = deciding.reopen if state == ReportState.DECLINED else deciding.restore
    step(actor=actor, report_id=report_id)


STEPS: Mapping[str, Callable[..., None]] = {
    "claim": _claim,
    "release_claim": _release,
    "assign": _assign,
    "priority": _priority,
    "return": _return,
    "recall": _recall,
    "spike": _spike,
    "restore": _restore,
}


def run(*, actor, step: str, report_ids: Sequence[UUID], given: BulkInput) -> list[Outcome]:
    """Do ``step`` for each report in its own transaction; return what became of each, in order.

    Raises Invalid for an unknown step or more than 100 reports at once.
    """
    if step not in STEPS:
        raise Invalid(_("Pilih apa yang dilakukan."))
    ids = list(dict.fromkeys(report_ids))
    if not ids:
        raise Invalid(_("Pilih dulu laporannya."))
    if len(ids) > MOST:
        raise Invalid(_("Paling banyak %(most)s laporan sekali jalan.") % {"most": MOST})
    titles = dict(visible_to(actor).filter(pk__in=ids).values_list("pk", "title"))
    return [_one(actor, step, report_id, titles.get(report_id), given) for report_id in ids]


def _one(actor, step: str, report_id: UUID, title: str | None, given: BulkInput) -> Outcome:
    if title is None:
        return Outcome(report_id, "", _("Laporan itu tidak ada di meja redaksi Anda."))
    try:
        with transaction.atomic():
            STEPS[step](actor, report_id, given)
    except DomainError as error:
        return Outcome(report_id, title, str(error))
    return Outcome(report_id, title)
