"""The officer's pages: own reports, the form, what became of a report. No script needed."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.base import cursors
from cms.base.errors import Conflict
from cms.base.templatetags.sambang import zone_label
from cms.people.selectors import unread_notices
from cms.people.services.notices import mark_read
from cms.places.selectors import search_villages, village_by_code
from cms.places.zones import zone_of
from stories.forms.report import (
    LOCAL_FORMAT,
    ReportForm,
    attachment_changes,
    initial_of,
    new_files,
    seen_submitted_at,
)
from stories.models import Report, ReportState
from stories.selectors import reports as selectors
from stories.selectors.coaching import publicity_of
from stories.selectors.desk.report import commendations_of
from stories.selectors.sent_words import sent_words
from stories.services.attachments import MAX_FILES
from stories.services.expected import expect_files
from stories.services.intake import (
    Intake,
    reporting_officer,
    save_report,
)
from stories.wording import Step, steps_of, what_now

PAGE_SIZE = 20
UNREAD_NOTICES = 5
ORDERING = ("-created_at", "-id")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_list(request: HttpRequest) -> HttpResponse:
    """``/lapor/``: the officer's reports, newest first, and unread notices; POST: they are read."""
    officer = reporting_officer(request.user)
    if request.method == "POST":
        mark_read(user=request.user)
        return redirect("stories:report_list")
    page = cursors.paginate(
        selectors.own_reports(officer),
        ordering=ORDERING,
        cursor=request.GET.get("cursor"),
        limit=PAGE_SIZE,
    )
    context = {
        "officer": officer,
        "reports": page.rows,
        "next_url": f"?cursor={page.next_cursor}" if page.next_cursor else "",
        "notices": unread_notices(request.user, limit=UNREAD_NOTICES),
    }
    return render(request, "stories/report_list.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: HttpRequest) -> HttpResponse:
    """``/lapor/baru/``: the form makes the report's id, so that sending twice is one report."""
    officer = reporting_officer(request.user)
    if request.method == "POST":
        return _handle(request, officer, report=None)
    villages = selectors.own_villages(officer)
    home = villages[0].code if villages else officer.unit.code.rpartition("-")[2]
    initial = {
        "report_id": uuid.uuid4(),
        "happened_at": timezone.now().astimezone(ZoneInfo(zone_of(home))).strftime(LOCAL_FORMAT),
        "village": villages[0].code if len(villages) == 1 else "",
        "protect_mark": "",
        "seen_submitted_at": seen_submitted_at(None),
    }
    return _form_page(request, officer, ReportForm(initial=initial))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_edit(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """``/lapor/<uuid>/ubah/``: a draft, or a report that came back."""
    officer = reporting_officer(request.user)
    report = selectors.own_report(officer, report_id)
    if request.method == "POST":
        return _handle(request, officer, report=report)
    if not report.is_editable:
        raise Conflict(_("Laporan ini sudah di meja redaksi dan tidak dapat diubah lagi."))
    return _form_page(request, officer, ReportForm(initial=initial_of(report)), report=report)


@login_required
@never_cache
@require_safe
def report_status(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """``/lapor/<uuid>/``: what became of it."""
    officer = reporting_officer(request.user)
    report = selectors.own_report(officer, report_id)
    steps = steps_of(report)
    sent = sent_words(report)
    context = {
        "report": report,
        "attachments": report.attachments.all(),
        "steps": steps,
        "commendations": commendations_of(report),
        "coaching": _coaching_of(report, steps),
        "what_now": what_now(report),
        "written": report.own_text if report.is_editable else sent.text,
        "is_shared_out": sent.is_shared_out and not report.is_editable,
        "story_path": selectors.story_path(report),
        "publicity": publicity_of(report),
    }
    return render(request, "stories/report_status.html", context)


def _coaching_of(report: Report, steps: list[Step]) -> str:
    """What the desk wants of a report that came back; empty for any other."""
    if report.state != ReportState.RETURNED:
        return ""
    return next((step.note for step in reversed(steps) if step.note), "")


@login_required
@never_cache
@require_POST
def no_more_files(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """``/lapor/<uuid>/cukup/``: what is here is all; the desk waits for nothing more."""
    report = expect_files(actor=request.user, report_id=report_id)
    messages.success(request, _("Baik. Redaksi tidak menunggu berkas lagi."))
    return _see(report)


def _handle(request: HttpRequest, officer, *, report: Report | None) -> HttpResponse:
    form = ReportForm(request.POST)
    form.is_valid()
    report_id = report.pk if report else form.cleaned_data.get("report_id")
    if report_id is None:
        form = _with_new_id(request)
        report_id = form.cleaned_data["report_id"]
    action = request.POST.get("action", "draft")
    files = new_files(request.FILES)
    if action == "search" and not files and report is None:
        return _form_page(request, officer, form)
    known = report.attachments.values_list("pk", flat=True) if report else ()
    unreadable = {k: v for k, v in form.unreadable().items() if k != "report_id"}
    try:
        intake = save_report(
            actor=request.user,
            report_id=report_id,
            data=form.to_input(),
            files=files,
            changes=attachment_changes(request.POST, known),
            unreadable=unreadable,
            submit=action == "send",
        )
    except Conflict as error:
        form.add_error(None, str(error))
        return _form_page(request, officer, form, status=error.status, report=report)
    if action == "search":
        return _after_search(request, officer, form, intake)
    if not intake.is_clean:
        return _problem_page(request, officer, form, intake)
    if action == "send":
        messages.success(request, _("Laporan terkirim. Terima kasih!"))
        return _see(intake.report)
    messages.success(request, _("Draf tersimpan."))
    return _see(intake.report, edit=True)


def _with_new_id(request: HttpRequest) -> ReportForm:
    """The same form with an id of our own: a garbled id must not cost the officer the text."""
    data = request.POST.copy()
    data["report_id"] = str(uuid.uuid4())
    form = ReportForm(data)
    form.is_valid()
    return form


def _see(report: Report, *, edit: bool = False) -> HttpResponseRedirect:
    name = "stories:report_edit" if edit and report.is_editable else "stories:report_status"
    response = redirect(name, report_id=report.pk)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def _after_search(request, officer, form: ReportForm, intake: Intake) -> HttpResponse:
    """The form again with the villages found; files that came along are kept already."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if intake.files else HTTPStatus.OK
    return _form_page(request, officer, form, status=status, report=intake.report, intake=intake)


def _problem_page(request, officer, form: ReportForm, intake: Intake) -> HttpResponse:
    if "seen_submitted_at" in intake.fields:  # its sentence brings the note that was passed over
        form.read_now(intake.report)
    form.show_problems(intake.fields)
    return _form_page(
        request,
        officer,
        form,
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        report=intake.report,
        intake=intake,
    )


def _form_page(
    request: HttpRequest,
    officer,
    form: ReportForm,
    *,
    status: int = HTTPStatus.OK,
    report: Report | None = None,
    intake: Intake | None = None,
) -> HttpResponse:
    if report is not None:
        report = selectors.own_report(officer, report.pk)
    query = " ".join(str(form["village_query"].value() or "").split())[:100]
    own = selectors.own_villages(officer)
    found = search_villages(query, near_unit_path=officer.unit.path) if len(query) >= 2 else []
    chosen = str(form["village"].value() or "")
    listed = {village.code for village in [*own, *found]}
    if chosen and chosen not in listed and len(chosen) <= 13:
        other = village_by_code(chosen)
        found = [*found, other] if other else found
    zone = zone_of(chosen or (own[0].code if own else officer.unit.code.rpartition("-")[2]))
    context = {
        "form": form,
        "report": report,
        "coaching": _coaching_of(report, steps_of(report)) if report else "",
        "attachments": report.attachments.all() if report else (),
        "own_villages": own,
        "unit_path": officer.unit.path,
        "found_villages": [village for village in found if village not in own],
        "chosen_village": chosen,
        "searched": query,
        "file_problems": intake.files if intake else (),
        "max_files": MAX_FILES,
        "zone_label": zone_label(zone),
        "action_url": reverse("stories:report_edit", args=[report.pk])
        if report
        else reverse("stories:report_new"),
    }
    return render(request, "stories/report_form.html", context, status=status)
