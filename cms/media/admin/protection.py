"""Doors of the protection screen: mark, consent, the private original."""

from django.contrib import messages
from django.core.files.storage import storages
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.base.errors import Conflict, Invalid
from cms.media.admin.screen import back, show, thing_or_404
from cms.media.forms import ConsentForm, MarkForm, OriginalForm
from cms.media.services import consent as consents
from cms.media.services.originals import link_to_original
from cms.media.stored import answer


@never_cache
@require_safe
def protection(request, kind, pk):
    """What protects the people in it, and whether it may be published."""
    return show(request, kind, thing_or_404(request, kind, pk))


@require_POST
def mark(request, kind, pk):
    """Say whom publishing could hurt."""
    thing = thing_or_404(request, kind, pk)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return show(request, kind, thing, status=422, mark_form=form)
    consents.set_mark(actor=request.user, mark=form.cleaned_data["protect_mark"], **{kind: thing})
    messages.success(request, _("Tanda perlindungan disimpan."))
    return back(kind, pk)


@require_POST
def record(request, kind, pk):
    """Record a consent; what was typed stays when something is missing."""
    thing = thing_or_404(request, kind, pk)
    form = ConsentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            consents.record_consent(actor=request.user, **form.cleaned_data, **{kind: thing})
        except Invalid as error:
            for name, sentence in error.fields.items():
                form.add_error(name, sentence)
        else:
            messages.success(request, _("Persetujuan dicatat."))
            return back(kind, pk)
    return show(request, kind, thing, status=422, consent_form=form)


def _consent(thing, consent_pk):
    consent = thing.consents.filter(pk=consent_pk).first()
    if consent is None:
        raise Http404
    return consent


@require_POST
def withdraw(request, kind, pk, consent_pk):
    """Take a consent back: every public copy goes."""
    thing = thing_or_404(request, kind, pk)
    consent = _consent(thing, consent_pk)
    try:
        consents.withdraw_consent(actor=request.user, consent=consent)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Persetujuan ditarik. Salinan publiknya dihapus dari semua halaman.")
        )
    return back(kind, pk)


@never_cache
@require_safe
def evidence(request, kind, pk, consent_pk):
    """The signed form, as a download, for whoever looks after the people in the picture."""
    consent = _consent(thing_or_404(request, kind, pk), consent_pk)
    if not consent.evidence_file:
        raise Http404
    consents.note_evidence_seen(actor=request.user, consent=consent)
    name = consent.evidence_file.name
    response = answer(
        request,
        storage=storages["default"],
        name=name,
        cache_control="private, no-store",
        download_as=f"persetujuan-{consent.pk}.{name.rpartition('.')[2]}",
    )
    if response is None:
        raise Http404
    return response


@never_cache
@require_POST
def original(request, kind, pk):
    """Make a link to the original, for this person and five minutes."""
    thing = thing_or_404(request, kind, pk)
    upload = getattr(thing, "upload", None)
    if upload is None:
        raise Http404
    form = OriginalForm(request.POST)
    if form.is_valid():
        try:
            link = link_to_original(actor=request.user, upload=upload, **form.cleaned_data)
        except Invalid as error:
            form.add_error("purpose", str(error))
        else:
            # Shown, not followed: the address must not be left in a browser's history of forms.
            return show(request, kind, thing, original_link=link)
    return show(request, kind, thing, status=422, original_form=form)
