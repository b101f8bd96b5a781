"""WebSub: hubs hear that a feed changed; and what else a change means for feeds.

Rows are written in the transaction of the change and sent after the caches were purged, so that a
hub that comes to look finds the new text.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from cms.base import http
from cms.base.addresses import absolute
from cms.base.jobs import enqueue_on_commit
from cms.base.outbox import OPEN, GiveUp, OutboxState, TryLater, forget_finished, run_due
from publishing.feeds.spec import addresses_of
from publishing.models import FeedVersion, HubPing, PublishedItem, Purge
from publishing.services import feeds
from publishing.sitemaps.parts import cache_tags_of

EXTENSIONS = ("rss", "atom", "json")
TEMPORARY = {408, 425, 429}
KEPT = timedelta(days=2)


def feeds_of(*, row: PublishedItem, tags: list[str]) -> list[FeedVersion]:
    """The feeds that anybody ever asked for and that show ``row``, or did. One query.

    ``tags`` are the item's cache tags before and after its change.
    """
    addresses = addresses_of(
        kind=row.kind,
        tags=tags,
        has_photo=row.has_photo,
        has_video=row.has_video,
        has_audio=row.has_audio,
    )
    return list(FeedVersion.objects.filter(key__in=addresses).order_by("key"))


def stale_tags(*, row: PublishedItem, versions: list[FeedVersion]) -> list[str]:
    """Cache tags, beside those of ``row``, of what shows it: its sitemaps and archives."""
    return [*cache_tags_of(row.pk), *feeds.archives_holding(versions, row)]


def note_change(*, row: PublishedItem, versions: list[FeedVersion]) -> None:
    """Write what a change of ``row`` means for ``versions``.

    Call it inside the transaction of the change, once the row is saved and the purge written.
    Side effects: tombstones, one ``HubPing`` for each address and hub; sent after commit.
    """
    feeds.note_gone(versions, row)
    pings = [
        HubPing(topic_url=absolute(f"/feeds/{version.key}.{extension}"), hub_url=hub, seq=row.seq)
        for version in versions
        for extension in EXTENSIONS
        for hub in settings.WEBSUB_HUBS
    ]
    if pings:
        HubPing.objects.bulk_create(pings)
        enqueue_on_commit("publishing.tasks.ping_hubs")


def ping_due(*, limit: int = 100) -> int:
    """Tell hubs about changed feeds, up to ``limit`` addresses; return how many were tried.

    Safe in any number of processes. A hub that does not answer is asked again for two hours, then
    given up: the next change is told anew.
    """
    forget_finished(HubPing, kept=KEPT)
    return run_due(HubPing, _ping, limit=limit)


def _ping(row: HubPing) -> None:
    waiting = Purge.objects.filter(state__in=OPEN, told_at=None, created_at__lte=row.created_at)
    if waiting.exists():
        raise TryLater("caches are not purged yet", retry_after_s=1)
    # What waits for the same address now is told by this one ping: its text is committed already.
    same = HubPing.objects.filter(
        topic_url=row.topic_url, hub_url=row.hub_url, state=OutboxState.WAITING
    ).exclude(pk=row.pk)
    covered = list(same.values_list("pk", flat=True))
    _send(row)
    HubPing.objects.filter(pk__in=covered, state=OutboxState.WAITING).update(
        state=OutboxState.DONE, finished_at=timezone.now()
    )


def _send(row: HubPing) -> None:
    """One publish request, never repeated in here."""
    content = urlencode(
        {"hub.mode": "publish", "hub.url": row.topic_url, "hub.topic": row.topic_url}
    )
    try:
        answer = http.send(
            "POST",
            row.hub_url,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            content=content.encode(),
            max_bytes=1024,
        )
    except http.Forbidden as error:
        raise GiveUp(str(error)) from None
    except http.OutboundError as error:
        raise TryLater(str(error)) from None
    if 200 <= answer.status < 300:
        return
    if answer.status >= 500 or answer.status in TEMPORARY:
        raise TryLater(
            f"the hub answered {answer.status}",
            retry_after_s=answer.retry_after_s(at_most_s=3600),
        )
    raise GiveUp(f"the hub answered {answer.status}")
