"""How a receiver fares: turns, rest, outage, pause, secrets, the log, and what is kept."""

import datetime
import hashlib
import hmac
import json
import re
import socket
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.base.errors import Conflict
from cms.base.models import AuditEvent
from cms.people.models import Notice, Role
from publishing.channels.webhook.channel import sign
from publishing.models import Attempt, Delivery, DeliveryState, HeldItem, Subscription
from publishing.services import deliver, subscriptions
from publishing.services.tidy import tidy_deliveries
from tests.factories.people import UserFactory, person, unit
from tests.factories.publishing_events import SECRET, happens, item, receiver, told
from tests.peers.http_peer import peer

second_peer = peer
pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
DOCS = Path(django_settings.BASE_DIR) / "docs" / "features" / "webhooks.md"


def release(count=1):
    """Release ``count`` new items; return them."""
    rows = [item("kind-story") for _number in range(count)]
    for row in rows:
        happens(row, "item.released")
    return rows


def pass_time(span):
    """Everything that was written so far happened ``span`` earlier."""
    for row in Subscription.objects.all():
        for name in ("failing_since", "rests_until", "leased_until", "previous_secret_until"):
            if value := getattr(row, name):
                setattr(row, name, value - span)
        row.save()
    for row in Delivery.objects.all():
        for name in ("next_attempt_at", "retry_until", "finished_at"):
            if value := getattr(row, name):
                setattr(row, name, value - span)
        row.save()


def events_of(peer):
    """(item title or state, event) of each request, in order."""
    return [headers["Sambang-Event"] for _path, headers, _body in peer.requests]


def ids_of(peer):
    return [headers["Sambang-Event-Id"] for _path, headers, _body in peer.requests]


def verifier():
    """The very function that the documentation tells receivers to use."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    assert len(code.strip().splitlines()) <= 20
    namespace = {}
    exec(code, namespace)  # noqa: S102
    return namespace["is_ours"]


def test_nothing_is_lost_while_the_receiver_is_down_for_six_hours(peer):
    receiver(peer)
    peer.status = 503
    rows = release(3)
    happens(rows[0], "item.updated")
    for _quarter in range(24):
        deliver.deliver_due()
        pass_time(HOUR / 4)
    assert not Delivery.objects.exclude(state=DeliveryState.WAITING).exists()

    peer.status, peer.requests[:] = 200, []
    while not deliver.deliver_due():
        pass_time(HOUR / 4)

    # The first success brings the rest forward, in order: nothing waits for its own back-off.
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert len(set(ids_of(peer))) == 4
    mine = [
        event
        for event, key in zip(events_of(peer), ids_of(peer), strict=True)
        if Delivery.objects.get(public_id=key).item == rows[0]
    ]
    assert mine == ["item.released", "item.updated"]
    assert Subscription.objects.get().failing_since is None


def test_a_receiver_in_trouble_rests_and_the_others_go_on(peer):
    since = timezone.now() - HOUR
    broken = receiver(peer, "/500", name="rusak", failing_since=since)
    well = receiver(peer, "/", name="sehat")
    release(5)

    deliver.deliver_due()

    paths = [path for path, _headers, _body in peer.requests]
    assert paths.count("/500") == 1
    assert paths.count("/") == 5
    broken.refresh_from_db()
    assert broken.rests_until > timezone.now()
    assert well.deliveries.filter(state="sent").count() == 5


def test_a_receiver_that_is_being_served_is_left_alone(peer):
    receiver(peer, leased_until=timezone.now() + HOUR)
    free = receiver(peer, name="lain")
    release()

    assert deliver.deliver_due() == 1
    assert free.deliveries.get().state == DeliveryState.SENT


def test_a_turn_that_a_dead_worker_left_is_taken_over(peer):
    receiver(peer, leased_until=timezone.now() - HOUR)
    release()

    assert deliver.deliver_due() == 1


def test_receivers_take_turns(peer):
    now = timezone.now()
    receiver(peer, "/a", last_turn_at=now)
    receiver(peer, "/b", last_turn_at=now - HOUR)
    receiver(peer, "/c")
    release()

    deliver.deliver_due()

    assert [path for path, _headers, _body in peer.requests] == ["/c", "/b", "/a"]


def test_an_item_that_waits_does_not_stop_the_others_of_its_receiver(peer):
    receiver(peer)
    first, _second = release(2)
    happens(first, "item.updated")
    Delivery.objects.filter(item=first, event="item.released").update(
        next_attempt_at=timezone.now() + HOUR
    )

    assert deliver.deliver_due() == 1
    assert events_of(peer) == ["item.released"]


def test_a_withdrawal_goes_before_everything_else(peer):
    receiver(peer)
    rows = release(4)
    Delivery.objects.filter(item=rows[3]).update(state="sent")
    happens(rows[3], "item.withdrawn")

    deliver.deliver_due()

    assert events_of(peer)[0] == "item.withdrawn"
    assert len(peer.requests) == 4


def test_a_withdrawal_overtakes_text_that_was_on_its_way(peer):
    receiver(peer)
    (row,) = release()
    Delivery.objects.update(
        state=DeliveryState.SENDING, attempt_count=1, next_attempt_at=timezone.now() - HOUR
    )
    Attempt.objects.create(delivery=Delivery.objects.get(), number=1, began_at=timezone.now())
    happens(row, "item.withdrawn")

    deliver.deliver_due()

    assert events_of(peer) == ["item.withdrawn"]
    states = Delivery.objects.order_by("seq").values_list("state", flat=True)
    assert list(states) == ["cancelled", "sent"]


def test_the_waits_are_random_and_add_up_to_more_than_a_day(peer):
    receiver(peer, "/500")
    release(1)
    waits, tries = [], 0
    while Delivery.objects.get().state != DeliveryState.FAILED:
        Subscription.objects.update(rests_until=None, failing_since=None)
        deliver.deliver_due()
        tries += 1
        if Delivery.objects.get().state == DeliveryState.WAITING:
            wait = Delivery.objects.get().next_attempt_at - timezone.now()
            waits.append(wait.total_seconds())
            pass_time(wait + datetime.timedelta(seconds=1))

    assert tries >= 10
    assert sum(waits) > 24 * 3600
    assert all(wait <= 7200 for wait in waits)
    assert len(set(waits)) == len(waits)


def test_three_days_without_an_answer_pause_the_receiver_and_tell_the_administrators(peer):
    mabes = person(Role.ADMINISTRATOR, "MABES")
    editor = person(Role.EDITOR, "MABES")
    below = person(Role.ADMINISTRATOR, "POLRES-3201")
    one = receiver(peer, "/500", name="Kantor Berita")
    release(2)
    deliver.deliver_due()
    pass_time(datetime.timedelta(days=3, minutes=1))

    deliver.deliver_due()

    one.refresh_from_db()
    assert (one.is_active, one.paused_reason) == (False, "failing")
    notice = Notice.objects.get()
    assert notice.user == mabes
    assert "Kantor Berita" in notice.text
    assert "tiga hari" in notice.text
    assert str(one.pk) in notice.path
    assert {editor, below}.isdisjoint({notice.user})
    assert AuditEvent.objects.filter(verb="subscription.paused").exists()


def test_what_waited_during_a_pause_goes_out_in_order_after_it(peer):
    boss = UserFactory(is_superuser=True)
    one = receiver(peer)
    subscriptions.set_active(actor=boss, subscription_id=one.pk, active=False)
    rows = release(2)
    happens(rows[0], "item.updated")
    assert deliver.deliver_due() == 0
    pass_time(datetime.timedelta(days=5))

    subscriptions.set_active(actor=boss, subscription_id=one.pk, active=True)
    deliver.deliver_due()

    assert events_of(peer) == ["item.released", "item.released", "item.updated"]


def test_a_receiver_that_refuses_everything_is_paused(peer):
    one = receiver(peer, "/404")
    release(25)

    deliver.deliver_due()

    one.refresh_from_db()
    assert (one.is_active, one.paused_reason) == (False, "refusing")
    assert len(peer.requests) == 20
    assert one.deliveries.filter(state="waiting").count() == 5


def test_one_success_forgets_the_refusals(peer):
    one = receiver(peer, failed_in_a_row=19, failing_since=timezone.now() - HOUR)
    release()

    deliver.deliver_due()

    one.refresh_from_db()
    assert (one.failed_in_a_row, one.failing_since) == (0, None)


def test_gone_unsubscribes(peer):
    one = receiver(peer, "/410")
    rows = release(3)

    deliver.deliver_due()
    happens(rows[0], "item.updated")

    one.refresh_from_db()
    assert (one.is_active, one.paused_reason) == (False, "gone")
    assert len(peer.requests) == 1
    assert set(one.deliveries.values_list("state", flat=True)) == {"failed", "cancelled"}
    assert not HeldItem.objects.exists()


def test_notices_go_to_whoever_manages_the_receiver(peer):
    below = person(Role.ADMINISTRATOR, "POLRES-3201")
    person(Role.ADMINISTRATOR, "POLRES-3202")
    receiver(peer, "/410", unit_path=unit("POLSEK-320101").path)
    release()

    deliver.deliver_due()

    assert [notice.user for notice in Notice.objects.all()] == [below]


def test_an_attempt_is_logged_with_its_answer_and_without_a_usable_signature(peer):
    receiver(peer, "/large")
    release()

    deliver.deliver_due()

    attempt = Attempt.objects.get()
    assert attempt.request_headers["Sambang-Event"] == "item.released"
    assert re.fullmatch(r"t=\d+,v1=…", attempt.request_headers["Sambang-Signature"])
    assert attempt.response_status == 200
    assert attempt.response_body == "x" * 4000
    assert attempt.duration_ms >= 0


def test_a_redirect_is_not_followed_even_to_another_allowed_address(peer, settings, second):
    peer.location = f"{second.url}/dalam"
    settings.OUTBOUND_ALLOW = (*settings.OUTBOUND_ALLOW, ("127.0.0.1", peer.server_port))
    receiver(peer, "/302")
    release()

    deliver.deliver_due()

    assert (len(peer.requests), second.requests) == (1, [])
    assert Attempt.objects.get().response_status == 302
    assert Delivery.objects.get().state == DeliveryState.FAILED


@pytest.fixture
def second(settings):
    """One more server, allowed as well."""
    yield from second_peer.__wrapped__(settings)


def resolver(monkeypatch, *answers):
    """A name server that gives ``answers`` one after the other; returns what it was asked."""
    asked, left, real = [], list(answers), socket.getaddrinfo

    def resolve(host, port, *args, **kwargs):
        if host == "127.0.0.1":
            return real(host, port, *args, **kwargs)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def test_a_name_is_resolved_once_so_that_a_second_answer_changes_nothing(
    peer, settings, monkeypatch
):
    asked = resolver(monkeypatch, ["127.0.0.1"], ["169.254.169.254"])
    settings.OUTBOUND_ALLOW = (("berubah.contoh.id", peer.server_port),)
    receiver(config={"url": f"http://berubah.contoh.id:{peer.server_port}/"})
    release()

    deliver.deliver_due()

    assert asked == ["berubah.contoh.id"]
    assert peer.requests[0][1]["Host"].startswith("berubah.contoh.id")


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1"])
def test_a_public_address_beside_a_private_one_is_refused(peer, settings, monkeypatch, address):
    asked = resolver(monkeypatch, ["1.1.1.1", address])
    settings.OUTBOUND_ALLOW = ()
    receiver(config={"url": f"http://berubah.contoh.id:{peer.server_port}/"})
    release()

    deliver.deliver_due()

    assert (asked, peer.requests) == (["berubah.contoh.id"], [])
    assert Delivery.objects.get().state == DeliveryState.FAILED


def test_the_documented_verifier_accepts_what_we_send(peer):
    receiver(peer)
    release()
    deliver.deliver_due()
    _path, headers, body = peer.requests[0]
    is_ours = verifier()

    assert is_ours(headers, body, SECRET)
    assert not is_ours(headers, body + b" ", SECRET)
    assert not is_ours(headers, body, "salah")
    for broken in ("", "t=1", "t=x,v1=y", "v1=y", "t=²,v1=\xff", "t=1,t=2,v1=y"):
        assert not is_ours({"Sambang-Signature": broken}, body, SECRET)


@pytest.mark.parametrize(("age_s", "accepted"), [(290, True), (310, False), (-310, False)])
def test_the_documented_verifier_refuses_an_old_request(age_s, accepted):
    stamp = int(time.time()) - age_s
    header = f"t={stamp},v1={sign(SECRET, timestamp=stamp, body=b'{}')}"

    assert verifier()({"Sambang-Signature": header}, b"{}", SECRET) is accepted


def test_while_a_secret_is_changed_both_count_and_then_only_the_new(peer):
    boss = UserFactory(is_superuser=True)
    one = receiver(peer)
    fresh = subscriptions.rotate_secret(actor=boss, subscription_id=one.pk).secret
    is_ours = verifier()

    release()
    deliver.deliver_due()
    _path, headers, body = peer.requests[-1]
    assert headers["Sambang-Signature"].count("v1=") == 2
    assert is_ours(headers, body, SECRET)
    assert is_ours(headers, body, fresh)

    pass_time(25 * HOUR)
    release()
    deliver.deliver_due()
    _path, headers, body = peer.requests[-1]
    assert headers["Sambang-Signature"].count("v1=") == 1
    assert is_ours(headers, body, fresh)
    assert not is_ours(headers, body, SECRET)
    tidy_deliveries()
    assert Subscription.objects.get().previous_secret == ""


def test_the_old_secret_ends_by_a_press(peer):
    boss = UserFactory(is_superuser=True)
    one = receiver(peer)
    subscriptions.rotate_secret(actor=boss, subscription_id=one.pk)

    subscriptions.end_grace(actor=boss, subscription_id=one.pk)

    release()
    deliver.deliver_due()
    assert peer.requests[0][1]["Sambang-Signature"].count("v1=") == 1


def test_a_retry_is_signed_anew_over_the_same_body(peer):
    receiver(peer, "/500")
    release()
    for _try in range(2):
        deliver.deliver_due()
        pass_time(3 * HOUR)

    for _path, headers, body in peer.requests:
        stamp, signature = re.fullmatch(
            r"t=(\d+),v1=([0-9a-f]{64})", headers["Sambang-Signature"]
        ).groups()
        expected = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256)
        assert signature == expected.hexdigest()
    assert len(peer.requests) == 2
    assert len({body for _path, _headers, body in peer.requests}) == 1


def test_a_trial_shows_the_answer_and_counts_as_nothing(peer):
    boss = UserFactory(is_superuser=True)
    one = receiver(peer)

    trial = subscriptions.try_out(actor=boss, subscription_id=one.pk)

    (_path, headers, body) = peer.requests[0]
    sent = json.loads(body)
    assert (trial.error, trial.exchange.status, trial.exchange.body) == ("", 200, "ok")
    assert (sent["event"], sent["item"]) == ("test.ping", None)
    assert verifier()(headers, body, SECRET)
    assert not Delivery.objects.exists()


def test_a_trial_that_fails_says_why(peer, settings):
    boss = UserFactory(is_superuser=True)
    refused, private = receiver(peer, "/403"), receiver(config={"url": "http://127.0.0.1:9/"})

    said = subscriptions.try_out(actor=boss, subscription_id=refused.pk)
    blocked = subscriptions.try_out(actor=boss, subscription_id=private.pk)

    assert (said.error, said.exchange.status) == ("HTTP 403", 403)
    assert "public internet" in blocked.error
    assert Subscription.objects.get(pk=refused.pk).failing_since is None


def test_a_used_up_delivery_gets_all_its_tries_again_by_hand(peer):
    boss = UserFactory(is_superuser=True)
    receiver(peer, "/500")
    release()
    deliver.deliver_due()
    Delivery.objects.update(state="failed", attempt_count=40, retry_until=timezone.now() - HOUR)
    Subscription.objects.update(rests_until=None)

    subscriptions.replay(actor=boss, delivery=Delivery.objects.get())
    deliver.deliver_due()

    assert Delivery.objects.get().state == DeliveryState.WAITING
    with pytest.raises(Conflict):
        subscriptions.replay(actor=boss, delivery=Delivery.objects.get())


def test_the_log_is_kept_for_ninety_days(peer):
    receiver(peer)
    (row,) = release()
    deliver.deliver_due()
    pass_time(datetime.timedelta(days=89))
    assert tidy_deliveries() == 0
    pass_time(datetime.timedelta(days=2))

    assert tidy_deliveries() == 1

    assert not Delivery.objects.exists()
    assert not Attempt.objects.exists()
    happens(row, "item.withdrawn")
    assert told(Subscription.objects.get()) == ["item.withdrawn"]


def test_what_waits_for_a_paused_receiver_is_dropped_after_a_month():
    receiver(is_active=False, paused_reason="manual")
    gone = receiver()
    release()
    Delivery.objects.update(created_at=timezone.now() - datetime.timedelta(days=31))

    tidy_deliveries()

    states = dict(Delivery.objects.values_list("subscription_id", "state"))
    assert states.pop(gone.pk) == "waiting"
    assert set(states.values()) == {"cancelled"}


def test_a_claim_costs_the_same_for_more_deliveries(peer):
    receiver(peer)

    def cost(count):
        release(count)
        with CaptureQueriesContext(connection) as queries:
            deliver.deliver_due(limit=1)
        return len(queries)

    assert cost(1) == cost(6)


def test_claiming_reads_only_what_waits():
    # The index of what waits is small however long the log is; both databases have to use it.
    one = receiver()
    release(3)

    plan = deliver.ready_for(one).explain()

    assert "delivery_turn" in plan or connection.vendor == "postgresql"


def test_tidying_costs_the_same_when_there_is_nothing_to_do():
    with CaptureQueriesContext(connection) as queries:
        tidy_deliveries()

    assert len(queries) == 3
