"""``/penghargaan/<slug>/usulkan/``: find the officer, then propose them. No script needed."""

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
from django.views.decorators.http import require_http_methods, require_POST

from awards import services
from awards.forms.nomination import EndorsementFormSet, NominationForm
from awards.models import AwardEditionPage
from awards.permissions import may_propose, takes_nominations
from awards.selectors.editions import open_edition_by_slug
from awards.selectors.nominations import (
    evidence_choices,
    own_nomination,
    own_nominations,
    proposable_officer,
    proposable_officers,
)
from cms.base.errors import DomainError, Missing

PREFIX = "dukungan"


def _edition(slug: str) -> AwardEditionPage:
    edition = open_edition_by_slug(slug[:255])
    if edition is None:
        raise Missing(_("Edisi penghargaan itu tidak ada."))
    return edition


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: HttpRequest, slug: str) -> HttpResponse:
    """Search (``?q=``), form (``?petugas=<slug>``), and sending."""
    edition = _edition(slug)
    may_propose(request.user).require()
    chosen = request.POST.get("petugas") or request.GET.get("petugas", "")
    officer = proposable_officer(request.user, edition, chosen) if chosen else None
    if chosen and officer is None:
        raise Missing(_("Orang itu tidak ada di antara yang dapat Anda usulkan."))
    if officer is None:
        return _search(request, edition)
    stories = evidence_choices(officer)
    if request.method != "POST":
        form = NominationForm(edition=edition, stories=stories)
        return _form_page(request, edition, officer, form, EndorsementFormSet(prefix=PREFIX))
    form = NominationForm(request.POST, edition=edition, stories=stories)
    endorsements = EndorsementFormSet(request.POST, prefix=PREFIX)
    is_valid = form.is_valid()
    if not (endorsements.is_valid() and is_valid):
        return _form_page(
            request, edition, officer, form, endorsements, HTTPStatus.UNPROCESSABLE_ENTITY
        )
    try:
        services.nominate(
            actor=request.user,
            edition=edition,
            category=form.cleaned_data["category"],
            officer=officer,
            narrative=form.cleaned_data["narrative"],
            stories=form.cleaned_data.get("stories", ()),
            endorsements=[words for words in endorsements.cleaned_data if words],
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return _form_page(request, edition, officer, form, endorsements, error.status)
    messages.success(
        request, _("Usulan untuk %(name)s sudah masuk. Terima kasih.") % {"name": officer.name}
    )
    return redirect("awards:nominate", slug=edition.slug)


def _search(request: HttpRequest, edition: AwardEditionPage) -> HttpResponse:
    query = " ".join(request.GET.get("q", "")[:100].replace("\x00", " ").split())
    verdict = takes_nominations(edition, timezone.now())
    context = {
        "edition": edition,
        "query": query,
        "officers": proposable_officers(request.user, edition, query) if query else [],
        "is_open": bool(verdict),
        "closed_words": verdict.reason,
        "nominations": own_nominations(request.user, edition),
    }
    return render(request, "awards/nominate_search.html", context)


def _form_page(
    request: HttpRequest,
    edition: AwardEditionPage,
    officer,
    form: NominationForm,
    endorsements,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    verdict = takes_nominations(edition, timezone.now())
    context = {
        "edition": edition,
        "officer": officer,
        "form": form,
        "endorsements": endorsements,
        "is_open": bool(verdict),
        "closed_words": verdict.reason,
    }
    return render(request, "awards/nominate.html", context, status=status)


@login_required
@never_cache
@require_POST
def withdraw(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Take one's own nomination back."""
    edition = _edition(slug)
    nomination = own_nomination(request.user, public_id)
    services.withdraw_nomination(actor=request.user, nomination=nomination)
    messages.success(request, _("Usulan ditarik."))
    return redirect("awards:nominate", slug=edition.slug)
