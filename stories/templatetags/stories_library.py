"""How the library shows what should be noticed about an asset."""

import json
from dataclasses import dataclass

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.media.models import UploadState
from stories.models import AssetConsent, AssetUsage

register = template.Library()


@dataclass(frozen=True, slots=True)
class Sign:
    """A word or two on a tile; ``tone`` is bad, warn, good or quiet."""

    words: str
    tone: str


@register.filter
def signs(asset) -> list[Sign]:
    """What to notice: trouble first, then where it is used."""
    today = timezone.localdate()
    found = []
    if asset.state == UploadState.FAILED:
        found.append(Sign(_("Tidak dapat dibaca"), "bad"))
    elif asset.state != UploadState.READY:
        found.append(Sign(_("Sedang disiapkan"), "quiet"))
    if asset.protect_mark:
        found.append(Sign(asset.get_protect_mark_display(), "bad"))
    if asset.consent == AssetConsent.WITHDRAWN:
        found.append(Sign(_("Persetujuan ditarik"), "bad"))
    elif asset.consent == AssetConsent.ELSEWHERE:
        found.append(Sign(_("Persetujuan tidak untuk situs"), "bad"))
    elif asset.consent_until and asset.consent_until < today:
        found.append(Sign(_("Persetujuan berakhir"), "bad"))
    if asset.licence_until and asset.licence_until < today:
        found.append(Sign(_("Hak pakai berakhir"), "bad"))
    if asset.has_twin:
        found.append(Sign(_("Kembar"), "warn"))
    if not asset.is_described:
        found.append(Sign(_("Belum diuraikan"), "warn"))
    if asset.usage == AssetUsage.PUBLIC:
        found.append(Sign(_("Tayang"), "good"))
    elif asset.usage == AssetUsage.DRAFT:
        found.append(Sign(_("Dalam naskah"), "quiet"))
    return found


@register.filter
def as_json(value) -> str:
    """``value`` for a ``data-`` attribute; the template escapes it."""
    return json.dumps(value)
