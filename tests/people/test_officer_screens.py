"""The administrators' screens of officers: within their units, errors beside the field."""

import datetime
import re

import pytest
from django.urls import reverse

from cms.people.models import Officer, Role
from cms.people.services.portraits import set_portrait
from tests import files
from tests.factories.media import ready_photo
from tests.factories.people import OfficerFactory, PostingFactory, person, place, unit

LIST = "/admin/bhabinkamtibmas/"


@pytest.fixture
def administrator(client, db):
    user = person(Role.ADMINISTRATOR, "POLRES-3201")
    client.force_login(user)
    return user


@pytest.fixture
def officer(administrator):
    return OfficerFactory(name="Budi Raharjo", nrp="85010203", public_phone="0812-3456-7890")


@pytest.fixture
def stranger(administrator):
    """An officer of another Polres."""
    return OfficerFactory(name="Ani Lestari", unit=unit("POLSEK-320201"))


def form(**fields) -> dict:
    given = {"nrp": "85010204", "name": "Wayan Sudana", "rank": "bripka", "is_active": "on"}
    return (
        given | {"public_phone": "", "private_phone": "", "private_email": "", "bio": ""} | fields
    )


def screen(officer, *steps) -> str:
    return "".join([f"{LIST}{officer.pk}/", *[f"{step}/" for step in steps]])


def test_the_list_shows_the_own_units_only(client, officer, stranger):
    PostingFactory(officer=officer)

    text = client.get(LIST).content.decode()

    assert "Budi Raharjo" in text
    assert "Kelurahan Pondok Rajeg" in text
    assert "Ani Lestari" not in text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "raharjo"}, {"Budi Raharjo"}),
        ({"q": "8501"}, {"Budi Raharjo"}),
        ({"q": "pondok rajeg"}, {"Budi Raharjo"}),
        ({"state": "tidak"}, {"Cahyo"}),
        ({"state": "semua"}, {"Budi Raharjo", "Cahyo"}),
        ({"state": "lain"}, set()),
        ({"q": "tidak ada"}, set()),
        ({"q": "a\x00b"}, set()),
        ({"unit": "99999999999999999999"}, set()),
    ],
)
def test_the_list_is_searched_and_filtered(client, officer, query, names):
    PostingFactory(officer=officer)
    OfficerFactory(name="Cahyo", is_active=False)

    answer = client.get(LIST, query)

    assert answer.status_code == 200
    assert {found.name for found in answer.context["officers"]} == names


def test_the_list_is_filtered_by_unit(client, officer):
    OfficerFactory(name="Cahyo", unit=unit("POLSEK-320102"))

    answer = client.get(LIST, {"unit": unit("POLSEK-320102").pk})

    assert [found.name for found in answer.context["officers"]] == ["Cahyo"]


def test_the_list_goes_on_where_it_ended(client, administrator):
    OfficerFactory.create_batch(51)
    first = client.get(LIST, {"state": "semua"})
    (link,) = re.findall(r'href="(\?[^"]*cursor=[^"]*)"', first.content.decode())

    second = client.get(f"{LIST}{link.replace('&amp;', '&')}")

    assert len(first.context["officers"]) == 50
    assert len(second.context["officers"]) == 1
    assert client.get(LIST, {"cursor": "palsu"}).status_code == 422


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_as_often_for_one_as_for_many(
    client, administrator, django_assert_max_num_queries, count
):
    for _n in range(count):
        PostingFactory(officer=OfficerFactory(signed_up=True))
    client.get(LIST)

    with django_assert_max_num_queries(14):
        client.get(LIST)


def test_an_officer_is_recorded(client, administrator):
    here = unit("POLSEK-320101")

    answer = client.post(f"{LIST}baru/", form(unit=here.pk, nrp="85 010 204"))

    made = Officer.objects.get()
    assert answer.headers["Location"] == screen(made)
    assert (made.nrp, made.unit, made.slug) == ("85010204", here, "wayan-sudana")


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"nrp": "12"}, 422, "seharusnya 8"),
        ({"nrp": ""}, 422, "id_nrp"),
        ({"rank": "jenderal"}, 422, "jenderal"),
        ({"public_phone": "nol"}, 422, "tidak dapat dibaca"),
        ({"unit": ""}, 422, "id_unit"),
        ({"unit": "POLSEK-320201"}, 403, "satuan lain"),
        ({"nrp": "85010203"}, 409, "sudah tercatat"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client, officer, stranger, fields, status, said
):
    here = unit("POLSEK-320101")
    if fields.get("unit"):
        fields = {"unit": unit(fields["unit"]).pk}

    answer = client.post(f"{LIST}baru/", form(unit=here.pk) | fields)

    assert answer.status_code == status
    assert said in answer.content.decode()
    assert "Wayan Sudana" in answer.content.decode()
    assert Officer.objects.count() == 2


def test_facts_are_changed_and_the_portrait_and_unit_stay(client, administrator, officer):
    set_portrait(actor=administrator, officer=officer, photo=ready_photo())

    client.post(screen(officer), form(nrp=officer.nrp, private_phone="0813-1111-2222"))

    officer.refresh_from_db()
    assert (officer.name, officer.private_phone) == ("Wayan Sudana", "0813-1111-2222")
    assert officer.portrait is not None
    assert officer.unit == unit("POLSEK-320101")


def test_wrong_facts_keep_the_rest_of_the_screen(client, officer):
    PostingFactory(officer=officer)

    answer = client.post(screen(officer), form(nrp="12", name="Wayan Baru"))

    assert answer.status_code == 422
    assert "Wayan Baru" in answer.content.decode()
    assert "Pondok Rajeg" in answer.content.decode()


def test_a_portrait_is_uploaded_and_taken_away(client, officer):
    photo = files.uploaded(files.jpeg_with_gps(), "saya.jpg")

    client.post(screen(officer, "foto"), {"file": photo})
    assert "Tampil di halaman publik." in client.get(screen(officer)).content.decode()

    client.post(screen(officer, "foto", "lepas"))
    officer.refresh_from_db()
    assert officer.portrait is None


@pytest.mark.parametrize(
    ("data", "status"), [(b"", 422), (b"bukan gambar", 415), (files.truncated_jpeg(), 415)]
)
def test_a_file_that_is_no_portrait_is_answered_beside_the_field(client, officer, data, status):
    answer = client.post(screen(officer, "foto"), {"file": files.uploaded(data, "saya.jpg")})

    assert answer.status_code == status
    assert Officer.objects.get().portrait is None


def test_a_village_is_added_and_ended(client, officer):
    village = place()

    client.post(screen(officer, "penugasan"), {"village": village.pk, "begins_on": "2026-01-01"})
    posting = officer.postings.get()
    client.post(screen(officer, "penugasan", posting.pk, "akhiri"), {"ends_on": "2026-06-30"})

    posting.refresh_from_db()
    assert (posting.village, posting.ends_on) == (village, datetime.date(2026, 6, 30))


@pytest.mark.parametrize(
    "fields",
    [
        {"begins_on": "2026-01-01"},
        {"village": "VILLAGE", "begins_on": "0001-01-01"},
        {"village": "VILLAGE", "begins_on": "9999-12-31"},
        {"village": "VILLAGE", "begins_on": "2026-01-02", "ends_on": "2026-01-01"},
        {"village": "DISTRICT", "begins_on": "2026-01-01"},
        {"village": "VILLAGE", "begins_on": "2024-06-01"},
        {"village": "bukan angka", "begins_on": "2026-01-01"},
    ],
)
def test_a_wrong_posting_is_refused_on_the_screen(client, officer, fields):
    posted = PostingFactory(officer=officer)
    known = {"VILLAGE": posted.village.pk, "DISTRICT": posted.village.parent.pk}
    fields = {name: known.get(value, value) for name, value in fields.items()}

    answer = client.post(screen(officer, "penugasan"), fields)

    assert answer.status_code == 422
    assert officer.postings.count() == 1


@pytest.mark.parametrize(("day", "status"), [("", 422), ("2020-01-01", 422), ("0001-01-01", 422)])
def test_a_wrong_last_day_is_said_in_its_row(client, officer, day, status):
    posting = PostingFactory(officer=officer)

    answer = client.post(screen(officer, "penugasan", posting.pk, "akhiri"), {"ends_on": day})

    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()


def test_a_posting_of_another_officer_is_not_found(client, officer):
    posting = PostingFactory(officer=OfficerFactory())

    answer = client.post(
        screen(officer, "penugasan", posting.pk, "akhiri"), {"ends_on": "2026-01-01"}
    )

    assert answer.status_code == 404


def test_an_account_is_opened_and_its_password_shown_once(client, officer):
    opened = client.post(screen(officer, "akun"))

    officer.refresh_from_db()
    (password,) = re.findall(r"<code>([a-z2-9-]+)</code>", opened.content.decode())
    assert officer.user.check_password(password)
    assert "no-store" in opened.headers["Cache-Control"]
    assert password not in client.get(screen(officer)).content.decode()


def test_a_new_password_takes_the_place_of_the_old_one(client, officer):
    client.post(screen(officer, "akun"))
    officer.refresh_from_db()
    before = officer.user.password

    client.post(screen(officer, "akun"))

    officer.user.refresh_from_db()
    assert officer.user.password != before


def test_no_account_for_somebody_who_left(client, officer):
    Officer.objects.update(is_active=False)

    answer = client.post(screen(officer, "akun"), follow=True)

    assert "tidak aktif lagi" in answer.content.decode()
    officer.refresh_from_db()
    assert officer.user is None


def test_an_officer_is_moved_within_the_own_units(client, officer):
    posting, there = PostingFactory(officer=officer), unit("POLSEK-320102")

    answer = client.post(screen(officer, "pindah"), {"unit": there.pk, "on": "2026-02-01"})

    officer.refresh_from_db()
    posting.refresh_from_db()
    assert answer.headers["Location"] == screen(officer)
    assert (officer.unit, posting.ends_on) == (there, datetime.date(2026, 1, 31))


def test_an_officer_is_not_moved_out_of_the_own_units(client, officer):
    there = unit("POLSEK-320201")

    answer = client.post(screen(officer, "pindah"), {"unit": there.pk, "on": "2026-02-01"})

    assert answer.status_code == 403
    assert "satuan lain" in answer.content.decode()


def test_the_picker_of_units_shows_the_own_ones(client, stranger):
    unit("POLSEK-320101")

    text = client.get(reverse("pilih_satuan_sendiri:choose_results")).content.decode()

    assert "Polsek 320101" in text
    assert "Polsek 320201" not in text


@pytest.mark.parametrize(
    "steps", [(), ("foto",), ("foto", "lepas"), ("penugasan",), ("pindah",), ("akun",)]
)
def test_an_officer_of_another_unit_is_not_found(client, stranger, steps):
    assert client.post(screen(stranger, *steps), form()).status_code == 404


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.ADMINISTRATOR)])
def test_nobody_else_gets_in_or_is_offered_it(client, officer, role):
    client.force_login(person(role, "POLRES-3201"))

    for path in (LIST, f"{LIST}baru/", screen(officer), "/admin/peran/"):
        answer = client.get(path)
        assert answer.status_code in (302, 403)
        assert "85010203" not in answer.content.decode()
    assert LIST not in client.get("/admin/", follow=True).content.decode()


def test_administrators_are_offered_it(client, administrator):
    assert LIST in client.get("/admin/").content.decode()
