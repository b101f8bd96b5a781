"""The operations room's wall: its numbers, who may watch it, and what it never shows."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.accounts.models import User
from cms.media.models import ProtectMark
from cms.people.models import Role, RoleAssignment
from cms.places.models import Region, Unit
from cms.places.zones import CENTRAL, EAST, WEST
from stories.models import Priority, ReportState
from stories.selectors.desk.board import ARRIVALS, board_of, board_zone, count
from tests.factories.people import OfficerFactory, person, place, unit
from tests.factories.stories import ReportFactory, activity
from tests.stories.at_desk import client_of, sit

pytestmark = pytest.mark.django_db
PAGE, FACTS = "/admin/ruang-k3i/", "/admin/ruang-k3i/angka/"
COUNT_QUERIES = 4
# Session, user, rights to the admin, roles, the unit.
LOOK_QUERIES = 8


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def _report(unit_code="POLSEK-320101", **fields):
    return ReportFactory(
        submitted=True, officer=OfficerFactory(signed_up=True, unit=unit(unit_code)), **fields
    )


def _hours_ago(hours: float) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(hours=hours)


def _late(unit_code="POLSEK-320101", **fields):
    return _report(unit_code, submitted_at=_hours_ago(30), **fields)


def _by_code(board) -> dict:
    return {tally.code: tally for tally in board.tallies}


def test_each_unit_below_counts_all_below_itself():
    for code in ("POLSEK-320101", "POLSEK-320102", "POLSEK-327501"):
        _report(code)
    unit("POLRES-3202")

    board = count(unit("POLDA-32"))

    assert {code: tally.waiting for code, tally in _by_code(board).items()} == {
        "POLRES-3201": 2,
        "POLRES-3275": 1,
        "POLRES-3202": 0,
    }
    assert board.total.waiting == 3


def test_the_nation_is_told_by_province():
    mabes, province = unit("MABES"), place().parent.parent.parent
    Unit.objects.filter(code=unit("POLDA-32").code).update(region=province)
    unit("POLDA-33")

    names = [tally.name for tally in count(mabes).tallies]

    assert sorted(names) == ["Jawa Barat", "Polda 33"]


def test_waiting_late_near_urgent_and_marked_are_told_apart():
    now = timezone.now()
    _report(priority=Priority.URGENT)
    _report(protect_mark=ProtectMark.CHILD)
    _report(warn_at=now - datetime.timedelta(hours=1), due_at=now + datetime.timedelta(hours=1))
    oldest = _late()
    taken = _late()
    taken.state, taken.claimed_by = ReportState.CLAIMED, person(Role.EDITOR)
    taken.submitted_at = _hours_ago(50)
    taken.save()
    for state in (ReportState.ACCEPTED, ReportState.DECLINED, ReportState.RETURNED):
        _late(state=state, priority=Priority.URGENT)

    total = count(unit("POLRES-3201")).total

    assert (total.waiting, total.late, total.near) == (4, 2, 1)
    assert (total.urgent, total.marked) == (1, 1)
    # What somebody has taken no longer waits.
    assert total.oldest_at == oldest.submitted_at


def test_the_most_pressing_stands_first():
    _report("POLSEK-320101")
    _late("POLSEK-320102")
    _report("POLSEK-320103", priority=Priority.URGENT)
    unit("POLSEK-320104")

    codes = [tally.code for tally in count(unit("POLRES-3201")).tallies]

    assert codes == ["POLSEK-320102", "POLSEK-320103", "POLSEK-320101", "POLSEK-320104"]


def test_reports_of_the_unit_itself_have_a_row_of_their_own():
    _report("POLRES-3201")
    _report("POLSEK-320101")

    board = count(unit("POLRES-3201"))

    assert {code: tally.waiting for code, tally in _by_code(board).items()} == {
        "POLRES-3201": 1,
        "POLSEK-320101": 1,
    }


def test_a_unit_without_any_below_has_its_numbers_and_no_list():
    _report("POLSEK-320101")

    board = count(unit("POLSEK-320101"))

    assert (board.total.waiting, board.tallies, len(board.arrivals)) == (1, [], 1)


def test_reports_below_a_unit_out_of_use_are_still_counted():
    _report("POLSEK-320101")
    Unit.objects.filter(code="POLSEK-320101").update(is_active=False)

    assert count(unit("POLRES-3201")).total.waiting == 1


@pytest.mark.parametrize(
    ("province", "zone"), [("32", WEST), ("63", CENTRAL), ("94", EAST), (None, WEST)]
)
def test_a_day_begins_at_midnight_of_the_units_own_clock(province, zone):
    region = None
    if province:
        region, _made = Region.objects.get_or_create(
            code=province, defaults={"level": 1, "name": province, "search_key": province}
        )
    Unit.objects.filter(pk=unit("POLDA-99").pk).update(region=region)
    polda = Unit.objects.get(code="POLDA-99")
    midnight = (
        timezone.now().astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    )
    _report("POLSEK-990101", submitted_at=midnight)
    _report("POLSEK-990101", submitted_at=midnight - datetime.timedelta(seconds=1))

    assert board_zone(polda) == zone
    assert count(polda).total.today == 1


def test_what_was_decided_today_still_came_today():
    _report(state=ReportState.DECLINED)
    ReportFactory(title="Masih draf")

    total = count(unit("POLRES-3201")).total

    assert (total.today, total.waiting) == (1, 0)


def test_the_last_arrivals_come_first_with_what_where_and_when():
    _report(submitted_at=_hours_ago(2), activity=activity("patroli"))
    newest = _report(submitted_at=_hours_ago(1), priority=Priority.URGENT)
    _report(submitted_at=_hours_ago(25))

    arrivals = count(unit("POLDA-32")).arrivals

    assert [arrival.activity for arrival in arrivals] == ["Sambang", "Patroli"]
    assert arrivals[0].village == "Pondok Rajeg, Bogor"
    assert (arrivals[0].at, arrivals[0].is_urgent) == (newest.submitted_at, True)
    assert count(unit("POLRES-3201")).arrivals[0].village == "Pondok Rajeg"


def test_no_more_arrivals_than_the_wall_holds():
    for number in range(ARRIVALS + 1):
        _report(submitted_at=_hours_ago(number / 10))

    assert len(count(unit("POLRES-3201")).arrivals) == ARRIVALS


@pytest.mark.parametrize("mark", [mark for mark in ProtectMark if mark])
def test_where_people_must_be_protected_the_wall_names_no_village(mark):
    _report(protect_mark=mark)
    client, _user = sit()

    html = client.get(PAGE).content.decode()

    assert count(unit("POLRES-3201")).arrivals[0].village == ""
    assert "Pondok Rajeg" not in html
    assert str(mark.label) not in html


def test_the_wall_holds_nothing_about_people_and_none_of_their_words():
    report = _report(title="Judul yang berbicara", text="Isi yang berbicara, cukup panjang.")
    officer = report.officer
    report.state, report.claimed_by = ReportState.CLAIMED, person(Role.EDITOR, first_name="Wati")
    report.claimed_at = timezone.now()
    report.save()
    watching = sit(Role.LEADER, first_name="Pimpinan", last_name="Penonton")
    client, user = watching

    for path in (PAGE, FACTS):
        html = client.get(path).content.decode()
        secrets = (officer.name, officer.nrp, officer.slug, report.title, report.text, "Wati")
        assert [secret for secret in (*secrets, str(user), str(report.pk)) if secret in html] == []
        assert "<img" not in html


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER, Role.LEADER, Role.ADMINISTRATOR])
def test_whoever_reads_the_desk_of_a_unit_watches_its_wall(role):
    _report("POLSEK-320101")
    client, _user = sit(role)

    own = client.get(PAGE)
    below = client.get(PAGE, {"satuan": "POLSEK-320101"})

    assert (own.status_code, below.status_code) == (200, 200)
    assert own.context["unit"].code == "POLRES-3201"
    assert below.context["unit"].code == "POLSEK-320101"
    assert client.get(FACTS, {"satuan": "POLSEK-320101"}).status_code == 200


def test_each_name_in_the_list_leads_to_its_wall():
    _report("POLSEK-320101")
    client, _user = sit()

    assert 'href="?satuan=POLSEK-320101"' in client.get(FACTS).content.decode()


def test_whoever_has_several_units_finds_the_walls_of_each():
    client, user = sit(Role.LEADER)
    for code in ("POLSEK-320101", "POLRES-3275"):
        RoleAssignment.objects.create(user=user, role=Role.EDITOR, unit=unit(code))

    own = client.get(PAGE).context["other_walls"]
    other = client.get(PAGE, {"satuan": "POLRES-3275"}).context["other_walls"]

    assert [found.code for found in own] == ["POLRES-3275"]
    assert [found.code for found in other] == ["POLRES-3201"]


@pytest.mark.parametrize("code", ["MABES", "POLDA-32", "POLRES-3275", "POLSEK-327501"])
@pytest.mark.parametrize("path", [PAGE, FACTS])
def test_the_wall_of_others_and_of_those_above_is_refused(path, code):
    unit(code)
    client, _user = sit(Role.LEADER)

    answer = client.get(path, {"satuan": code})

    assert answer.status_code == 403


@pytest.mark.parametrize("path", [PAGE, FACTS])
@pytest.mark.parametrize("role", [None, Role.PANELIST, Role.AWARD_SECRETARY])
def test_whoever_has_no_desk_has_no_wall(path, role):
    client = client_of(person(role))

    assert client.get(path).status_code == 403
    assert "Ruang K3i" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("path", [PAGE, FACTS])
def test_an_officer_and_a_stranger_are_sent_away(path):
    officer = Client()
    officer.force_login(OfficerFactory(signed_up=True).user)

    assert {officer.get(path).status_code, Client().get(path).status_code} <= {302, 403}


@pytest.mark.parametrize("code", ["POLRES-0000", "x" * 500, "' OR 1=1", "\x00"])
def test_a_unit_that_does_not_exist_gets_a_sentence(code):
    client, _user = sit()

    assert client.get(FACTS, {"satuan": code}).status_code == 404


def test_a_superuser_watches_the_nation():
    _report()
    client = client_of(User.objects.create_superuser("induk", "induk@sambang.test", "sandi"))

    assert client.get(PAGE).context["unit"].code == "MABES"


def test_the_menu_leads_to_the_wall():
    client, _user = sit(Role.LEADER)

    assert PAGE in client.get("/admin/meja/").content.decode()


def test_nothing_new_is_said_in_no_words_and_a_new_report_shows():
    client, _user = sit()
    _report()
    first = client.get(FACTS)

    same = client.get(FACTS, headers={"If-None-Match": first["ETag"]})
    _report(activity=activity("patroli"))
    cache.clear()
    news = client.get(FACTS, headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    assert news.status_code == 200
    assert "Patroli" in news.content.decode()
    assert "no-store" in news["Cache-Control"]


def test_all_who_watch_one_unit_share_one_count():
    (client, _one), (other_client, _other) = sit(), sit(Role.LEADER)
    _report()
    first = client.get(FACTS)

    with CaptureQueriesContext(connection) as queries:
        second = other_client.get(FACTS)

    assert second.content == first.content
    assert len(queries) <= LOOK_QUERIES
    assert not [query for query in queries if "stories_report" in query["sql"]]


def test_while_one_counts_the_others_get_what_was_there():
    watched = unit("POLRES-3201")
    _report()
    board_of(watched)
    key = f"board:1:{watched.pk}"
    made_at, kept = cache.get(key)
    cache.set(key, (made_at - 10, kept), 60)
    _report()

    cache.add(f"{key}:counting", 1, 20)
    meanwhile = board_of(watched).total.waiting
    cache.delete(f"{key}:counting")
    after = board_of(watched).total.waiting

    assert (meanwhile, after) == (1, 2)


@pytest.mark.parametrize("rows", [1, 5])
def test_counting_asks_as_much_for_one_row_as_for_five(rows, django_assert_num_queries):
    for number in range(rows):
        _report(f"POLSEK-32010{number}")
    watched = unit("POLRES-3201")

    with django_assert_num_queries(COUNT_QUERIES):
        board = count(watched)

    assert len(board.tallies) == len(board.arrivals) == rows


@pytest.mark.once
@pytest.mark.parametrize("path", [PAGE, FACTS])
def test_the_wall_needs_nothing_that_the_content_policy_forbids(path):
    _late(priority=Priority.URGENT)
    client, _user = sit()

    html = client.get(path).content.decode()

    assert " style=" not in html
    assert "<style" not in html
    assert "onclick" not in html
    assert html.count("<script") == html.count('<script type="module" src=')
