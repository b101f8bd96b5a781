"""Hero profiles as publishing sees them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from types import MappingProxyType

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import format_html_join, linebreaks

from cms.base.errors import Invalid
from cms.base.templatetags.sambang import day
from cms.media.models import PublicUse
from cms.media.selectors import photo_media
from cms.media.services.derivatives import make_private, make_public
from cms.media.services.files import discarded_on_error, doom
from cms.people.selectors import officer_for_public
from cms.places.selectors import place_names, unit_codes
from local_heroes.models import HeroProfilePage
from local_heroes.selectors import profiles_to_release, recognitions_of
from local_heroes.share_card import SIZE, draw_share_card
from publishing.item import PublicItem, PublicPlace
from stories.models import StoryPage


class HeroAdapter:
    """Adapter of :class:`HeroProfilePage` (see ``publishing.registry.Adapter``)."""

    kind = "hero"

    def to_item(self, page: HeroProfilePage) -> PublicItem:
        now = timezone.now()
        officer = page.officer
        portrait = photo_media(page.portrait) if page.portrait else None
        ribbons = [
            {
                "title": r.title,
                "category": r.category,
                "year": r.year,
                "path": r.edition_path,
                "words": " · ".join(filter(None, (f"{r.title} {r.year}", r.category))),
            }
            for r in recognitions_of(officer)
        ]
        return PublicItem(
            kind=self.kind,
            public_id=page.public_id,
            path=page.public_path,
            title=page.title,
            summary=page.headline,
            body_html=self._body(page),
            language="id",
            published_at=page.first_published_at or now,
            updated_at=max(
                page.last_published_at or now, *(r.recognised_at for r in recognitions_of(officer))
            )
            if ribbons
            else page.last_published_at or now,
            unit_path=page.unit_path,
            unit_name=officer.unit.name,
            unit_codes=unit_codes(officer.unit),
            place=_place(officer),
            people=(officer_for_public(officer),),
            media=(portrait,) if portrait else (),
            cache_tags=("heroes",),
            extra=MappingProxyType(
                {
                    "headline": page.headline,
                    "signature_story": _story_line(page.signature_story),
                    "timeline": [
                        {**line, "note": moment.note}
                        for moment in page.moments.all()
                        if (line := _story_line(moment.story)) is not None
                    ],
                    "quotes": [
                        {"quote": quote.quote, "attribution": quote.attribution}
                        for quote in page.quotes.all()
                    ],
                    "impacts": [
                        {
                            "figure": impact.figure,
                            "label": impact.label,
                            "source": _story_line(impact.story),
                        }
                        for impact in page.impacts.all()
                    ],
                    "ribbons": ribbons,
                    "share_card": _card(page),
                }
            ),
        )

    def _body(self, page: HeroProfilePage) -> str:
        """What feeds and the API carry: the introduction and the quotes as simple HTML."""
        quotes = format_html_join(
            "",
            "<blockquote><p>{}</p><footer>{}</footer></blockquote>",
            ((quote.quote, quote.attribution) for quote in page.quotes.all()),
        )
        return linebreaks(page.introduction, autoescape=True) + quotes

    def prepare(self, page: HeroProfilePage) -> None:
        _require_publishable(page)
        if page.portrait:
            with discarded_on_error("public") as copies:
                copies += make_public(photo=page.portrait, used_by=_user(page))
                # Again, now that it is locked: its protection may have changed meanwhile.
                _require_publishable(page)
        _take_back(page, but=page.portrait_id)
        self._draw_card(page)

    def _draw_card(self, page: HeroProfilePage) -> None:
        """Draw the share card and store it when it differs from the one that is public."""
        portrait = None
        if page.portrait:
            with page.portrait.file.open("rb") as file:
                portrait = file.read()
        ribbons = recognitions_of(page.officer)
        place = _place(page.officer)
        card = draw_share_card(
            name=page.officer.name,
            rank=page.officer.get_rank_display(),
            headline=page.headline,
            place=", ".join(filter(None, (place.village, place.regency))) if place else "",
            ribbon=f"{ribbons[0].title} {ribbons[0].year}" if ribbons else "",
            portrait=portrait,
        )
        if page.share_card and _sha256_of(page.share_card) == hashlib.sha256(card).hexdigest():
            return
        doom(storage="public", names=[page.share_card.name])
        page.share_card.save("card.png", ContentFile(card), save=False)
        HeroProfilePage.objects.filter(pk=page.pk).update(share_card=page.share_card.name)

    def retract(self, page: HeroProfilePage) -> None:
        _take_back(page)
        if page.share_card:
            doom(storage="public", names=[page.share_card.name])
            page.share_card = ""
            HeroProfilePage.objects.filter(pk=page.pk).update(share_card="")

    def released(self, page: HeroProfilePage, path: str) -> None:
        """Nobody else keeps a state that follows the release."""

    def withdrawn(self, page: HeroProfilePage) -> None:
        """Nobody else keeps a state that follows the withdrawal."""

    def pages(self) -> Iterable[HeroProfilePage]:
        return profiles_to_release()


def _require_publishable(page: HeroProfilePage) -> None:
    obstacles = page.release_obstacles()
    if obstacles:
        raise Invalid(" ".join(obstacles))


def _user(page: HeroProfilePage) -> str:
    return f"hero:{page.pk}"


def _take_back(page: HeroProfilePage, *, but: int | None = None) -> None:
    """End every use by ``page`` except of the photo ``but``: earlier portraits as well."""
    uses = PublicUse.objects.filter(used_by=_user(page), photo__isnull=False)
    for use in uses.exclude(photo=but).select_related("photo").order_by("photo"):
        make_private(photo=use.photo, used_by=use.used_by)


def _card(page: HeroProfilePage) -> dict | None:
    if not page.share_card:
        return None
    return {"url": page.share_card.url, "width": SIZE[0], "height": SIZE[1]}


def _sha256_of(file) -> str:
    with file.open("rb") as opened:
        return hashlib.sha256(opened.read()).hexdigest()


def _place(officer) -> PublicPlace | None:
    """The newest village the officer serves: heroes are shown at village level, never nearer."""
    posting = officer.postings.select_related("village").order_by("-begins_on", "pk").first()
    if posting is None:
        return None
    names = place_names(posting.village)
    return PublicPlace(
        code=posting.village.code,
        village=names.village,
        district=names.district,
        regency=names.regency,
        province=names.province,
    )


def _story_line(story: StoryPage | None) -> dict | None:
    """A story as a line of the timeline; None when there is none or it is no longer public."""
    if story is None or not story.is_releasable:
        return None
    at = story.happened_at or story.first_published_at
    happened = timezone.localtime(at) if at else None
    return {
        "title": story.title,
        "summary": story.summary,
        "path": story.public_path,
        "date": happened.date().isoformat() if happened else "",
        "when": day(happened) if happened else "",
        "place": story.village.name if story.village else "",
    }
