"""One photo, film or recording of the library: facts, words, focus, where it is, download."""

from __future__ import annotations

from http import HTTPStatus

from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.base.errors import DomainError, Invalid
from cms.base.versions import Overtaken, differing
from cms.media import focus
from cms.media.permissions import may_handle, publishable
from cms.media.stored import answer
from stories.admin.library import LibraryPage
from stories.forms.library import AssetForm, DownloadForm, tags_as_text
from stories.selectors import library as selectors
from stories.services.library import deeds
from stories.services.library.deeds import Description

CROPS = ((16, 9), (1, 1), (4, 5), (9, 16))


class Asset(LibraryPage):
    """The panel of one asset; ``?panel=1`` gives it alone, for the side of the list."""

    template_name = "stories/library/asset.html"

    def get_template_names(self):
        alone = self.request.GET.get("panel")
        return ["stories/library/asset_panel.html" if alone else self.template_name]

    def get_page_title(self):
        return self.asset.title

    def get_breadcrumbs_items(self):
        return self.trail({"url": "", "label": self.asset.title})

    def dispatch(self, request, *args, asset_id: int, **kwargs):
        self.asset = selectors.one(request.user, asset_id)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, *, form=None, download_form=None, problem="", newer=(), **kwargs):
        asset = self.asset
        thing, kind = asset.thing, asset.media_kind
        known = selectors.dossier(self.request.user, asset)
        is_photo = kind == "photo"
        edit = "wagtailimages:edit" if is_photo else "wagtailmedia:edit"
        return super().get_context_data(
            asset=asset,
            thing=thing,
            known=known,
            form=form or self._form(known.tags),
            download_form=download_form or DownloadForm(),
            problem=problem,
            newer=newer,
            may_handle=may_handle(self.request.user, thing),
            verdict=publishable(**{f"{kind}s": [thing]}),
            focus=_focus(thing) if is_photo else None,
            proposed_focus=" ".join(f"{share * 100:.2f}" for share in known.faces or ()),
            crops=CROPS if is_photo else (),
            protection_url=reverse("media_protection", args=[kind, thing.pk]),
            edit_url=reverse(edit, args=[thing.pk]),
            **kwargs,
        )

    def _form(self, tags: list[str]) -> AssetForm:
        thing = self.asset.thing
        names = ("title", "alt_text", "credit", "licence", "licence_until")
        initial = {name: getattr(thing, name) for name in names}
        initial["is_decorative"] = getattr(thing, "is_decorative", False)
        initial["version"] = deeds.words_version(thing, tags)
        return AssetForm(initial=initial, kind=self.asset.media_kind, tags=tags)

    def again(self, status: int, **context) -> HttpResponse:
        """The page once more, with what was typed and what is wrong."""
        return self.render_to_response(self.get_context_data(**context), status=status)


def _focus(photo) -> dict | None:
    """The focal point in per cent of the picture; None when none was set."""
    box = focus.box_of(photo)
    if box is None:
        return None
    names = ("x", "y", "width", "height")
    return {name: round(share * 100, 2) for name, share in zip(names, box, strict=True)}


def _share(percent: str) -> float | str:
    """A percentage as a share; what is no number is left for the service to refuse."""
    try:
        return float(percent.replace(",", ".")) / 100
    except ValueError:
        return percent


class Describe(Asset):
    """Words, rights and labels."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AssetForm(request.POST, kind=self.asset.media_kind, tags=self._tags())
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            said = dict(form.cleaned_data)
            version = said.pop("version")
            try:
                deeds.describe(
                    actor=request.user,
                    asset=self.asset,
                    words=Description(**said),
                    seen_version=version,
                )
            except Overtaken as error:
                return self._both(request, error)
            except Invalid as error:
                for name, sentence in error.fields.items():
                    form.add_error(name, sentence)
            except DomainError as error:
                return self.again(error.status, form=form, problem=str(error))
            else:
                messages.success(request, _("Disimpan."))
                return redirect("stories_library:asset", self.asset.pk)
        return self.again(status, form=form)

    def _tags(self) -> list[str]:
        return sorted(tag.name for tag in self.asset.thing.tags.all())

    def _both(self, request: HttpRequest, error: Overtaken) -> HttpResponse:
        """What was saved meanwhile beside what was typed; saving once more is then meant."""
        self.asset = selectors.one(request.user, self.asset.pk)
        tags = self._tags()
        newest = self._form(tags)
        typed = request.POST.copy()
        typed["version"] = newest.initial["version"]
        form = AssetForm(typed, kind=self.asset.media_kind, tags=tags)
        form.is_valid()
        labels = {field.name: field.label for field in form.visible_fields()}
        own = form.cleaned_data | {"tags": tags_as_text(form.cleaned_data.get("tags", ()))}
        theirs = newest.initial | {"tags": tags_as_text(tags)}
        newer = differing(labels, theirs, own)
        return self.again(error.status, form=form, problem=str(error), newer=newer)


class Focus(Asset):
    """What every crop keeps."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        said = request.POST
        names = ("x", "y", "width", "height")
        box = None if said.get("lepas") else [_share(said.get(name, "")) for name in names]
        try:
            deeds.set_focus(actor=request.user, asset=self.asset, box=box)
        except DomainError as error:
            return self.again(error.status, problem=str(error))
        messages.success(
            request, _("Titik fokus dilepas.") if box is None else _("Titik fokus disimpan.")
        )
        return redirect("stories_library:asset", self.asset.pk)


class Download(Asset):
    """The clean file, for a purpose that is written down."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DownloadForm(request.POST)
        if not form.is_valid():
            return self.again(HTTPStatus.UNPROCESSABLE_ENTITY, download_form=form)
        try:
            name = deeds.note_download(
                actor=request.user, asset=self.asset, purpose=form.cleaned_data["purpose"]
            )
        except DomainError as error:
            return self.again(error.status, problem=str(error), download_form=form)
        extension = name.rpartition(".")[2]
        response = answer(
            request,
            storage=storages["default"],
            name=name,
            cache_control="private, no-store",
            download_as=f"{slugify(self.asset.title)[:60] or 'sambang'}.{extension}",
        )
        if response is None:
            raise Http404
        return response
