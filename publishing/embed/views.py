"""The card and the oEmbed endpoint: the same bytes for everyone."""

from __future__ import annotations

from uuid import UUID

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from cms.base.answers import answer
from cms.base.errors import DomainError
from cms.base.problem import problem_of
from cms.places.zones import zone_of
from publishing.document import item_tag
from publishing.embed import card as cards
from publishing.embed import oembed
from publishing.models import ItemState
from publishing.selectors import item_by_public_id
from publishing.site.pages import public_page


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A small page for the frames of others, without script: the only one that they may frame.

    What is not public is one plain sentence: 410 when it was taken away, else 404.
    """
    item = item_by_public_id(public_id)
    if item is not None and item.state == ItemState.LIVE:
        context = {
            "item": item,
            "picture": cards.picture_of(item),
            "zone": zone_of(item.region_code),
        }
        status, modified = 200, item.updated_at
    else:
        is_gone = item is not None and item.state != ItemState.UNPUBLISHED
        context = {"item": None}
        status, modified = 410 if is_gone else 404, None
    response = public_page(
        request,
        "publishing/embed_card.html",
        context,
        tags=[item_tag(public_id)],
        modified=modified,
        status=status,
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def oembed_answer(request: HttpRequest) -> HttpResponse:
    """``/oembed/?url=…``: the card of a published item, for whoever asks. Errors are problems."""
    try:
        response = _oembed(request)
    except DomainError as error:
        response = problem_of(error)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _oembed(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    content_type, write = oembed.FORMATS.get(asked.get("format", "json"), (None, None))
    if write is None:
        raise oembed.UnknownFormat("format: json, xml")
    bounds = {
        "max_width": oembed.pixels(asked.get("maxwidth"), "maxwidth"),
        "max_height": oembed.pixels(asked.get("maxheight"), "maxheight"),
    }
    found = oembed.find(asked.get("url", ""))
    return answer(
        request,
        body=write(oembed.document(found, **bounds)),
        content_type=content_type,
        tags=[item_tag(found.item.public_id)],
        modified=found.item.updated_at,
    )
