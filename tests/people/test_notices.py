"""Notices on the admin's front page."""

import pytest
from django.test import Client

from cms.people.models import Notice
from cms.people.services.notices import notify
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(is_superuser=True)


@pytest.fixture
def client(user):
    client = Client()
    client.force_login(user)
    return client


def test_own_unread_notices_are_shown_until_read(client, user):
    notify(user=user, text="Penerima <b>A</b> dijeda.", path="/admin/integrasi/langganan/1/")
    notify(user=UserFactory(), text="Untuk orang lain.")

    before = client.get("/admin/").text
    answer = client.post("/admin/pemberitahuan/dibaca/")
    after = client.get("/admin/").text

    assert "Penerima &lt;b&gt;A&lt;/b&gt; dijeda." in before
    assert 'href="/admin/integrasi/langganan/1/"' in before
    assert "Untuk orang lain" not in before
    assert answer.status_code == 302
    assert "Pemberitahuan" not in after
    assert Notice.objects.filter(read_at=None).count() == 1


def test_reading_is_a_press(client):
    assert client.get("/admin/pemberitahuan/dibaca/").status_code == 405
