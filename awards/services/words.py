"""Text that people type, checked and bounded before it is kept."""

from django.utils.translation import gettext as _

from cms.base.errors import Invalid
from cms.base.html import clean_characters

REASON_MIN, REASON_MAX = 10, 500


def required_text(text, *, field: str, least: int = REASON_MIN, most: int = REASON_MAX) -> str:
    """``text`` without harmful characters and outer space. Raises Invalid, naming ``field``, when
    it is shorter than ``least`` or longer than ``most`` characters."""
    text = clean_characters(str(text)).strip()
    if len(text) < least:
        sentence = _("Tulis sedikitnya %(count)d huruf.") % {"count": least}
        raise Invalid(sentence, fields={field: sentence})
    if len(text) > most:
        sentence = _("Terlalu panjang: paling banyak %(count)d huruf.") % {"count": most}
        raise Invalid(sentence, fields={field: sentence})
    return text


def optional_text(text, *, field: str, most: int) -> str:
    """Like :func:`required_text`, but nothing is fine."""
    return required_text(text, field=field, least=0, most=most)
