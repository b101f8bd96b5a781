"""The desk: who sees what, who holds what, and what becomes of a report."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.accounts.models import User
from cms.base.models import AuditEvent
from cms.media.models import UploadState
from cms.people.models import Notice, Role
from stories.models import Priority, Report, StoryPage
from stories.selectors.desk.queue import DeskFilter, queue
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import ReportFactory, activity, story_page
from tests.parallel import at_once
from tests.stories.at_desk import client_of, sit

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 24  # with the admin's own furniture, to which every app adds
DESK_QUERIES = 8
REPORT_QUERIES = 29


def _queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_queue_shows_the_own_units_and_nothing_else():
    client, _user = sit(unit_code="POLRES-3201")
    inside = ReportFactory(submitted=True, title="Di dalam")
    ReportFactory(
        submitted=True,
        title="Di luar",
        officer=OfficerFactory(signed_up=True, unit=unit("POLSEK-327501")),
    )
    ReportFactory(title="Masih draf")

    response = client.get("/admin/meja/")

    assert response.status_code == 200
    assert [report.pk for report in response.context["reports"]] == [inside.pk]


def test_a_report_of_another_unit_is_not_found():
    client, _user = sit(unit_code="POLRES-3275")
    report = ReportFactory(submitted=True)

    statuses = [
        client.get(f"/admin/meja/{report.pk}/").status_code,
        client.post(f"/admin/meja/{report.pk}/ambil/").status_code,
    ]

    assert statuses == [404, 404]
    report.refresh_from_db()
    assert report.state == "submitted"


def test_a_leader_reads_but_decides_nothing():
    client, _user = sit(Role.LEADER)
    report = ReportFactory(submitted=True)

    seen = client.get(f"/admin/meja/{report.pk}/")
    tried = client.post(f"/admin/meja/{report.pk}/ambil/")

    assert seen.status_code == 200
    assert not seen.context["can_claim"]
    assert tried.status_code == 403


def test_a_leader_is_offered_no_door_that_is_shut():
    client, _leader = sit(Role.LEADER)
    report = ReportFactory(accepted=True)

    page = client.get(f"/admin/meja/{report.pk}/").content.decode()

    assert "Redaksi sedang menulis ceritanya." in page
    assert f"/admin/pages/{report.story_source.page_id}/edit/" not in page
    assert "Di mana ini?" not in page


def test_a_leader_reads_the_story_once_it_is_public():
    client, _leader = sit(Role.LEADER)
    report = ReportFactory(accepted=True)
    report.story_source.page.get_latest_revision().publish()

    page = client.get(f"/admin/meja/{report.pk}/").content.decode()

    path = StoryPage.objects.get().public_path
    assert f'href="{path}"' in page


def test_an_officer_never_sees_thesit():
    client, _user = sit(role=None)

    assert client.get("/admin/meja/").status_code == 403


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=returned", {"dikembalikan"}),
        ("due=late", {"terlambat"}),
        ("q=terlam", {"terlambat"}),
        ("q=Agus", {"milik agus"}),
        ("q=tidakada", set()),
        ("mine=on", {"milikku"}),
        ("", {"terlambat", "milik agus", "baru"}),
    ],
)
def test_the_queue_can_be_narrowed(query, shown):
    client, user = sit()
    agus = OfficerFactory(signed_up=True, name="Agus Wijaya")
    ReportFactory(returned=True, title="dikembalikan")
    ReportFactory(overdue=True, title="terlambat")
    ReportFactory(submitted=True, title="milik agus", officer=agus)
    ReportFactory(submitted=True, title="baru")
    ReportFactory(claimed=True, claimed_by=user, title="milikku")
    ReportFactory(claimed=True, title="milik orang")

    response = client.get(f"/admin/meja/?{query}")

    assert {report.title for report in response.context["reports"]} == shown


def test_the_queue_can_be_narrowed_to_a_unit_and_an_activity():
    client, _user = sit(unit_code="POLDA-32")
    wanted = ReportFactory(submitted=True, activity=activity("patroli"))
    ReportFactory(submitted=True)
    ReportFactory(
        submitted=True,
        activity=activity("patroli"),
        officer=OfficerFactory(signed_up=True, unit=unit("POLSEK-327501")),
    )

    response = client.get(
        "/admin/meja/",
        {"unit": unit("POLRES-3201").path, "activity": activity("patroli").pk},
    )

    assert [report.pk for report in response.context["reports"]] == [wanted.pk]


@pytest.mark.parametrize(
    ("desk", "asked", "offered"),
    [
        ("POLRES-3201", "", ["POLRES-3201", "POLSEK-320101", "POLSEK-320102"]),
        ("POLSEK-320101", "", ["POLSEK-320101"]),
        # Who has many Polres meets the Polsek of one when it is chosen; also by an old address.
        ("POLDA-32", "", ["POLDA-32", "POLRES-3201", "POLRES-3275"]),
        ("POLDA-32", "POLRES-3275", ["POLDA-32", "POLRES-3201", "POLRES-3275", "POLSEK-327501"]),
        ("POLDA-32", "POLSEK-327501", ["POLDA-32", "POLRES-3201", "POLRES-3275", "POLSEK-327501"]),
        # Of others nothing is told.
        ("POLRES-3201", "POLRES-3275", ["POLRES-3201", "POLSEK-320101", "POLSEK-320102"]),
    ],
)
def test_units_to_narrow_by_go_down_to_polsek(desk, asked, offered):
    codes = ("POLSEK-320101", "POLSEK-320102", "POLSEK-327501", "POLSEK-510301")
    there = {code: ReportFactory(submitted=True, officer=OfficerFactory(unit=unit(code)))
             for code in codes}  # fmt: skip
    client, _user = sit(unit_code=desk)

    response = client.get("/admin/meja/", {"unit": unit(asked).path} if asked else {})

    options = [path for path, _name in response.context["form"].fields["unit"].choices]
    assert options == ["", *(unit(code).path for code in offered)]
    if asked in there:
        assert [report.pk for report in response.context["reports"]] == [there[asked].pk]


@pytest.mark.parametrize(
    "query", ["unit=9999", "activity=abc", "state=draft", "q=" + "x" * 101, "q=%00"]
)
def test_an_unknown_filter_gets_a_sentence(query):
    client, _user = sit()

    response = client.get(f"/admin/meja/?{query}")

    assert response.status_code == 200
    assert "desk__problem" in response.content.decode()


@pytest.mark.parametrize(
    ("sort", "shown"),
    [
        ("", ["baru", "lebih lama", "terlambat"]),
        ("oldest", ["terlambat", "lebih lama", "baru"]),
        ("due", ["terlambat", "lebih lama", "baru"]),
        ("priority", ["baru", "terlambat", "lebih lama"]),
    ],
)
def test_the_newest_comes_first_unless_another_order_is_asked_for(sort, shown):
    client, _user = sit()
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    ReportFactory(submitted=True, title="lebih lama", submitted_at=hour_ago)
    ReportFactory(submitted=True, title="baru", priority=Priority.URGENT)
    ReportFactory(overdue=True, title="terlambat")

    response = client.get("/admin/meja/", {"sort": sort})

    assert [r.title for r in response.context["reports"]] == shown
    assert "terlambat 6 jam" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_the_queue_is_one_query_beside_the_roles(rows, django_assert_num_queries):
    user = User.objects.get(pk=person(Role.EDITOR).pk)
    for _number in range(rows):
        ReportFactory(submitted=True)

    with django_assert_num_queries(2):
        page = queue(user, DeskFilter(), cursor=None)
        shown = [(r.officer.name, r.unit.name, r.village.name, r.activity.name) for r in page.rows]

    assert len(shown) == rows


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("", "Semua sudah dibaca"),
        ("state=claimed", "Tidak ada yang sedang dikerjakan"),
        ("state=open", "Tidak ada yang terbuka"),
        ("state=returned", "Tidak ada yang dikembalikan"),
        ("state=accepted", "Tidak ada yang menunggu terbit"),
        ("state=published", "Belum ada yang terbit"),
        ("state=declined", "Tidak ada yang diputuskan tidak dimuat"),
        ("state=spiked", "Tidak ada yang disisihkan"),
        ("mine=on", "Anda tidak memegang laporan"),
        ("state=spiked&q=ronda", "Tidak ada yang cocok"),
    ],
)
def test_an_empty_list_says_what_is_empty(query, heading):
    client, _user = sit()

    html = client.get(f"/admin/meja/?{query}").content.decode()

    assert f"data-desk-empty><h2>{heading}</h2>" in html


def test_the_queue_page_asks_as_much_for_one_row_as_for_five():
    client, _user = sit()
    ReportFactory(submitted=True)
    client.get("/admin/meja/")

    for_one = _queries(client, "/admin/meja/")
    for _number in range(4):
        ReportFactory(submitted=True)
    for_five = _queries(client, "/admin/meja/")

    assert for_one == for_five <= PAGE_QUERIES


@pytest.mark.parametrize("view", ["list", "columns"])
def test_the_desk_itself_asks_at_most_eight_questions(view):
    client, _user = sit()
    bare = _queries(client, "/admin/meja/catatan/baru/")
    ReportFactory(submitted=True)

    shown = _queries(client, f"/admin/meja/?view={view}")

    assert shown - bare <= DESK_QUERIES


def test_the_menu_counts_what_waits():
    client, _user = sit()
    ReportFactory(submitted=True)
    ReportFactory(submitted=True)

    assert "Meja redaksi (2)" in client.get("/admin/meja/").content.decode()


def test_claiming_tells_the_holder_and_the_officer_sees_it():
    client, user = sit()
    report = ReportFactory(submitted=True)

    response = client.post(f"/admin/meja/{report.pk}/ambil/", follow=True)

    report.refresh_from_db()
    assert response.status_code == 200
    assert (report.state, report.claimed_by) == ("claimed", user)
    officer = Client()
    officer.force_login(report.officer.user)
    page = officer.get(f"/lapor/{report.pk}/").content.decode()
    assert f"Diterima redaksi {unit('POLRES-3201').name} – sedang dibaca" in page


def test_a_claimed_report_names_its_holder_to_the_second_editor():
    client, _user = sit()
    holder = person(Role.EDITOR, first_name="Dewi", last_name="Lestari")
    report = ReportFactory(claimed=True, claimed_by=holder)

    response = client.post(f"/admin/meja/{report.pk}/ambil/")

    assert response.status_code == 409
    assert "Laporan ini sedang dikerjakan Dewi Lestari." in response.content.decode()


@pytest.mark.parametrize("step", ["lepas", "kembalikan", "tidak-dimuat", "terima"])
def test_only_the_holder_decides(step):
    client, _user = sit()
    report = ReportFactory(claimed=True)

    response = client.post(
        f"/admin/meja/{report.pk}/{step}/", {"note": "Catatan yang cukup panjang."}
    )

    report.refresh_from_db()
    assert response.status_code == 409
    assert report.state == "claimed"
    assert not StoryPage.objects.exists()


def test_returning_needs_a_note_and_keeps_what_was_typed():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user)

    response = client.post(f"/admin/meja/{report.pk}/kembalikan/", {"note": "pendek"})

    report.refresh_from_db()
    assert response.status_code == 422
    assert "paling sedikit 10 huruf" in response.content.decode()
    assert "pendek</textarea>" in response.content.decode()
    assert report.state == "claimed"


def test_a_returned_report_reaches_its_officer_with_the_note():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user)

    client.post(
        f"/admin/meja/{report.pk}/kembalikan/", {"note": "Tolong sebut hasil musyawarahnya."}
    )

    report.refresh_from_db()
    assert (report.state, report.claimed_by) == ("returned", None)
    assert Notice.objects.get(user=report.officer.user).path == f"/lapor/{report.pk}/"
    assert AuditEvent.objects.filter(verb="report.return", object_id=str(report.pk)).exists()


def test_a_declined_report_can_be_reopened():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user)

    client.post(f"/admin/meja/{report.pk}/tidak-dimuat/", {"note": "Sudah pernah dimuat."})
    report.refresh_from_db()
    declined = report.state
    client.post(f"/admin/meja/{report.pk}/buka-lagi/")
    report.refresh_from_db()

    assert (declined, report.state) == ("declined", "submitted")
    assert report.due_at > timezone.now()


def test_releasing_a_claim_puts_the_report_back():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user)

    client.post(f"/admin/meja/{report.pk}/lepas/")

    report.refresh_from_db()
    assert (report.state, report.claimed_by) == ("submitted", None)


def test_accepting_makes_a_prefilled_draft_story():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user, with_photos=3)

    response = client.post(f"/admin/meja/{report.pk}/terima/")

    page = StoryPage.objects.get()
    report.refresh_from_db()
    assert response["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert report.state == "accepted"
    assert (page.live, page.title, page.unit, page.village, page.activity) == (
        False,
        report.title,
        report.unit,
        report.village,
        report.activity,
    )
    assert page.happened_at == report.happened_at
    assert [link.officer for link in page.story_officers.all()] == [report.officer]
    assert page.lead_photo == report.attachments.first().upload.photo
    assert [block.block_type for block in page.body] == ["paragraph", "paragraph", "gallery"]
    assert len(page.body[2].value) == 2
    assert page.sources.get().report == report


def test_text_of_a_report_never_becomes_markup():
    client, user = sit()
    report = ReportFactory(
        claimed=True, claimed_by=user, text="<script>alert(1)</script> & lalu pulang semua."
    )

    client.post(f"/admin/meja/{report.pk}/terima/")

    source = StoryPage.objects.get().body[0].value.source
    assert source == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; lalu pulang semua.</p>"


def test_two_stories_of_one_title_get_two_slugs():
    client, user = sit()
    reports = [ReportFactory(claimed=True, claimed_by=user, title="Sambang") for _ in range(2)]

    for report in reports:
        client.post(f"/admin/meja/{report.pk}/terima/")

    assert set(StoryPage.objects.values_list("slug", flat=True)) == {"sambang", "sambang-2"}


def test_accepting_waits_for_files_that_are_being_prepared():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user, with_photos=1)
    upload = report.attachments.get().upload
    upload.state = UploadState.PROCESSING
    upload.save()

    response = client.post(f"/admin/meja/{report.pk}/terima/")

    assert response.status_code == 409
    assert "1 berkas masih disiapkan" in response.content.decode()
    assert not StoryPage.objects.exists()


def test_a_file_that_failed_stays_behind():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user, with_photos=2)
    upload = report.attachments.last().upload
    upload.state, upload.failure, upload.photo = UploadState.FAILED, "Rusak.", None
    upload.save()

    client.post(f"/admin/meja/{report.pk}/terima/")

    assert len(StoryPage.objects.get().photos()) == 1


def test_a_second_report_joins_a_story_being_written():
    client, user = sit()
    page = story_page(officer=OfficerFactory(), photos=1)
    report = ReportFactory(claimed=True, claimed_by=user, with_photos=2)

    response = client.post(f"/admin/meja/{report.pk}/terima/", {"page": page.pk})

    latest = StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert response.status_code == 302
    assert [block.block_type for block in latest.body] == [
        "paragraph",
        "paragraph",
        "paragraph",
        "gallery",
    ]
    assert len(latest.photos()) == 3
    assert latest.story_officers.count() == 2
    assert page.sources.get().report == report


@pytest.mark.parametrize(
    ("value", "status"), [("999999", 404), ("abc", 422), ("-1", 422), ("9" * 30, 422)]
)
def test_a_story_that_does_not_exist_is_refused(value, status):
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user)

    response = client.post(f"/admin/meja/{report.pk}/terima/", {"page": value})

    report.refresh_from_db()
    assert (response.status_code, report.state) == (status, "claimed")


def test_a_report_cannot_join_a_story_of_another_unit():
    client, user = sit()
    elsewhere = story_page(officer=OfficerFactory(unit=unit("POLSEK-327501")))
    report = ReportFactory(claimed=True, claimed_by=user)

    response = client.post(f"/admin/meja/{report.pk}/terima/", {"page": elsewhere.pk})

    report.refresh_from_db()
    assert (response.status_code, report.state) == (403, "claimed")


def test_the_report_view_asks_as_much_for_one_photo_as_for_five():
    client, user = sit()
    one, five = (
        ReportFactory(claimed=True, claimed_by=user, with_photos=count) for count in (1, 5)
    )
    client.get("/admin/meja/")

    for_one = _queries(client, f"/admin/meja/{one.pk}/")
    for_five = _queries(client, f"/admin/meja/{five.pk}/")

    assert for_one == for_five <= REPORT_QUERIES


def test_the_protect_mark_is_prominent():
    client, _user = sit()
    report = ReportFactory(submitted=True, protect_mark="victim")

    page = client.get(f"/admin/meja/{report.pk}/").content.decode()

    assert "Lindungi: Ada korban." in page


def test_a_due_time_is_counted_from_sending():
    report = ReportFactory(submitted=True)

    assert report.due_at - report.submitted_at == datetime.timedelta(hours=24)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_editors_claiming_at_once_leave_one_holder():
    report = ReportFactory(submitted=True)
    users = [person(Role.EDITOR) for _number in range(4)]

    def claim_of(user):
        client = client_of(user)
        return lambda: client.post(f"/admin/meja/{report.pk}/ambil/").status_code

    statuses = at_once(*(claim_of(user) for user in users))

    held = Report.objects.get(pk=report.pk)
    assert sorted(statuses) == [302, 409, 409, 409]
    assert held.claimed_by in users
    assert held.events.filter(event="claim").count() == 1
