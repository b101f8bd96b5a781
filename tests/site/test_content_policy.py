"""Every answer says what it may load; only those that ask for it may load more."""

import pytest
from django.test import override_settings

STRICT = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "object-src 'none'"}


def policy(client, address):
    return {part.strip() for part in client.get(address)["Content-Security-Policy"].split(";")}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/api/v1/items/", "/tidak-ada/", "/feeds/site.rss"])
def test_no_public_answer_may_load_what_is_not_ours(client, address):
    assert policy(client, address) >= STRICT


@pytest.mark.django_db
def test_one_answers_wish_is_not_the_next_ones(client):
    usual = policy(client, "/masuk/")
    admin = policy(client, "/admin/login/")

    assert "script-src 'self' 'unsafe-inline'" in admin
    assert usual == policy(client, "/masuk/") == policy(client, "/")


@pytest.mark.django_db
@override_settings(CONTENT_SECURITY_POLICY={"DIRECTIVES": {"default-src": ["'self'"]}})
def test_the_policy_is_that_of_the_settings(client):
    assert policy(client, "/") == {"default-src 'self'"}
