"""Editions in the office: begin one, lead it from step to step, announce."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import services
from awards.admin.office import OfficePage
from awards.forms.office import StartForm, TimelineForm
from awards.models import EditionState
from awards.selectors.editions import (
    decisions_of,
    editions_of,
    nomination_counts,
    undecided,
)
from awards.selectors.panel import panel_of
from awards.states import EDITION
from cms.base.errors import DomainError

STEPS = {
    "open": (services.open_edition, gettext_lazy("Buka usulan dan terbitkan halaman")),
    "close": (services.close_edition, gettext_lazy("Tutup usulan")),
    "begin_review": (services.begin_review, gettext_lazy("Mulai penilaian")),
    "begin_public_test": (services.begin_public_test, gettext_lazy("Mulai uji publik")),
    "archive": (services.archive_edition, gettext_lazy("Arsipkan")),
}


class Index(OfficePage):
    """The editions of the secretary's units, and a form to begin one."""

    template_name = "awards/office/index.html"
    page_title = gettext_lazy("Penghargaan")

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items()[:1], {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        form = StartForm(user=self.request.user, initial={"year": timezone.localdate().year})
        return super().get_context_data(
            **{"editions": editions_of(self.request.user)[:50], "form": form} | kwargs
        )

    def post(self, request):
        form = StartForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.again(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        try:
            edition = services.start_edition(actor=request.user, **form.cleaned_data)
        except DomainError as error:
            self.problem = error
            return self.again(error.status, form=form)
        self.said(_("Draf edisi dibuat. Periksa jadwal, kategori dan rubriknya."))
        return redirect("awards_office:edition", edition.pk)


class Detail(OfficePage):
    """Where one edition stands and what can be done."""

    template_name = "awards/office/edition.html"

    def get_page_title(self):
        return _("Edisi")

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()[:-1]
        return [*items[:-1], {"url": "", "label": items[-1]["label"]}]

    def get_context_data(self, **kwargs):
        edition = self.edition
        possible = EDITION.events(edition.state)
        return super().get_context_data(
            obstacles=edition.opening_obstacles() if edition.state == EditionState.DRAFT else [],
            steps=[(name, label) for name, (_act, label) in STEPS.items() if name in possible],
            can_announce="announce" in possible,
            counts=[(state, count) for state, count in sorted(nomination_counts(edition).items())],
            panel=panel_of(edition),
            undecided_count=undecided(edition).count(),
            decisions=decisions_of(edition),
            may_edit=edition.permissions_for_user(self.request.user).can_edit(),
            **kwargs,
        )


class Step(Detail):
    """POST of one step of the edition's course."""

    http_method_names = ["post"]

    def post(self, request, edition_id: int, name: str):
        if name not in STEPS:
            raise Http404
        act, label = STEPS[name]
        try:
            act(actor=request.user, edition=self.edition)
        except DomainError as error:
            self.problem = error
            return self.again(error.status)
        self.said(_("Selesai: %(step)s.") % {"step": label})
        return redirect("awards_office:edition", edition_id)


class Timeline(OfficePage):
    """The dates, in the edition's zone. A closed edition is opened again with a new date."""

    template_name = "awards/office/timeline.html"
    page_title = gettext_lazy("Jadwal")

    def get_context_data(self, **kwargs):
        form = TimelineForm(initial=TimelineForm.initial_of(self.edition))
        return super().get_context_data(
            **{"form": form, "can_reopen": EDITION.allows(self.edition.state, "reopen")} | kwargs
        )

    def post(self, request, edition_id: int):
        form = TimelineForm(request.POST)
        if not form.is_valid():
            return self.again(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        try:
            if "reopen" in request.POST:
                services.reopen_edition(
                    actor=request.user,
                    edition=self.edition,
                    nominations_close=form.cleaned_data["nominations_close"],
                    reason=form.cleaned_data["reason"],
                )
            else:
                services.change_timeline(
                    actor=request.user, edition=self.edition, **form.cleaned_data
                )
        except DomainError as error:
            self.problem = error
            for name, sentence in getattr(error, "fields", {}).items():
                if name in form.fields:
                    form.add_error(name, sentence)
            return self.again(error.status, form=form)
        self.said(_("Jadwal tersimpan."))
        return redirect("awards_office:edition", edition_id)


class Announce(OfficePage):
    """Look once more at everything, then tell everybody."""

    template_name = "awards/office/announce.html"
    page_title = gettext_lazy("Umumkan")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            decisions=decisions_of(self.edition),
            can_announce=EDITION.allows(self.edition.state, "announce"),
            **kwargs,
        )

    def post(self, request, edition_id: int):
        try:
            services.announce(actor=request.user, edition=self.edition)
        except DomainError as error:
            self.problem = error
            return self.again(error.status)
        self.said(_("Diumumkan: halaman, umpan, API dan profil penerima sudah diperbarui."))
        return redirect("awards_office:edition", edition_id)
