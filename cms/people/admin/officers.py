"""Officers in the admin: the list, and one screen for each with everything about them."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.base.cursors import paginate
from cms.base.errors import DomainError
from cms.people.admin.access import administrators_only
from cms.people.admin.forms import (
    EndPostingForm,
    OfficerFilterForm,
    OfficerForm,
    PortraitForm,
    PostingForm,
    TransferForm,
    say,
)
from cms.people.models import Officer
from cms.people.selectors import (
    officer_administered_by,
    officer_path,
    officers_administered_by,
    portrait_verdict,
    search_officers,
    with_villages_now,
)
from cms.people.services.access import lost_phone
from cms.people.services.officers import change_officer, create_officer, open_account
from cms.people.services.passwords import reset_password
from cms.people.services.portraits import set_portrait, upload_portrait
from cms.people.services.postings import end_posting, post_officer, transfer_officer
from cms.people.sessions import fresh_posts
from cms.places.selectors import within

PAGE_SIZE = 50


@require_safe
@administrators_only
def index(request):
    """Officers of the administrator's units, by name."""
    form = OfficerFilterForm(request.GET)
    page = paginate(
        with_villages_now(_filtered(officers_administered_by(request.user), form)),
        ordering=("name", "id"),
        cursor=request.GET.get("cursor"),
        limit=PAGE_SIZE,
    )
    context = {
        "form": form,
        "officers": page.rows,
        "next_cursor": page.next_cursor,
        "media": form.media,
    }
    return render(request, "people/officers.html", context)


def _filtered(officers, form):
    if not form.is_valid():
        return officers.none()
    wanted = form.cleaned_data
    if wanted["unit"]:
        officers = officers.filter(within("unit__path", wanted["unit"].path))
    if wanted["state"] != form.ALL:
        officers = officers.filter(is_active=wanted["state"] != form.LEFT)
    return search_officers(officers, wanted["q"])


@require_http_methods(["GET", "POST"])
@administrators_only
def create(request):
    """A new officer."""
    form, status = OfficerForm(), HTTPStatus.OK
    if request.method == "POST":
        form = OfficerForm(request.POST)
        made, status = _tried(form, lambda: create_officer(actor=request.user, facts=form.facts))
        if made:
            messages.success(request, _("%(officer)s sudah dicatat.") % {"officer": made})
            return redirect("people_officers:detail", made.pk)
    return render(
        request, "people/officer_new.html", {"form": form, "media": form.media}, status=status
    )


@require_http_methods(["GET", "POST"])
@administrators_only
def detail(request, pk: int):
    """Everything about one officer; a POST changes the facts."""
    officer = _officer(request, pk)
    if request.method != "POST":
        return _screen(request, officer)
    form = OfficerForm(request.POST, officer=officer, auto_id="facts-%s")
    return _step(
        request,
        officer,
        form,
        "facts_form",
        lambda: change_officer(actor=request.user, officer=officer, facts=form.facts),
        _("Data sudah disimpan."),
    )


@require_POST
@administrators_only
def portrait(request, pk: int):
    """Another portrait."""
    officer = _officer(request, pk)
    form = PortraitForm(request.POST, request.FILES, auto_id="portrait-%s")
    return _step(
        request,
        officer,
        form,
        "portrait_form",
        lambda: upload_portrait(
            actor=request.user, officer=officer, file=form.cleaned_data["file"]
        ),
        _("Foto diri sudah diganti."),
    )


@require_POST
@administrators_only
def remove_portrait(request, pk: int):
    """No portrait any more."""
    officer = _officer(request, pk)
    set_portrait(actor=request.user, officer=officer, photo=None)
    messages.success(request, _("Foto diri sudah dilepas."))
    return redirect("people_officers:detail", pk)


@require_POST
@administrators_only
def post(request, pk: int):
    """One more village."""
    officer = _officer(request, pk)
    form = PostingForm(request.POST, auto_id="posting-%s")
    return _step(
        request,
        officer,
        form,
        "posting_form",
        lambda: post_officer(actor=request.user, officer=officer, **form.cleaned_data),
        _("Penugasan sudah dicatat."),
    )


@require_POST
@administrators_only
def end(request, pk: int, posting_id: int):
    """The last day of one posting."""
    officer = _officer(request, pk)
    posting = officer.postings.filter(pk=posting_id).first()
    if posting is None:
        raise Http404
    form = EndPostingForm(request.POST, auto_id=f"end-{posting.pk}-%s")
    return _step(
        request,
        officer,
        form,
        "end_form",
        lambda: end_posting(
            actor=request.user, posting=posting, ends_on=form.cleaned_data["ends_on"]
        ),
        _("Penugasan sudah diakhiri."),
        ending=posting.pk,
    )


@require_POST
@administrators_only
def transfer(request, pk: int):
    """To another unit."""
    officer = _officer(request, pk)
    form = TransferForm(request.POST, auto_id="transfer-%s")
    return _step(
        request,
        officer,
        form,
        "transfer_form",
        lambda: transfer_officer(actor=request.user, officer=officer, **form.cleaned_data),
        _("Ia sudah dipindahkan; catat penugasannya di satuan baru."),
    )


@require_POST
@administrators_only
@fresh_posts
def account(request, pk: int):
    """An account, or a new one-time password for it; answers with the password itself."""
    officer = _officer(request, pk)
    try:
        if officer.user is None:
            password = open_account(actor=request.user, officer=officer)
            officer = _officer(request, pk)
        else:
            password = reset_password(actor=request.user, user=officer.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("people_officers:detail", pk)
    back_url = reverse("people_officers:detail", args=[pk])
    context = {"person": officer.user, "password": password, "back_url": back_url}
    return render(request, "people/password_once.html", context)


@require_POST
@administrators_only
@fresh_posts
def phone_lost(request, pk: int):
    """A phone is in other hands: nothing on it opens anything any more."""
    officer = _officer(request, pk)
    if officer.user is None:
        raise Http404
    try:
        counts = lost_phone(actor=request.user, user=officer.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        said = _(
            "Semua sesi diakhiri; dicabut: %(passkeys)d kunci sandi, %(tokens)d token API, "
            "%(phones)d langganan kabar. Sandinya tetap: bila mungkin tersimpan di ponsel itu, "
            "buat juga sandi sekali pakai."
        )
        messages.success(request, said % counts)
    return redirect("people_officers:detail", pk)


def _officer(request, pk: int) -> Officer:
    officer = officer_administered_by(request.user, pk)
    if officer is None:
        raise Http404
    return officer


def _tried(form, call: Callable):
    """(what ``call`` returned, status); None when the form or the service refused."""
    if form.is_valid():
        try:
            return call(), HTTPStatus.OK
        except DomainError as error:
            say(form, error)
            return None, error.status
    return None, HTTPStatus.UNPROCESSABLE_ENTITY


def _step(request, officer: Officer, form, name: str, call: Callable, done: str, **context):
    """Take one step and come back to the screen; what was refused is said in its form."""
    made, status = _tried(form, call)
    if made is None:
        return _screen(request, officer, status=status, **{name: form}, **context)
    messages.success(request, done)
    if officer_administered_by(request.user, officer.pk) is None:
        return redirect("people_officers:index")
    return redirect("people_officers:detail", officer.pk)


def _screen(request, officer: Officer, *, status=HTTPStatus.OK, **bound):
    forms = {
        "facts_form": OfficerForm(officer=officer, auto_id="facts-%s"),
        "portrait_form": PortraitForm(auto_id="portrait-%s"),
        "posting_form": PostingForm(auto_id="posting-%s"),
        "transfer_form": TransferForm(auto_id="transfer-%s"),
        "end_form": None,
        "ending": None,
    } | bound
    context = {
        "officer": officer,
        "path": officer_path(officer),
        "postings": officer.postings.select_related("village").order_by("-begins_on", "-pk"),
        "portrait_verdict": portrait_verdict(officer),
        "media": forms["posting_form"].media + forms["transfer_form"].media,
    }
    return render(request, "people/officer.html", forms | context, status=status)
