"""What is typed at the desk beside the notes to an officer is kept too: why a report is put aside,
a leader's thanks, and how a report is shared out among two."""

import pytest

from cms.people.models import Role
from stories.models import SPLIT_DRAFT_FIELDS, DeskDraft
from stories.selectors.desk.report import split_version
from stories.services.desk import commending, deciding, holding
from stories.services.desk.splitting import SplitInput, split
from tests.factories.people import person
from tests.factories.stories import ReportFactory
from tests.stories.at_desk import client_of

pytestmark = pytest.mark.django_db
HALF = "Hanya setengah kalim"


@pytest.fixture
def holder():
    return person(Role.EDITOR)


@pytest.fixture
def report(holder):
    return ReportFactory(claimed=True, claimed_by=holder, title="Ronda dan panen")


def _type(user, report, field, text=HALF, **more):
    return client_of(user).post(
        f"/admin/meja/{report.pk}/tulisan/", {"field": field, "text": text, "version": 0, **more}
    )


def _page(user, report, more=""):
    return client_of(user).get(f"/admin/meja/{report.pk}/{more}").content.decode()


def _share_out(actor, report):
    data = SplitInput(kept_title="Ronda", kept_text=report.text, title="Panen", text=report.text)
    return split(actor=actor, report_id=report.pk, data=data)


def test_a_reason_for_putting_aside_is_there_again(holder, report):
    assert _type(holder, report, "spike").status_code == 200

    assert f">{HALF}</textarea>" in _page(holder, report)


def test_whoever_may_put_a_waiting_report_aside_types_without_holding_it():
    user, report = person(Role.EDITOR), ReportFactory(submitted=True)

    assert _type(user, report, "spike").status_code == 200

    deciding.spike(actor=user, report_id=report.pk, reason="Salah kirim")
    assert not DeskDraft.objects.exists()


def test_a_reason_that_came_too_late_is_kept_for_both(holder, report):
    taker = person(Role.EDITOR)
    holding.take_over(actor=taker, report_id=report.pk, holder_id=holder.pk)

    answer = _type(holder, report, "spike")

    assert (answer.status_code, answer.json()["version"]) == (409, 1)
    assert all(HALF in _page(user, report) for user in (holder, taker))


def test_thanks_are_there_again_for_the_leader_alone_until_they_are_given(holder, report):
    leader, other = person(Role.LEADER), person(Role.LEADER)
    assert _type(leader, report, "commend").status_code == 200
    assert f">{HALF}</textarea>" in _page(leader, report)
    assert all(HALF not in _page(user, report) for user in (other, holder))

    deciding.return_report(actor=holder, report_id=report.pk, note="Tolong tambahkan hasilnya.")
    assert f">{HALF}</textarea>" in _page(leader, report), "the desk's decision is not theirs"

    commending.commend(actor=leader, report_id=report.pk, text="Kerja yang bagus sekali.")
    late = _type(leader, report, "commend", "Kerja yang bag")
    assert (late.status_code, "version" in late.json()) == (409, False)
    assert not DeskDraft.objects.exists()


def test_who_does_not_lead_types_no_thanks(holder, report):
    assert _type(holder, report, "commend").status_code == 403


@pytest.mark.parametrize("field", SPLIT_DRAFT_FIELDS)
def test_the_page_that_splits_is_as_it_was_left(holder, report, field):
    assert _type(holder, report, field, seen=split_version(report)).status_code == 200

    assert HALF in _page(holder, report, "pisah/")
    _share_out(holder, report)
    assert HALF not in _page(holder, report, "pisah/")


def test_whoever_takes_over_reads_how_the_report_was_being_split(holder, report):
    taker = person(Role.EDITOR)
    holding.take_over(actor=taker, report_id=report.pk, holder_id=holder.pk)

    answer = _type(holder, report, "title", seen=split_version(report))

    assert (answer.status_code, answer.json()["version"]) == (409, 1)
    page = _page(taker, report, "pisah/")
    assert HALF in page
    assert 'data-desk-use="title"' in page


def test_a_save_that_arrives_after_the_split_is_not_laid_over_the_new_words(holder, report):
    seen = split_version(report)
    _share_out(holder, report)

    answer = _type(holder, report, "kept_text", seen=seen)

    assert (answer.status_code, "version" in answer.json()) == (409, False)
    assert not DeskDraft.objects.exists()


def test_as_much_is_kept_as_the_field_takes(holder, report):
    _type(holder, report, "text", "y" * 9_000, seen=split_version(report))
    _type(holder, report, "spike", "y" * 9_000)

    assert sorted(len(draft.text) for draft in DeskDraft.objects.all()) == [2_000, 9_000]


@pytest.mark.parametrize("rows", [1, 4])
def test_the_page_that_splits_asks_the_same_however_much_was_typed(
    holder, report, rows, django_assert_num_queries
):
    for field in SPLIT_DRAFT_FIELDS[:rows]:
        _type(holder, report, field, seen=split_version(report))
    client = client_of(holder)
    client.get(f"/admin/meja/{report.pk}/pisah/")

    with django_assert_num_queries(SPLIT_QUERIES):
        client.get(f"/admin/meja/{report.pk}/pisah/")


SPLIT_QUERIES = 17
