"""A publisher's presses on stories, for programs: publish, unpublish, withdraw, restore."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from ninja import Body, Query, Router

from cms.base.api.access import holder
from cms.base.api.answering import READ
from cms.base.api.asking import check, require_type
from cms.base.api.conditions import DESCRIPTION, required_match
from cms.base.api.schemas import needs, once, private_answers
from cms.base.api.writing import perform, private_answer, private_page
from cms.base.cursors import paginate
from stories.api.documents import story_summary, whole_story
from stories.api.schemas import (
    PressedAnswer,
    PublicationAnswer,
    PublicationFilter,
    PublicationList,
    ReasonBody,
)
from stories.permissions import may_publish_any, may_publish_story
from stories.selectors import publication as selectors
from stories.services import press

PUBLISH = "stories:publish"
ORDERING = ("-id",)
PROBLEMS = (404, 409, 412, 415, 428)
router = Router(tags=["publications"])


@router.api_operation(
    READ,
    "/publications/",
    summary="Stories that you may publish, the latest made first",
    auth=holder(PUBLISH),
    response=private_answers({200: PublicationList}),
    openapi_extra=needs(PUBLISH),
)
def list_publications(request, filters: Query[PublicationFilter]):
    """Of your units: drafts, public ones, and those that were taken away."""
    check(request, PublicationFilter)
    may_publish_any(request.auth.owner).require()
    stories = selectors.publishable_by(request.auth.owner)
    if filters.state:
        stories = stories.filter(selectors.NARROWED[filters.state])
    page = paginate(stories, ordering=ORDERING, cursor=filters.cursor, limit=filters.limit)
    return private_page(request, "publications", map(story_summary, page.rows), page=page)


@router.api_operation(
    READ,
    "/publications/{uuid:story_id}/",
    summary="Where a story stands",
    auth=holder(PUBLISH),
    response=private_answers({200: PublicationAnswer}, 404),
    openapi_extra=needs(PUBLISH),
)
def get_publication(request, story_id: UUID):
    """With the `ETag` that a press needs, and what still stands between it and the public."""
    check(request)
    page = selectors.story_in_view(story_id)
    may_publish_story(request.auth.owner, page).require()
    return private_answer(whole_story(page), headers={"ETag": selectors.version_of(page)})


def _operation(name: str, summary: str) -> Callable:
    return router.post(
        f"/publications/{{uuid:story_id}}/{name}/",
        summary=summary,
        auth=holder(PUBLISH),
        response=private_answers({200: PressedAnswer}, *PROBLEMS),
        openapi_extra=needs(PUBLISH, DESCRIPTION, once()),
    )


@_operation("publish", "Publish the newest text of a story")
def publish_story(request, story_id: UUID):
    """Now, or at the time that the text names. Pressed twice it is published once."""
    return _press(request, press.publish_story, public_id=story_id)


@_operation("unpublish", "Take a story off the site")
def unpublish_story(request, story_id: UUID):
    """Without a reason; its address answers 404 until it is published again."""
    return _press(request, press.unpublish_story, public_id=story_id)


@_operation("withdraw", "Withdraw a story from everywhere")
def withdraw_story(request, story_id: UUID, body: Body[ReasonBody]):
    """With a reason, for staff; its address answers 410 from then on."""
    require_type(request, "application/json")
    return _press(request, press.withdraw_from_public, public_id=story_id, reason=body.reason)


@_operation("restore", "Put a withdrawn story back")
def restore_story(request, story_id: UUID, body: Body[ReasonBody]):
    """With a reason, for staff, and its newest text."""
    require_type(request, "application/json")
    return _press(request, press.restore_to_public, public_id=story_id, reason=body.reason)


def _press(request, deed: Callable[..., press.Pressed], **arguments) -> HttpResponse:
    check(request)
    versions = required_match(request)

    def run() -> HttpResponse:
        done = deed(actor=request.auth.owner, versions=versions, **arguments)
        return private_answer(
            story_summary(done.page) | {"changed": done.changed},
            headers={"ETag": selectors.version_of(done.page)},
        )

    return perform(request, run)
