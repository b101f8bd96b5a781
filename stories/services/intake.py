"""What an officer sends becomes one report, and nothing typed or attached is ever lost.

A form is saved as far as it is good: valid fields and readable files are kept in a draft even when
something else is wrong, and the caller gets a sentence for each thing that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import Conflict
from cms.base.workflow import lock
from cms.media.models import ProtectMark
from cms.media.services import uploads
from cms.people.models import Officer
from cms.places.models import Region
from cms.places.selectors import village_by_code
from cms.places.zones import zone_of
from stories.models import Activity, Programme, Report, ReportState
from stories.selectors.reports import NotOwn
from stories.services import arrivals
from stories.services.attachments import (
    AttachmentChanges,
    ChosenUpload,
    FileProblem,
    MediaEdit,
    attach,
    change_attachments,
    choose,
    edit_media,
    has_edits,
    holds,
    person_mark,
    receive_all,
)
from stories.services.desk.splitting import is_split
from stories.services.due import set_due
from stories.services.expected import note_expected
from stories.services.library.rows import refresh_report
from stories.services.officers import reporting_officer
from stories.services.place_fix import FIELDS as PLACE_FIELDS
from stories.services.place_fix import PlaceFix, place_problem, place_values
from stories.services.steps import take_step
from stories.services.typed_text import one_line, printable

MAX_AGE = timedelta(days=90)
CLOCK_TOLERANCE = timedelta(minutes=15)  # phones run a little fast
SAME_MOMENT = timedelta(minutes=1)  # phones reckon what nobody typed anew with each try
SAME_SENDING = timedelta(milliseconds=1)  # our answers name moments as exactly as that
CODE_MAX = 13
WORDS = ("title", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInput:
    """What was typed, parsed but not judged. ``happened_at`` without a zone is village time.

    ``seen_submitted_at`` is when the report was last sent, as its writer saw it (None: never);
    only what ``names_seen`` is asked for it.
    """

    activity_id: int | None = None
    programme_id: int | None = None
    village_code: str = ""
    happened_at: datetime | None = None
    title: str = ""
    text: str = ""
    protect_mark: str = ""
    has_consent: bool = False
    place: PlaceFix | None = None
    keeps_place: bool = True  # without a ``place``: leave the one that was sent before
    files_expected: int | None = None  # in all, here or still to come; None: not said
    seen_submitted_at: datetime | None = None
    names_seen: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of a form: the report as saved, and whatever was wrong with the form."""

    report: Report
    fields: dict[str, str]
    files: list[FileProblem]
    is_new: bool = False

    @property
    def is_clean(self) -> bool:
        return not (self.fields or self.files)


def save_report(
    *,
    actor,
    report_id: UUID,
    data: ReportInput,
    files: Iterable[UploadedFile] = (),
    changes: AttachmentChanges | None = None,
    chosen: Sequence[ChosenUpload] | None = None,
    edits: Sequence[MediaEdit] = (),
    unreadable: Mapping[str, str] | None = None,
    submit: bool,
) -> Intake:
    """Save what an officer typed as a draft, or send it to the desk when ``submit``.

    ``report_id`` is made by the form, so that the same form sent twice is one report.
    ``chosen`` (None: as they are) says which of the files that the officer sent before are the
    report's; ``edits`` change some of them and leave the rest. ``unreadable`` names fields that
    the door could not even parse. Side effects: stores good files (one upload each), history and
    audit when sent. What is wrong is *returned*, since the rest is kept; a report with anything
    wrong stays a draft (or returned) and is not sent.

    Raises Refused for anybody but an active officer, Missing for somebody else's report, Conflict
    for one that the desk has already taken.
    """
    officer = reporting_officer(actor)
    values, problems = _judge(data, officer=officer, needs_all=submit)
    problems = {**problems, **(unreadable or {})}
    known = _own_report(officer, report_id)
    if known is not None and not known.is_editable:
        return Intake(_unchanged(known, values, chosen, edits), {}, [])
    received, file_problems = receive_all(
        actor=actor,
        officer=officer,
        report_id=report_id,
        files=files,
        known=known,
        mark=data.protect_mark,
    )
    with transaction.atomic():
        report, is_new = _open(officer, report_id)
        if not report.is_editable:
            return Intake(_unchanged(report, values, chosen, edits), {}, [])
        words = {name: values.pop(name) for name in WORDS if name in values}
        for name, value in values.items():
            setattr(report, name, value)
        report.unit, report.unit_path = officer.unit, officer.unit.path
        if changes is not None:
            change_attachments(report, changes)
        if chosen is not None:
            file_problems += choose(actor=actor, report=report, chosen=chosen)
        edit_media(report, edits)
        file_problems += attach(report, received)
        if submit and _passes_a_note(report, data):
            problems["seen_submitted_at"] = _read_first(report)
        note_expected(report, data.files_expected)
        arrivals.take(report)
        is_sent = submit and not problems and not file_problems
        _write(report, words, is_sent=is_sent)
        if is_sent:
            _send(actor, report)
        report.save()
        if report.state != ReportState.DRAFT:
            refresh_report(report.pk)
    return Intake(report, problems, file_problems, is_new)


def _own_report(officer: Officer, report_id: UUID) -> Report | None:
    report = Report.objects.filter(pk=report_id).first()
    if report is not None and report.officer_id != officer.pk:
        raise NotOwn
    return report


def _open(officer: Officer, report_id: UUID) -> tuple[Report, bool]:
    """The officer's report, made where missing, locked; (it, whether it was made here).

    A form sent in parallel waits here.
    """
    own = {"officer": officer, "unit": officer.unit, "unit_path": officer.unit.path}
    is_new = not Report.objects.filter(pk=report_id).exists()
    if is_new:
        try:
            with transaction.atomic():
                Report.objects.create(id=report_id, **own)
        except IntegrityError:
            is_new = False
    report = lock(Report.objects, pk=report_id)
    if report.officer_id != officer.pk:
        raise NotOwn
    return report, is_new


def _passes_a_note(report: Report, data: ReportInput) -> bool:
    """Whether what is sent answers an earlier return: the same form came once more, and the desk
    gave the report back again meanwhile."""
    if report.state != ReportState.RETURNED or not data.names_seen:
        return False
    seen = data.seen_submitted_at
    return seen is None or abs(seen - report.submitted_at) > SAME_SENDING


def _read_first(report: Report) -> str:
    returned = report.events.filter(event="return").last()
    return _(
        "Laporan ini sudah terkirim, lalu dikembalikan lagi oleh redaksi: “%(note)s” "
        "Baca dulu, perbaiki bila perlu, lalu kirim lagi."
    ) % {"note": returned.note if returned else ""}


def _unchanged(
    report: Report,
    values: dict[str, Any],
    chosen: Sequence[ChosenUpload] | None,
    edits: Sequence[MediaEdit],
) -> Report:
    """``report`` when the form says what it already holds: the same form came twice."""
    parted = is_split(report)
    differing = [
        name
        for name, value in values.items()
        # The desk shared these out among two reports.
        if not (parted and name in ("title", "text")) and not _is_same(getattr(report, name), value)
    ]
    has_files = (chosen is None or holds(report, chosen)) and has_edits(report, edits)
    if not (parted or has_files):
        differing.append("media")
    if not differing:
        return report
    raise Conflict(
        _(
            "Laporan ini sudah di meja redaksi (“%(state)s”) dan tidak dapat diubah lagi. "
            "Yang berbeda: %(what)s."
        )
        % {"state": report.get_state_display(), "what": _names_of(differing)}
    )


def _is_same(there: Any, said: Any) -> bool:
    if isinstance(there, datetime) and isinstance(said, datetime):
        return abs(there - said) <= SAME_MOMENT
    return there == said


def _names_of(fields: Iterable[str]) -> str:
    """What the form calls ``fields`` of a report, in one line."""
    names = {
        "has_consent": _("persetujuan"),
        "activity": _("kegiatan"),
        "programme": _("program"),
        "village": _("desa atau kelurahan"),
        "happened_at": _("waktu kegiatan"),
        "title": _("judul"),
        "text": _("isi"),
        "protect_mark": _("siapa yang perlu dilindungi"),
        "media": _("berkas"),
        **dict.fromkeys(PLACE_FIELDS, _("lokasi")),
    }
    return ", ".join(dict.fromkeys(names[name] for name in fields))


def _write(report: Report, words: Mapping[str, str], *, is_sent: bool) -> None:
    """Put ``words`` into the report. Of one that came back the desk reads what was sent, until it
    is sent again."""
    if report.state == ReportState.RETURNED and not is_sent:
        title, text = (words.get(name, getattr(report, f"own_{name}")) for name in WORDS)
        is_other = (title, text) != (report.title, report.text)
        report.rewritten_title, report.rewritten_text = (title, text) if is_other else ("", "")
        report.rewritten_at = timezone.now() if is_other else None
        return
    for name, value in words.items():
        setattr(report, name, value)
    report.rewritten_title, report.rewritten_text, report.rewritten_at = "", "", None


def _send(actor, report: Report) -> None:
    report.submitted_at = timezone.now()
    set_due(report, since=report.submitted_at)
    _copy_mark_to_files(report)
    take_step(actor=actor, report=report, event="submit")


def _copy_mark_to_files(report: Report) -> None:
    """A mark set after a file arrived holds for the file too; taking it back is the desk's."""
    mark = person_mark(report.protect_mark)
    if mark:
        ids = list(report.attachments.values_list("upload_id", flat=True))
        uploads.assign_mark(upload_ids=ids, protect_mark=mark)


# --- Fields ---------------------------------------------------------------------------------------


def _judge(
    data: ReportInput, *, officer: Officer, needs_all: bool
) -> tuple[dict[str, Any], dict[str, str]]:
    """Split what was typed into values that may be stored and sentences about the rest."""
    values: dict[str, Any] = {"has_consent": bool(data.has_consent)}
    problems: dict[str, str] = {}
    _judge_terms(data, values, problems, needs_all=needs_all)
    village = _judge_village(data, values, problems, needs_all=needs_all)
    zone = ZoneInfo(zone_of(village.code if village else _home_code(officer)))
    _judge_time(data, zone, values, problems, needs_all=needs_all)
    _judge_words(data, values, problems, needs_all=needs_all)
    if data.protect_mark in ProtectMark.values:
        values["protect_mark"] = data.protect_mark
    else:
        problems["protect_mark"] = _("Pilih salah satu dari daftar.")
    if place_wrong := place_problem(data.place):
        problems["place"] = place_wrong
    elif data.place or not data.keeps_place:
        values |= place_values(data.place)
    return values, problems


def _judge_terms(data, values, problems, *, needs_all):
    activity = _term(Activity, data.activity_id)
    if activity:
        values["activity"] = activity
    elif data.activity_id is not None:
        problems["activity"] = _("Kegiatan itu tidak ada dalam daftar.")
    elif needs_all:
        problems["activity"] = _("Pilih kegiatannya.")
    programme = _term(Programme, data.programme_id)
    if programme or data.programme_id is None:
        values["programme"] = programme
    else:
        problems["programme"] = _("Program itu tidak ada dalam daftar.")


def _term(model, pk):
    return model.objects.filter(pk=pk, is_active=True).first() if pk is not None else None


def _judge_village(data, values, problems, *, needs_all) -> Region | None:
    code = data.village_code.strip()
    if not code:
        if needs_all:
            problems["village"] = _("Pilih desa atau kelurahannya.")
        return None
    village = village_by_code(code, retired=True) if len(code) <= CODE_MAX else None
    if village is None:
        problems["village"] = _("Desa atau kelurahan itu tidak ada dalam daftar.")
        return None
    if village.retired_on and village.retired_on <= timezone.localdate():
        problems["village"] = _(
            "%(village)s tidak berlaku lagi dalam daftar wilayah. Pilih penggantinya."
        ) % {"village": village.name}
        return None
    values["village"] = village
    return village


def _judge_time(data, zone, values, problems, *, needs_all):
    moment = data.happened_at
    if moment is None:
        if needs_all:
            problems["happened_at"] = _("Isi waktu kegiatannya.")
        return
    try:
        aware = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
        now = timezone.now()
        too_late, too_early = aware > now + CLOCK_TOLERANCE, aware < now - MAX_AGE
    except OverflowError:  # year 1 or 9999 with a zone
        too_late, too_early = False, True
    if too_late:
        problems["happened_at"] = _("Waktu kegiatan belum terjadi. Periksa tanggal dan jamnya.")
    elif too_early:
        problems["happened_at"] = _("Kegiatan lebih dari %(days)s hari yang lalu.") % {
            "days": MAX_AGE.days
        }
    else:
        values["happened_at"] = aware


def _judge_words(data, values, problems, *, needs_all):
    title = one_line(data.title)
    if len(title) > Report.TITLE_MAX:
        problems["title"] = _("Judul terlalu panjang: %(count)s huruf, paling banyak %(max)s.") % {
            "count": len(title),
            "max": Report.TITLE_MAX,
        }
    elif needs_all and not title:
        problems["title"] = _("Beri judul laporannya.")
    else:
        values["title"] = title
    text = printable(data.text.replace("\r\n", "\n"), keep="\n\t").strip()
    if len(text) > Report.TEXT_MAX:
        problems["text"] = _(
            "Isi laporan terlalu panjang: %(count)s huruf, paling banyak %(max)s."
        ) % {"count": len(text), "max": Report.TEXT_MAX}
    elif needs_all and len(text) < Report.TEXT_MIN:
        problems["text"] = _("Ceritakan sedikit lebih banyak: paling sedikit %(min)s huruf.") % {
            "min": Report.TEXT_MIN
        }
        values["text"] = text
    else:
        values["text"] = text


def _home_code(officer: Officer) -> str:
    """A region code for the officer's zone: unit codes carry it (``POLSEK-320101``)."""
    return officer.unit.code.rpartition("-")[2]
