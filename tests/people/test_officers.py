"""Officers: created, changed, moved, posted; within the administrator's units only."""

import datetime

import pytest

from cms.base import audit
from cms.base.errors import Conflict, Invalid, Missing, Refused
from cms.people.models import Officer, Posting, Rank, Role
from cms.people.selectors import officers_administered_by, postings_on, search_officers
from cms.people.services.officers import (
    OfficerFacts,
    change_officer,
    create_officer,
    free_slugs,
)
from cms.people.services.postings import Service, end_posting, post_officer, transfer_officer
from tests.factories.people import OfficerFactory, PostingFactory, person, place, unit

NEW_YEAR = datetime.date(2026, 1, 1)


@pytest.fixture
def administrator(db):
    return person(Role.ADMINISTRATOR, "POLRES-3201")


def facts(**fields) -> OfficerFacts:
    """What an administrator fills in."""
    given = {"nrp": "85010203", "name": "Budi  Santoso", "rank": "Aipda"}
    return OfficerFacts(**{**given, "unit": unit("POLSEK-320101"), **fields})


def facts_of(officer: Officer, **fields) -> OfficerFacts:
    return facts(nrp=officer.nrp, name=officer.name, rank=officer.rank, **fields)


def test_an_officer_is_created_with_a_public_address_and_postings(administrator):
    service = Service(village=place(), begins_on=NEW_YEAR)

    officer = create_officer(actor=administrator, facts=facts(), postings=[service])

    assert (officer.slug, officer.name, officer.rank) == (
        "budi-santoso",
        "Budi Santoso",
        Rank.AIPDA,
    )
    assert [p.village for p in postings_on(officer, NEW_YEAR)] == [place()]
    assert [e.verb for e in audit.events_of(officer)] == [
        "officer.created",
        "officer.postings_set",
    ]


def test_creating_in_another_unit_is_refused(administrator):
    with pytest.raises(Refused):
        create_officer(actor=administrator, facts=facts(unit=unit("POLSEK-320201")))

    assert Officer.objects.count() == 0


def test_wrong_facts_are_named_field_by_field(administrator):
    wrong = facts(nrp="8,5E+07", name="x", public_phone="nol delapan", private_email="a@")

    with pytest.raises(Invalid) as caught:
        create_officer(actor=administrator, facts=wrong)

    assert set(caught.value.fields) == {"nrp", "name", "public_phone", "private_email"}
    assert "teks" in caught.value.fields["nrp"]


def test_an_nrp_is_taken_once(administrator):
    OfficerFactory(nrp="85010203")

    with pytest.raises(Conflict):
        create_officer(actor=administrator, facts=facts())


def test_namesakes_get_addresses_of_their_own(db):
    OfficerFactory(slug="budi-santoso")
    OfficerFactory(slug="budi-santoso-2")

    assert free_slugs(["Budi Santoso"]) == ["budi-santoso-3"]
    assert free_slugs(["Budi Santoso", "Ani", "Ani", "博"]) == [
        "budi-santoso-3",
        "ani",
        "ani-2",
        "bhabinkamtibmas",
    ]


def test_the_public_address_outlives_a_change_of_name(administrator):
    officer = OfficerFactory(slug="budi-santoso")

    change_officer(
        actor=administrator, officer=officer, facts=facts(nrp=officer.nrp, name="Budi Hartono")
    )

    officer.refresh_from_db()
    assert (officer.name, officer.slug) == ("Budi Hartono", "budi-santoso")


def test_the_audit_names_what_changed_but_no_private_value(administrator):
    officer = OfficerFactory()

    change_officer(
        actor=administrator, officer=officer, facts=facts_of(officer, private_phone="081234567")
    )

    event = audit.events_of(officer).get()
    assert "private_phone" in event.data["fields"]
    assert "081234567" not in str(event.data)


def test_an_officer_who_leaves_can_no_longer_sign_in(administrator):
    officer = OfficerFactory(signed_up=True)

    change_officer(actor=administrator, officer=officer, facts=facts_of(officer, is_active=False))

    officer.user.refresh_from_db()
    assert not officer.user.is_active


def test_a_corrected_nrp_is_the_new_login(administrator):
    officer = OfficerFactory(signed_up=True)

    change_officer(
        actor=administrator, officer=officer, facts=facts(nrp="85 010 204", name=officer.name)
    )

    officer.user.refresh_from_db()
    assert (officer.user.nrp, officer.user.username) == ("85010204", "85010204")


def test_an_nrp_of_another_account_is_refused(administrator):
    officer = OfficerFactory(signed_up=True)
    person(nrp="85010203")

    with pytest.raises(Conflict):
        change_officer(actor=administrator, officer=officer, facts=facts(name=officer.name))


def test_moving_by_the_form_needs_both_units(administrator):
    officer = OfficerFactory()

    with pytest.raises(Refused):
        change_officer(
            actor=administrator,
            officer=officer,
            facts=facts_of(officer, unit=unit("POLSEK-320201")),
        )


def test_a_transfer_ends_postings_and_is_in_both_chains(db):
    officer = OfficerFactory(posted=True)
    mabes = person(Role.ADMINISTRATOR, "MABES")

    transfer_officer(actor=mabes, officer=officer, unit=unit("POLSEK-510101"), on=NEW_YEAR)

    officer.refresh_from_db()
    assert officer.unit.code == "POLSEK-510101"
    assert officer.postings.get().ends_on == datetime.date(2025, 12, 31)
    assert {e.chain for e in audit.events_of(officer)} == {
        f"people:{unit('POLDA-32').path}",
        f"people:{unit('POLDA-51').path}",
    }


def test_a_transfer_out_of_ones_units_is_refused(administrator):
    officer = OfficerFactory()

    with pytest.raises(Refused):
        transfer_officer(
            actor=administrator, officer=officer, unit=unit("POLSEK-320201"), on=NEW_YEAR
        )


def test_a_transfer_to_the_same_unit_says_so(administrator):
    officer = OfficerFactory()

    with pytest.raises(Conflict):
        transfer_officer(actor=administrator, officer=officer, unit=officer.unit, on=NEW_YEAR)


def test_several_villages_at_once_but_one_village_once(administrator):
    officer = OfficerFactory(posted=True)
    post_officer(
        actor=administrator,
        officer=officer,
        village=place("32.01.01.1002", "Cirimekar"),
        begins_on=NEW_YEAR,
    )

    with pytest.raises(Invalid, match="bertumpuk"):
        post_officer(actor=administrator, officer=officer, village=place(), begins_on=NEW_YEAR)

    assert postings_on(officer, NEW_YEAR).count() == 2


def test_the_same_village_again_after_the_end(administrator):
    officer = OfficerFactory()
    first = PostingFactory(officer=officer)
    end_posting(actor=administrator, posting=first, ends_on=datetime.date(2025, 12, 31))

    post_officer(actor=administrator, officer=officer, village=place(), begins_on=NEW_YEAR)

    assert officer.postings.count() == 2


@pytest.mark.parametrize("day", [datetime.date(2023, 12, 31), datetime.date(1, 1, 1)])
def test_a_posting_never_ends_before_it_begins(administrator, day):
    with pytest.raises(Invalid):
        end_posting(
            actor=administrator, posting=PostingFactory(officer=OfficerFactory()), ends_on=day
        )


def test_only_villages_in_force_are_served(administrator):
    officer = OfficerFactory()
    gone = place("32.01.01.1009", "Lama")
    gone.retired_on = NEW_YEAR
    gone.save()

    for village in (gone, place().parent):
        with pytest.raises(Invalid):
            post_officer(actor=administrator, officer=officer, village=village, begins_on=NEW_YEAR)


def test_postings_of_another_unit_are_refused(administrator):
    posting = PostingFactory(officer=OfficerFactory(unit=unit("POLSEK-320201")))

    with pytest.raises(Refused):
        end_posting(actor=administrator, posting=posting, ends_on=NEW_YEAR)
    with pytest.raises(Refused):
        post_officer(
            actor=administrator, officer=posting.officer, village=place(), begins_on=NEW_YEAR
        )


def test_postings_are_set_as_a_whole(administrator):
    officer = OfficerFactory()
    kept, gone = (
        PostingFactory(officer=officer, village=place(f"32.01.01.100{n}", f"Desa {n}"))
        for n in (2, 3)
    )
    wanted = [
        Service(
            posting_id=kept.pk,
            village=kept.village,
            begins_on=kept.begins_on,
            ends_on=NEW_YEAR,
        ),
        Service(village=place(), begins_on=NEW_YEAR),
    ]

    change_officer(actor=administrator, officer=officer, facts=facts_of(officer), postings=wanted)

    assert set(officer.postings.values_list("village__code", "ends_on")) == {
        ("32.01.01.1002", NEW_YEAR),
        ("32.01.01.1001", None),
    }
    assert not Posting.objects.filter(pk=gone.pk).exists()


def test_two_postings_may_swap_their_villages(administrator):
    officer = OfficerFactory()
    one, two = (
        PostingFactory(officer=officer, village=place(f"32.01.01.100{n}", f"Desa {n}"))
        for n in (2, 3)
    )
    wanted = [
        Service(posting_id=one.pk, village=two.village, begins_on=one.begins_on),
        Service(posting_id=two.pk, village=one.village, begins_on=two.begins_on),
    ]

    change_officer(actor=administrator, officer=officer, facts=facts_of(officer), postings=wanted)

    assert officer.postings.count() == 2


def test_a_posting_of_somebody_else_is_missing(administrator):
    officer, foreign = OfficerFactory(), PostingFactory(officer=OfficerFactory())
    wanted = [Service(posting_id=foreign.pk, village=foreign.village, begins_on=NEW_YEAR)]

    with pytest.raises(Missing):
        change_officer(
            actor=administrator, officer=officer, facts=facts_of(officer), postings=wanted
        )


def test_administrators_see_their_units_and_below(administrator):
    own, other = OfficerFactory(), OfficerFactory(unit=unit("POLSEK-320201"))

    assert list(officers_administered_by(administrator)) == [own]
    assert set(officers_administered_by(person(Role.ADMINISTRATOR, "POLDA-32"))) == {own, other}
    assert set(officers_administered_by(person(is_superuser=True))) == {own, other}
    assert not officers_administered_by(person(Role.EDITOR, "POLDA-32")).exists()


@pytest.mark.parametrize("query", ["Budi Raharjo", "8765", "polsek 320101", "pondok rajeg", ""])
def test_officers_are_found_by_name_nrp_unit_and_village(db, query):
    found = OfficerFactory(name="Budi Raharjo", nrp="87654321", posted=True)
    OfficerFactory(name="Ani", nrp="11112222", unit=unit("POLSEK-320201"))

    officers = search_officers(Officer.objects.all(), query)

    assert found in officers
    assert officers.count() == (1 if query else 2)
