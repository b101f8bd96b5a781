"""Probes, the three addresses for machines, and the page for people."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from cms.base.health import (
    Finding,
    Light,
    Limits,
    Probe,
    Reading,
    register,
    registered_temporarily,
    survey,
    worst,
)
from cms.base.health.words import age_s, span
from cms.base.models import Heartbeat
from cms.config.sweeps import SWEEPS
from cms.people.models import Role
from publishing.models import Delivery, DeliveryState, Purge, Subscription
from tests.factories.people import person
from tests.factories.publishing import PublishedItemFactory

TOKEN = "pemantau-yang-panjang-sekali"
ELSEWHERE = "203.0.113.9"


def probe(name="uji", read=lambda: [Reading(1, "satu")], **fields):
    return Probe(name=name, group="Uji", title="Uji", help="A test.", read=read, **fields)


def found(name):
    return [one for one in survey() if one.probe.name == name]


def broken():
    raise OSError("mati")


@pytest.mark.parametrize(
    ("limits", "value", "light"),
    [
        (Limits(yellow=60, red=600), 59, Light.GREEN),
        (Limits(yellow=60, red=600), 60, Light.YELLOW),
        (Limits(yellow=60, red=600), 600, Light.RED),
        (Limits(yellow=0.15, red=0.05, low_is_bad=True), 0.2, Light.GREEN),
        (Limits(yellow=0.15, red=0.05, low_is_bad=True), 0.15, Light.YELLOW),
        (Limits(yellow=0.15, red=0.05, low_is_bad=True), 0.01, Light.RED),
    ],
)
def test_a_light_follows_the_limits(limits, value, light):
    assert limits.light(value) == light


def test_the_worst_light_counts():
    lights = [Light.GREEN, Light.RED, Light.YELLOW]

    assert worst(Finding(probe(), light, "") for light in lights) == Light.RED
    assert worst([]) == Light.GREEN


@pytest.mark.django_db
def test_a_probe_that_fails_is_red_and_stops_no_other():
    with registered_temporarily(probe(read=broken)):
        (finding,) = found("uji")
        others = survey()

    assert (finding.light, finding.value) == (Light.RED, None)
    assert "OSError" in finding.sentence
    assert len(others) > 5


@pytest.mark.django_db
def test_a_name_is_taken_once():
    with registered_temporarily(probe()), pytest.raises(ValueError, match="uji"):
        register(probe())


@pytest.mark.django_db
def test_without_a_database_nothing_waits_for_it():
    asked = []
    down = probe("mati", read=broken, needs_database=False, is_critical=True)
    with registered_temporarily(down), registered_temporarily(probe(read=lambda: asked.append(1))):
        (finding,) = found("uji")

    assert asked == []
    assert finding.light == Light.RED


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 detik"), (59.9, "59 detik"), (60, "1 menit"), (7300, "2 jam"), (200_000, "2 hari")],
)
def test_a_span_is_said_in_its_largest_unit(seconds, words):
    assert span(seconds) == words


def test_an_age_is_never_negative():
    assert age_s(None) == 0
    assert age_s(timezone.now() + datetime.timedelta(hours=1)) == 0


@pytest.mark.django_db
def test_a_late_delivery_is_seen():
    item = PublishedItemFactory()
    receiver = Subscription.objects.create(channel="webhook", name="uji")
    paused = Subscription.objects.create(channel="webhook", name="jeda", is_active=False)
    for subscription, hours in ((receiver, 1), (paused, 9)):
        Delivery.objects.create(
            subscription=subscription, item=item, event="item.released", seq=1,
            next_attempt_at=timezone.now() - datetime.timedelta(hours=hours),
        )  # fmt: skip

    (late,) = found("deliveries_overdue_seconds")
    (waits,) = found("receivers_paused")

    assert late.light == Light.RED
    assert 3599 < late.value < 3700
    assert "1 jam" in late.sentence
    assert (waits.light, waits.value) == (Light.YELLOW, 1)


@pytest.mark.django_db
def test_failures_of_the_last_day_are_counted():
    item = PublishedItemFactory()
    receiver = Subscription.objects.create(channel="webhook", name="uji")
    now = timezone.now()
    for number, hours in enumerate((1, 30)):
        Delivery.objects.create(
            subscription=receiver, item=item, event="item.released", seq=number,
            state=DeliveryState.FAILED, next_attempt_at=now,
            finished_at=now - datetime.timedelta(hours=hours),
        )  # fmt: skip
    Purge.objects.create(state="failed", finished_at=now)

    values = {one.labels["outbox"]: one.value for one in found("outbox_failed")}

    assert values == {"delivery": 1, "purge": 1, "hub": 0}


@pytest.mark.django_db
def test_a_sweep_that_stopped_is_seen():
    name = SWEEPS[0].name
    (never, *_rest) = found("sweep_overdue_seconds")
    Heartbeat.objects.create(name=name, ok_at=timezone.now(), error="ValueError: x")
    (fresh, *_rest) = found("sweep_overdue_seconds")

    assert never.light == Light.RED
    assert "belum pernah" in never.sentence
    assert fresh.light == Light.GREEN
    assert "ValueError" in fresh.sentence


@pytest.mark.django_db
@pytest.mark.parametrize("every_s", sorted({SWEEPS[0].every_s, max(s.every_s for s in SWEEPS)}))
def test_a_sweep_is_late_by_its_own_turn(every_s):
    sweep = next(one for one in SWEEPS if one.every_s == every_s)
    lights = []
    for beyond_s in (-1, 130, 610):
        at = timezone.now() - datetime.timedelta(seconds=every_s + beyond_s)
        Heartbeat.objects.update_or_create(name=sweep.name, defaults={"ok_at": at})
        lights += [
            one.light for one in found("sweep_overdue_seconds") if one.labels["sweep"] == sweep.name
        ]

    assert lights == [Light.GREEN, Light.YELLOW, Light.RED]


@pytest.mark.django_db
def test_a_storage_that_cannot_be_reached_is_red(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "public": {"BACKEND": "tests.base.test_health.BrokenStorage"}
    }

    lights = {one.labels["storage"]: one.light for one in found("storage_answer_seconds")}

    assert lights == {"default": Light.GREEN, "public": Light.RED}


class BrokenStorage:
    """A storage whose machine is off."""

    def exists(self, name):
        raise OSError("mati")


def test_alive_needs_no_database(client):
    answer = client.get("/sehat/", REMOTE_ADDR=ELSEWHERE)

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_the_json_says_what_each_check_found(client):
    answer = client.get("/sehat/siap/")

    body = answer.json()
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/health+json"
    assert answer["Cache-Control"] == "no-store"
    assert body["ready"] is True
    assert body["checks"]["database_answer_seconds"][0]["status"] == "pass"
    assert {one["labels"]["sweep"] for one in body["checks"]["sweep_overdue_seconds"]} == {
        sweep.name for sweep in SWEEPS
    }


@pytest.mark.django_db
def test_something_critical_that_is_missing_is_503(client):
    with registered_temporarily(probe(read=broken, needs_database=False, is_critical=True)):
        answer = client.get("/sehat/siap/")

    assert answer.status_code == 503
    assert answer.json()["status"] == "fail"


@pytest.mark.django_db
def test_what_is_not_critical_leaves_the_site_in_service(client):
    with registered_temporarily(probe(read=broken)):
        answer = client.get("/sehat/siap/")

    assert (answer.status_code, answer.json()["status"]) == (200, "fail")


@pytest.mark.django_db
def test_prometheus_reads_every_number(client):
    nasty = [Reading(2.5, "dua", {"name": 'a"b\\c\nd'}), Reading(1, "satu", {"name": "b"})]
    with registered_temporarily(probe("uji_seconds", read=lambda: nasty)):
        answer = client.get("/metrik/")

    families = {
        family.name: family for family in text_string_to_metric_families(answer.content.decode())
    }
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert answer["Cache-Control"] == "no-store"
    samples = {s.labels["name"]: s.value for s in families["sambang_uji_seconds"].samples}
    assert samples == {'a"b\\c\nd': 2.5, "b": 1.0}
    checks = {s.labels["check"] for s in families["sambang_health"].samples}
    assert {"uji_seconds", "database_answer_seconds", "tasks_oldest_seconds"} <= checks
    assert all(family.documentation and family.type == "gauge" for family in families.values())


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sehat/siap/", "/metrik/"])
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": ""}, 401),
        ({"REMOTE_ADDR": ELSEWHERE}, 401),
        ({"HTTP_X_FORWARDED_FOR": ELSEWHERE}, 401),
        ({"HTTP_VIA": "1.1 depan"}, 401),
        ({"REMOTE_ADDR": ELSEWHERE, "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, 200),
        ({"REMOTE_ADDR": ELSEWHERE, "HTTP_AUTHORIZATION": f"Basic {TOKEN}"}, 401),
        ({"REMOTE_ADDR": ELSEWHERE, "HTTP_AUTHORIZATION": "Bearer "}, 401),
        ({"HTTP_AUTHORIZATION": "Bearer s\xe4lah"}, 401),
    ],
)
def test_numbers_are_for_this_machine_or_the_token(client, settings, path, sent, status):
    settings.METRICS_TOKEN = TOKEN

    assert client.get(path, **sent).status_code == status


@pytest.mark.django_db
def test_behind_a_proxy_only_the_token_counts(client, settings):
    settings.BEHIND_PROXY, settings.METRICS_TOKEN = True, TOKEN

    assert client.get("/metrik/").status_code == 401
    assert client.get("/metrik/", HTTP_AUTHORIZATION=f"bearer {TOKEN}").status_code == 200


def test_without_a_token_an_empty_one_is_not_right(client, settings):
    settings.METRICS_TOKEN = ""

    answer = client.get("/metrik/", REMOTE_ADDR=ELSEWHERE, HTTP_AUTHORIZATION="Bearer ")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", ["/sehat/", "/sehat/siap/", "/metrik/"])
def test_machines_only_read(client, path):
    assert client.post(path).status_code == 405


def test_a_wrong_host_name_and_plain_http_are_no_obstacle(client, settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["sambang.example.id"], True

    assert client.get("/sehat/", HTTP_HOST="10.0.0.7:8000").status_code == 200


def signed_in(role):
    user = person(role, "POLRES-3201")
    content_type, _made = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    permission, _made = Permission.objects.get_or_create(
        content_type=content_type, codename="access_admin", defaults={"name": "Access admin"}
    )
    user.user_permissions.add(permission)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db
def test_the_page_says_it_in_words():
    client = signed_in(Role.ADMINISTRATOR)

    page = client.get("/admin/kesehatan/")

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    for words in ("Kesehatan sistem", "Basis data menjawab", "Bermasalah", "belum pernah berhasil"):
        assert words in page.text
    # What needs a look comes before what is well, whatever group it is of.
    pressing, first_group = page.text.index("Yang perlu dilihat"), page.text.index("group-1")
    assert pressing < page.text.index("belum pernah berhasil") < first_group


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER, Role.LEADER])
def test_the_page_is_for_administrators(role):
    assert signed_in(role).get("/admin/kesehatan/").status_code == 403


@pytest.mark.django_db
def test_a_survey_costs_the_same_for_more_rows():
    item = PublishedItemFactory()
    receiver = Subscription.objects.create(channel="webhook", name="uji")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            survey()
        return len(queries)

    before = cost()
    for number in range(5):
        Delivery.objects.create(
            subscription=receiver, item=item, event="item.updated", seq=number,
            next_attempt_at=timezone.now(),
        )  # fmt: skip
        Purge.objects.create()

    assert cost() == before
    assert before <= 24


@pytest.mark.django_db
def test_a_number_that_means_nothing_yet_is_not_judged():
    few = [Reading(0, "baru mulai", is_judged=False)]
    limits = Limits(yellow=0.5, red=0.1, low_is_bad=True)
    with registered_temporarily(probe(read=lambda: few, limits=limits)):
        (finding,) = found("uji")

    assert finding.light == Light.GREEN


@pytest.mark.django_db
def test_the_edge_cache_is_watched():
    (ratio,) = found("edge_hit_ratio")
    events = {one.labels["event"] for one in found("edge_events")}

    assert 0 <= ratio.value <= 1
    assert {"hits", "misses", "stale"} <= events
