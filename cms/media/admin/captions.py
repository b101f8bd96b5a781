"""A film or recording to play, and its captions, in the admin."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.base.errors import Conflict, DomainError, Invalid
from cms.media.forms import CaptionsForm
from cms.media.permissions import may_handle
from cms.media.selectors import captions_of, protected_thing, video_media
from cms.media.services.captions import remove_captions, save_captions


def _video(request, pk: int):
    video = protected_thing(request.user, "video", pk)
    if video is None:
        raise Http404
    return video


def _form_of(text) -> CaptionsForm:
    """The form in which captions are changed."""
    known = {"language": text.language, "text": text.text, "replaces": text.id}
    return CaptionsForm(initial=known, auto_id=f"id_{text.language}_%s")


def _screen(request, video, *, form=None, status=200):
    context = {
        "thing": video,
        "media": video_media(video),
        "texts": [(text, _form_of(text)) for text in captions_of(video)],
        "form": form or CaptionsForm(),
        "may_handle": may_handle(request.user, video),
        "edit_url": reverse("wagtailmedia:edit", args=[video.pk]),
        "header_title": _("Putar dan teks: %(title)s") % {"title": video.title},
    }
    return render(request, "media/captions.html", context, status=status)


@never_cache
@require_safe
def captions(request, pk):
    """The player, and the captions of each language."""
    return _screen(request, _video(request, pk))


@require_POST
def save(request, pk):
    """Save captions of one language; what was typed stays when something is wrong with it."""
    video = _video(request, pk)
    form = CaptionsForm(request.POST, request.FILES)
    if form.is_valid():
        said = form.cleaned_data
        try:
            save_captions(
                actor=request.user,
                video=video,
                language=said["language"],
                text=said["text"],
                replaces=said["replaces"],
            )
        except (Invalid, Conflict) as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, _("Teks disimpan."))
            return redirect("media_captions", pk=pk)
    return _screen(request, video, form=form, status=422)


@require_POST
def remove(request, pk, captions_pk):
    """Take the captions of one language away."""
    video = _video(request, pk)
    try:
        remove_captions(actor=request.user, video=video, captions_id=captions_pk)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Teks dihapus."))
    return redirect("media_captions", pk=pk)
