import pytest

from tests.factories.people import OfficerFactory


@pytest.mark.django_db
def test_an_officer_can_be_made():
    assert OfficerFactory(signed_up=True, posted=True).postings.count() == 1
