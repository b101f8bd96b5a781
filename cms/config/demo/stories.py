"""The demo's stories: reports that an editor accepted, wrote out and a publisher released."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from cms.config.demo import texts
from cms.config.demo.reports import Occasion
from stories.models import Report, StoryPage
from stories.services import accept as accepting
from stories.services.desk import holding


def accept(report: Report, *, editor) -> StoryPage:
    """The desk claims the report and makes the draft story."""
    holding.claim(actor=editor, report_id=report.pk)
    return accepting.accept(actor=editor, report_id=report.pk)


def publish(page: StoryPage, occasion: Occasion, *, editor, publisher) -> StoryPage:
    """The editor writes the story out of ``page``'s draft; the publisher releases it."""
    names = occasion.names
    words = texts.story(
        occasion.rng(),
        activity=occasion.activity.slug.replace("-", "_"),
        programme=occasion.programme.slug.replace("-", "_") if occasion.programme else None,
        village=names.village,
        district=names.district,
        regency=names.regency,
        province=names.province,
        officer=occasion.officer.name,
        rank=occasion.officer.get_rank_display(),
    )
    moment = min(occasion.happened_at + timedelta(hours=26), timezone.now() - timedelta(minutes=10))
    StoryPage.objects.filter(pk=page.pk).update(first_published_at=moment)
    page = StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    _describe(page, words)
    page.title, page.summary = words.title, words.summary[:400]
    page.officer_note = texts.officer_note(occasion.rng())
    page.body = _body(page, words)
    revision = page.save_revision(user=editor, clean=False)
    revision.publish(user=publisher)
    StoryPage.objects.filter(pk=page.pk).update(last_published_at=moment)
    return StoryPage.objects.get(pk=page.pk)


def _describe(page: StoryPage, words: texts.StoryText) -> None:
    """Alternative texts and titles for the pictures, as an editor must write them."""
    for number, (photo, alt) in enumerate(zip(page.photos(), words.alts, strict=False), start=1):
        photo.alt_text, photo.credit = alt, "Humas Polri"
        photo.title = f"{page.title[:200]}, foto {number}"
        photo.save(update_fields=["alt_text", "credit", "title"])


def _body(page: StoryPage, words: texts.StoryText) -> list[dict]:
    blocks = [_block("paragraph", f"<p>{text}</p>") for text in words.paragraphs]
    blocks.insert(2, _block("quote", {"quote": words.quote, "attribution": words.quote_by}))
    further = [photo for photo in page.photos() if photo != page.lead_photo]
    for number, photo in enumerate(further[:2], start=1):
        figure = {
            "image": {"image": photo.pk, "decorative": False, "alt_text": words.alts[number]},
            "caption": words.captions[number],
        }
        blocks.insert(min(len(blocks), 2 + number * 2), _block("figure", figure))
    for video in page.videos():
        video.alt_text = "Awan megamendung bergerak pelan di atas pemandangan desa"
        video.title = "Pagi di desa"
        video.save(update_fields=["alt_text", "title"])
        blocks.append(_block("video", video.pk))
    return blocks


def _block(kind: str, value) -> dict:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}
