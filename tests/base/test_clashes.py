"""Two at the same rows at the same moment: the one that does not get through is told what to do."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test import RequestFactory
from ninja import NinjaAPI
from ninja.testing import TestClient

from cms.base.middleware import DomainErrorMiddleware
from cms.base.problem import register_handlers
from tests.factories.people import OfficerFactory

pytestmark = pytest.mark.django_db(transaction=True)
User = get_user_model()


@pytest.fixture
def clash():
    """What the database says while another connection holds the only user."""
    user = OfficerFactory(signed_up=True).user
    is_held, may_end = threading.Event(), threading.Event()

    def hold():
        try:
            with transaction.atomic():
                list(User.objects.select_for_update().filter(pk=user.pk))
                User.objects.filter(pk=user.pk).update(first_name="Budi")
                is_held.set()
                may_end.wait(30)
        finally:
            is_held.set()
            connection.close()

    other = threading.Thread(target=hold)
    other.start()
    is_held.wait(30)
    yield lambda: _said(user.pk)
    may_end.set()
    other.join()
    connection.close()  # the next one is patient again


def _said(pk: int) -> OperationalError:
    with pytest.raises(OperationalError) as found:
        _save(pk)
    return found.value


@transaction.atomic
def _save(pk: int) -> None:
    """Without the patience that the site has."""
    if connection.vendor == "sqlite":
        connection.connection.execute("PRAGMA busy_timeout = 1")
    list(User.objects.select_for_update(nowait=connection.vendor != "sqlite").filter(pk=pk))
    User.objects.filter(pk=pk).update(first_name="Ani")


def test_a_page_says_that_nothing_was_saved_and_to_try_once_more(clash):
    door = DomainErrorMiddleware(lambda request: None)

    answer = door.process_exception(RequestFactory().post("/admin/meja/"), clash())

    assert answer.status_code == 503
    assert "coba sekali lagi" in answer.content.decode()


def test_a_program_is_told_when_to_come_again(clash):
    api = NinjaAPI(urls_namespace="clash")
    register_handlers(api)

    @api.post("/save/")
    def save(request):
        raise clash()

    answer = TestClient(api).post("/save/")

    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:sambang:problem:clash"
    assert answer["Retry-After"] == "2"


def test_another_error_of_the_database_stays_one():
    door = DomainErrorMiddleware(lambda request: None)
    with pytest.raises(DatabaseError) as found, connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column FROM auth_group")

    assert door.process_exception(RequestFactory().get("/"), found.value) is None
