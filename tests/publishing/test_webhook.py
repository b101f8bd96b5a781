"""The outbox and the webhook channel, against a real HTTP server."""

import datetime
import hashlib
import hmac
import json

import pytest
from django.utils import timezone

from publishing.channel import choices, discovered
from publishing.models import Attempt, Delivery, DeliveryState, HomePage, Subscription
from publishing.services import deliver

SECRET = "rahasia-penerima"


@pytest.fixture
def owed(page, peer):
    """Publishes the page for one receiver; call with the receiver's path, returns the delivery."""

    def make(path="/"):
        Subscription.objects.create(
            channel="webhook", name="uji", config={"url": f"{peer.url}{path}"}, secret=SECRET
        )
        page.get_latest_revision().publish()
        return Delivery.objects.get()

    return make


def due_now():
    """The back-off of the delivery and the rest of its receiver are over."""
    Delivery.objects.update(next_attempt_at=timezone.now())
    Subscription.objects.update(rests_until=None)


def change(page, title="Warga makin rukun"):
    """Publish the page again with another title."""
    page = HomePage.objects.get(pk=page.pk)
    page.title = title
    page.save_revision().publish()


def heard(peer):
    """The events that the receiver was told, in order."""
    return [headers["Sambang-Event"] for _path, headers, _body in peer.requests]


@pytest.mark.django_db
def test_a_delivery_arrives_signed(owed, peer):
    delivery = owed()

    assert deliver.deliver_due() == 1

    _path, headers, body = peer.requests[0]
    stamp, signature = (part.split("=")[1] for part in headers["Sambang-Signature"].split(","))
    expected = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    sent = json.loads(body)
    assert signature == expected
    assert (sent["id"], sent["event"]) == (str(delivery.public_id), "item.released")
    assert sent["item"]["title"] == "Warga rukun"
    assert Delivery.objects.get().state == DeliveryState.SENT


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/500", "/429", "/408", "/cut"])
def test_a_passing_failure_is_tried_again_later(owed, peer, path):
    owed(path)

    deliver.deliver_due()

    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.WAITING
    assert delivery.next_attempt_at > Attempt.objects.get().ended_at
    assert delivery.last_error


@pytest.mark.django_db
def test_retry_after_is_obeyed(owed, peer):
    owed("/429")

    deliver.deliver_due()

    wait = Delivery.objects.get().next_attempt_at - timezone.now()
    assert wait > datetime.timedelta(seconds=100)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/400", "/403", "/302"])
def test_a_refusal_is_final(owed, peer, path):
    owed(path)

    deliver.deliver_due()

    assert Delivery.objects.get().state == DeliveryState.FAILED
    assert Subscription.objects.get().is_active


@pytest.mark.django_db
def test_gone_ends_the_subscription(owed, peer):
    owed("/410")

    deliver.deliver_due()

    assert not Subscription.objects.get().is_active


@pytest.mark.django_db
def test_the_event_id_stays_over_retries_and_the_signature_is_fresh(owed, peer):
    owed("/500")

    deliver.deliver_due()
    due_now()
    deliver.deliver_due()

    first, second = (json.loads(body) for _path, _headers, body in peer.requests)
    assert first == second
    assert Attempt.objects.count() == 2


@pytest.mark.django_db
def test_a_private_receiver_is_never_contacted(owed, peer, settings):
    owed()
    settings.OUTBOUND_ALLOW = ()

    deliver.deliver_due()

    assert peer.requests == []
    assert Delivery.objects.get().state == DeliveryState.FAILED


@pytest.mark.django_db
def test_a_dead_workers_attempt_is_closed_as_unknown_and_repeated(owed, peer):
    delivery = owed()
    Delivery.objects.update(state=DeliveryState.SENDING, attempt_count=1)
    Attempt.objects.create(delivery=delivery, number=1, began_at=timezone.now())

    deliver.deliver_due()

    assert list(Attempt.objects.order_by("number").values_list("outcome", flat=True)) == [
        "unknown",
        "sent",
    ]


@pytest.mark.django_db
def test_a_lease_keeps_others_away(owed, peer):
    owed()
    Delivery.objects.update(
        state=DeliveryState.SENDING,
        next_attempt_at=timezone.now() + datetime.timedelta(minutes=1),
    )

    assert deliver.deliver_due() == 0


@pytest.mark.django_db
def test_events_of_one_item_keep_their_order(owed, page, peer):
    owed("/500")
    deliver.deliver_due()
    change(page)
    Subscription.objects.update(rests_until=None)

    deliver.deliver_due()

    assert heard(peer) == ["item.released"]
    assert [row.event for row in Delivery.objects.order_by("seq")] == [
        "item.released",
        "item.updated",
    ]


@pytest.mark.parametrize("kind", [kind for kind, _label in choices()])
def test_every_channel_keeps_the_contract(kind):
    channel = discovered()[kind]

    assert channel.kind == kind
    assert str(channel.label)
    assert channel.check({}) != {}


@pytest.mark.django_db
def test_a_channel_that_was_taken_out_does_not_stop_the_others(page, peer):
    Subscription.objects.create(channel="dahulu", name="lama", config={}, secret=SECRET)
    owed_by_webhook = Delivery.objects.filter(subscription__channel="webhook")
    Subscription.objects.create(
        channel="webhook", name="uji", config={"url": f"{peer.url}/"}, secret=SECRET
    )
    page.get_latest_revision().publish()

    deliver.deliver_due()

    assert [row.state for row in owed_by_webhook] == [DeliveryState.SENT]
    assert Delivery.objects.get(subscription__channel="dahulu").state == DeliveryState.WAITING
