"""Stories as publishing sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.rich_text import expand_db_html

from cms.base.sql import Constant
from cms.media.public import PublicMedia
from cms.media.selectors import photo_media, video_media
from cms.people.selectors import officer_for_public
from cms.places.selectors import place_names, unit_codes
from publishing.item import PublicCorrection, PublicItem, PublicPlace, PublicTerm, utc_text
from publishing.models import PublishedItem
from stories.models import StoryPage
from stories.selectors.stories import stories_to_release
from stories.services import publication
from stories.services.corrections import keep_earlier_text


class StoryAdapter:
    """Adapter of :class:`StoryPage` (see ``publishing.registry.Adapter``)."""

    kind = "story"

    def to_item(self, page: StoryPage) -> PublicItem:
        now = timezone.now()
        media = _Media(page)
        lead = media.photo(page.lead_photo, alt=page.lead_alt) if page.lead_photo else None
        body_html = _render_body(page, media)
        people = tuple(
            officer_for_public(link.officer)
            for link in page.story_officers.select_related("officer")
        )
        return PublicItem(
            kind=self.kind,
            public_id=page.public_id,
            path=page.address,
            title=page.title,
            summary=page.summary,
            body_html=body_html,
            language=page.language,
            published_at=page.first_published_at or now,
            updated_at=page.last_published_at or now,
            unit_path=page.unit_path,
            unit_name=page.unit.name if page.unit else "",
            unit_codes=unit_codes(page.unit),
            place=_place(page.village),
            people=people,
            activity=_term(page.activity, page.language),
            programme=_term(page.programme, page.language),
            topics=tuple(_term(topic, page.language) for topic in page.topics.all()),
            media=tuple(media.seen.values()),
            corrections=_corrections(page, now),
            extra=MappingProxyType(
                {
                    "happened_at": utc_text(page.happened_at),
                    "lead_photo": str(lead.public_id) if lead else None,
                }
            ),
        )

    def prepare(self, page: StoryPage) -> None:
        publication.require_publishable(page)
        if not page.public_path:
            publication.fix_path(page, self._free_path(page))
        keep_earlier_text(page)
        publication.open_media(page)

    def retract(self, page: StoryPage) -> None:
        publication.close_media(page)

    def released(self, page: StoryPage, path: str) -> None:
        publication.reports_published(page=page, path=path)

    def withdrawn(self, page: StoryPage) -> None:
        publication.reports_unpublished(page=page)

    def pages(self) -> Iterable[StoryPage]:
        return stories_to_release()

    def _free_path(self, page: StoryPage) -> str:
        """The address of this month and slug; with a number when another story kept it."""
        wanted = page.address
        path, number = wanted, 2
        while (
            # Said as in the index of addresses: SQLite would read every story otherwise.
            StoryPage.objects.exclude(public_path=Constant(""))
            .filter(public_path=path)
            .exclude(pk=page.pk)
            .exists()
            or PublishedItem.objects.filter(path=path).exclude(public_id=page.public_id).exists()
        ):
            path, number = f"{wanted[:-1]}-{number}/", number + 1
        return path


class _Media:
    """Collects each photo and video of a story once, in reading order."""

    def __init__(self, page: StoryPage) -> None:
        self.seen: dict[tuple[str, int], PublicMedia] = {}
        # One query for all; figures of one photo are one object here, whatever their words.
        found = {photo.pk: photo for photo, _caption in page.figures()}
        prefetch_related_objects(list(found.values()), "derivatives")
        self._loaded = found

    def photo(self, photo, *, caption: str = "", alt: str = "", is_decorative: bool = False):
        loaded = self._loaded.get(photo.pk, photo)
        found = photo_media(loaded, caption=caption, alt=alt)
        if is_decorative:
            found = replace(found, alt="")
        self.seen.setdefault(("photo", photo.pk), found)
        return found

    def video(self, video) -> PublicMedia:
        """A film or a recording."""
        found = video_media(video)
        self.seen.setdefault(("video", video.pk), found)
        return found


def _render_body(page: StoryPage, media: _Media) -> str:
    parts = []
    for block in page.body:
        kind, value = block.block_type, block.value
        if kind == "paragraph":
            parts.append(f"{expand_db_html(value.source)}\n")
            continue
        context: dict = {}
        if kind == "figure":
            context["pictures"] = _pictures([value], media)
        elif kind == "gallery":
            context["pictures"] = _pictures(list(value), media)
        elif kind in {"video", "audio"}:
            if value is None:
                continue
            if not value.awaits_redaction:
                context[kind] = media.video(value)
        else:
            context["quote"] = value
        parts.append(render_to_string(f"stories/blocks/{kind}.html", context))
    return "".join(parts)


def _pictures(values, media: _Media) -> list[PublicMedia]:
    shown = (
        media.photo(
            value["image"],
            caption=value.get("caption") or "",
            alt=value["image"].contextual_alt_text or "",
            is_decorative=value["image"].decorative,
        )
        for value in values
        if value.get("image")
    )
    return [found for found in shown if found.sources]


def _place(village) -> PublicPlace | None:
    if village is None:
        return None
    names = place_names(village)
    return PublicPlace(
        code=village.code,
        village=names.village,
        district=names.district,
        regency=names.regency,
        province=names.province,
    )


def _corrections(page: StoryPage, now) -> tuple[PublicCorrection, ...]:
    """Newest first; one that is not public yet, in a preview, is dated now."""
    corrections = list(page.corrections.all())
    if not corrections:
        return ()
    kept = {text.correction_uid: text for text in page.earlier_texts.all()}
    found = []
    for correction in corrections:
        text = kept.get(correction.uid)
        shows_earlier = text is not None and text.body_html and not correction.hides_earlier
        found.append(
            PublicCorrection(
                at=text.corrected_at if text else now,
                note=correction.note,
                earlier_path=f"{page.address}teks-lama/{text.number}/" if shows_earlier else "",
            )
        )
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _term(term, language: str) -> PublicTerm | None:
    if term is None:
        return None
    return PublicTerm(slug=term.slug, name=term.name_in(language), name_en=term.name_en)
