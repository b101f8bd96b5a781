"""The door for holding an original back from retention, beside the protection screen."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.base.errors import Conflict, Invalid
from cms.media.forms import HoldForm
from cms.media.selectors import originals_of, protected_thing
from cms.media.services import retention


@require_POST
def hold(request, kind, pk):
    """Hold an original back, with a reason; or let it go again (``end`` in the form). ``berkas``
    is the key of its upload; without one it is the newest."""
    thing = protected_thing(request.user, kind, pk)
    originals = originals_of(thing) if thing else []
    wanted = request.POST.get("berkas", "")
    upload = next((one for one in originals if wanted in {"", str(one.pk)}), None)
    if upload is None:
        raise Http404
    try:
        if "end" in request.POST:
            retention.let_go(actor=request.user, upload=upload)
            messages.success(request, _("Berkas asli kembali mengikuti masa simpan."))
        else:
            form = HoldForm(request.POST)
            if form.is_valid():
                retention.hold(actor=request.user, upload=upload, **form.cleaned_data)
                messages.success(request, _("Berkas asli ditahan."))
            else:
                messages.error(request, form.errors["reason"][0])
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
    return redirect("media_protection", kind=kind, pk=pk)
