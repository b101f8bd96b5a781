"""Words, rights and focus of what is public: never emptied, and followed wherever it is shown."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cms.base.errors import Invalid
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.models import Photo, Video
from cms.media.selectors import kind_of


def require_described(thing: Photo | Video, *, alt_text: str, is_decorative: bool) -> None:
    """Raises Invalid (``fields``) for words that say both, or nothing of what is public."""
    if is_decorative and alt_text:
        sentence = _("Kosongkan teks alternatif, atau lepas tanda hiasan: pilih salah satu.")
        raise Invalid(sentence, fields={"is_decorative": sentence})
    if not (alt_text or is_decorative) and users_of(**{kind_of(thing): thing}):
        sentence = _("Ini sedang tayang, jadi uraiannya tidak boleh kosong.")
        raise Invalid(sentence, fields={"alt_text": sentence})


def tell_pages(*, actor, thing: Photo | Video) -> None:
    """Pages that show ``thing`` to the public are released again, with its new words."""
    owner = {kind_of(thing): thing}
    users = users_of(**owner)
    if users:
        announce(MediaChange("described", **owner, actor=actor, users=users))
