"""The media library under ``/admin/pustaka/``: parse, call one selector or service, answer."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.base import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.base.errors import DomainError, Invalid
from cms.base.numbers import number_in
from stories.admin.choosers import officer_chooser
from stories.forms.library import BULK_MARKS, LibraryFilterForm, mark_in, tags_in
from stories.permissions import may_open_library
from stories.selectors import library as selectors
from stories.services.library import bulk


class LibraryPage(WagtailAdminTemplateMixin, TemplateView):
    """A screen for whoever may open the library."""

    header_icon = "image"
    page_title = gettext_lazy("Pustaka media")

    def dispatch(self, request, *args, **kwargs):
        may_open_library(request.user).require()
        return super().dispatch(request, *args, **kwargs)

    def trail(self, *more: dict) -> list[dict]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Beranda")},
            {"url": reverse("stories_library:list"), "label": _("Pustaka media")},
            *more,
        ]


class LibraryList(LibraryPage):
    """Everything that fits the filters of the address, in a grid or a list."""

    template_name = "stories/library/list.html"

    def get_breadcrumbs_items(self):
        return [*self.trail()[:1], {"url": "", "label": _("Pustaka media")}]

    def get_context_data(self, **kwargs):
        user, params = self.request.user, self.request.GET
        form = filter_form(params)
        wanted = form.wanted()
        page = selectors.find(user, wanted, cursor=params.get("cursor"))
        kept = [(k, v) for k, v in params.items() if k != "cursor" and v and len(v) <= 200]
        is_list = params.get("tampil") == "daftar"
        return super().get_context_data(
            form=form,
            media=form.media,
            page=page,
            count_max=selectors.COUNT_MAX,
            is_list=is_list,
            is_filtered=any(k not in {"tampil", "urut"} for k, _v in kept),
            chosen_count=sum(k not in {"tampil", "urut", "q"} for k, _v in kept),
            view_urls={
                "grid": address(kept, without="tampil"),
                "list": address([*_without(kept, "tampil"), ("tampil", "daftar")]),
            },
            next_url=address([*kept, ("cursor", page.next_cursor)]) if page.next_cursor else "",
            prev_url=address([*kept, ("cursor", page.prev_cursor)]) if page.prev_cursor else "",
            here=self.request.get_full_path(),
            marks=BULK_MARKS,
            last_change=selectors.last_change(user),
            **kwargs,
        )


def filter_form(params) -> LibraryFilterForm:
    """The filters of an address, read."""
    form = LibraryFilterForm(params, officer_widget=officer_chooser.widget_class())
    form.is_valid()
    return form


def address(pairs: list[tuple[str, str]], *, without: str = "") -> str:
    """These filters as the address of the list."""
    query = urlencode(_without(pairs, without))
    return f"{reverse('stories_library:list')}{'?' if query else ''}{query}"


def _without(pairs: list[tuple[str, str]], *names: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in pairs if name not in names]


class LibraryPost(View):
    """A deed on what was chosen: answers a script with JSON, a form with the list."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        may_open_library(request.user).require()
        wants_json = "application/json" in request.headers.get("Accept", "")
        try:
            done = self.run(request, **kwargs)
        except DomainError as error:
            if wants_json:
                return JsonResponse({"problem": str(error)}, status=error.status)
            return self.refused(request, error)
        else:
            if wants_json:
                return JsonResponse(done)
            messages.success(request, done["sentence"])
            for sentence in done.get("left", []):
                messages.warning(request, sentence)
        return redirect(self._back(request))

    def refused(self, request: HttpRequest, error: DomainError) -> HttpResponse:
        """What a form gets that was not taken: the list with a sentence."""
        messages.error(request, str(error))
        return redirect(self._back(request))

    def _back(self, request: HttpRequest) -> str:
        """Where the form was; nowhere but the library."""
        back, top = request.POST.get("kembali", ""), reverse("stories_library:list")
        is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return back if is_ours and back.startswith(top) else top

    def run(self, request: HttpRequest) -> dict:
        """Do it; return ``sentence`` and, where it applies, ``left`` and ``change``."""
        raise NotImplementedError


class BulkDeed(LibraryPost):
    """Tag, credit, mark or "only adorns" for all that were chosen."""

    def run(self, request):
        chosen = [pk for said in request.POST.getlist("isi") if (pk := number_in(said))]
        if not chosen:
            raise Invalid(_("Pilih dulu satu foto, video atau rekaman."))
        assets = selectors.some(request.user, chosen[: bulk.AT_ONCE + 1])
        outcome = self._do(request, assets)
        missing = len(set(chosen)) - len(assets)
        if missing:
            outcome.leave(_("Itu tidak ada di pustaka Anda."))
        return {
            "sentence": ngettext("%(count)s diubah.", "%(count)s diubah.", outcome.done)
            % {"count": outcome.done},
            "done": outcome.done,
            "left": [
                ngettext("%(count)s dilewati: %(why)s", "%(count)s dilewati: %(why)s", count)
                % {"count": count, "why": why}
                for why, count in outcome.left.items()
            ],
            "change": reverse("stories_library:undo", args=[outcome.change_id])
            if outcome.change_id
            else "",
        }

    def refused(self, request, error):
        if not isinstance(error, bulk.EmptiesCredits):
            return super().refused(request, error)
        context = {
            "problem": str(error),
            "count": error.count,
            "chosen": request.POST.getlist("isi"),
            "back": self._back(request),
            "header_title": _("Kosongkan kredit?"),
        }
        return render(request, "stories/library/empty_credits.html", context, status=error.status)

    def _do(self, request, assets) -> bulk.Outcome:
        deed, said = request.POST.get("aksi", ""), request.POST
        who = {"actor": request.user, "assets": assets}
        if deed == "label":
            return bulk.add_tags(**who, tags=tags_in(said.get("label", "")))
        if deed == "kredit":
            return bulk.set_credit(
                **who,
                credit=said.get("kredit", ""),
                may_empty=said.get("kosongkan") == "on",
            )
        if deed == "tanda":
            return bulk.mark_all(**who, mark=mark_in(said.get("tanda", "")))
        if deed == "hiasan":
            return bulk.set_decorative(**who)
        raise Invalid(_("Pilih apa yang dilakukan."))


class Undo(LibraryPost):
    """Take one's own deed back."""

    def run(self, request, *, change_id):
        count = bulk.undo(actor=request.user, change_id=change_id)
        sentence = ngettext("%(count)s dikembalikan.", "%(count)s dikembalikan.", count)
        return {"sentence": sentence % {"count": count}}


class Drawer(LibraryPage):
    """A few tiles for the story editor, each with what its choosers need to take it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        params = request.GET
        form = filter_form(params)
        page_id = number_in(params.get("cerita", ""))
        try:
            page = selectors.for_drawer(
                request.user,
                form.wanted(),
                page_id=page_id if params.get("dari_laporan") else None,
                cursor=params.get("cursor"),
            )
        except Invalid as error:
            return HttpResponse(str(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        kept = [(k, v) for k, v in params.items() if k != "cursor" and v and len(v) <= 200]
        more = urlencode([*kept, ("cursor", page.next_cursor)]) if page.next_cursor else ""
        return render(
            request,
            "stories/library/drawer_tiles.html",
            {"tiles": page.tiles, "more": f"?{more}" if more else ""},
        )
