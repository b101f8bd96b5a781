"""One step for many reports, saved filters, and the list that follows what happens."""

import re
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.base.errors import Conflict, Refused
from cms.people.models import Role
from stories.models import Report, SavedFilter
from stories.selectors.desk import queue
from stories.services.desk import bulk, filters, holding
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import ReportFactory
from tests.stories.at_desk import sit

pytestmark = pytest.mark.django_db
LIVE_QUERIES = 11  # session, user and rights among them


def _bulk(client, step, reports, **data):
    return client.post(
        "/admin/meja/massal/",
        {"step": step, "report": [report.pk for report in reports], **data},
        headers={"Accept": "application/json"},
    )


def _states(reports) -> list[str]:
    by_id = dict(Report.objects.values_list("pk", "state"))
    return [by_id[report.pk] for report in reports]


@pytest.mark.parametrize(
    ("step", "data", "state"),
    [
        ("claim", {}, "claimed"),
        ("return", {"note_return": "Tolong dilengkapi, {nama}."}, "returned"),
        ("spike", {"note_spike": "Percobaan aplikasi"}, "spiked"),
        ("priority", {"priority": "3"}, "submitted"),
    ],
)
def test_a_step_for_all_that_were_chosen(step, data, state):
    client, _user = sit()
    reports = [ReportFactory(submitted=True) for _number in range(3)]

    answer = _bulk(client, step, reports, **data).json()

    assert _states(reports) == [state] * 3
    assert [one["problem"] for one in answer["outcomes"]] == [""] * 3


def test_what_was_returned_by_mistake_is_taken_back_at_once():
    client, _user = sit()
    reports = [ReportFactory(returned=True) for _number in range(3)]

    offered = client.get("/admin/meja/?state=returned").content.decode()
    _bulk(client, "recall", reports)

    assert 'value="recall"' in offered
    assert _states(reports) == ["claimed"] * 3


def test_everybody_is_called_by_their_own_name():
    client, _user = sit()
    reports = [ReportFactory(submitted=True) for _number in range(2)]

    _bulk(client, "return", reports, note_return="Halo {nama}, tolong dilengkapi.")

    notes = [report.events.get(event="return").note for report in reports]
    assert notes == [f"Halo {report.officer.name}, tolong dilengkapi." for report in reports]


def test_what_worked_stays_and_what_did_not_says_why():
    client, _user = sit()
    mine, other = ReportFactory(submitted=True), ReportFactory(claimed=True)
    foreign = ReportFactory(
        submitted=True, officer=OfficerFactory(signed_up=True, unit=unit("POLSEK-327501"))
    )

    answer = _bulk(client, "claim", [mine, other, foreign]).json()

    problems = [one["problem"] for one in answer["outcomes"]]
    assert problems[0] == ""
    assert "sedang dikerjakan" in problems[1]
    assert "tidak ada di meja" in problems[2]
    assert answer["outcomes"][2]["title"] == ""
    assert _states([mine, other, foreign]) == ["claimed", "claimed", "submitted"]


def test_assigned_and_restored_together():
    client, _user = sit()
    colleague = person(Role.EDITOR)
    waiting = [ReportFactory(submitted=True) for _number in range(2)]
    gone = [ReportFactory(declined=True), ReportFactory(submitted=True)]
    _bulk(client, "spike", gone[1:], note_spike="Percobaan aplikasi")

    _bulk(client, "assign", waiting, colleague=colleague.pk)
    _bulk(client, "restore", gone)

    assert Report.objects.filter(claimed_by=colleague).count() == 2
    assert _states(gone) == ["submitted", "submitted"]


def test_a_return_that_fails_does_not_leave_the_report_claimed():
    client, _user = sit()
    report = ReportFactory(submitted=True)

    answer = _bulk(client, "return", [report], note_return="pendek").json()

    assert "paling sedikit 10" in answer["outcomes"][0]["problem"]
    assert _states([report]) == ["submitted"]


def test_without_a_script_the_outcome_is_a_page():
    client, _user = sit()
    mine, other = ReportFactory(submitted=True, title="Milik saya"), ReportFactory(claimed=True)

    response = client.post(
        "/admin/meja/massal/",
        {"step": "claim", "report": [mine.pk, other.pk], "query": "state=submitted"},
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert "1 laporan selesai" in page
    assert "1 laporan tidak" in page


@pytest.mark.parametrize(
    "data",
    [
        {"step": "explode", "report": [str(uuid.uuid4())]},
        {"step": "claim"},
        {"step": "claim", "report": ["bukan-id"]},
        {"step": "claim", "report": [str(uuid.uuid4()) for _n in range(bulk.MOST + 1)]},
    ],
)
def test_nonsense_gets_a_sentence(data):
    client, _user = sit()

    response = client.post("/admin/meja/massal/", data, headers={"Accept": "application/json"})

    assert response.status_code == 422
    assert response.json()["problem"]


def test_a_leader_changes_nothing_in_bulk():
    client, _user = sit(Role.LEADER)
    report = ReportFactory(submitted=True)

    answer = _bulk(client, "claim", [report]).json()

    assert answer["outcomes"][0]["problem"]
    assert _states([report]) == ["submitted"]


def test_columns_offer_what_the_list_offers():
    client, _user = sit()
    ReportFactory(submitted=True)

    html = client.get("/admin/meja/?view=columns").content.decode()

    assert "data-desk-bulk" in html
    assert html.count("data-desk-pick>") == 1
    for step in ("claim", "release_claim", "assign", "merge", "priority", "return", "spike"):
        assert f'value="{step}"' in html
    assert 'value="restore"' not in html


@pytest.mark.parametrize(
    ("role", "path", "keys"),
    [
        (Role.EDITOR, "", "j k c r x . / ?"),
        (Role.EDITOR, "?view=columns", "j k c r x . / ?"),
        (Role.EDITOR, "?state=spiked", "j k x . / ?"),
        (Role.EDITOR, "{waiting}/", "c ?"),
        (Role.EDITOR, "{own}/", "r ?"),
        (Role.LEADER, "", "j k . / ?"),
        (Role.LEADER, "{waiting}/", "?"),
    ],
)
def test_the_help_lists_only_keys_that_do_something(role, path, keys):
    client, user = sit(role)
    reports = {
        "waiting": ReportFactory(submitted=True).pk,
        "own": ReportFactory(claimed=True, claimed_by=user).pk,
    }

    html = client.get(f"/admin/meja/{path.format(**reports)}").content.decode()

    assert re.findall(r"<kbd data-desk-key>(.)</kbd>", html) == keys.split()


# --- Following ------------------------------------------------------------------------------------


def _look(client, query="", etag=""):
    headers = {"If-None-Match": etag} if etag else {}
    return client.get(f"/admin/meja/pembaruan/?{query}", headers=headers)


@pytest.mark.parametrize("view", ["list", "columns"])
def test_nothing_new_is_said_in_no_words(view):
    client, _user = sit()
    ReportFactory(submitted=True)
    first = _look(client, f"view={view}")

    again = _look(client, f"view={view}", first["ETag"])

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_a_new_report_and_a_step_of_somebody_else_show_at_the_next_look():
    client, _user = sit()
    old = ReportFactory(submitted=True, title="Yang lama")
    etag = _look(client)["ETag"]

    ReportFactory(submitted=True, title="Yang baru")
    with_new = _look(client, "", etag)
    holding.claim(actor=person(Role.EDITOR, first_name="Wati"), report_id=old.pk)
    with_step = _look(client, f"seen={old.pk}", with_new["ETag"])

    html = with_step.content.decode()
    assert with_new.status_code == with_step.status_code == 200
    assert "Yang baru" in with_new.content.decode()
    assert "data-desk-outside" in html
    assert "Wati" in html


def test_a_report_that_only_slid_to_a_later_page_is_not_said_to_have_left():
    client, _user = sit()
    slid = ReportFactory(submitted=True)
    left = ReportFactory(claimed=True)
    for _number in range(queue.PAGE_SIZE):
        ReportFactory(submitted=True)

    html = _look(client, f"seen={slid.pk},{left.pk}").content.decode()

    assert _outside(html, slid) == "beyond"
    assert _outside(html, left) == "gone"


def _outside(html: str, report) -> str:
    return re.search(rf'id="r-{report.pk}"[^>]*data-desk-outside="(\w+)"', html)[1]


@pytest.mark.parametrize("view", ["list", "columns"])
def test_the_numbers_above_come_along(view):
    client, _user = sit()
    etag = _look(client, f"view={view}")["ETag"]
    cache.clear()  # the numbers are kept for a few seconds

    ReportFactory(overdue=True, claimed=True)
    fresh = _look(client, f"view={view}", etag)

    assert fresh.status_code == 200
    assert "1 terlambat" in fresh.content.decode()


def test_somebody_who_opens_a_report_shows_in_the_list():
    (client, _user), (other_client, other) = sit(), sit(first_name="Ani")
    report = ReportFactory(submitted=True)
    etag = _look(client)["ETag"]

    other_client.post(f"/admin/meja/{report.pk}/hadir/")

    assert f"{other} membuka" in _look(client, "", etag).content.decode()


def test_nobody_sees_reports_of_others_by_naming_them():
    client, _user = sit(unit_code="POLRES-3275")
    report = ReportFactory(submitted=True, title="Rahasia tetangga")

    page = _look(client, f"seen={report.pk}")

    assert "Rahasia tetangga" not in page.content.decode()
    assert _look(client, "seen=abc").status_code == 422


@pytest.mark.parametrize("rows", [1, 5])
def test_looking_asks_as_much_for_one_row_as_for_five(rows):
    client, _user = sit()
    reports = [ReportFactory(submitted=True) for _number in range(rows)]
    gone = ReportFactory(claimed=True)
    seen = ",".join(str(report.pk) for report in (*reports, gone))

    with CaptureQueriesContext(connection) as queries:
        _look(client, f"seen={seen}")

    assert len(queries) == LIVE_QUERIES


# --- Saved filters --------------------------------------------------------------------------------


def test_a_filter_is_saved_shown_used_and_removed():
    client, user = sit()
    ReportFactory(overdue=True, title="Sudah lewat")

    client.post("/admin/meja/saringan/simpan/", {"name": " Yang telat ", "query": "due=late&x=1"})
    kept = SavedFilter.objects.get()
    page = client.get(f"/admin/meja/?{kept.query}").content.decode()
    client.post("/admin/meja/saringan/hapus/", {"filter": kept.pk})

    assert (kept.owner, kept.name, kept.query) == (user, "Yang telat", "due=late")
    assert "Yang telat" in page
    assert "Sudah lewat" in page
    assert not SavedFilter.objects.exists()


def test_a_filter_of_the_unit_is_for_its_whole_desk_and_nobody_elses_own_is_seen():
    client, _user = sit()
    colleague, neighbour = person(Role.EDITOR), person(Role.EDITOR, "POLRES-3275")
    own_unit = unit("POLRES-3201")
    filters.save_filter(actor=colleague, name="Untuk semua", query="due=late", unit=own_unit)
    filters.save_filter(actor=colleague, name="Hanya saya", query="due=near")

    with pytest.raises(Refused):
        filters.save_filter(actor=neighbour, name="Titipan", query="", unit=own_unit)
    page = client.get("/admin/meja/").content.decode()

    assert "Untuk semua" in page
    assert "Hanya saya" not in page


def test_saving_again_under_the_name_replaces_and_there_is_an_end():
    user = person(Role.EDITOR)
    for number in range(filters.MOST):
        filters.save_filter(actor=user, name=f"Saringan {number}", query="")
    filters.save_filter(actor=user, name="Saringan 0", query="due=late")

    with pytest.raises(Conflict):
        filters.save_filter(actor=user, name="Satu lagi", query="")

    assert SavedFilter.objects.get(name="Saringan 0").query == "due=late"
