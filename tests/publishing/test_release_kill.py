"""A publisher's process that is killed at any step: nothing is half done, lost or done twice."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.utils import timezone

from cms.base import audit
from cms.base.models import AuditChain, AuditEvent
from cms.base.outbox import OutboxState
from publishing.models import Delivery, DeliveryState, ItemState, PublishedItem, Purge, Subscription
from publishing.services import deliver, purge, release_due
from stories.models import StoryPage
from tests.factories.stories import story_page
from tests.processes import ROOT, environment

STORIES, KILLS = 9, 4
# Publishes what is not public yet, then withdraws every third; says each deed when it is done.
PUBLISHER = """
import django; django.setup()
from publishing.services import withdraw
from stories.models import StoryPage
print("ready", flush=True)
for page in StoryPage.objects.order_by("pk"):
    if not page.live and not page.is_withdrawn:
        page.get_latest_revision().publish()
        print("published", page.pk, flush=True)
    page = StoryPage.objects.get(pk=page.pk)
    if page.pk % 3 == 0 and not page.is_withdrawn:
        withdraw(actor=None, page=page, reason="Permintaan keluarga")
        print("withdrawn", page.pk, flush=True)
print("finished", flush=True)
"""


def _publisher(peer):
    environ = environment(SAMBANG_OUTBOUND_ALLOW=f"127.0.0.1:{peer.server_port}")
    return subprocess.Popen(
        [sys.executable, "-c", PUBLISHER], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
    )


def _kill_in_the_middle(process, rng):
    """Let it do a deed or two, then end it at a moment that nobody chose."""
    deeds = rng.randint(1, 3)
    for line in process.stdout:
        if line.startswith("finished"):
            break
        deeds -= 1
        if deeds <= 0:
            time.sleep(rng.uniform(0, 0.08))
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def _nothing_is_half_done():
    """Every page and its item tell the same story, whatever was interrupted."""
    for page in StoryPage.objects.all():
        row = PublishedItem.objects.filter(public_id=page.public_id).first()
        if page.live:
            assert row is not None
            assert row.state == ItemState.LIVE
        elif page.is_withdrawn:
            assert row.state == ItemState.WITHDRAWN
        else:
            assert row is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(240)
def test_a_publisher_that_is_killed_anywhere_leaves_nothing_half_done(peer):
    rng = random.Random(7)
    Subscription.objects.create(
        channel="webhook", name="uji", config={"url": f"{peer.url}/"}, secret="rahasia"
    )
    for number in range(STORIES):
        story_page(title=f"Cerita {number}", slug=f"cerita-{number}")

    for _kill in range(KILLS):
        _kill_in_the_middle(_publisher(peer), rng)
        _nothing_is_half_done()
        assert release_due() == 0, "what is live was released with it"
    last = _publisher(peer)
    output, _errors = last.communicate()
    assert "finished" in output

    past = timezone.now()
    Purge.objects.exclude(state=OutboxState.DONE).update(next_attempt_at=past)
    Delivery.objects.exclude(state="sent").update(next_attempt_at=past)
    purge.purge_due()
    while deliver.deliver_due():
        pass

    _nothing_is_half_done()
    withdrawn = [pk for pk in StoryPage.objects.values_list("pk", flat=True) if pk % 3 == 0]
    said = Counter(AuditEvent.objects.filter(verb__startswith="item.").values_list("verb"))
    assert said[("item.released",)] == STORIES
    assert said[("item.withdrawn",)] == len(withdrawn)
    assert [audit.verify(chain.name) for chain in AuditChain.objects.all()] == [None] * (
        AuditChain.objects.count()
    )
    # One event of each deed; a release that was withdrawn before it was sent is not sent any more.
    assert Delivery.objects.count() == STORIES + len(withdrawn)
    sent = Delivery.objects.filter(state=DeliveryState.SENT)
    assert not Delivery.objects.exclude(state__in=["sent", "cancelled"]).exists()
    arrived = Counter(headers["Sambang-Event-Id"] for _path, headers, _body in peer.requests)
    assert set(arrived) == {
        str(public_id) for public_id in sent.values_list("public_id", flat=True)
    }
    public = sent.filter(event="item.released").exclude(item__page_id__in=withdrawn)
    assert public.count() == STORIES - len(withdrawn)
    assert not Purge.objects.exclude(state=OutboxState.DONE).exists()
