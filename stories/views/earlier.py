"""The text of a story as it was before a correction."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.base.html import without_media
from publishing.document import item_tag
from publishing.models import ItemState
from publishing.selectors import item_by_path
from publishing.site.pages import public_page
from stories.models import EarlierText


@require_safe
def earlier_text(request, story: str, number: int):
    """Words only, and only while the story is public and its correction does not hide them."""
    item = item_by_path(f"/cerita/{story}/")
    path = f"/cerita/{story}/teks-lama/{number}/"
    shown = item is not None and item.state == ItemState.LIVE
    corrections = item.data.get("corrections", []) if shown else []
    correction = next((one for one in corrections if one["earlier_path"] == path), None)
    if correction is None:
        raise Http404(_("Teks itu tidak ada."))
    text = get_object_or_404(EarlierText, page_id=item.page_id, number=number)
    context = {
        "item": item,
        "text": text,
        "body_html": without_media(text.body_html),
        "correction": correction,
    }
    response = public_page(
        request, "stories/earlier_text.html", context, tags=[item_tag(item.public_id)]
    )
    response["X-Robots-Tag"] = "noindex"
    return response
