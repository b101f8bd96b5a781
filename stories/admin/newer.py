"""A story is never saved over a newer version that its writer has not seen.

Wagtail stops its own autosave in that case and warns in the editor, but takes the form itself
(without a script, from a tab left open, or to publish). Here it is answered with both texts.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from stories.models import StoryPage

NOT_SENT_AGAIN = frozenset({"csrfmiddlewaretoken", "overwrite_revision_id", "over_newer"})
COMPARED = ("title", "summary", "protection_note")


def both_versions(request: HttpRequest, page) -> HttpResponse | None:
    """The answer 409 with both texts when a form was written on an old version of a story.

    None when there is nothing to say: another kind of page, the newest version, autosave (which
    Wagtail answers itself), one's own autosave that came just before the press with the same words,
    or a writer who saw both and decides.
    """
    story = page.specific
    if request.method != "POST" or not isinstance(story, StoryPage):
        return None
    newest = story.get_latest_revision()
    if newest is None or not _is_old(request, newest):
        return None
    if request.POST.get("over_newer") == str(newest.pk):
        return None
    parts = _parts(request, newest.as_object())
    if not parts and newest.user_id == request.user.pk:
        return None
    context = {
        "page": story,
        "newest": newest,
        "parts": parts,
        "again": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in NOT_SENT_AGAIN
            for value in values
        ],
    }
    return render(request, "stories/desk/newer.html", context, status=HTTPStatus.CONFLICT)


def _is_old(request: HttpRequest, newest) -> bool:
    """As Wagtail's editor sees it, which asks only before an autosave."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return False
    own = request.POST.get("overwrite_revision_id")
    if own:
        return own != str(newest.pk)
    loaded = request.POST.get("loaded_revision_id")
    if not loaded:
        return False
    made_at = request.POST.get("loaded_revision_created_at", "")
    return loaded != str(newest.pk) or made_at != newest.created_at.isoformat()


def _parts(request: HttpRequest, theirs: StoryPage) -> list[tuple[str, str, str]]:
    """(what, their text, one's own) of everything that differs."""
    found = []
    for name in COMPARED:
        label = str(StoryPage._meta.get_field(name).verbose_name)
        other, own = getattr(theirs, name), request.POST.get(name, "").replace("\r\n", "\n")
        found.append((label, other, own))
    found.append((_("isi"), body_text(theirs.body), body_text(_own_body(request, theirs))))
    return [part for part in found if part[1].strip() != part[2].strip()]


def _own_body(request: HttpRequest, story: StoryPage):
    """The body that the form holds, as far as it can be read."""
    block = story._meta.get_field("body").stream_block
    return block.value_from_datadict(request.POST, request.FILES, "body")


def body_text(body) -> str:
    """The words of a story's body, block by block."""
    words = body.stream_block.get_searchable_content(body)
    return "\n\n".join(str(part).strip() for part in words if str(part).strip())
