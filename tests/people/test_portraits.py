"""The portrait is public while the officer is active and nobody in it forbids it."""

import pytest

from cms.base import audit
from cms.base.errors import Refused, UnsupportedMedia
from cms.media.models import ProtectMark, Upload
from cms.media.services.consent import record_consent, set_mark, withdraw_consent
from cms.media.services.derivatives import is_public
from cms.people.models import Role
from cms.people.selectors import portraits_of
from cms.people.services.officers import OfficerFacts, change_officer
from cms.people.services.portraits import set_portrait, upload_portrait
from tests import files
from tests.factories.media import ready_photo
from tests.factories.people import OfficerFactory, person, unit


@pytest.fixture
def administrator(db):
    return person(Role.ADMINISTRATOR, "POLRES-3201")


@pytest.fixture
def officer(administrator):
    found = OfficerFactory(name="Budi Raharjo")
    return set_portrait(actor=administrator, officer=found, photo=ready_photo())


def _public_portrait(officer):
    return portraits_of([str(officer.public_id)]).get(str(officer.public_id))


def facts_of(officer, **fields) -> OfficerFacts:
    given = {name: getattr(officer, name) for name in ("nrp", "name", "rank", "unit", "portrait")}
    return OfficerFacts(**given | fields)


def test_an_uploaded_portrait_is_ready_described_and_public(administrator):
    officer = OfficerFactory(name="Budi Raharjo")

    officer = upload_portrait(
        actor=administrator, officer=officer, file=files.uploaded(files.jpeg_with_gps(), "a.jpg")
    )

    assert _public_portrait(officer).url.startswith("/media/")
    assert officer.portrait.alt_text == "Foto Bripka Budi Raharjo"
    assert officer.portrait.unit_path == officer.unit.path
    assert audit.events_of(officer).get().data == {"fields": ["portrait"]}


def test_what_is_no_picture_changes_nothing(administrator, officer):
    before = officer.portrait

    with pytest.raises(UnsupportedMedia):
        upload_portrait(
            actor=administrator, officer=officer, file=files.uploaded(b"bukan gambar", "a.jpg")
        )

    officer.refresh_from_db()
    assert officer.portrait == before


def test_a_stranger_stores_nothing(officer):
    stranger, before = person(Role.ADMINISTRATOR, "POLRES-3202"), Upload.objects.count()

    with pytest.raises(Refused):
        upload_portrait(
            actor=stranger, officer=officer, file=files.uploaded(files.jpeg_with_gps(), "a.jpg")
        )
    with pytest.raises(Refused):
        set_portrait(actor=stranger, officer=officer, photo=None)

    assert Upload.objects.count() == before


def test_another_portrait_takes_the_place_of_the_first(administrator, officer):
    first, second = officer.portrait, ready_photo()

    set_portrait(actor=administrator, officer=officer, photo=second)

    assert (is_public(photo=first), is_public(photo=second)) == (False, True)


def test_a_portrait_taken_away_is_private(administrator, officer):
    photo = officer.portrait

    officer = set_portrait(actor=administrator, officer=officer, photo=None)

    assert not is_public(photo=photo)
    assert _public_portrait(officer) is None


def test_the_portrait_goes_and_comes_with_the_officer(administrator, officer):
    change_officer(actor=administrator, officer=officer, facts=facts_of(officer, is_active=False))
    assert not is_public(photo=officer.portrait)

    change_officer(actor=administrator, officer=officer, facts=facts_of(officer, is_active=True))
    assert is_public(photo=officer.portrait)


def test_two_officers_on_one_picture_do_not_hide_each_other(administrator, officer):
    other = OfficerFactory(unit=unit("POLSEK-320101"))
    set_portrait(actor=administrator, officer=other, photo=officer.portrait)

    set_portrait(actor=administrator, officer=other, photo=None)

    assert is_public(photo=officer.portrait)


def test_a_mark_hides_the_portrait_until_there_is_consent(officer):
    editor = person(Role.EDITOR, "POLRES-3201")
    photo = officer.portrait
    photo.unit_path = officer.unit.path
    photo.save(update_fields=["unit_path"])

    set_mark(actor=editor, photo=photo, mark=ProtectMark.UNDERCOVER)
    assert not is_public(photo=photo)

    consent = record_consent(
        actor=editor,
        photo=photo,
        subject="Budi Raharjo",
        given_by="Budi Raharjo",
        purpose="Foto diri",
        evidence="Surat 12/2026",
    )
    assert is_public(photo=photo)

    withdraw_consent(actor=editor, consent=consent)
    assert not is_public(photo=photo)


@pytest.mark.parametrize("rows", [1, 4])
def test_portraits_of_many_take_one_query(administrator, rows, django_assert_num_queries):
    officers = [OfficerFactory() for _ in range(rows)]
    for officer in officers:
        set_portrait(actor=administrator, officer=officer, photo=ready_photo())
    without = OfficerFactory()
    ids = [str(one.public_id) for one in (*officers, without)]

    with django_assert_num_queries(1):
        found = portraits_of(ids)

    assert set(found) == set(ids[:-1])
    officers[0].refresh_from_db()
    smallest = min(row.width for row in officers[0].portrait.derivatives.all())
    assert {source.width for source in found.values()} == {smallest}
    with django_assert_num_queries(0):
        assert portraits_of([]) == {}
