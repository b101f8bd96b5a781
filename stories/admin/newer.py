"""A story is never saved over a newer version that its writer has not seen.

Wagtail stops its own autosave in that case and warns in the editor, but takes the form itself
(without a script, from a tab left open, or to publish). Here it is answered with all that differs.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stories.admin.form_parts import Part, differing_parts
from stories.models import StoryPage

NOT_SENT_AGAIN = frozenset({"csrfmiddlewaretoken", "overwrite_revision_id", "over_newer"})


def both_versions(request: HttpRequest, page) -> HttpResponse | None:
    """The answer 409 with what differs when a form was written on an old version of a story.

    None when there is nothing to say: another kind of page, the newest version, autosave (which
    Wagtail answers itself), a newer version in which nothing differs from the form (as one's own
    autosave just before the press), or a writer who saw both and decides.
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
    if not parts:
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


def _parts(request: HttpRequest, theirs: StoryPage) -> list[Part]:
    """Everything that the form would change on ``theirs``, with the fields that its writer has."""
    form_class = StoryPage.get_edit_handler().get_form_class()
    form = form_class(
        request.POST,
        request.FILES,
        instance=theirs,
        parent_page=theirs.get_parent(),
        for_user=request.user,
    )
    form.require_choosable()
    return differing_parts(form)
