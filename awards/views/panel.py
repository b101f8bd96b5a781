"""``/juri/``: what a panelist has to declare and to judge. Works without script."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards import conflicts, services
from awards.forms.review import DeclarationForm, ReviewForm, review_initial
from awards.models import ConflictKind, Nomination, Panelist, ReviewState
from awards.permissions import takes_reviews
from awards.selectors.nominations import content_hash, statement_of
from awards.selectors.panel import (
    board_of,
    declarable,
    missing_nomination,
    panels_of,
    readable,
    seat_for,
    standing_of,
)
from awards.selectors.reading import evidence_to_read, pinned_text, review_of
from awards.selectors.standings import criteria_of
from cms.base.errors import DomainError, Missing, Refused


def _seats(user) -> list[Panelist]:
    seats = panels_of(user)
    if not seats:
        raise Refused(_("Halaman ini untuk juri yang sedang bertugas."))
    return seats


@login_required
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The panels of the user; each with what to declare first and what to judge."""
    now = timezone.now()
    panels = [
        {
            "panelist": panelist,
            "edition": panelist.edition,
            "board": board_of(panelist) if panelist.statement_signed_at else None,
            "reviewing": takes_reviews(panelist.edition, now),
        }
        for panelist in _seats(request.user)
    ]
    return render(request, "awards/panel_home.html", {"panels": panels})


@login_required
@never_cache
@require_POST
def sign(request: HttpRequest, panelist_id: int) -> HttpResponse:
    """Sign the panelist's statement."""
    for panelist in _seats(request.user):
        if panelist.pk == panelist_id:
            services.sign_statement(actor=request.user, panelist=panelist)
            messages.success(request, _("Terima kasih. Nyatakan dulu hubungan Anda."))
            return redirect("awards:panel_home")
    raise Missing(_("Panel itu tidak ada."))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Declare first; then read and mark. Recused and unknown look alike: not found."""
    panelist, nomination = seat_for(request.user, public_id)
    if not panelist.statement_signed_at:
        return redirect("awards:panel_home")
    standing = standing_of(panelist, nomination)
    if standing == conflicts.UNDECLARED:
        return _declare_page(request, nomination, DeclarationForm(), found_later=False)
    if standing != conflicts.CLEAR:
        raise missing_nomination()
    if request.method == "POST":
        return _send(request, panelist, nomination)
    return _review_page(request, panelist, nomination)


def _send(request: HttpRequest, panelist: Panelist, nomination: Nomination) -> HttpResponse:
    form = ReviewForm(request.POST, criteria=criteria_of(panelist.edition))
    if not form.is_valid():
        return _review_page(request, panelist, nomination, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    is_final = request.POST.get("action") == "submit"
    act = services.submit_review if is_final else services.save_review
    try:
        act(
            actor=request.user,
            panelist=panelist,
            nomination=nomination,
            marks=form.marks(),
            comment=form.cleaned_data["comment"],
            seen_hash=form.cleaned_data["seen_hash"],
        )
    except Missing:
        raise
    except DomainError as error:
        named = {
            name: sentence
            for name, sentence in getattr(error, "fields", {}).items()
            if name in form.fields
        }
        for name, sentence in named.items():
            form.add_error(name, sentence)
        form.add_error(None, str(error))
        return _review_page(request, panelist, nomination, form, error.status)
    if is_final:
        messages.success(request, _("Penilaian terkirim dan terkunci."))
        return redirect("awards:panel_home")
    messages.success(request, _("Draf tersimpan. Belum terkirim."))
    return redirect("awards:review", public_id=nomination.public_id)


def _review_page(
    request: HttpRequest,
    panelist: Panelist,
    nomination: Nomination,
    form: ReviewForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    saved = review_of(panelist, nomination)
    seen = content_hash(nomination)
    if form is None:
        form = ReviewForm(
            initial=review_initial(saved, seen), criteria=criteria_of(panelist.edition)
        )
    elif form.data.get("seen_hash") != seen:
        # The page shows the new text now: what is sent next was read.
        form.data = form.data.copy()
        form.data["seen_hash"] = seen
    verdict = takes_reviews(panelist.edition, timezone.now())
    context = {
        "panelist": panelist,
        "edition": panelist.edition,
        "nomination": nomination,
        "statement": statement_of(nomination),
        "evidence": evidence_to_read(nomination),
        "endorsements": nomination.endorsements.all(),
        "form": form,
        "saved": saved,
        "is_sealed": saved is not None and saved.state == ReviewState.SUBMITTED,
        "is_open": bool(verdict),
        "closed_words": verdict.reason,
    }
    return render(request, "awards/review.html", context, status=status)


def _declare_page(
    request: HttpRequest,
    nomination: Nomination,
    form: DeclarationForm,
    status: int = HTTPStatus.OK,
    *,
    found_later: bool,
) -> HttpResponse:
    context = {"nomination": nomination, "form": form, "found_later": found_later}
    return render(request, "awards/declare.html", context, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say what binds one to the nominee, or that nothing does; or that something does after all."""
    panelist, nomination = declarable(request.user, public_id)
    later = {"found_later": standing_of(panelist, nomination) == conflicts.CLEAR}
    if request.method != "POST":
        return _declare_page(request, nomination, DeclarationForm(**later), **later)
    form = DeclarationForm(request.POST, **later)
    if not form.is_valid():
        return _declare_page(request, nomination, form, HTTPStatus.UNPROCESSABLE_ENTITY, **later)
    kind = form.cleaned_data["kind"]
    who = {"actor": request.user, "panelist": panelist, "nomination": nomination}
    try:
        if kind == ConflictKind.NONE:
            services.declare_none(**who)
        else:
            services.declare_conflict(**who, kind=kind, note=form.cleaned_data["note"])
    except Missing:
        raise
    except DomainError as error:
        for name, sentence in getattr(error, "fields", {}).items():
            form.add_error(name, sentence)
        if not form.errors:
            form.add_error(None, str(error))
        return _declare_page(request, nomination, form, error.status, **later)
    messages.success(request, _("Pernyataan Anda tercatat."))
    return redirect("awards:panel_home")


@login_required
@never_cache
@require_safe
def evidence(request: HttpRequest, public_id: UUID, evidence_id: int) -> HttpResponse:
    """A story as it was when it became evidence."""
    panelist, nomination = readable(request.user, public_id)
    if not panelist.statement_signed_at:
        raise missing_nomination()
    found = next((e for e in evidence_to_read(nomination) if e.pk == evidence_id), None)
    if found is None:
        raise Missing(_("Bukti itu tidak ada."))
    text = pinned_text(found)
    context = {
        "nomination": nomination,
        "evidence": found,
        "item": text and text.item,
        "left_out": text.left_out if text else 0,
    }
    return render(request, "awards/evidence.html", context)
