"""The front page's content as a tag, so that an editor's preview shows what the reader gets."""

from django import template

from publishing.site import front

register = template.Library()


@register.simple_tag
def front_page() -> front.FrontPage:
    """Everything that the front page shows."""
    return front.front_page()
