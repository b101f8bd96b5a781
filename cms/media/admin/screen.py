"""The protection screen itself: what every door of it shows and comes back to."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.media.forms import (
    ConsentForm,
    ErasureForm,
    FilmRedactionForm,
    MarkForm,
    OriginalForm,
    box_formset,
    face_forms,
    of_both,
    track_forms,
)
from cms.media.permissions import may_handle, may_open_original
from cms.media.selectors import (
    Protection,
    open_erasure,
    originals_of,
    protected_thing,
    protection_of,
)


def thing_or_404(request, kind: str, pk: int):
    """The photo or video, if the user may see it."""
    thing = protected_thing(request.user, kind, pk)
    if thing is None:
        raise Http404
    return thing


def back(kind: str, pk: int):
    """To the screen again, after a deed."""
    return redirect("media_protection", kind=kind, pk=pk)


def show(request, kind, thing, *, status=200, **typed):
    """The whole screen; ``typed`` are bound forms (by their name below) that keep what was typed,
    the ``seen`` version that they were made for, and ``original_link``."""
    state: Protection = protection_of(kind, thing)
    context = {
        "kind": kind,
        "thing": thing,
        "state": state,
        "seen": state.version,
        "may_handle": may_handle(request.user, thing),
        "may_open_original": bool(state.upload) and may_open_original(request.user, state.upload),
        "consent_form": ConsentForm(),
        "mark_form": MarkForm(initial={"protect_mark": thing.protect_mark}),
        "original_form": OriginalForm(),
        "erasure": open_erasure(thing),
        "originals": originals_of(thing),
        "erasure_form": ErasureForm(initial={"received_on": timezone.localdate()}),
        **(_photo_forms(state) if kind == "photo" else _film_forms(state)),
        "edit_url": reverse(
            "wagtailimages:edit" if kind == "photo" else "wagtailmedia:edit", args=[thing.pk]
        ),
        "header_title": _("Perlindungan: %(title)s") % {"title": thing.title},
    }
    return render(request, "media/protection.html", context | typed, status=status)


def show_both(request, kind, pk, *, status, decisions, **merge):
    """The screen as it is now, where somebody saved meanwhile, with what was chosen about faces and
    in the forms of ``merge``, functions of the newest state; saving once more is then meant."""
    thing = thing_or_404(request, kind, pk)
    state = protection_of(kind, thing)
    faces = face_forms if kind == "photo" else track_forms
    typed = {name: make(state) for name, make in merge.items()}
    typed["faces"] = faces(state.faces, of_both(state.faces, decisions))
    return show(request, kind, thing, status=status, **typed)


def _photo_forms(state: Protection) -> dict[str, object]:
    return {"boxes": box_formset(boxes=state.boxes), "faces": face_forms(state.faces)}


def _film_forms(state: Protection) -> dict[str, object]:
    return {
        "film_form": FilmRedactionForm.showing(state.newest_film, can_look=state.can_look),
        "faces": track_forms(state.faces),
    }
