"""What an officer may do with the profile about them, which no unit decides."""

import pytest
from django.contrib.auth.models import AnonymousUser

from local_heroes.models import HeroProfilePage
from local_heroes.permissions import may_consent, may_withdraw
from tests.factories.people import OfficerFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ask", [may_consent, may_withdraw])
def test_the_officer_decides_about_the_own_profile_only(ask):
    officer, other = OfficerFactory(signed_up=True), OfficerFactory(signed_up=True)

    assert ask(officer.user, page=HeroProfilePage(officer=officer))
    assert not ask(officer.user, page=HeroProfilePage(officer=other))


@pytest.mark.parametrize("ask", [may_consent, may_withdraw])
def test_no_account_is_nobodys_account(ask):
    page = HeroProfilePage(officer=OfficerFactory())

    assert not ask(AnonymousUser(), page=page)
