"""The door for holding an original back from retention, beside the protection screen."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.base.errors import Conflict, Invalid
from cms.media.selectors import protected_thing
from cms.media.services import retention


@require_POST
def hold(request, kind, pk):
    """Hold the original back, with a reason; or let it go again (``end`` in the form)."""
    thing = protected_thing(request.user, kind, pk)
    upload = getattr(thing, "upload", None)
    if upload is None:
        raise Http404
    try:
        if "end" in request.POST:
            retention.let_go(actor=request.user, upload=upload)
            messages.success(request, _("Berkas asli kembali mengikuti masa simpan."))
        else:
            reason = request.POST.get("reason", "")
            retention.hold(actor=request.user, upload=upload, reason=reason)
            messages.success(request, _("Berkas asli ditahan."))
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
    return redirect("media_protection", kind=kind, pk=pk)
