"""Roles in the admin: who holds which, giving one, taking it back, a new one-time password."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.base.cursors import paginate
from cms.base.errors import DomainError
from cms.people.admin.access import administrators_only
from cms.people.admin.forms import RoleFilterForm, RoleForm, say
from cms.people.models import RoleAssignment
from cms.people.selectors import roles_administered_by, search_roles
from cms.people.services.passwords import reset_password
from cms.people.services.roles import appoint, revoke
from cms.people.sessions import fresh_posts
from cms.places.selectors import within

PAGE_SIZE = 50


@require_http_methods(["GET", "POST"])
@administrators_only
def index(request):
    """The roles in the administrator's units, the newest first; a POST gives one more."""
    form, status = RoleForm(auto_id="new-%s"), HTTPStatus.OK
    if request.method == "POST":
        form, status = RoleForm(request.POST, auto_id="new-%s"), HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                return _appointed(request, form)
            except DomainError as error:
                say(form, error)
                status = error.status
    return _list(request, form, status)


def _appointed(request, form):
    made = appoint(actor=request.user, **form.cleaned_data)
    if made.one_time_password:
        return _password(request, made.assignment.user, made.one_time_password)
    messages.success(request, _("Peran sudah diberikan: %(role)s.") % {"role": made.assignment})
    return redirect("people_roles:index")


def _list(request, form, status):
    filters = RoleFilterForm(request.GET)
    page = paginate(
        _filtered(roles_administered_by(request.user), filters),
        ordering=("-id",),
        cursor=request.GET.get("cursor"),
        limit=PAGE_SIZE,
    )
    context = {
        "form": form,
        "filters": filters,
        "assignments": page.rows,
        "next_cursor": page.next_cursor,
        "media": form.media + filters.media,
    }
    return render(request, "people/roles.html", context, status=status)


def _filtered(assignments, filters):
    if not filters.is_valid():
        return assignments.none()
    wanted = filters.cleaned_data
    if wanted["role"]:
        assignments = assignments.filter(role=wanted["role"])
    if wanted["unit"]:
        assignments = assignments.filter(within("unit__path", wanted["unit"].path))
    return search_roles(assignments, wanted["q"])


@require_POST
@administrators_only
def take_back(request, pk: int):
    """Take one role back."""
    assignment = _assignment(request, pk)
    said = str(assignment)
    try:
        revoke(actor=request.user, assignment=assignment)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Peran sudah dicabut: %(role)s.") % {"role": said})
    return redirect("people_roles:index")


@require_POST
@administrators_only
@fresh_posts
def password(request, pk: int):
    """A new one-time password for whoever holds the role; answers with the password itself."""
    user = _assignment(request, pk).user
    try:
        made = reset_password(actor=request.user, user=user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("people_roles:index")
    return _password(request, user, made)


def _password(request, user, made: str):
    context = {"person": user, "password": made, "back_url": reverse("people_roles:index")}
    return render(request, "people/password_once.html", context)


def _assignment(request, pk: int) -> RoleAssignment:
    assignment = roles_administered_by(request.user).filter(pk=pk).first()
    if assignment is None:
        raise Http404
    return assignment
