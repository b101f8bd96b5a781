"""An officer's own reports, for programs: sent once, and asked what became of them."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from ninja import Body, File, Form, Query, Router, UploadedFile

from cms.base.acting import acting_for
from cms.base.api.access import caller
from cms.base.api.answering import READ
from cms.base.api.asking import check, require_type
from cms.base.api.schemas import needs, once, private_answers
from cms.base.api.writing import BadKey, key_of, perform, private_answer, private_page
from cms.base.cursors import paginate
from cms.base.errors import Invalid
from cms.media.content_type import PHOTO_BYTES_MAX
from stories.api import documents
from stories.api.schemas import (
    Choices,
    ExpectedFiles,
    PhotoForm,
    ReportAnswer,
    ReportBody,
    ReportFilter,
    ReportList,
    ReportMedia,
    ReportSummary,
)
from stories.selectors import reports as selectors
from stories.selectors.desk.report import commendations_of
from stories.services.attachments import ChosenUpload, MediaEdit, add_photo
from stories.services.expected import expect_files
from stories.services.intake import Intake, ReportInput, reporting_officer, save_report
from stories.services.place_fix import PlaceFix

REPORTS, MEDIA = "reports:write", "media:write"
ORDERING = ("-created_at", "-id")
FORM_BYTES_MAX = 100_000  # what a form has around its file
router = Router(tags=["reports"])


@router.post(
    "/reports/",
    summary="Send a report, or keep it as a draft",
    auth=caller(REPORTS),
    response=private_answers({200: ReportSummary, 201: ReportSummary}, 404, 409, 413, 415),
    openapi_extra=needs(REPORTS, once()),
)
def send_report(request, body: Body[ReportBody]):
    """One report, however often it is sent: name it by `id`, by `Idempotency-Key`, or both.

    A draft, or a report that came back, is changed by sending its `id` again; one that the desk
    has is not (409). What is refused leaves nothing behind.
    """
    check(request)
    require_type(request, "application/json")
    if body.id is None and not key_of(request):
        raise BadKey(_("Sertakan id laporan atau Idempotency-Key: laporan tidak boleh ganda."))
    return perform(request, lambda: _save(request, body))


def _save(request, body: ReportBody):
    actor = request.auth.owner
    data, unreadable = _input(body)
    if body.media is not None and body.media_changes:
        unreadable["media_changes"] = _("Kirim media atau media_changes, tidak keduanya.")
    intake = save_report(
        actor=actor,
        report_id=body.id or uuid4(),
        data=data,
        chosen=_chosen(body),
        edits=[MediaEdit(one.id, one.caption, one.remove) for one in body.media_changes],
        unreadable=unreadable,
        submit=body.submit,
    )
    _require_clean(intake)
    report = selectors.own_summary(reporting_officer(actor), intake.report.pk)
    return private_answer(
        documents.summary(report, story_path=report.story_path, reads=report.reads),
        status=201 if intake.is_new else 200,
        headers={"Location": documents.report_url(report)},
    )


def _input(body: ReportBody) -> tuple[ReportInput, dict[str, str]]:
    """What was sent, and sentences about the terms that there are none of."""
    activity = selectors.term_id(selectors.activities(), body.activity)
    programme = selectors.term_id(selectors.programmes(), body.programme)
    unreadable = {}
    if body.activity and activity is None:
        unreadable["activity"] = _("Kegiatan itu tidak ada dalam daftar.")
    if body.programme and programme is None:
        unreadable["programme"] = _("Program itu tidak ada dalam daftar.")
    data = ReportInput(
        activity_id=activity,
        programme_id=programme,
        village_code=body.village or "",
        happened_at=body.happened_at,
        title=body.title,
        text=body.text,
        protect_mark=body.protect_mark,
        has_consent=body.has_consent,
        place=PlaceFix(**body.place.dict()) if body.place else None,
        keeps_place="place" not in body.model_fields_set,
        files_expected=body.files,
        seen_submitted_at=body.seen_submitted_at,
        names_seen="seen_submitted_at" in body.model_fields_set,
    )
    return data, unreadable


def _chosen(body: ReportBody) -> list[ChosenUpload] | None:
    if body.media is None:
        return None
    return [ChosenUpload(one.id, one.caption) for one in body.media]


def _require_clean(intake: Intake) -> None:
    if intake.is_clean:
        return
    fields = intake.fields | {f"media.{problem.name}": problem.reason for problem in intake.files}
    raise Invalid(" ".join(dict.fromkeys(fields.values())), fields=fields)


@router.api_operation(
    READ,
    "/reports/",
    summary="Your own reports, newest first",
    auth=caller(REPORTS),
    response=private_answers({200: ReportList}),
    openapi_extra=needs(REPORTS),
)
def list_reports(request, filters: Query[ReportFilter]):
    """In pages: `next` and `prev` are the addresses around."""
    check(request, ReportFilter)
    reports = selectors.own_summaries(reporting_officer(request.auth.owner))
    if filters.state:
        reports = reports.filter(state=filters.state)
    page = paginate(reports, ordering=ORDERING, cursor=filters.cursor, limit=filters.limit)
    rows = (documents.summary(row, story_path=row.story_path, reads=row.reads) for row in page.rows)
    return private_page(request, "reports", rows, page=page)


@router.api_operation(
    READ,
    "/reports/choices/",
    summary="What may be chosen in a report",
    auth=caller(REPORTS),
    response=private_answers({200: Choices}),
    openapi_extra=needs(REPORTS),
)
def report_choices(request):
    """Activities, programmes, marks, your villages, and how much a report holds."""
    check(request)
    officer = reporting_officer(request.auth.owner)
    return private_answer(
        documents.choices(
            activities=selectors.activities(),
            programmes=selectors.programmes(),
            villages=selectors.own_villages(officer),
        )
    )


@router.api_operation(
    READ,
    "/reports/{uuid:report_id}/",
    summary="What became of one of your reports",
    auth=caller(REPORTS),
    response=private_answers({200: ReportAnswer}, 404),
    openapi_extra=needs(REPORTS),
)
def get_report(request, report_id: UUID):
    """Its state, each step with notes, its files, and the story once it is public."""
    check(request)
    return _whole(reporting_officer(request.auth.owner), report_id)


def _whole(officer, report_id: UUID):
    report = selectors.own_report(officer, report_id)
    return private_answer(
        documents.whole(
            report,
            story_path=selectors.story_path(report),
            reads=selectors.story_reads(report),
            desk_note=selectors.desk_note(report),
            commendations=commendations_of(report),
        )
    )


@router.post(
    "/reports/{uuid:report_id}/files/",
    summary="Say how many files belong to one of your reports",
    auth=caller(REPORTS),
    response=private_answers({200: ReportAnswer}, 404, 415),
    openapi_extra=needs(REPORTS),
)
def expect_report_files(request, report_id: UUID, body: Body[ExpectedFiles]):
    """In whatever state it is: when a file will not come after all, the desk waits no longer."""
    check(request)
    require_type(request, "application/json")
    actor = request.auth.owner
    expect_files(actor=actor, report_id=report_id, files=body.files)
    return _whole(reporting_officer(actor), report_id)


@router.post(
    "/reports/{uuid:report_id}/photos/",
    summary="Add a photo to one of your drafts",
    auth=caller(MEDIA, bytes_max=PHOTO_BYTES_MAX + FORM_BYTES_MAX),
    response=private_answers({200: ReportMedia, 201: ReportMedia}, 404, 409, 413, 415),
    openapi_extra=needs(MEDIA),
)
def add_report_photo(
    request,
    report_id: UUID,
    file: File[UploadedFile],
    form: Form[PhotoForm],
):
    """The same photo sent again is the same one. For films and weak connections: uploads."""
    check(request)
    actor = request.auth.owner
    officer = reporting_officer(actor)
    with acting_for(request.auth):
        attachment, is_new = add_photo(
            actor=actor, officer=officer, report_id=report_id, file=file, caption=form.caption
        )
    return private_answer(documents.medium(attachment), status=201 if is_new else 200)
