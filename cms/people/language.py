"""In which language one person reads: the same setting as Wagtail's account page."""

from __future__ import annotations

from wagtail.users.models import UserProfile

from cms.base.addresses import is_english

INDONESIAN, ENGLISH = "id", "en"


def language_of(user) -> str:
    """``"en"`` for whoever chose English, else ``"id"``. One query where the profile is not there
    yet."""
    profile = getattr(user, "wagtail_userprofile", None)
    chosen = profile.preferred_language if profile else ""
    return ENGLISH if chosen and is_english(chosen) else INDONESIAN


def choose_language(*, actor, language: str) -> str:
    """Have ``actor`` read in ``language`` from now on; anything but English is Indonesian. Returns
    what was chosen. Side effect: their Wagtail profile."""
    chosen = ENGLISH if language == ENGLISH else INDONESIAN
    UserProfile.objects.update_or_create(user=actor, defaults={"preferred_language": chosen})
    return chosen
