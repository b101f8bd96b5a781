"""Receivers and the delivery log in the admin: who may, what it shows, what it does."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.base.errors import Conflict
from cms.base.models import AuditEvent
from cms.people.models import Role
from publishing.models import Delivery, DeliveryState, PublishedItem, Subscription
from publishing.services import deliver, subscriptions
from tests.factories.people import person, place, unit
from tests.factories.publishing_events import happens, item, receiver

pytestmark = pytest.mark.django_db
LIST = "/admin/integrasi/langganan/"
LOG = "/admin/integrasi/pengiriman/"


def _signed_in(role, unit_code="MABES"):
    user = person(role, unit_code)
    content_type, _made = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    permission, _made = Permission.objects.get_or_create(
        content_type=content_type, codename="access_admin", defaults={"name": "Access admin"}
    )
    user.user_permissions.add(permission)
    client = Client()
    client.force_login(user)
    return client, user


@pytest.fixture
def staff():
    return _signed_in(Role.ADMINISTRATOR)


def _deliver(page, peer, path="/400"):
    Subscription.objects.create(
        channel="webhook", name="uji", config={"url": f"{peer.url}{path}"}, secret="r"
    )
    page.get_latest_revision().publish()
    deliver.deliver_due()
    return Delivery.objects.get()


def test_a_secret_is_shown_once(staff):
    client, _user = staff

    made = client.post(LIST, {"channel": "webhook", "name": "A", "url": "https://contoh.id/x"})

    secret = Subscription.objects.get().secret
    assert secret in made.text
    assert "no-store" in made["Cache-Control"]
    assert secret not in client.get(LIST).text
    assert AuditEvent.objects.filter(verb="subscription.added").exists()
    assert secret not in str(list(AuditEvent.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("url", ["ftp://contoh.id/", "https://a:b@contoh.id/", "halo", "x\x00"])
def test_a_bad_address_is_refused_and_kept_on_the_form(staff, url):
    client, _user = staff

    answer = client.post(LIST, {"channel": "webhook", "name": "Kantor", "url": url})

    assert answer.status_code == 422
    assert "Kantor" in answer.text
    assert not Subscription.objects.exists()


def test_rotate_pause_and_resume(staff):
    client, user = staff
    made = subscriptions.subscribe(
        actor=user, channel="webhook", name="A", url="https://contoh.id/"
    )

    rotated = client.post(f"{LIST}{made.pk}/rahasia-baru/")
    client.post(f"{LIST}{made.pk}/jeda/")
    paused = Subscription.objects.get()
    client.post(f"{LIST}{made.pk}/lanjut/")

    assert paused.secret != made.secret
    assert paused.secret in rotated.text
    assert not paused.is_active
    assert Subscription.objects.get().is_active


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER, Role.LEADER])
def test_others_may_not(page, peer, role):
    delivery = _deliver(page, peer)
    client, _user = _signed_in(role)
    step = f"{LIST}{delivery.subscription_id}/rahasia-baru/"

    answers = [client.get(LIST), client.get(LOG), client.get(f"{LOG}{delivery.pk}/")]
    answers += [
        client.post(LIST),
        client.post(step),
        client.post(f"{LOG}{delivery.pk}/kirim-ulang/"),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert Subscription.objects.get().secret == "r"


def test_a_failed_delivery_is_explained_and_sent_again(page, peer, staff):
    delivery = _deliver(page, peer)
    client, _user = staff
    detail = client.get(f"{LOG}{delivery.pk}/")
    Subscription.objects.update(config={"url": f"{peer.url}/"})

    client.post(reverse("integrations:replay", args=[delivery.pk]))
    deliver.deliver_due()

    assert "Penerima menolak (HTTP 400)" in detail.text
    after = Delivery.objects.get()
    assert (after.state, after.attempt_count) == (DeliveryState.SENT, 2)
    events = {headers["Sambang-Event-Id"] for _path, headers, _body in peer.requests}
    assert events == {str(delivery.public_id)}
    assert AuditEvent.objects.filter(verb="delivery.replayed").exists()


def test_an_outdated_delivery_is_not_sent_again(page, peer, staff):
    delivery = _deliver(page, peer)
    PublishedItem.objects.update(seq=delivery.seq + 1)

    with pytest.raises(Conflict):
        subscriptions.replay(actor=staff[1], delivery=delivery)


def test_the_log_filters_and_costs_the_same_for_more_rows(page, peer, staff):
    first = _deliver(page, peer)
    client, _user = staff
    client.get(LOG)
    before = _count(client)
    for number in range(4):
        Delivery.objects.create(
            subscription=first.subscription,
            item=first.item,
            event="item.updated",
            seq=first.seq + 1 + number,
            next_attempt_at=timezone.now(),
        )

    assert _count(client) == before
    assert client.get(LOG, {"state": "failed"}).text.count("Penerima menolak") == 1
    assert "Penerima menolak" not in client.get(LOG, {"state": "waiting"}).text


def _count(client):
    with CaptureQueriesContext(connection) as queries:
        client.get(LOG)
    return len(queries)


def _post(client, to, **fields):
    return client.post(to, {"name": "A", "url": "https://contoh.id/x"} | fields)


def test_a_receiver_is_limited_and_changed(staff):
    client, _user = staff
    place("32.01.01.1001")
    area = unit("POLRES-3201")

    made = _post(
        client, LIST, channel="webhook", events=["item.released"], province=["32"], unit=area.pk,
        topic="ronda, gotong-royong",
    )  # fmt: skip
    one = Subscription.objects.get()
    detail = client.get(f"{LIST}{one.pk}/")
    changed = _post(client, f"{LIST}{one.pk}/", url="https://baru.contoh.id/")

    assert made.status_code == 200
    assert one.filters == {
        "province": ["32"], "topic": ["gotong-royong", "ronda"], "unit": ["POLRES-3201"],
    }  # fmt: skip
    assert (one.events, one.unit_path) == (["item.released"], area.path)
    assert "gotong-royong, ronda" in detail.text
    assert one.secret not in detail.text
    assert changed.status_code == 302
    one.refresh_from_db()
    assert (one.filters, one.events, one.unit_path) == ({}, [], "")
    assert AuditEvent.objects.filter(verb="subscription.changed").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("topic", "Ronda!"), ("regency", "99.99"), ("events", "item.left"), ("unit", "x")],
)
def test_a_wish_that_makes_no_sense_is_refused_beside_its_field(staff, field, value):
    client, _user = staff

    answer = _post(client, LIST, channel="webhook", **{field: value})

    assert answer.status_code == 422
    assert not Subscription.objects.exists()


def test_administrators_of_a_unit_manage_what_is_limited_to_it(page, peer):
    own = receiver(name="milik-kami", unit_path=unit("POLSEK-320101").path)
    other = receiver(name="milik-lain", unit_path=unit("POLRES-3202").path)
    nationwide = receiver(name="nasional")
    row = item("kind-story")
    happens(row, "item.released")
    client, _user = _signed_in(Role.ADMINISTRATOR, "POLRES-3201")

    shown = client.get(LIST).text, client.get(LOG).text
    for text in shown:
        assert "milik-kami" in text
        assert "milik-lain" not in text
        assert "nasional" not in text
    assert client.get(f"{LIST}{own.pk}/").status_code == 200
    for hidden in (other, nationwide):
        delivery = hidden.deliveries.get()
        Delivery.objects.update(state="failed")
        answers = [
            client.get(f"{LIST}{hidden.pk}/"),
            client.post(f"{LIST}{hidden.pk}/rahasia-baru/"),
            client.post(f"{LIST}{hidden.pk}/uji-coba/"),
            client.get(f"{LOG}{delivery.pk}/"),
            client.post(f"{LOG}{delivery.pk}/kirim-ulang/"),
        ]
        assert {answer.status_code for answer in answers} == {404}
    assert client.post(f"{LOG}{own.deliveries.get().pk}/kirim-ulang/").status_code == 302


def test_administrators_of_a_unit_may_not_reach_beyond_it():
    client, _user = _signed_in(Role.ADMINISTRATOR, "POLRES-3201")
    unit("POLRES-3202")
    own = receiver(unit_path=unit("POLRES-3201").path, filters={"unit": ["POLRES-3201"]})

    nationwide = _post(client, LIST, channel="webhook")
    beyond = _post(client, LIST, channel="webhook", unit=unit("POLRES-3202").pk)
    widened = _post(client, f"{LIST}{own.pk}/")
    fine = _post(client, LIST, channel="webhook", unit=unit("POLSEK-320101").pk)

    assert [nationwide.status_code, beyond.status_code, widened.status_code] == [422] * 3
    assert "administrator Mabes" in nationwide.text
    assert fine.status_code == 200
    assert Subscription.objects.count() == 2
    own.refresh_from_db()
    assert own.filters == {"unit": ["POLRES-3201"]}


def test_a_trial_is_shown(peer, staff):
    client, _user = staff
    well, broken = receiver(peer), receiver(peer, "/500")

    good = client.post(f"{LIST}{well.pk}/uji-coba/").text
    bad = client.post(f"{LIST}{broken.pk}/uji-coba/").text

    assert "Penerima menjawab baik" in good
    assert "test.ping" in good
    assert "Penerima sedang bermasalah" in bad


def test_a_delivery_shows_request_and_answer(page, peer, staff):
    delivery = _deliver(page, peer)
    client, _user = staff

    shown = client.get(f"{LOG}{delivery.pk}/").text

    assert "Sambang-Event-Id: " + str(delivery.public_id) in shown
    assert "HTTP 400" in shown
    assert "&quot;event&quot;:&quot;item.released&quot;" in shown
    assert "v1=…" in shown


def test_the_grace_of_an_old_secret_is_shown_and_ended(staff):
    client, _user = staff
    one = receiver()

    client.post(f"{LIST}{one.pk}/rahasia-baru/")
    during = client.get(f"{LIST}{one.pk}/").text
    client.post(f"{LIST}{one.pk}/akhiri-rahasia-lama/")

    assert "Rahasia lama masih berlaku" in during
    assert "Rahasia lama masih berlaku" not in client.get(f"{LIST}{one.pk}/").text


def test_an_unknown_step_is_not_found(staff):
    client, _user = staff

    assert client.post(f"{LIST}{receiver().pk}/hapus/").status_code == 404
