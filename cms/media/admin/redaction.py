"""Doors of the redaction editor: the areas to hide, and what is said about proposed faces."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cms.base.errors import Conflict, DomainError, Invalid
from cms.base.versions import Overtaken
from cms.media.admin.screen import back, show, show_both, thing_or_404
from cms.media.forms import box_formset, boxes_of, decisions_of, face_forms
from cms.media.services.faces import ask_for_faces
from cms.media.services.redaction import change_redaction, with_boxes


@require_POST
def redact(request, pk):
    """Make the drawn areas and the confirmed faces unrecognisable."""
    photo = thing_or_404(request, "photo", pk)
    boxes = box_formset(request.POST)
    faces = face_forms(photo.face_proposals.all(), request.POST)
    seen = request.POST.get("seen", "")
    typed = {"boxes": boxes, "faces": faces, "seen": seen}
    if not boxes.is_valid():
        return show(request, "photo", photo, status=422, **typed)
    try:
        redaction = change_redaction(
            actor=request.user,
            photo=photo,
            boxes=boxes_of(boxes),
            decisions=decisions_of(faces),
            seen_version=seen,
        )
    except Overtaken as error:
        messages.error(request, str(error))
        drawn = boxes_of(boxes)
        return show_both(
            request,
            "photo",
            pk,
            status=error.status,
            decisions=decisions_of(faces),
            boxes=lambda state: box_formset(boxes=with_boxes(drawn, state.boxes)),
        )
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
        return show(request, "photo", photo, status=DomainError.status, **typed)
    if redaction is None:
        messages.success(request, _("Keputusan tentang wajah disimpan; fotonya tidak berubah."))
    elif redaction.boxes:
        count = len(redaction.boxes)
        messages.success(
            request,
            ngettext("Foto disamarkan: %d bidang.", "Foto disamarkan: %d bidang.", count) % count,
        )
    else:
        messages.success(request, _("Foto tampil tanpa penyamaran."))
    return back("photo", pk)


@require_POST
def look(request, pk):
    """Have faces looked for, in the background."""
    photo = thing_or_404(request, "photo", pk)
    try:
        ask_for_faces(actor=request.user, photo=photo)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Wajah sedang dicari. Muat ulang halaman ini sebentar lagi."))
    return back("photo", pk)
