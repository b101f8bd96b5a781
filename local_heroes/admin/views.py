"""The hero desk in the Wagtail admin: build, propose, approve by a second person, withdraw."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cms.base.cursors import paginate
from cms.base.errors import DomainError
from cms.people.models import Officer, Role
from cms.people.roles import has_role
from local_heroes import services
from local_heroes.admin.forms import NoteForm
from local_heroes.permissions import may_approve, may_build, may_withdraw
from local_heroes.selectors import candidates, visible_profiles

PAGE_SIZE = 30


def _staff_only(user) -> None:
    if not (user.is_superuser or has_role(user, Role.EDITOR, Role.PUBLISHER, Role.LEADER)):
        raise PermissionDenied


@require_safe
def index(request):
    """The profiles of the user's units, with their state."""
    _staff_only(request.user)
    page = paginate(
        visible_profiles(request.user).order_by(),
        ordering=("-page_ptr_id",),
        cursor=request.GET.get("cursor"),
        limit=PAGE_SIZE,
    )
    return render(
        request,
        "local_heroes/admin/index.html",
        {"profiles": page.rows, "next_cursor": page.next_cursor},
    )


@require_safe
def choose(request):
    """Officers whose published stories could carry a profile."""
    _staff_only(request.user)
    query = request.GET.get("q", "")[:100]
    return render(
        request,
        "local_heroes/admin/choose.html",
        {"officers": candidates(request.user, query=query), "query": query},
    )


@require_POST
def build(request, officer_id: int):
    """Build the draft profile of one officer and open it in the editor."""
    officer = get_object_or_404(Officer.objects.select_related("unit"), pk=officer_id)
    try:
        page = services.build_profile(actor=request.user, officer=officer)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("hero_admin:choose")
    messages.success(request, _("Draf profil dibuat dari cerita terbit. Lengkapi lalu usulkan."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def _visible(request, page_id: int):
    page = visible_profiles(request.user).filter(pk=page_id).first()
    if page is None:
        raise Http404
    return page


@require_safe
def detail(request, page_id: int):
    """Where one profile stands: what is missing, who proposed, who may approve."""
    page = _visible(request, page_id)
    draft = page.get_latest_revision_as_object()
    return render(
        request,
        "local_heroes/admin/detail.html",
        {
            "page": page,
            "obstacles": draft.content_obstacles(),
            "may_build": may_build(request.user, officer=page.officer),
            "may_approve": may_approve(request.user, page=page),
            "may_withdraw": may_withdraw(request.user, page=page),
            "form": NoteForm(),
        },
    )


STEPS = {
    "propose": (
        services.propose,
        False,
        gettext_lazy("Diusulkan. Orang kedua dapat menyetujuinya."),
    ),
    "approve": (services.approve, False, gettext_lazy("Disetujui dan diterbitkan.")),
    "revise": (services.revise, False, gettext_lazy("Profil dibuka untuk diubah.")),
    "send-back": (services.send_back, "note", gettext_lazy("Dikembalikan kepada penyusun.")),
    "consent": (services.record_consent, "evidence", gettext_lazy("Persetujuan tercatat.")),
    "withdraw": (
        services.withdraw_consent,
        "reason",
        gettext_lazy("Profil ditarik dari semua tempat."),
    ),
}


@require_POST
def step(request, page_id: int, name: str):
    """Take one step of the profile and come back to its page."""
    page = _visible(request, page_id)
    if name not in STEPS:
        raise Http404
    service, note_name, done = STEPS[name]
    arguments = {"actor": request.user, "page_id": page.pk}
    if note_name:
        form = NoteForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(form.errors["note"]))
            return redirect("hero_admin:detail", page.pk)
        arguments[note_name] = form.cleaned_data["note"]
    try:
        service(**arguments)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("hero_admin:detail", page.pk)
