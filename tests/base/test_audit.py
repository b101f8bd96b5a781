"""The audit chain: append-only, never forked, and every alteration is named."""

from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from cms.base import audit, audit_triggers
from cms.base.models import AuditEvent
from tests.factories.people import UserFactory
from tests.parallel import at_once


def append(number=0, chain="uji"):
    user = UserFactory()
    with transaction.atomic():
        return audit.append(
            actor=user, verb="diuji", target=user, data={"nomor": number}, chain=chain
        )


def tamper(sql, params):
    """Change a row as somebody with the database's password would: the triggers off first."""
    with connection.cursor() as cursor:
        for statement in audit_triggers.DROP[connection.vendor]:
            cursor.execute(statement)
        cursor.execute(sql, params)
        for statement in audit_triggers.CREATE[connection.vendor]:
            cursor.execute(statement)


@pytest.mark.django_db
def test_events_follow_each_other():
    first, second = append(), append()

    assert (first.number, second.number) == (1, 2)
    assert (first.previous_hash, second.previous_hash) == ("0" * 64, first.hash)
    assert audit.verify("uji") is None


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_an_event(change):
    event = append()
    rows = AuditEvent.objects.filter(pk=event.pk)
    deed = {"update": lambda: rows.update(verb="lain"), "delete": rows.delete}[change]

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        deed()

    assert AuditEvent.objects.get(pk=event.pk).verb == "diuji"


@pytest.mark.django_db
def test_verify_names_the_first_altered_event():
    events = [append(n) for n in range(4)]
    tamper("UPDATE cms_base_auditevent SET verb = %s WHERE id = %s", ["lain", events[2].pk])
    err = StringIO()

    with pytest.raises(CommandError):
        call_command("verify_audit", stderr=err)

    assert f"uji: event 3 (id {events[2].pk}) was altered" in err.getvalue()


@pytest.mark.django_db
def test_verify_notices_a_missing_last_event():
    events = [append(n) for n in range(3)]
    tamper("DELETE FROM cms_base_auditevent WHERE id = %s", [events[2].pk])

    found = audit.verify("uji")

    assert (found.number, found.why) == (3, "rows at the end are missing")


@pytest.mark.django_db
def test_a_sound_chain_passes_the_command():
    append()
    out = StringIO()

    call_command("verify_audit", stdout=out)

    assert "1 chains are sound" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_append_outside_a_transaction_is_refused():
    user = UserFactory()

    with pytest.raises(RuntimeError):
        audit.append(actor=user, verb="x", target=user, chain="uji")


@pytest.mark.django_db(transaction=True)
def test_parallel_writers_never_fork_the_chain():
    users = [UserFactory() for _number in range(4)]

    def write(user):
        for number in range(10):
            with transaction.atomic():
                audit.append(
                    actor=user, verb="tulis", target=user, data={"n": number}, chain="ramai"
                )

    done = at_once(*(partial(write, user) for user in users))

    assert done == [None] * 4
    assert AuditEvent.objects.filter(chain="ramai").count() == 40
    assert audit.verify("ramai") is None
