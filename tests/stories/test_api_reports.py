"""Reports through the API: sent once, refused in words, seen by their officer alone."""

import datetime
import uuid
from functools import partial

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.base.api.writing import UnderWay, forget_keys, perform, private_answer
from cms.base.models import AuditEvent, IdempotencyKey
from cms.people.models import Role
from stories.models import Report, ReportEvent
from tests.factories.media import prepared
from tests.factories.people import OfficerFactory, person, place
from tests.factories.stories import ReportFactory, activity, photo_file, programme
from tests.factories.tokens import Program, program_of, token_of
from tests.parallel import at_once

pytestmark = pytest.mark.django_db
REPORTS = "/api/v1/reports/"


@pytest.fixture
def officer():
    return OfficerFactory(signed_up=True, posted=True)


@pytest.fixture
def phone(officer):
    return program_of(officer.user)


def body(**changes) -> dict:
    """A complete report."""
    happened = timezone.now() - datetime.timedelta(hours=2)
    return {
        "activity": activity().slug,
        "village": place().code,
        "happened_at": happened.isoformat(),
        "title": "Sambang ke pos ronda",
        "text": "Warga RW 05 sepakat menyalakan lagi pos ronda setiap malam Sabtu.",
        "has_consent": True,
    } | changes


def key() -> str:
    return str(uuid.uuid4())


def test_a_report_is_sent_as_by_the_form(phone, officer):
    sent = body(id=key(), programme=programme().slug)

    answer = phone.send(REPORTS, sent)

    report = Report.objects.get()
    assert answer.status_code == 201, answer.content
    assert answer.json()["id"] == sent["id"] == str(report.pk)
    assert answer.json()["state"] == "submitted"
    assert answer["Location"].endswith(f"{REPORTS}{report.pk}/")
    assert answer["Cache-Control"] == "private, no-store"
    assert (report.officer, report.unit_path) == (officer, officer.unit.path)
    assert (report.activity, report.programme) == (activity(), programme())
    assert report.has_consent


def test_the_audit_says_which_token_sent_it(officer):
    token, secret = token_of(officer.user)

    Program(secret).send(REPORTS, body(id=key()))

    event = AuditEvent.objects.get(verb="report.submit")
    assert event.actor_id == officer.user_id
    assert event.data["token"] == {"id": token.pk, "name": token.name}
    assert not AuditEvent.objects.exclude(verb="report.submit").filter(data__has_key="token")


def test_the_same_key_and_body_is_answered_the_same(phone):
    sent, used = body(), key()

    first = phone.send(REPORTS, sent, Idempotency_Key=used)
    again = phone.send(REPORTS, sent, Idempotency_Key=f'"{used}"')

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Location"] == first["Location"]
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Report.objects.count() == 1
    assert ReportEvent.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(phone):
    used = key()
    phone.send(REPORTS, body(), Idempotency_Key=used)

    answer = phone.send(REPORTS, body(title="Lain"), Idempotency_Key=used)

    assert answer.status_code == 422
    assert answer.json()["type"].endswith("idempotency-key-reused")
    assert Report.objects.count() == 1


def test_keys_of_others_are_no_concern(phone):
    used = key()
    other = program_of(OfficerFactory(signed_up=True).user)

    phone.send(REPORTS, body(), Idempotency_Key=used)
    answer = other.send(REPORTS, body(title="Milik orang lain"), Idempotency_Key=used)

    assert answer.status_code == 201
    assert Report.objects.count() == 2


def test_without_id_and_key_nothing_is_sent(phone):
    answer = phone.send(REPORTS, body())

    assert answer.status_code == 400
    assert answer.json()["type"].endswith("idempotency-key")
    assert not Report.objects.exists()


@pytest.mark.parametrize("bad", ["", " ", "a" * 129, "kunci\u00e9", 'a"b', "a b"])
def test_a_key_that_is_none_is_refused(phone, bad):
    answer = phone.send(REPORTS, body(id=key()), Idempotency_Key=bad)

    assert answer.status_code == 400
    assert not Report.objects.exists()


def test_the_same_id_is_one_report(phone):
    sent = body(id=key())

    statuses = [phone.send(REPORTS, sent).status_code for _n in range(3)]

    assert statuses == [201, 200, 200]
    assert Report.objects.count() == 1
    assert ReportEvent.objects.count() == 1


def test_a_report_at_the_desk_is_not_changed(phone):
    sent = body(id=key())
    phone.send(REPORTS, sent)

    answer = phone.send(REPORTS, sent | {"title": "Judul lain"})

    assert answer.status_code == 409
    assert Report.objects.get().title == sent["title"]


def test_a_time_that_a_phone_reckons_anew_is_the_same_time(phone):
    place = {"latitude": -6.5, "longitude": 106.8, "accuracy_m": 12}
    now = timezone.now() - datetime.timedelta(hours=1)
    times = [(now + datetime.timedelta(seconds=by)).isoformat() for by in (0, 3, 400)]
    made = key()
    tries = [
        body(id=made, title="Pos  ronda", happened_at=at, place=place | {"at": at}) for at in times
    ]

    assert [phone.send(REPORTS, sent).status_code for sent in tries] == [201, 200, 409]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"protect_mark": "child"}, "siapa yang perlu dilindungi"),
        ({"has_consent": False}, "persetujuan"),
        ({"title": "Judul lain"}, "judul"),
        ({"text": "Warga RW 06 sepakat menyalakan lagi pos ronda."}, "isi"),
        ({"happened_at": "2026-11-01T10:00"}, "waktu kegiatan"),
        ({"media": [{"id": str(uuid.UUID(int=1))}]}, "berkas"),
    ],
)
def test_what_came_too_late_for_the_desk_is_named(phone, changes, name):
    sent = body(id=key())
    phone.send(REPORTS, sent)

    answer = phone.send(REPORTS, sent | changes)

    assert answer.status_code == 409
    assert answer.json()["detail"].endswith(f"Yang berbeda: {name}.")


def test_a_draft_is_completed_under_its_id(phone):
    made = key()

    draft = phone.send(REPORTS, {"id": made, "submit": False, "title": "Baru judul"})
    sent = phone.send(REPORTS, body(id=made))

    assert (draft.status_code, draft.json()["state"]) == (201, "draft")
    assert (sent.status_code, sent.json()["state"]) == (200, "submitted")


def test_a_returned_report_is_sent_again(phone, officer):
    report = ReportFactory(officer=officer, returned=True)

    answer = phone.send(REPORTS, body(id=str(report.pk), title="Sudah diperbaiki"))

    assert (answer.status_code, answer.json()["state"]) == (200, "submitted")
    assert answer.json()["title"] == "Sudah diperbaiki"


def test_what_is_refused_leaves_nothing_and_frees_the_key(phone):
    used = key()

    refused = phone.send(REPORTS, body(text="pendek", village="99.99"), Idempotency_Key=used)
    mended = phone.send(REPORTS, body(), Idempotency_Key=used)

    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"text", "village"}
    assert mended.status_code == 201
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"activity": "tidak-ada"}, "activity"),
        ({"programme": "tidak-ada"}, "programme"),
        ({"activity": "a\x00b"}, "activity"),
        ({"village": "32.01.01.1001\x00"}, "village"),
        ({"happened_at": "kemarin"}, "happened_at"),
        ({"happened_at": "0001-01-01T00:00:00+14:00"}, "happened_at"),
        ({"happened_at": "9999-12-31T23:59:59-14:00"}, "happened_at"),
        ({"happened_at": 1e300}, "happened_at"),
        ({"title": "a" * 151}, "title"),
        ({"title": "a" * 301}, "title"),
        ({"text": "a" * 10_001}, "text"),
        ({"text": 7}, "text"),
        ({"protect_mark": "semua"}, "protect_mark"),
        ({"has_consent": "mungkin"}, "has_consent"),
        ({"warna": "biru"}, "warna"),
        ({"id": "bukan-uuid"}, "id"),
        ({"media": [{"id": "x"}]}, "media.0.id"),
        ({"media": [{"id": str(uuid.UUID(int=1)), "lebar": 3}]}, "media.0.lebar"),
        ({"media": [{"id": str(uuid.UUID(int=1))}] * 11}, "media"),
        ({"media": [], "media_changes": [{"id": str(uuid.UUID(int=1))}]}, "media_changes"),
        ({"media_changes": [{"id": str(uuid.UUID(int=1))}] * 51}, "media_changes"),
        ({"media_changes": [{"id": "x"}]}, "media_changes.0.id"),
        ({"media_changes": None}, "media_changes"),
        ({"media": [{"id": str(uuid.UUID(int=1))}]}, f"media.{uuid.UUID(int=1)}"),
    ],
)
def test_what_cannot_be_taken_is_named(phone, changes, name):
    answer = phone.send(REPORTS, body(id=key()) | changes)

    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert name in answer.json()["errors"]
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"[]", 422),
        (b"null", 422),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"id":' + b"9" * 5_000 + b"}", 400),
        (b'{"\\ud800":1}', 422),
        (b'{"title":"\\ud800","id":"00000000-0000-4000-8000-000000000001"}', 422),
        (b'{"title":"a","title":"b","id":NaN}', 422),
        (b'{"text":"' + b"a" * 3_000_000 + b'"}', 413),
    ],
)
def test_no_body_breaks_it(phone, raw, status):
    answer = phone.post(REPORTS, data=raw, content_type="application/json")

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_control_characters_and_the_like_are_spaces(phone):
    answer = phone.send(REPORTS, body(id=key(), title="Sambang\u0000 \u0007pos"))

    assert answer.json()["title"] == "Sambang pos"


def test_another_type_of_body_is_refused(phone):
    answer = phone.post(REPORTS, data=orjson.dumps(body(id=key())), content_type="text/plain")

    assert answer.status_code == 415


def test_a_parameter_is_refused(phone):
    assert phone.send(f"{REPORTS}?kirim=ya", body(id=key())).status_code == 422


# --- Once -----------------------------------------------------------------------------------------


def test_while_the_first_is_under_way_the_second_is_told_so(phone, officer):
    sent, used = body(), key()
    phone.send(REPORTS, sent, Idempotency_Key=used)
    later = timezone.now() + datetime.timedelta(seconds=30)
    IdempotencyKey.objects.update(status=None, leased_until=later)

    answer = phone.send(REPORTS, sent, Idempotency_Key=used)

    assert answer.status_code == 409
    assert answer["Retry-After"] == "2"
    assert answer.json()["type"].endswith("under-way")


def test_what_a_dead_process_left_is_taken_over(phone):
    sent, used = body(), key()
    phone.send(REPORTS, sent, Idempotency_Key=used)
    # As if it had died before it committed: the claim stands, the work is undone.
    ReportEvent.objects.all().delete()
    Report.objects.all().delete()
    IdempotencyKey.objects.update(status=None, leased_until=timezone.now())

    answer = phone.send(REPORTS, sent, Idempotency_Key=used)

    assert answer.status_code == 201
    assert "Idempotency-Replayed" not in answer
    assert Report.objects.count() == 1


def test_whoever_was_too_slow_undoes_what_it_did(officer, rf):
    """Its claim was taken over while it worked: the other one answers, this one changes nothing."""
    request = rf.post(REPORTS, b"{}", content_type="application/json")
    request.META["HTTP_IDEMPOTENCY_KEY"] = key()
    request.auth = token_of(officer.user)[0]

    def slow():
        IdempotencyKey.objects.update(claim=uuid.uuid4())
        ReportFactory(officer=officer, state="draft")
        return private_answer({})

    with pytest.raises(UnderWay):
        perform(request, slow)

    assert not Report.objects.exists()


def test_old_keys_are_swept(phone):
    for _n in range(3):
        phone.send(REPORTS, body(), Idempotency_Key=key())
    newest = IdempotencyKey.objects.latest("pk")
    old = IdempotencyKey.objects.exclude(pk=newest.pk)
    old.update(created_at=timezone.now() - datetime.timedelta(hours=49))

    assert forget_keys() == 2
    assert IdempotencyKey.objects.get() == newest


def test_a_key_is_forgotten_after_two_days(phone):
    sent, used = body(), key()
    phone.send(REPORTS, sent, Idempotency_Key=used)
    IdempotencyKey.objects.update(created_at=timezone.now() - datetime.timedelta(hours=49))

    answer = phone.send(REPORTS, sent | {"title": "Laporan lain"}, Idempotency_Key=used)

    assert answer.status_code == 201
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_posts_in_parallel_make_one_report():
    officer = OfficerFactory(signed_up=True, posted=True)
    secret = token_of(officer.user)[1]
    sent, used = body(), key()

    def send():
        return Program(secret).send(REPORTS, sent, Idempotency_Key=used).status_code

    statuses = at_once(*[send] * 4)

    assert len(statuses) == 4
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert Report.objects.count() == 1
    assert ReportEvent.objects.filter(event="submit").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_id_in_parallel_is_made_once():
    officer = OfficerFactory(signed_up=True, posted=True)
    secret = token_of(officer.user)[1]
    sent = body(id=key())

    def send():
        return Program(secret).send(REPORTS, sent).status_code

    statuses = at_once(*[send] * 4)

    assert sorted(statuses) == [200, 200, 200, 201]
    assert ReportEvent.objects.filter(event="submit").count() == 1


# --- Who ------------------------------------------------------------------------------------------


def _calls(report: Report) -> list[tuple[str, str, str]]:
    return [
        ("post", REPORTS, "reports:write"),
        ("get", REPORTS, "reports:write"),
        ("get", f"{REPORTS}choices/", "reports:write"),
        ("get", f"{REPORTS}{report.pk}/", "reports:write"),
        ("post", f"{REPORTS}{report.pk}/photos/", "media:write"),
    ]


def _ask(program, method: str, path: str):
    if path.endswith("/photos/"):
        return program.post(path, {"file": photo_file()})
    if method == "post":
        return program.send(path, body(id=key()))
    return program.get(path)


@pytest.mark.parametrize("number", range(5))
def test_each_operation_opens_to_its_scope_alone(officer, number):
    report = ReportFactory(officer=officer, state="draft")
    method, path, scope = _calls(report)[number]
    others = {"read", "reports:write", "media:write", "stories:publish"} - {scope}

    assert _ask(program_of(officer.user, scope), method, path).status_code in (200, 201)
    answer = _ask(program_of(officer.user, *others), method, path)
    assert answer.status_code == 403
    assert f'scope="{scope}"' in answer["WWW-Authenticate"]


@pytest.mark.parametrize("number", range(5))
def test_strangers_are_not_let_in(officer, number):
    report = ReportFactory(officer=officer, state="draft")
    method, path, scope = _calls(report)[number]

    answer = _ask(Program(), method, path)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == f'Bearer scope="{scope}"'
    assert "Access-Control-Allow-Credentials" not in answer
    assert Report.objects.count() == 1


@pytest.mark.parametrize("number", range(5))
def test_a_session_acts_only_from_a_page_of_ours(officer, number):
    report = ReportFactory(officer=officer, state="draft")
    method, path, _scope = _calls(report)[number]
    signed_in = Program(enforce_csrf_checks=True)
    signed_in.force_login(officer.user)

    forged = _ask(signed_in, method, path)
    token = signed_in.get("/lapor/sesi/").json()["csrf"]
    signed_in.defaults["HTTP_X_CSRFTOKEN"] = token
    own = _ask(signed_in, method, path)

    assert forged.status_code == (200 if method == "get" else 403)
    assert own.status_code in (200, 201)
    assert own["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Credentials" not in own


@pytest.mark.parametrize("number", range(5))
def test_revoked_tokens_and_closed_accounts_open_nothing(officer, number):
    report = ReportFactory(officer=officer, state="draft")
    method, path, _scope = _calls(report)[number]
    token, secret = token_of(officer.user)
    token.revoked_at = timezone.now()
    token.save()
    phone = program_of(officer.user)
    officer.user.is_active = False
    officer.user.save()

    assert _ask(Program(secret), method, path).status_code == 401
    assert _ask(phone, method, path).status_code == 401


@pytest.mark.parametrize("number", range(5))
def test_only_active_officers_report(officer, number):
    report = ReportFactory(officer=officer, state="draft")
    method, path, _scope = _calls(report)[number]
    phone = program_of(officer.user)
    officer.is_active = False
    officer.save()

    for program in (phone, program_of(person(Role.PUBLISHER, "POLRES-3201"))):
        answer = _ask(program, method, path)
        assert answer.status_code == 403
        assert "Bhabinkamtibmas" in answer.json()["detail"]


def test_the_report_of_somebody_else_is_none(phone):
    report = ReportFactory(state="draft")

    asked = phone.get(f"{REPORTS}{report.pk}/")
    photo = phone.post(f"{REPORTS}{report.pk}/photos/", {"file": photo_file()})
    changed = phone.send(REPORTS, body(id=str(report.pk)))

    assert [a.status_code for a in (asked, photo, changed)] == [404, 404, 404]
    assert phone.get(REPORTS).json()["reports"] == []
    report.refresh_from_db()
    assert report.state == "draft"


# --- What became of it ----------------------------------------------------------------------------


def test_its_officer_reads_what_became_of_it(phone, officer):
    report = ReportFactory(officer=officer, returned=True, with_photos=1)

    answer = phone.get(f"{REPORTS}{report.pk}/").json()

    assert answer["state"] == "returned"
    assert [step["event"] for step in answer["steps"]] == ["submit", "claim", "return"]
    assert "musyawarah" in answer["steps"][-1]["note"]
    assert answer["what_now"]
    assert [(m["kind"], m["state"]) for m in answer["media"]] == [("photo", "ready")]
    assert answer["story_url"] is None


def test_the_story_is_linked_once_it_is_public(phone, officer):
    report = ReportFactory(officer=officer, published=True)
    page = report.story_source.page
    page.public_path = "/cerita/2026/11/pos-ronda/"
    page.save()

    one = phone.get(f"{REPORTS}{report.pk}/").json()
    (row,) = phone.get(REPORTS).json()["reports"]

    assert one["story_url"] == row["story_url"]
    assert one["story_url"].endswith("/cerita/2026/11/pos-ronda/")


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_is_three_queries(phone, officer, rows, django_assert_num_queries):
    ReportFactory.create_batch(rows, officer=officer, published=True)
    phone.get(REPORTS)

    # The token, its owner's officer, and the page.
    with django_assert_num_queries(3):
        answer = phone.get(REPORTS)

    assert len(answer.json()["reports"]) == rows


@pytest.mark.parametrize("rows", [1, 5])
def test_one_report_costs_the_same_however_much_belongs_to_it(
    phone, officer, rows, django_assert_num_queries
):
    report = ReportFactory(officer=officer, submitted=True, with_photos=rows)
    for _n in range(rows):
        ReportEvent.objects.create(report=report, event="claim", state="claimed")
    phone.get(REPORTS)

    with django_assert_num_queries(8):
        answer = phone.get(f"{REPORTS}{report.pk}/").json()

    assert (len(answer["media"]), len(answer["steps"])) == (rows, rows + 1)


def test_pages_follow_each_other(phone, officer):
    ReportFactory.create_batch(5, officer=officer, state="draft")
    seen, url = [], f"{REPORTS}?limit=2"

    while url:
        page = phone.get(url).json()
        seen += [row["id"] for row in page["reports"]]
        url = page["next"]

    assert len(seen) == len(set(seen)) == 5


def test_the_list_is_narrowed_by_state(phone, officer):
    ReportFactory(officer=officer, state="draft")
    sent = ReportFactory(officer=officer, submitted=True)

    rows = phone.get(f"{REPORTS}?state=submitted").json()["reports"]

    assert [row["id"] for row in rows] == [str(sent.pk)]
    assert phone.get(f"{REPORTS}?state=hilang").status_code == 422


def test_the_choices_are_those_of_the_form(phone, officer):
    retired = activity("lama")
    retired.is_active = False
    retired.save()
    used = activity()

    answer = phone.get(f"{REPORTS}choices/").json()

    slugs = [choice["slug"] for choice in answer["activities"]]
    assert used.slug in slugs
    assert "lama" not in slugs
    assert [village["code"] for village in answer["villages"]] == [place().code]
    assert answer["limits"]["media_max"] == 10


# --- Media ----------------------------------------------------------------------------------------


def test_a_photo_is_added_once(phone, officer):
    report = ReportFactory(officer=officer, state="draft", protect_mark="child")
    here = f"{REPORTS}{report.pk}/photos/"

    first = phone.post(here, {"file": photo_file(), "caption": "Pos\u0000 ronda"})
    again = phone.post(here, {"file": photo_file("lain.png")})

    attachment = report.attachments.get()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"] == str(attachment.upload_id)
    assert attachment.caption == "Pos ronda"
    assert attachment.upload.protect_mark == "child"
    assert attachment.upload.unit_path == officer.unit.path


@pytest.mark.parametrize(
    ("state", "files", "status"),
    [
        ("submitted", {"file": photo_file}, 409),
        ("draft", {}, 422),
        ("draft", {"file": lambda: photo_file("film.mp4")}, 415),
    ],
)
def test_a_photo_that_cannot_be_taken_is_refused(phone, officer, state, files, status):
    report = ReportFactory(officer=officer, **({state: True} if state != "draft" else {}))

    data = {name: make() for name, make in files.items()}
    answer = phone.post(f"{REPORTS}{report.pk}/photos/", data)

    assert answer.status_code == status, answer.content
    assert not report.attachments.exists()


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        (b"rusak", "multipart/form-data"),
        (b"rusak", "multipart/form-data; boundary=\xc3\xa9"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
    ],
)
def test_no_form_breaks_it(phone, officer, raw, content_type):
    report = ReportFactory(officer=officer, state="draft")

    answer = phone.post(f"{REPORTS}{report.pk}/photos/", data=raw, content_type=content_type)

    assert answer.status_code in (400, 415, 422)


def test_a_body_that_says_it_is_too_large_is_not_read(phone, officer):
    report = ReportFactory(officer=officer, state="draft")

    answer = phone.post(
        f"{REPORTS}{report.pk}/photos/",
        data=b"--x",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(10**9),
    )

    assert answer.status_code == 413
    assert answer.json()["type"].endswith("too-large")


def test_files_sent_before_are_chosen_ordered_and_let_go(phone, officer):
    one, two, three = (prepared(owner=officer.user) for _n in range(3))
    sent = body(id=key(), submit=False)

    phone.send(REPORTS, sent | {"media": [{"id": str(one.pk)}, {"id": str(two.pk)}]})
    answer = phone.send(
        REPORTS, sent | {"media": [{"id": str(three.pk), "caption": "Baru"}, {"id": str(one.pk)}]}
    )

    report = Report.objects.get()
    assert answer.status_code == 200, answer.content
    assert [a.upload_id for a in report.attachments.all()] == [three.pk, one.pk]
    assert report.attachments.first().caption == "Baru"
    one.refresh_from_db()
    assert one.unit_path == one.photo.unit_path == officer.unit.path


def test_files_that_a_phone_does_not_know_of_stay_when_others_change(phone, officer):
    report = ReportFactory(officer=officer, returned=True, with_photos=3)
    removed, described, unknown = (one.upload_id for one in report.attachments.all())
    changes = [
        {"id": str(removed), "remove": True},
        {"id": str(described), "caption": "Pos ronda"},
        {"id": key(), "remove": True},
        {"id": key(), "caption": "Tidak ada"},
    ]
    sent = body(id=str(report.pk), media_changes=changes)

    answers = [phone.send(REPORTS, sent) for _n in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    left = {one.upload_id: one.caption for one in report.attachments.all()}
    assert left.keys() == {described, unknown}
    assert left[described] == "Pos ronda"


def test_a_removal_after_the_desk_took_the_report_is_refused(phone, officer):
    sent = body(id=key())
    phone.send(REPORTS, sent)
    report = Report.objects.get()
    upload = prepared(owner=officer.user)
    report.attachments.create(upload=upload, position=0)

    answer = phone.send(REPORTS, sent | {"media_changes": [{"id": str(upload.pk), "remove": True}]})

    assert answer.status_code == 409
    assert report.attachments.count() == 1


def test_the_files_of_another_report_are_not_changed(phone, officer):
    other = ReportFactory(officer=OfficerFactory(signed_up=True), returned=True, with_photos=1)
    theirs = other.attachments.get()

    changes = [{"id": str(theirs.upload_id), "remove": True}]
    answer = phone.send(REPORTS, body(id=key(), media_changes=changes))

    assert answer.status_code == 201
    assert other.attachments.get() == theirs


def test_the_files_of_others_and_of_other_reports_are_not_chosen(phone, officer):
    foreign = prepared(owner=OfficerFactory(signed_up=True).user)
    used = ReportFactory(officer=officer, state="draft", with_photos=1).attachments.get().upload

    for upload in (foreign, used):
        answer = phone.send(REPORTS, body(id=key(), media=[{"id": str(upload.pk)}]))
        assert answer.status_code == 422
        assert f"media.{upload.pk}" in answer.json()["errors"]
    assert Report.objects.count() == 1


def test_sending_costs_the_same_with_any_number_of_files(phone, officer):
    # The first file of a unit makes the unit's collection, once for ever.
    first = [{"id": str(prepared(owner=officer.user).pk)}]
    phone.send(REPORTS, body(id=key(), media=first, submit=False))
    counts = []

    for rows in (1, 5):
        files = [{"id": str(prepared(owner=officer.user).pk)} for _n in range(rows)]
        sent = body(id=key(), media=files, submit=False)
        with CaptureQueriesContext(connection) as made:
            assert phone.send(REPORTS, sent).status_code == 201
        with CaptureQueriesContext(connection) as changed:
            assert phone.send(REPORTS, sent).status_code == 200
        counts.append((len(made), len(changed)))
        assert Report.objects.get(pk=sent["id"]).attachments.count() == rows

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 48  # of them eleven for the file's row in the library


@pytest.mark.django_db(transaction=True)
def test_two_reports_at_once_cannot_both_take_a_file():
    officer = OfficerFactory(signed_up=True, posted=True)
    secret = token_of(officer.user)[1]
    upload = prepared(owner=officer.user)
    reports = [body(id=key(), media=[{"id": str(upload.pk)}]) for _n in range(3)]

    def send(report):
        return Program(secret).send(REPORTS, report).status_code

    statuses = at_once(*(partial(send, report) for report in reports))

    assert sorted(statuses) == [201, 422, 422]
    assert Report.objects.count() == 1


def test_writes_have_a_limit_of_their_own(phone, settings):
    settings.API_PER_MINUTE = {"anonymous": 0, "token": 100, "write": 2}

    statuses = [phone.send(REPORTS, body(id=key())).status_code for _n in range(3)]

    assert statuses == [201, 201, 429]
    assert phone.get(REPORTS).status_code == 200
