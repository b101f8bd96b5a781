"""Reading of hero profiles and of what they can be built from."""

from django.db.models import Count, Q, QuerySet

from cms.base.models import TakedownState
from cms.media.models import Photo
from cms.people import roles
from cms.people.models import Officer, Role
from local_heroes.models import HeroProfilePage, Recognition
from stories.models import StoryPage
from stories.selectors.stories import public_now, published_stories_of


def visible_profiles(actor) -> QuerySet[HeroProfilePage]:
    """The profiles of the units where ``actor`` works, newest first."""
    profiles = HeroProfilePage.objects.select_related("officer__unit", "proposed_by")
    scope = roles.scope(actor, Role.EDITOR, Role.PUBLISHER, Role.LEADER)
    if not actor.is_superuser:
        profiles = profiles.filter(scope.q("officer__unit__path"))
    return profiles.order_by("-pk")


def candidates(actor, *, query: str = "", limit: int = 30) -> list[Officer]:
    """Officers without a profile, by number of published stories; two or more are required."""
    scope = roles.scope(actor, Role.EDITOR, Role.PUBLISHER)
    public = public_now("story_links__page")
    officers = Officer.objects.filter(is_active=True, hero_profile=None).select_related("unit")
    if not actor.is_superuser:
        officers = officers.filter(scope.q("unit__path"))
    if query.strip():
        officers = officers.filter(name__icontains=query.strip()[:100])
    return list(
        officers.annotate(story_count=Count("story_links__page", filter=public, distinct=True))
        .filter(story_count__gte=2)
        .order_by("-story_count", "name", "pk")[:limit]
    )


def evidence_for(officer: Officer) -> QuerySet[StoryPage]:
    """The published stories from which a profile of ``officer`` may be built, newest first."""
    return published_stories_of(officer)


def profile_for_officer(user) -> HeroProfilePage | None:
    """The profile about the officer who is ``user``, once somebody proposed it; else None."""
    return (
        HeroProfilePage.objects.filter(officer__user=user, proposed_at__isnull=False)
        .select_related("officer__unit")
        .first()
    )


def profiles_with(photo: Photo) -> list[tuple[HeroProfilePage, str]]:
    """Profiles whose portrait ``photo`` is, in the newest text or before, with their unit's path.
    One query."""
    pages = HeroProfilePage.objects.filter(
        Q(portrait=photo) | Q(latest_revision__content__portrait=photo.pk)
    )
    return [(page, page.officer.unit.path) for page in pages.select_related("officer__unit")]


def recognitions_of(officer: Officer) -> list[Recognition]:
    """The awards of ``officer``, newest first."""
    return list(officer.recognitions.order_by("-year", "pk"))


def profiles_to_release():
    """Every profile the public may see now, oldest first, for rebuilding the read model."""
    pages = HeroProfilePage.objects.live().filter(takedown_state=TakedownState.NONE)
    pages = pages.select_related("officer__unit", "portrait").order_by("first_published_at", "pk")
    return (page for page in pages.iterator(chunk_size=200) if page.is_releasable)
