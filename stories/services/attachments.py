"""The photos and videos of a report: each file once, in the officer's order, ten at most."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cms.base.errors import Conflict, DomainError
from cms.base.workflow import lock
from cms.media.models import ProtectMark, Upload, UploadKind
from cms.media.services import uploads
from cms.media.services.resumable.creating import coming_to, describe, turn_away
from cms.people.models import Officer
from stories.models import Report, ReportAttachment
from stories.selectors.reports import one_of_own
from stories.services.typed_text import one_line

MAX_FILES = 10
CAPTION_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentChanges:
    """What to do with files that were sent before: by attachment id."""

    remove: frozenset[int] = frozenset()
    positions: Mapping[int, int] = field(default_factory=dict)
    captions: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file that was not taken, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChosenUpload:
    """A file that the officer sent before, by its upload's id; a caption of None changes none."""

    upload_id: UUID
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class MediaEdit:
    """A change to a file of a report, by its upload's id; a caption of None changes none."""

    upload_id: UUID
    caption: str | None = None
    is_removed: bool = False


def person_mark(protect_mark: str) -> str:
    """The part of a report's mark that is about people in its pictures."""
    return "" if protect_mark == ProtectMark.ONGOING_CASE else protect_mark


def receive_all(
    *,
    actor,
    officer: Officer,
    report_id: UUID,
    files: Iterable[UploadedFile],
    known: Report | None,
    mark: str,
) -> tuple[list[tuple[Upload, str]], list[FileProblem]]:
    """Hand each new file to cms.media; return ([(upload, name)], problems).

    An upload's id follows from the report and the bytes, so the same file sent twice for one
    report, even at the same moment, is one upload.
    """
    files = list(files)
    if not files:
        return [], []
    seen = hashes(known) if known else set()
    room = places_left(known) if known else MAX_FILES
    received: list[tuple[Upload, str]] = []
    problems: list[FileProblem] = []
    for file in files:
        digest = _sha256(file)
        if digest in seen:
            continue
        if len(received) >= room:
            problems.append(FileProblem(file.name, too_many()))
            continue
        try:
            upload = _receive(
                actor=actor,
                officer=officer,
                report_id=report_id,
                file=file,
                digest=digest,
                mark=mark,
            )
        except DomainError as error:
            problems.append(FileProblem(file.name, str(error)))
            continue
        seen.add(digest)
        received.append((upload, file.name))
    return received, problems


def attach(report: Report, received: list[tuple[Upload, str]]) -> list[FileProblem]:
    """Put received files at the end, each once: a parallel copy of the form brought them too."""
    if not received:
        return []
    there = hashes(report)
    room = places_left(report)
    position = max(report.attachments.values_list("position", flat=True), default=-1) + 1
    problems = []
    for upload, name in received:
        if upload.sha256 in there:
            continue
        if room <= 0:
            problems.append(FileProblem(name, too_many()))
            continue
        ReportAttachment.objects.create(report=report, upload=upload, position=position)
        there.add(upload.sha256)
        position += 1
        room -= 1
    return problems


def change_attachments(report: Report, changes: AttachmentChanges) -> None:
    """Remove, order and describe the files of the locked ``report``."""
    _take_out(report.attachments.filter(pk__in=changes.remove))
    for attachment in report.attachments.all():
        wanted = changes.positions.get(attachment.pk, attachment.position)
        attachment.position = min(max(wanted, 0), 999)
        caption = changes.captions.get(attachment.pk, attachment.caption)
        attachment.caption = one_line(caption)[:CAPTION_MAX]
        attachment.save(update_fields=["position", "caption"])


def choose(*, actor, report: Report, chosen: Sequence[ChosenUpload]) -> list[FileProblem]:
    """Make ``chosen`` the files of the locked ``report``, in that order; others are let go.

    Only what ``actor`` sent and no other report has. With a problem nothing changes.
    """
    wanted = {one.upload_id: one for one in chosen}
    if len(wanted) > MAX_FILES:
        return [FileProblem("media", too_many())]
    # Locked, so that two reports sent at once cannot both take one; in one order for everybody.
    sent = Upload.objects.select_for_update().filter(pk__in=wanted, owner=actor).order_by("pk")
    found = {upload.pk: upload for upload in sent}
    used = {
        attachment.upload_id: attachment
        for attachment in ReportAttachment.objects.filter(upload__in=found)
    }
    problems = [
        FileProblem(str(pk), _("Berkas ini tidak ada di antara kiriman Anda."))
        for pk in wanted
        if pk not in found
    ]
    problems += [
        FileProblem(str(pk), _("Berkas ini sudah dipakai laporan lain."))
        for pk, attachment in used.items()
        if attachment.report_id != report.pk
    ]
    if problems:
        return problems
    _take_out(report.attachments.exclude(upload__in=wanted))
    placed = []
    for position, (pk, one) in enumerate(wanted.items()):
        attachment = used.get(pk) or ReportAttachment(report=report, upload=found[pk])
        attachment.position = position
        if one.caption is not None:
            attachment.caption = one_line(one.caption)[:CAPTION_MAX]
        placed.append(attachment)
    ReportAttachment.objects.bulk_create([one for one in placed if one.pk is None])
    known = [one for one in placed if one.upload_id in used]
    ReportAttachment.objects.bulk_update(known, ["position", "caption"])
    uploads.assign_unit(upload_ids=found, unit_path=report.unit_path)
    return []


def edit_media(report: Report, edits: Sequence[MediaEdit]) -> None:
    """Remove and describe files of the locked ``report``; what is not named stays as it is, what it
    has no more is passed over. What is removed on its way is not taken when it comes, and what is
    described on its way comes with those words."""
    if not edits:
        return
    unwanted = [one.upload_id for one in edits if one.is_removed]
    wanted = {one.upload_id: one for one in edits}
    captions = {
        one.upload_id: one_line(one.caption)[:CAPTION_MAX]
        for one in wanted.values()
        if not one.is_removed and one.caption is not None
    }
    removed, described = [], []
    for attachment in report.attachments.filter(upload__in=wanted):
        if wanted[attachment.upload_id].is_removed:
            removed.append(attachment)
        elif attachment.upload_id in captions:
            attachment.caption = captions[attachment.upload_id]
            described.append(attachment)
    _take_out(report.attachments.filter(pk__in=[one.pk for one in removed]))
    if unwanted:
        turn_away(owner=report.officer.user_id, belongs_to=report.pk, upload_ids=unwanted)
    if captions:
        describe(owner=report.officer.user_id, belongs_to=report.pk, captions=captions)
    ReportAttachment.objects.bulk_update(described, ["caption"])


def has_edits(report: Report, edits: Sequence[MediaEdit]) -> bool:
    """Whether what ``edits`` remove is gone from ``report`` already."""
    removed = [one.upload_id for one in edits if one.is_removed]
    return not (removed and report.attachments.filter(upload__in=removed).exists())


def _take_out(attachments: QuerySet[ReportAttachment]) -> None:
    """Their files are their officer's own again, whatever state the report is in."""
    ids = list(attachments.values_list("upload_id", flat=True))
    if ids:
        attachments.delete()
        uploads.let_go_of_home(upload_ids=ids)


def holds(report: Report, chosen: Sequence[ChosenUpload]) -> bool:
    """Whether the files of ``report`` are ``chosen`` already."""
    there = set(report.attachments.values_list("upload_id", flat=True))
    return there == {one.upload_id for one in chosen}


def add_photo(
    *, actor, officer: Officer, report_id: UUID, file: UploadedFile, caption: str = ""
) -> tuple[ReportAttachment, bool]:
    """Put one more photo at the end of the officer's draft or returned report; (it, is new).

    The same photo sent again is the same one. Side effects: a private original, ingest queued.
    Raises Missing for somebody else's report, Conflict at the desk or when there are ten, and
    whatever cms.media says of the file.
    """
    digest = _sha256(file)
    report = one_of_own(officer.reports.all(), report_id)
    if known := _attached(report, digest):
        return known, False
    _require_room(report)
    # Before the lock: a large file must not hold it.
    upload = _receive(
        actor=actor,
        officer=officer,
        report_id=report_id,
        file=file,
        digest=digest,
        mark=report.protect_mark,
        kind=UploadKind.PHOTO,
    )
    with transaction.atomic():
        report = lock(Report.objects.filter(officer=officer), pk=report_id)
        if known := _attached(report, digest):
            return known, False
        _require_room(report)
        attach(report, [(upload, file.name)])
        attachment = report.attachments.select_related("upload").get(upload=upload)
        attachment.caption = one_line(caption)[:CAPTION_MAX]
        attachment.save(update_fields=["caption"])
    return attachment, True


def _attached(report: Report, digest: str) -> ReportAttachment | None:
    return report.attachments.select_related("upload").filter(upload__sha256=digest).first()


def _require_room(report: Report) -> None:
    if not report.is_editable:
        raise Conflict(_("Laporan ini sudah di meja redaksi dan tidak dapat diubah lagi."))
    if places_left(report) <= 0:
        raise Conflict(too_many())


def places_left(report: Report) -> int:
    """How many more files ``report`` takes: those on their way to it have theirs. Two queries."""
    coming = coming_to(report.officer.user_id, report.pk)
    return MAX_FILES - report.attachments.count() - coming


def hashes(report: Report) -> set[str]:
    """The SHA-256 of each file of ``report``."""
    return set(report.attachments.values_list("upload__sha256", flat=True))


def _receive(
    *, actor, officer: Officer, report_id: UUID, file, digest: str, mark: str, kind=None
) -> Upload:
    return uploads.receive(
        actor=actor,
        file=file,
        kind=kind,
        upload_id=uuid5(report_id, digest),
        protect_mark=person_mark(mark) if mark in ProtectMark.values else "",
        unit_path=officer.unit.path,
    )


def _sha256(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def too_many() -> str:
    """The sentence for a report that is full."""
    return _("Paling banyak %(max)s berkas satu laporan, termasuk yang masih dalam perjalanan.") % {
        "max": MAX_FILES
    }
