"""What every screen of the desk has."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.base.errors import Invalid
from cms.base.numbers import number_in
from stories.permissions import may_open_desk


class DeskPage(WagtailAdminTemplateMixin, TemplateView):
    """A screen for whoever may open the desk."""

    header_icon = "clipboard-list"

    def dispatch(self, request, *args, **kwargs):
        may_open_desk(request.user).require()
        return super().dispatch(request, *args, **kwargs)

    def trail(self, *more: dict) -> list[dict]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Beranda")},
            {"url": reverse("stories_desk:list"), "label": _("Meja redaksi")},
            *more,
        ]


def posted_number(request: HttpRequest, name: str, *, otherwise: int = 0) -> int:
    """A number that a form sent; ``otherwise`` when it is none."""
    return number_in(request.POST.get(name, ""), otherwise=otherwise)


def posted_numbers(request: HttpRequest, name: str, *, most: int = 100) -> tuple[int, ...]:
    """The numbers that a form sent under one name; strangers are left out."""
    found = [number_in(value, otherwise=-1) for value in request.POST.getlist(name)[:most]]
    return tuple(number for number in found if number >= 0)


def need_not_wait(request: HttpRequest) -> bool:
    """Whether it was ticked that files on their way need not be waited for."""
    return request.POST.get("without_coming") == "on"


def posted_ids(request: HttpRequest, name: str) -> list[UUID]:
    """The report ids that a form sent. Raises Invalid for anything else among them."""
    return ids_of(request.POST.getlist(name))


def posted_id(request: HttpRequest, name: str) -> UUID | None:
    """The report id that a form sent, if it sent one. Raises Invalid for anything else."""
    sent = request.POST.get(name, "")
    return ids_of([sent])[0] if sent else None


def ids_of(values: list[str]) -> list[UUID]:
    """Report ids out of text. Raises Invalid for anything that is none."""
    try:
        return [UUID(value) for value in values]
    except ValueError:
        raise Invalid(_("Pilih laporan dari daftar.")) from None
