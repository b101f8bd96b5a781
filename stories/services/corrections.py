"""A correction becomes public together with the text that it corrects."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from publishing.models import ItemState, PublishedItem
from stories.models import EarlierText, StoryPage


@transaction.atomic
def keep_earlier_text(page: StoryPage) -> None:
    """Keep what the public read until now, once for each correction of ``page`` that is new.

    Must run before the corrected text is released. Side effect: rows of EarlierText; a story that
    is not public has no earlier text, only the time of its correction.
    """
    corrections = list(page.corrections.all())
    if not corrections:
        return
    kept = set(page.earlier_texts.values_list("correction_uid", flat=True))
    new = [correction for correction in corrections if correction.uid not in kept]
    if not new:
        return
    live = PublishedItem.objects.filter(public_id=page.public_id, state=ItemState.LIVE).first()
    EarlierText.objects.bulk_create(
        EarlierText(
            page=page,
            correction_uid=correction.uid,
            number=number,
            corrected_at=timezone.now(),
            title=live.title if live else "",
            summary=live.summary if live else "",
            body_html=live.body_html if live else "",
        )
        for number, correction in enumerate(new, start=len(kept) + 1)
    )
