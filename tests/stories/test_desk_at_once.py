"""Two at the desk at the same moment."""

import pytest

from cms.base.errors import Conflict
from cms.people.models import Role
from stories.models import Report, SavedFilter
from stories.services.desk.filters import save_filter
from stories.services.desk.merging import merge
from tests.factories.people import person
from tests.factories.stories import ReportFactory, story_index
from tests.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ROUNDS = 4


def _merge(actor, reports):
    def deed():
        try:
            merge(actor=actor, report_ids=[report.pk for report in reports])
        except Conflict:
            return "told"
        return "done"

    return deed


def test_the_same_reports_joined_in_two_orders_are_joined_once():
    story_index()
    one, two = person(Role.EDITOR), person(Role.EDITOR)

    for _round in range(ROUNDS):
        reports = [ReportFactory(submitted=True) for _number in range(2)]
        done = at_once(_merge(one, reports), _merge(two, reports[::-1]))
        assert sorted(done) == ["done", "told"]

    assert set(Report.objects.values_list("state", flat=True)) == {"accepted"}


def test_a_filter_saved_twice_is_one():
    user = person(Role.EDITOR)

    for number in range(ROUNDS):
        at_once(*[lambda n=number: save_filter(actor=user, name=f"Milik {n}", query="q=a")] * 2)

    assert SavedFilter.objects.count() == ROUNDS
