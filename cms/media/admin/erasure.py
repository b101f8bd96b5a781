"""Doors of deletion on request: the list, one request, and what is done with it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.base.errors import Conflict, Invalid
from cms.media.admin.screen import show, thing_or_404
from cms.media.forms import DecisionReasonForm, ErasureForm
from cms.media.selectors import (
    erasure_request,
    erasure_requests,
    originals_of,
    same_bytes_elsewhere,
)
from cms.media.services import erasure


@never_cache
@require_safe
def index(request):
    """The requests of the units that one looks after."""
    context = {
        "requests": erasure_requests(request.user),
        "header_title": _("Permohonan penghapusan"),
    }
    return render(request, "media/erasures.html", context)


@require_POST
def record(request, kind, pk):
    """Write a request down; what was typed stays when something is missing."""
    thing = thing_or_404(request, kind, pk)
    form = ErasureForm(request.POST)
    if form.is_valid():
        try:
            row = erasure.record_request(actor=request.user, **form.cleaned_data, **{kind: thing})
        except Invalid as error:
            for name, sentence in error.fields.items():
                form.add_error(name, sentence)
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Permohonan dicatat. Tahan dari publik bila perlu."))
            return redirect("media_erasure", pk=row.pk)
    return show(request, kind, thing, status=422, erasure_form=form)


def _request(request, pk):
    row = erasure_request(request.user, pk)
    if row is None:
        raise Http404
    return row


def _screen(request, row, *, form=None, status=200):
    thing = row.thing
    context = {
        "row": row,
        "thing": thing,
        "held": next((one for one in originals_of(thing) if one.held_at), None) if thing else None,
        "same_count": same_bytes_elsewhere(thing) if thing and row.is_open else 0,
        "form": form or DecisionReasonForm(),
        "header_title": _("Permohonan penghapusan %(number)d") % {"number": row.pk},
    }
    return render(request, "media/erasure.html", context, status=status)


@never_cache
@require_safe
def one(request, pk):
    """One request: who asks for what, and what can be done."""
    return _screen(request, _request(request, pk))


@require_POST
def block(request, pk):
    """Take it out of every public place at once."""
    row = _request(request, pk)
    try:
        erasure.block(actor=request.user, request=row)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Salinan publiknya ditarik dari semua tempat."))
    return redirect("media_erasure", pk=pk)


@require_POST
def decide(request, pk):
    """Grant it (``erase`` in the form) or not, with a reason."""
    row = _request(request, pk)
    form = DecisionReasonForm(request.POST)
    if form.is_valid():
        deed = erasure.erase if "erase" in request.POST else erasure.refuse
        try:
            deed(actor=request.user, request=row, **form.cleaned_data)
        except (Invalid, Conflict) as error:
            form.add_error("reason" if isinstance(error, Invalid) else None, str(error))
        else:
            messages.success(
                request,
                _("Dihapus: berkas, turunan, dan datanya tidak ada lagi.")
                if "erase" in request.POST
                else _("Permohonan ditutup tanpa penghapusan."),
            )
            return redirect("media_erasure", pk=pk)
    return _screen(request, row, form=form, status=422)
