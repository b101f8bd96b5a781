"""A worker that is killed while the receiver is thinking: nothing is hidden, nothing is doubled."""

import datetime
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from publishing.models import Attempt, Delivery, DeliveryState, PublishedItem, Subscription
from publishing.services import deliver
from tests.factories.publishing_events import happens, item, receiver
from tests.processes import ROOT, environment

WORKER = (
    "import django; django.setup(); from publishing.services import deliver; deliver.deliver_due()"
)


def _wait_for(condition, *, timeout_s=60):
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_an_attempt_and_the_receiver_one_event(peer):
    now = timezone.now()
    item = PublishedItem.objects.create(
        public_id="7b0d2a40-6f0b-4b59-9f0e-1c5d3a0a9a11", kind="home", page_id=1, seq=1,
        path="/uji/", language="id", title="Uji", published_at=now, updated_at=now,
    )  # fmt: skip
    subscription = Subscription.objects.create(
        channel="webhook", name="uji", config={"url": f"{peer.url}/slow"}, secret="rahasia"
    )
    delivery = Delivery.objects.create(
        subscription=subscription, item=item, event="item.released", seq=1,
        document=b'{"title":"Uji"}', next_attempt_at=now,
    )  # fmt: skip
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=ROOT,
        env=environment(SAMBANG_OUTBOUND_ALLOW=f"127.0.0.1:{peer.server_port}"),
    )
    try:
        _wait_for(lambda: peer.requests)  # the attempt was committed before this arrived
        worker.send_signal(signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()

    assert deliver.deliver_due() == 0, "the lease still holds"
    over = timezone.now() - datetime.timedelta(seconds=1)
    Delivery.objects.update(next_attempt_at=over, leased_until=over)
    Subscription.objects.update(leased_until=over)
    deliver.deliver_due()

    tries = list(Attempt.objects.order_by("number").values_list("number", "outcome"))
    events = [headers["Sambang-Event-Id"] for _path, headers, _body in peer.requests]
    bodies = {body for _path, _headers, body in peer.requests}
    assert tries == [(1, "unknown"), (2, "sent")]
    assert events == [str(delivery.public_id)] * 2
    assert len(bodies) == 1
    assert Delivery.objects.get().state == DeliveryState.SENT


@pytest.mark.django_db(transaction=True)
def test_a_receiver_that_hangs_does_not_hold_up_the_others(peer):
    hanging, well = receiver(peer, "/hold", name="macet"), receiver(peer, "/", name="sehat")
    for _number in range(3):
        happens(item("kind-story"), "item.released")

    def sweep():
        deliver.deliver_due(threads=2)
        connection.close()

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        _wait_for(lambda: well.deliveries.filter(state="sent").count() == 3, timeout_s=60)
        assert not hanging.deliveries.filter(state="sent").exists()
    finally:
        peer.let_go.set()
        sweeper.join()

    assert [path for path, _headers, _body in peer.requests].count("/") == 3
