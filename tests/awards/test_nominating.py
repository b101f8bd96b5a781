"""Proposing an officer: the form, the evidence, duplicates, screening."""

import datetime

import pytest
from django.utils import timezone

from awards import services
from awards.models import AwardEditionPage, Endorsement, Nomination
from awards.selectors.nominations import statement_of
from cms.base.errors import Conflict, Invalid, Refused
from cms.people.models import Notice, Role
from tests.factories.awards import (
    NARRATIVE,
    REASON,
    eligible,
    nomination,
    open_edition,
    published_story,
    secretary,
)
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import story_page

pytestmark = pytest.mark.django_db


def form(edition, officer, **fields) -> dict:
    return {
        "petugas": officer.slug,
        "category": str(edition.categories.first().pk),
        "narrative": NARRATIVE,
        "dukungan-TOTAL_FORMS": "3",
        "dukungan-INITIAL_FORMS": "0",
        **fields,
    }


ENDORSEMENT = {
    "dukungan-0-name": "Hj. Aminah",
    "dukungan-0-role": "village_head",
    "dukungan-0-statement": "Sejak ada beliau desa kami tenang kembali.",
    "dukungan-0-contact": "0812000111",
}


def test_a_leader_proposes_with_evidence_and_endorsement(client):
    edition, officer = open_edition(), OfficerFactory()
    story = published_story(officer)
    client.force_login(person(Role.LEADER, "POLRES-3201"))
    path = f"{edition.address}usulkan/"

    assert officer.slug in client.get(f"{path}?q={officer.name}").content.decode()
    page = client.get(f"{path}?petugas={officer.slug}").content.decode()
    assert story.title in page
    answer = client.post(
        path, form(edition, officer, stories=[str(story.pk)], **ENDORSEMENT), follow=True
    )

    made = Nomination.objects.get()
    assert answer.status_code == 200
    assert "sudah masuk" in answer.content.decode()
    assert made.evidence.get().revision_id == story.live_revision_id
    assert made.endorsements.get().person_key == "hjaminah"


def test_nothing_typed_is_lost_when_the_form_is_refused(client):
    edition, officer = open_edition(), OfficerFactory()
    client.force_login(person(Role.LEADER, "POLRES-3201"))

    answer = client.post(
        f"{edition.address}usulkan/",
        form(edition, officer, narrative="Terlalu pendek", **ENDORSEMENT),
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Terlalu pendek" in text
    assert "Hj. Aminah" in text
    assert not Nomination.objects.exists()


def test_too_late_keeps_what_was_typed_and_names_the_deadline(client):
    edition, officer = open_edition(), OfficerFactory()
    closed = timezone.now() - datetime.timedelta(seconds=1)
    AwardEditionPage.objects.filter(pk=edition.pk).update(nominations_close=closed)
    client.force_login(person(Role.LEADER, "POLRES-3201"))

    answer = client.post(f"{edition.address}usulkan/", form(edition, officer))

    assert answer.status_code == 409
    assert "Ditutup" in answer.content.decode()
    assert "WIB (UTC+7)" in answer.content.decode()
    assert "menyalakan lagi pos ronda" in answer.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"category": "999999"},
        {"category": "\x00"},
        {"narrative": "x" * 100_000},
        {"narrative": "\x00" * 200},
        {"stories": ["999999"]},
        {"dukungan-TOTAL_FORMS": "banyak"},
        {"dukungan-TOTAL_FORMS": "5000"},
        {"dukungan-0-name": "A"},
    ],
)
def test_hostile_input_is_a_clear_refusal(client, change):
    edition, officer = open_edition(), OfficerFactory()
    published_story(officer)
    client.force_login(person(Role.LEADER, "POLRES-3201"))

    answer = client.post(f"{edition.address}usulkan/", form(edition, officer, **change))

    assert answer.status_code == 422
    assert not Nomination.objects.exists()


@pytest.mark.parametrize("slug", ["tidak-ada", "x" * 400])
def test_an_edition_that_is_not_there(client, slug):
    client.force_login(person(Role.LEADER, "POLRES-3201"))

    assert client.get(f"/penghargaan/{slug}/usulkan/").status_code == 404


def test_who_may_propose_whom(client):
    edition, officer = open_edition(), OfficerFactory(signed_up=True)
    path = f"{edition.address}usulkan/"
    asked = f"{path}?petugas={officer.slug}"

    answers = {}
    for name, user in {
        "leader": person(Role.LEADER, "POLRES-3201"),
        "editor": person(Role.EDITOR, "POLDA-32"),
        "stranger": person(Role.LEADER, "POLRES-3202"),
        "panelist": person(Role.PANELIST, "MABES"),
        "nobody": person(),
    }.items():
        client.force_login(user)
        answers[name] = client.get(asked).status_code
    client.logout()
    answers["anonymous"] = client.get(asked).status_code

    assert answers == {
        "leader": 200,
        "editor": 200,
        "stranger": 404,
        "panelist": 403,
        "nobody": 403,
        "anonymous": 302,
    }


def test_nobody_proposes_themselves():
    edition = open_edition()
    officer = OfficerFactory(signed_up=True)
    leader = officer.user
    leader.role_assignments.create(role=Role.LEADER, unit=unit("POLSEK-320101"))

    with pytest.raises(Refused, match="diri sendiri"):
        nomination(edition, officer=officer, nominator=leader)


def test_evidence_is_a_published_story_about_the_officer():
    edition, officer = open_edition(), OfficerFactory()
    draft, others = story_page(officer=officer), published_story(OfficerFactory())

    for story in (draft, others):
        with pytest.raises(Invalid, match="cerita terbit"):
            nomination(edition, officer=officer, stories=[story])

    assert not Nomination.objects.exists()


def test_one_person_is_one_voice():
    edition = open_edition()
    words = {"role": "resident", "statement": "Kami mendukung beliau sepenuhnya."}

    with pytest.raises(Conflict, match="satu suara"):
        nomination(
            edition,
            endorsements=[{"name": "Pak Joko", **words}, {"name": "PAK  JOKO.", **words}],
        )


def test_proposing_twice_is_refused():
    edition, officer, leader = open_edition(), OfficerFactory(), person(Role.LEADER, "POLDA-32")
    nomination(edition, officer=officer, nominator=leader)

    with pytest.raises(Conflict, match="sudah mengusulkan"):
        nomination(edition, officer=officer, nominator=leader)


def test_duplicates_are_merged_and_nothing_is_lost():
    actor = secretary()
    edition, officer = open_edition(actor=actor), OfficerFactory()
    stories = [published_story(officer, title=f"Cerita {number}") for number in range(2)]
    words = {"role": "resident", "statement": "Kami mendukung beliau sepenuhnya."}
    first = nomination(
        edition, officer=officer, stories=stories[:1], endorsements=[{"name": "Joko", **words}]
    )
    second = nomination(
        edition,
        officer=officer,
        stories=stories,
        endorsements=[{"name": "Joko", **words}, {"name": "Sri", **words}],
    )
    with pytest.raises(Conflict, match="Gabungkan"):
        services.screen(actor=actor, nomination=first, is_eligible=True, reason=REASON)

    assert services.merge_duplicates(actor=actor, nomination=first) == 1

    second.refresh_from_db()
    assert (second.state, second.merged_into) == ("merged", first)
    assert first.evidence.count() == 2
    assert sorted(first.endorsements.values_list("name", flat=True)) == ["Joko", "Sri"]
    assert Endorsement.objects.count() == 3
    assert statement_of(first).count("menyalakan lagi pos ronda") == 2
    services.screen(actor=actor, nomination=first, is_eligible=True, reason=REASON)


def test_the_proposer_is_told_why_it_was_refused(client):
    actor = secretary()
    made = nomination(open_edition(actor=actor))

    services.screen(
        actor=actor, nomination=made, is_eligible=False, reason="Baru dua bulan bertugas."
    )

    assert "Baru dua bulan" in Notice.objects.get(user=made.nominator).text
    client.force_login(made.nominator)
    page = client.get(f"{made.category.edition.address}usulkan/").content.decode()
    assert "Baru dua bulan" in page


def test_a_proposer_takes_a_nomination_back(client):
    made = nomination(open_edition())
    path = f"{made.category.edition.address}usulkan/{made.public_id}/tarik/"
    client.force_login(person(Role.LEADER, "POLRES-3201"))
    assert client.post(path).status_code == 404
    client.force_login(made.nominator)

    assert client.post(path).status_code == 302

    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_an_identity_is_checked_once():
    actor = secretary()
    words = {"name": "Joko", "role": "resident", "statement": "Kami mendukung beliau."}
    made = nomination(open_edition(actor=actor), endorsements=[words])
    endorsement = made.endorsements.get()

    services.check_identity(actor=actor, endorsement=endorsement, note=REASON)

    endorsement.refresh_from_db()
    assert endorsement.identity_checked_by == actor
    with pytest.raises(Conflict):
        services.check_identity(actor=actor, endorsement=endorsement, note=REASON)
    with pytest.raises(Refused):
        services.check_identity(actor=made.nominator, endorsement=endorsement, note=REASON)


def test_after_review_began_the_list_stands_still():
    actor = secretary()
    edition = open_edition(actor=actor)
    made = eligible(edition, actor=actor)
    AwardEditionPage.objects.filter(pk=edition.pk).update(state="review")
    made.refresh_from_db()

    with pytest.raises(Conflict, match="sudah dimulai"):
        services.screen(actor=actor, nomination=made, is_eligible=False, reason=REASON)
