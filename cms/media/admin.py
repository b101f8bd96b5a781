"""The protection screen of a photo or video in the admin: mark, consent, redaction."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.base.errors import Conflict, DomainError, Invalid
from cms.media.forms import ConsentForm, MarkForm, box_formset, boxes_of
from cms.media.permissions import may_handle
from cms.media.selectors import Protection, protected_thing, protection_of
from cms.media.services import consent as consents
from cms.media.services.redaction import redact as redact_photo


def _thing(request, kind: str, pk: int):
    thing = protected_thing(request.user, kind, pk)
    if thing is None:
        raise Http404
    return thing


def _back(kind: str, pk: int):
    return redirect("media_protection", kind=kind, pk=pk)


def _screen(request, kind, thing, *, status=200, consent_form=None, mark_form=None, boxes=None):
    state: Protection = protection_of(kind, thing)
    context = {
        "kind": kind,
        "thing": thing,
        "state": state,
        "may_handle": may_handle(request.user, unit_path=thing.unit_path),
        "consent_form": consent_form or ConsentForm(),
        "mark_form": mark_form or MarkForm(initial={"protect_mark": thing.protect_mark}),
        "boxes": boxes if boxes is not None else box_formset(boxes=state.boxes),
        "edit_url": reverse(
            "wagtailimages:edit" if kind == "photo" else "wagtailmedia:edit", args=[thing.pk]
        ),
        "header_title": _("Perlindungan: %(title)s") % {"title": thing.title},
    }
    return render(request, "media/protection.html", context, status=status)


@never_cache
@require_safe
def protection(request, kind, pk):
    """What protects the people in it, and whether it may be published."""
    return _screen(request, kind, _thing(request, kind, pk))


@require_POST
def mark(request, kind, pk):
    """Say whom publishing could hurt."""
    thing = _thing(request, kind, pk)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return _screen(request, kind, thing, status=422, mark_form=form)
    consents.set_mark(actor=request.user, mark=form.cleaned_data["protect_mark"], **{kind: thing})
    messages.success(request, _("Tanda perlindungan disimpan."))
    return _back(kind, pk)


@require_POST
def record(request, kind, pk):
    """Record a consent; what was typed stays when something is missing."""
    thing = _thing(request, kind, pk)
    form = ConsentForm(request.POST)
    if form.is_valid():
        try:
            consents.record_consent(actor=request.user, **form.cleaned_data, **{kind: thing})
        except Invalid as error:
            for name, sentence in error.fields.items():
                form.add_error(name, sentence)
        else:
            messages.success(request, _("Persetujuan dicatat."))
            return _back(kind, pk)
    return _screen(request, kind, thing, status=422, consent_form=form)


@require_POST
def withdraw(request, kind, pk, consent_pk):
    """Take a consent back: every public copy goes."""
    thing = _thing(request, kind, pk)
    consent = thing.consents.filter(pk=consent_pk).first()
    if consent is None:
        raise Http404
    try:
        consents.withdraw_consent(actor=request.user, consent=consent)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Persetujuan ditarik. Salinan publiknya dihapus dari semua halaman.")
        )
    return _back(kind, pk)


@require_POST
def redact(request, pk):
    """Make the drawn areas unrecognisable."""
    thing = _thing(request, "photo", pk)
    boxes = box_formset(request.POST)
    if not boxes.is_valid():
        return _screen(request, "photo", thing, status=422, boxes=boxes)
    try:
        redact_photo(actor=request.user, photo=thing, boxes=boxes_of(boxes))
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
        return _screen(request, "photo", thing, status=DomainError.status, boxes=boxes)
    messages.success(
        request,
        _("Foto disamarkan.") if thing.is_redacted else _("Foto tampil tanpa penyamaran."),
    )
    return _back("photo", pk)
