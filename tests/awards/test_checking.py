"""A stranger checks a result: the steps and their fingerprints, and nothing else."""

import ast

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from awards.record_words import STEPS
from cms.base import audit
from cms.base.models import AuditEvent
from tests.factories.awards import REASON, Trial

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided():
    cache.clear()
    trial = Trial()
    trial.conclude()
    return trial


def address(trial: Trial) -> str:
    return f"{trial.edition.address}periksa/"


def steps_of(trial: Trial):
    return AuditEvent.objects.filter(chain=trial.edition.audit_chain)


def test_nothing_can_be_checked_before_the_announcement(decided, client):
    assert client.get(address(decided)).status_code == 404
    assert client.get("/penghargaan/tidak-ada/periksa/").status_code == 404


def test_a_stranger_finds_the_fingerprint_of_the_announcement(decided, client):
    announced = decided.announce()
    page = client.get(decided.edition.address).text
    assert f'href="{address(decided)}"' in page

    shown = client.get(address(decided)).text
    same = client.get(address(decided), {"sidik": f" {announced.audit_head.upper()} "}).text
    first = steps_of(decided).earliest("number")
    earlier = client.get(address(decided), {"sidik": first.hash}).text
    none = client.get(address(decided), {"sidik": "0" * 64}).text
    other = client.get(address(decided), {"sidik": "<b>Pemenang</b>"}).text

    assert "Catatan utuh" in shown
    assert announced.audit_head in page
    assert announced.audit_head in shown
    assert "inilah sidik jari saat hasil diumumkan" in same
    assert "ini sidik jari langkah ke-1." in earlier
    assert "Tidak ada langkah dengan sidik jari itu" in none
    assert "Itu bukan sidik jari" in other
    assert "<b>Pemenang" not in other


def test_the_steps_name_nobody_and_no_mark(decided, client):
    decided.announce()

    shown = client.get(address(decided)).text

    assert shown.count("record__step") == min(steps_of(decided).count(), 100) + 1
    for name in (decided.nominations[1].officer.name, decided.panel[0].public_name, REASON):
        assert name not in shown
    assert "Langkah lain" not in shown


def test_a_step_that_was_altered_is_told(decided, client):
    decided.announce()
    event = steps_of(decided).earliest("number")
    with connection.cursor() as cursor:
        drop = "DROP TRIGGER {}" + (
            " ON cms_base_auditevent" if connection.vendor == "postgresql" else ""
        )
        for name in triggers():
            cursor.execute(drop.format(name))
        cursor.execute(
            "UPDATE cms_base_auditevent SET actor_name = 'Orang lain' WHERE id = %s", [event.pk]
        )
    cache.clear()

    shown = client.get(address(decided)).text

    assert "Catatan tidak cocok" in shown
    assert "Catatan utuh" not in shown


def triggers() -> list[str]:
    """The triggers that keep the audit as it was written."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
                " AND tgrelid = 'cms_base_auditevent'::regclass"
            )
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                " AND tbl_name = 'cms_base_auditevent'"
            )
        return [row[0] for row in cursor.fetchall()]


def test_every_step_that_is_recorded_has_words():
    """Whatever the services write into the chain."""
    recorded = set()
    for path in (settings.BASE_DIR / "awards" / "services").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(getattr(node, "func", None), "id", "")
            at = {"record": 2, "_step": 3}.get(name)
            if at is not None and isinstance(node.args[at], ast.Constant):
                recorded.add(node.args[at].value)

    assert len(recorded) > 15
    assert recorded - set(STEPS) == set()


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_costs_the_same_for_any_number_of_steps(
    decided, client, rows, django_assert_num_queries
):
    decided.announce()
    for _number in range(rows):
        audit.append(
            actor=None,
            verb="award.archived",
            target=decided.edition,
            chain=decided.edition.audit_chain,
        )
    client.get(address(decided))

    with django_assert_num_queries(4):
        client.get(address(decided))
