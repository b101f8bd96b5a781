"""Messages to phones: real cryptography against a push service of our own."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils import timezone

from cms.base.errors import Invalid
from cms.config import env
from cms.people import web_push
from cms.people.models import PushMessage, PushSubscription
from cms.people.services.notices import notify
from cms.people.services.push import SUBSCRIPTIONS_MAX, push_due, subscribe
from stories.services.desk.deciding import return_report
from tests.factories.people import OfficerFactory, UserFactory
from tests.factories.stories import ReportFactory
from tests.peers.push_service import CURVE, Browser, decode

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def officer():
    return OfficerFactory(signed_up=True)


def wants_messages(service, user, **fields):
    return subscribe(
        actor=user, endpoint=service.endpoint, **service.browser.keys, device="Chrome", **fields
    )


def test_the_peer_decrypts_the_example_of_rfc_8291():
    private = ec.derive_private_key(
        int.from_bytes(decode("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")), CURVE
    )
    body = decode(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
        "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
        "lcy4a-fN"
    )

    browser = Browser(private=private, auth=decode("BTBZMqHH6r4Tts7J_aSIgg"))

    assert browser.decrypt(body) == b"When I grow up, I want to be a watermelon"


def test_a_returned_report_reaches_the_phone_and_tells_nothing(push_service):
    report = ReportFactory(claimed=True, title="Perselisihan Bu Sari dan Pak Budi")
    wants_messages(push_service, report.officer.user)

    return_report(actor=report.claimed_by, report_id=report.pk, note="Tolong tambahkan hasilnya.")
    push_due()

    (message,) = push_service.messages
    assert message["news"] == {
        "title": "Ada kabar tentang laporan Anda",
        "body": "Buka Sambang untuk membacanya.",
        "lang": "id",
        "path": f"/lapor/{report.pk}/",
        "tag": message["topic"],
    }
    assert message["key"] == web_push.public_key()
    assert message["claims"]["sub"] == "mailto:sambang@localhost"
    assert 0 < message["ttl"] <= 3 * 24 * 3600
    assert PushMessage.objects.get().state == "done"
    assert PushSubscription.objects.get().reached_at


def test_a_browser_that_asked_in_the_english_app_is_told_in_english(push_service, client):
    report = ReportFactory(claimed=True)
    client.force_login(report.officer.user)
    asked = {"endpoint": push_service.endpoint, "keys": push_service.browser.keys}
    client.post("/en/kabar-ponsel/", asked, content_type=JSON)

    return_report(actor=report.claimed_by, report_id=report.pk, note="Tolong tambahkan hasilnya.")
    push_due()

    (message,) = push_service.messages
    news = message["news"]
    assert (news["title"], news["body"]) == (
        "There is news about your report",
        "Open Sambang to read it.",
    )
    assert (news["lang"], news["path"]) == ("en", f"/en/lapor/{report.pk}/")


def test_every_message_has_one_length(push_service, officer):
    wants_messages(push_service, officer.user)

    notify(user=officer.user, text="a")
    notify(user=officer.user, text="b", path="/lapor/" + "x" * 200, nudge="n" * 100)
    push_due()

    assert len({message["bytes"] for message in push_service.messages}) == 1


def test_a_message_that_is_not_fetched_is_replaced_by_a_newer_one_of_its_report(push_service):
    topic = web_push.topic("/lapor/1/")

    assert web_push.topic("/lapor/1/") == topic
    assert web_push.topic("/lapor/2/") != topic
    assert len(topic) == 32


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(push_service, officer, status):
    wants_messages(push_service, officer.user)
    notify(user=officer.user, text="Terbit")
    push_service.answers = [status]

    push_due()

    assert not PushSubscription.objects.exists()
    assert not PushMessage.objects.exists()


def test_a_push_service_that_asks_for_a_pause_gets_it(push_service, officer):
    wants_messages(push_service, officer.user)
    notify(user=officer.user, text="Terbit")
    push_service.answers = [429]

    push_due()

    message = PushMessage.objects.get()
    assert message.state == "waiting"
    assert message.next_attempt_at > timezone.now() + timedelta(minutes=29)
    PushMessage.objects.update(next_attempt_at=timezone.now())
    push_due()
    assert len(push_service.messages) == 1


@pytest.mark.parametrize("status", [500, 503, 408])
def test_a_push_service_in_trouble_is_asked_again(push_service, officer, status):
    wants_messages(push_service, officer.user)
    notify(user=officer.user, text="Terbit")
    push_service.answers = [status]

    push_due()

    assert PushMessage.objects.get().state == "waiting"


@pytest.mark.parametrize("status", [400, 403, 413, 302])
def test_a_refused_message_is_not_repeated_and_five_in_a_row_end_it(push_service, officer, status):
    wants_messages(push_service, officer.user)
    push_service.answers = [status] * 5

    for number in range(1, 5):
        notify(user=officer.user, text="Terbit")
        push_due()
        assert PushSubscription.objects.get().refused_count == number
    assert not PushMessage.objects.exclude(state="failed").exists()
    notify(user=officer.user, text="Terbit")
    push_due()

    assert push_service.asked == 5
    assert not PushSubscription.objects.exists()


def test_a_success_forgets_earlier_refusals(push_service, officer):
    wants_messages(push_service, officer.user)
    PushSubscription.objects.update(refused_count=4)
    notify(user=officer.user, text="Terbit")

    push_due()

    assert PushSubscription.objects.get().refused_count == 0


def test_another_key_than_the_one_that_was_subscribed_with_is_noticed(
    push_service, officer, settings
):
    wants_messages(push_service, officer.user)
    before = web_push.public_key()
    settings.WEB_PUSH_PRIVATE_KEY = env.new_push_key()

    notify(user=officer.user, text="Terbit")
    push_due()

    assert push_service.messages[0]["key"] == web_push.public_key() != before


def test_what_is_too_old_is_not_sent(push_service, officer):
    wants_messages(push_service, officer.user)
    notify(user=officer.user, text="Terbit")
    PushMessage.objects.update(created_at=timezone.now() - timedelta(days=4))

    push_due()

    assert push_service.asked == 0
    assert PushMessage.objects.get().state == "failed"


def test_what_a_dead_worker_left_is_sent(push_service, officer):
    wants_messages(push_service, officer.user)
    notify(user=officer.user, text="Terbit")
    PushMessage.objects.update(
        state="running", attempt_count=1, next_attempt_at=timezone.now() - timedelta(seconds=1)
    )

    push_due()

    assert len(push_service.messages) == 1


def test_without_a_key_nothing_is_written(push_service, officer, settings):
    wants_messages(push_service, officer.user)
    settings.WEB_PUSH_PRIVATE_KEY = ""

    notify(user=officer.user, text="Terbit")

    assert not PushMessage.objects.exists()


def test_a_rolled_back_deed_sends_nothing(push_service, officer):
    wants_messages(push_service, officer.user)

    with pytest.raises(Invalid):
        from_within_a_failing_deed(officer.user)

    push_due()
    assert push_service.asked == 0


def from_within_a_failing_deed(user):
    with transaction.atomic():
        notify(user=user, text="Terbit")
        raise Invalid("tidak jadi")


# --- Who subscribes --------------------------------------------------------------------------


def test_a_shared_phone_belongs_to_whoever_asked_last(push_service, officer):
    other = OfficerFactory(signed_up=True)
    wants_messages(push_service, officer.user)
    notify(user=officer.user, text="Untuk yang pertama")

    wants_messages(push_service, other.user)
    push_due()

    assert PushSubscription.objects.get().user == other.user
    assert push_service.messages == []


def test_browsers_of_one_person_are_bounded(push_service, officer):
    for number in range(SUBSCRIPTIONS_MAX + 2):
        subscribe(
            actor=officer.user,
            endpoint=f"{push_service.endpoint}{number}",
            **push_service.browser.keys,
        )

    kept = PushSubscription.objects.order_by("id").values_list("endpoint", flat=True)
    assert len(kept) == SUBSCRIPTIONS_MAX
    assert kept[0] == f"{push_service.endpoint}2"


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.id/x",
        "ftp://push.example.id/x",
        "https://",
        "https://orang:sandi@push.example.id/x",
        "https://push.example.id/" + "x" * 1000,
        "https://push.example.id/ä",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_no_browser_gives_is_refused(push_service, officer, endpoint):
    with pytest.raises(Invalid):
        subscribe(actor=officer.user, endpoint=endpoint, **push_service.browser.keys)


@pytest.mark.parametrize(
    "changed",
    [
        {"p256dh": "AAAA"},
        {"p256dh": "!!!"},
        {"p256dh": "B" + "A" * 86},
        {"auth": "AAAA"},
        {"auth": "tidak base64"},
    ],
)
def test_keys_that_no_browser_makes_are_refused(push_service, officer, changed):
    keys = push_service.browser.keys | changed

    with pytest.raises(Invalid):
        subscribe(actor=officer.user, endpoint=push_service.endpoint, **keys)


def test_an_address_inside_our_own_network_is_never_asked(officer):
    browser = Browser()
    subscribe(actor=officer.user, endpoint="https://127.0.0.1:9/push", **browser.keys)
    notify(user=officer.user, text="Terbit")

    push_due()

    assert not PushSubscription.objects.exists()


# --- The doors -------------------------------------------------------------------------------


def body_of(service, **more):
    return {"endpoint": service.endpoint, "keys": service.browser.keys, **more}


def test_a_browser_subscribes_and_recognises_itself(client, push_service, officer):
    client.force_login(officer.user)

    made = client.post(
        "/kabar-ponsel/",
        body_of(push_service, expirationTime=None),
        JSON,
        headers={"User-Agent": "Mozilla/5.0 (Linux; Android 13) Chrome/138.0 Mobile Safari/537.36"},
    )

    subscription = PushSubscription.objects.get()
    assert (made.status_code, subscription.device) == (201, "Chrome · Android")
    assert client.get("/kabar-ponsel/").json() == {
        "key": web_push.public_key(),
        "known": [subscription.digest],
        "here": subscription.digest,
    }


def test_another_address_of_the_same_browser_replaces_the_earlier(client, push_service, officer):
    client.force_login(officer.user)
    client.post("/kabar-ponsel/", body_of(push_service), JSON)
    newer = body_of(push_service, replaces=push_service.endpoint)
    newer["endpoint"] += "-baru"

    client.post("/kabar-ponsel/", newer, JSON)

    assert PushSubscription.objects.get().endpoint == newer["endpoint"]


def test_one_stops_ones_own_messages_only(client, push_service, officer):
    wants_messages(push_service, officer.user)
    client.force_login(OfficerFactory(signed_up=True).user)
    stop = {"endpoint": push_service.endpoint}

    assert client.post("/kabar-ponsel/berhenti/", stop, JSON).status_code == 204
    assert PushSubscription.objects.exists()

    client.force_login(officer.user)
    assert client.post("/kabar-ponsel/berhenti/", stop, JSON).status_code == 204
    assert not PushSubscription.objects.exists()


def test_a_new_session_is_told_of_its_browser_and_ends_it_too(client, push_service, officer):
    wants_messages(push_service, officer.user)
    notify(user=officer.user, text="Menunggu")
    client.force_login(officer.user)
    asked = client.get("/kabar-ponsel/").json()
    assert (len(asked["known"]), asked["here"]) == (1, "")

    client.post("/kabar-ponsel/", body_of(push_service), JSON)

    assert client.get("/kabar-ponsel/").json()["here"] == asked["known"][0]
    assert PushSubscription.objects.get().messages.count() == 1
    client.post("/keluar/")
    assert not PushSubscription.objects.exists()


def test_signing_out_ends_the_messages_here_and_nowhere_else(client, push_service, officer):
    elsewhere = f"{push_service.endpoint}-tablet"
    subscribe(actor=officer.user, endpoint=elsewhere, **push_service.browser.keys)
    client.force_login(officer.user)
    client.post("/kabar-ponsel/", body_of(push_service), JSON)

    client.post("/keluar/")

    assert [found.endpoint for found in PushSubscription.objects.all()] == [elsewhere]


def test_strangers_and_other_origins_are_refused(client, push_service, officer):
    assert client.get("/kabar-ponsel/").status_code == 401
    assert client.post("/kabar-ponsel/", body_of(push_service), JSON).status_code == 401
    client.force_login(officer.user)
    own = {"Origin": "http://testserver", "Host": "testserver"}

    for headers in ({"Origin": "https://jahat.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post("/kabar-ponsel/", body_of(push_service), JSON, headers=headers)
        assert answer.status_code == 403
    form = client.post("/kabar-ponsel/", {"endpoint": push_service.endpoint})
    assert form.status_code == 403
    assert not PushSubscription.objects.exists()
    assert (
        client.post("/kabar-ponsel/", body_of(push_service), JSON, headers=own).status_code == 201
    )


@pytest.mark.parametrize(
    "body",
    ["[]", "{", '{"endpoint": 5}', '{"endpoint": "https://x.id/", "keys": []}', "[" * 9000],
)
def test_a_garbled_subscription_is_refused_in_words(client, officer, body):
    client.force_login(officer.user)

    answer = client.post("/kabar-ponsel/", body, JSON)

    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize("rows", [1, 5])
def test_a_notice_costs_the_same_whatever_the_number_of_browsers(
    push_service, rows, django_assert_num_queries
):
    user = UserFactory()
    for number in range(rows):
        subscribe(
            actor=user, endpoint=f"{push_service.endpoint}{number}", **push_service.browser.keys
        )

    # The notice, the browsers, the messages, and a savepoint around them.
    with django_assert_num_queries(5):
        notify(user=user, text="Terbit")
