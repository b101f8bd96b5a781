"""How a page of an item tells others to embed it."""

from urllib.parse import urlencode

from django import template

from cms.base.addresses import absolute, is_english
from publishing.embed.card import frame_of
from publishing.models import PublishedItem

register = template.Library()


@register.simple_tag
def oembed_url(url: str, fmt: str) -> str:
    """Where oEmbed tells about the page at ``url``, in ``fmt``."""
    return absolute(f"/oembed/?{urlencode({'url': url, 'format': fmt})}")


@register.simple_tag
def embed_code(item: PublishedItem) -> str:
    """What somebody puts on their own page to show the card, as text to copy."""
    markup = frame_of(item, english=is_english())
    # No longer marked as safe: the field that shows it must escape it.
    return "".join(markup)
