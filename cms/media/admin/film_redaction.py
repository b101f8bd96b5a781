"""Doors of a film's redaction: what to hide, how far the work is, looking for faces."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.base.errors import Conflict, DomainError, Invalid
from cms.base.versions import Overtaken
from cms.media.admin.screen import back, show, show_both, thing_or_404
from cms.media.forms import FilmRedactionForm, decisions_of, track_forms
from cms.media.selectors import protection_of
from cms.media.services.film_faces import ask_for_film_faces
from cms.media.services.film_redaction import redact_film


@require_POST
def redact(request, pk):
    """Have a film made that hides what was chosen; what was typed stays when it cannot be."""
    video = thing_or_404(request, "video", pk)
    form = FilmRedactionForm(request.POST)
    faces = track_forms(video.face_tracks.all(), request.POST)
    typed = {"film_form": form, "faces": faces, "seen": request.POST.get("seen", "")}
    if not form.is_valid():
        return show(request, "video", video, status=422, **typed)
    said = form.cleaned_data
    try:
        row = redact_film(
            actor=request.user,
            video=video,
            tracks=said["areas"],
            decisions=decisions_of(faces),
            all_faces=said["what"] == form.FACES,
            whole_picture=said["what"] == form.WHOLE,
            is_mute=said["is_mute"],
            seen_version=typed["seen"],
        )
    except Overtaken as error:
        messages.error(request, str(error))
        return show_both(
            request,
            "video",
            pk,
            status=error.status,
            decisions=decisions_of(faces),
            film_form=lambda state: FilmRedactionForm.showing(
                state.newest_film, can_look=state.can_look, said=said
            ),
        )
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
        return show(request, "video", video, status=DomainError.status, **typed)
    if row is None:
        messages.success(request, _("Keputusan disimpan; videonya tidak berubah."))
    else:
        messages.success(request, _("Video sedang dibuat ulang. Kemajuannya tampil di sini."))
    return back("video", pk)


@never_cache
@require_safe
def progress(request, pk):
    """How far the work at a film is; the whole screen is loaded anew when it has ended."""
    video = thing_or_404(request, "video", pk)
    state = protection_of("video", video)
    if state.film_work is None and not state.is_looking:
        response = HttpResponse()
        response.headers["HX-Refresh"] = "true"
        return response
    return render(request, "media/film_progress.html", {"thing": video, "state": state})


@require_POST
def look(request, pk):
    """Have faces looked for, in the background."""
    video = thing_or_404(request, "video", pk)
    try:
        ask_for_film_faces(actor=request.user, video=video)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Wajah sedang dicari. Untuk film panjang beberapa menit."))
    return back("video", pk)
