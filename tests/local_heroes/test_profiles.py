"""A profile: built from published stories, agreed to by the officer and by a second person."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from cms.base.errors import Conflict, Invalid, Refused
from cms.media.models import DoomedFile, PublicUse
from cms.media.services import strays
from cms.media.services.derivatives import make_public
from cms.media.services.files import delete_doomed
from cms.people.models import Notice, Role
from local_heroes import services
from local_heroes.models import HeroProfilePage, Recognition
from local_heroes.selectors import candidates
from publishing.models import ItemState, PublishedItem
from publishing.services import withdraw
from publishing.services.release import release
from stories.models import StoryPage
from tests.factories.library import asset
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import described_photo, story_page


@pytest.fixture
def officer(db):
    return OfficerFactory(signed_up=True, posted=True)


@pytest.fixture
def editor(db):
    return person(Role.EDITOR, "POLRES-3201")


@pytest.fixture
def publisher(db):
    return person(Role.PUBLISHER, "POLRES-3201")


@pytest.fixture
def stories(officer):
    """Three published stories about the officer, from three months."""
    made = []
    for number in range(3):
        page = story_page(officer=officer, title=f"Sambang {number}", slug=f"sambang-{number}")
        page.get_latest_revision().publish()
        moment = timezone.now() - datetime.timedelta(days=35 * number)
        StoryPage.objects.filter(pk=page.pk).update(first_published_at=moment)
        made.append(page)
    return made


@pytest.fixture
def profile(officer, editor, stories):
    return services.build_profile(actor=editor, officer=officer)


@pytest.fixture
def proposed(profile, editor, officer):
    services.give_consent(actor=officer.user, page_id=profile.pk)
    return services.propose(actor=editor, page_id=profile.pk)


def test_the_draft_is_built_from_published_stories(profile, stories):
    moments = [moment.story_id for moment in profile.moments.all()]

    assert sorted(moments) == sorted(page.pk for page in stories)
    assert not profile.live


def test_without_a_published_story_there_is_nothing_to_build(officer, editor):
    with pytest.raises(Invalid):
        services.build_profile(actor=editor, officer=officer)


def test_a_story_under_embargo_is_no_evidence_yet(officer, editor, stories):
    ids = [page.pk for page in stories[:2]]
    embargoed = StoryPage.objects.filter(pk__in=ids)
    embargoed.update(embargo_until=timezone.now() + datetime.timedelta(days=1))

    assert candidates(editor) == []
    profile = services.build_profile(actor=editor, officer=officer)

    assert [moment.story_id for moment in profile.moments.all()] == [stories[2].pk]
    embargoed.update(embargo_until=timezone.now())
    HeroProfilePage.objects.all().delete()
    assert [officer.story_count for officer in candidates(editor)] == [3]


def test_an_editor_of_another_unit_may_not_build(officer, stories):
    with pytest.raises(Refused):
        services.build_profile(actor=person(Role.EDITOR, "POLRES-3202"), officer=officer)


def test_there_is_one_profile_an_officer(profile, officer, editor):
    with pytest.raises(Conflict):
        services.build_profile(actor=editor, officer=officer)


def test_approval_by_a_second_person_publishes(proposed, publisher, client):
    page = services.approve(actor=publisher, page_id=proposed.pk)

    item = PublishedItem.objects.get(kind="hero")
    answer = client.get(item.path)
    assert page.live
    assert answer.status_code == 200
    assert page.headline in answer.content.decode()
    assert item.data["extra"]["share_card"]["url"]
    assert len(item.data["extra"]["timeline"]) == 3
    assert item.path.encode() in client.get("/local-heroes/").content
    assert client.get("/feeds/local-heroes.json").json()["items"][0]["title"] == page.title


def test_a_card_drawn_anew_replaces_the_old_one(
    proposed, publisher, monkeypatch, django_capture_on_commit_callbacks
):
    page = services.approve(actor=publisher, page_id=proposed.pk)
    old = page.share_card.name
    monkeypatch.setattr(strays, "STRAY_PUBLIC_AFTER", -datetime.timedelta(minutes=1))
    page.headline = "Judul lain"

    with django_capture_on_commit_callbacks(execute=True):
        release(actor=publisher, page=page)

    storage = page.share_card.storage
    new = HeroProfilePage.objects.get().share_card.name
    assert new != old
    assert not storage.exists(old)
    strays.sweep_public_strays()
    delete_doomed()
    assert storage.exists(new)


def _copies(photo):
    return set(photo.derivatives.exclude(public_file="").values_list("public_file", flat=True))


def _with_portrait(profile, photo, editor, officer, publisher):
    """The profile, published with ``photo``."""
    page = HeroProfilePage.objects.get(pk=profile.pk).get_latest_revision_as_object()
    page.portrait = photo
    page.save_revision()
    if not page.has_consent:
        services.give_consent(actor=officer.user, page_id=profile.pk)
    services.propose(actor=editor, page_id=profile.pk)
    services.approve(actor=publisher, page_id=profile.pk)
    return HeroProfilePage.objects.get(pk=profile.pk)


@pytest.fixture
def swapped(profile, editor, officer, publisher):
    """A profile that was published with one portrait and then with another: page, first, second."""
    first, second = described_photo(), described_photo()
    _with_portrait(profile, first, editor, officer, publisher)
    services.revise(actor=editor, page_id=profile.pk)
    return _with_portrait(profile, second, editor, officer, publisher), first, second


def test_a_portrait_that_is_replaced_leaves_the_public(swapped):
    page, first, second = swapped

    assert page.portrait == second
    assert not _copies(first)
    assert _copies(second)
    assert list(PublicUse.objects.filter(used_by=f"hero:{page.pk}").values_list("photo")) == [
        (second.pk,)
    ]


def test_a_withdrawn_profile_leaves_no_portrait_public(swapped, publisher):
    page, first, second = swapped
    make_public(photo=first, used_by=f"hero:{page.pk}")  # as it was once

    withdraw(actor=publisher, page=page, reason="Diminta ditarik.")

    assert not _copies(first) | _copies(second)
    assert not PublicUse.objects.filter(used_by__startswith="hero:").exists()


def test_earlier_portraits_of_old_profiles_are_taken_back(swapped):
    page, first, second = swapped
    elsewhere = described_photo()
    for photo in (first, elsewhere):
        make_public(photo=photo, used_by=f"hero:{page.pk}")  # as it was once
    make_public(photo=elsewhere, used_by="officer:1")
    names = _copies(first)

    import_module("local_heroes.migrations.0003_earlier_portraits").take_back(apps, None)

    assert not _copies(first)
    assert _copies(second)
    assert _copies(elsewhere), "somebody else shows it"
    assert names <= set(DoomedFile.objects.values_list("name", flat=True))


def test_nobody_approves_what_they_proposed(profile, officer, publisher):
    services.give_consent(actor=officer.user, page_id=profile.pk)
    services.propose(actor=publisher, page_id=profile.pk)

    with pytest.raises(Refused, match="Orang kedua"):
        services.approve(actor=publisher, page_id=profile.pk)


def test_an_editor_cannot_approve(proposed):
    with pytest.raises(Refused):
        services.approve(actor=person(Role.EDITOR, "POLRES-3201"), page_id=proposed.pk)


def test_without_the_officers_consent_nothing_is_published(profile, editor, publisher, officer):
    services.propose(actor=editor, page_id=profile.pk)

    with pytest.raises(Invalid, match="belum menyetujui"):
        services.approve(actor=publisher, page_id=profile.pk)

    assert Notice.objects.filter(user=officer.user, path="/local-heroes/persetujuan/").exists()


def test_only_the_officer_gives_their_own_consent(profile, editor):
    with pytest.raises(Refused):
        services.give_consent(actor=editor, page_id=profile.pk)


def test_a_text_changed_after_the_proposal_is_not_approved(proposed, editor, publisher):
    page = proposed.get_latest_revision_as_object()
    page.headline = "Lain sama sekali"
    page.save_revision(user=editor)

    with pytest.raises(Conflict, match="berubah"):
        services.approve(actor=publisher, page_id=proposed.pk)


def test_publishing_past_the_approval_is_refused(proposed, publisher):
    with pytest.raises(Invalid, match="orang kedua"):
        proposed.get_latest_revision().publish(user=publisher, skip_permission_checks=True)

    assert not HeroProfilePage.objects.get().live


def test_too_little_evidence_is_not_proposed(profile, editor):
    page = profile.get_latest_revision_as_object()
    page.moments = list(page.moments.all())[:1]
    page.save_revision(user=editor)

    with pytest.raises(Invalid, match="cerita terbit"):
        services.propose(actor=editor, page_id=profile.pk)


def test_sending_back_needs_a_note_and_tells_the_editor(proposed, publisher, editor):
    with pytest.raises(Invalid):
        services.send_back(actor=publisher, page_id=proposed.pk, note="x")

    services.send_back(actor=publisher, page_id=proposed.pk, note="Tambahkan angka dampaknya.")

    assert HeroProfilePage.objects.get().state == "building"
    assert Notice.objects.filter(user=editor).count() == 1


def test_withdrawn_consent_takes_the_profile_away(proposed, publisher, officer, client):
    services.approve(actor=publisher, page_id=proposed.pk)
    path = PublishedItem.objects.get(kind="hero").path

    client.force_login(officer.user)
    client.post("/local-heroes/persetujuan/", {"answer": "no"})
    client.logout()

    assert client.get(path).status_code == 410
    assert PublishedItem.objects.get(kind="hero").state == ItemState.WITHDRAWN


def test_a_recognition_becomes_a_ribbon_once(proposed, publisher, officer, client):
    services.approve(actor=publisher, page_id=proposed.pk)
    told = {
        "actor": publisher,
        "officer": officer,
        "title": "Bhabinkamtibmas Award",
        "edition_path": "/penghargaan/2026/",
        "year": 2026,
        "category": "Pemecah masalah",
    }

    services.recognise(**told)
    seq = PublishedItem.objects.get(kind="hero").seq
    services.recognise(**told)

    item = PublishedItem.objects.get(kind="hero")
    assert (Recognition.objects.count(), item.seq) == (1, seq)
    assert "Bhabinkamtibmas Award 2026" in client.get(item.path).content.decode()


def test_the_officer_reads_the_plan_before_agreeing(profile, editor, officer, client):
    services.propose(actor=editor, page_id=profile.pk)
    client.force_login(officer.user)

    page = client.get("/local-heroes/persetujuan/").content.decode()
    client.post("/local-heroes/persetujuan/", {"answer": "yes"})

    assert profile.headline in page
    assert HeroProfilePage.objects.get().has_consent


def test_the_desk_walks_a_profile_to_the_public(stories, officer, editor, publisher, client):
    client.force_login(editor)
    assert officer.name in client.get("/admin/local-heroes/pilih/").content.decode()
    client.post(f"/admin/local-heroes/pilih/{officer.pk}/")
    page = HeroProfilePage.objects.get()
    step = f"/admin/local-heroes/{page.pk}"
    assert client.get(f"{step}/").status_code == 200
    client.post(f"{step}/consent/", {"note": "Formulir bertanda tangan, arsip 12/2026"})
    client.post(f"{step}/propose/")
    client.force_login(publisher)

    client.post(f"{step}/approve/")

    assert HeroProfilePage.objects.get().live
    assert client.get("/admin/local-heroes/").status_code == 200


@pytest.mark.parametrize("role", [None, Role.PANELIST])
def test_others_do_not_see_the_desk(client, db, role):
    client.force_login(person(role))

    assert client.get("/admin/local-heroes/").status_code in (302, 403)


@pytest.mark.parametrize("rows", [1, 5])
def test_the_index_has_a_constant_number_of_queries(client, db, rows, django_assert_num_queries):
    for number in range(rows):
        PublishedItem.objects.create(
            public_id=f"00000000-0000-4000-8000-{number:012d}",
            kind="hero",
            page_id=0,
            seq=number + 1,
            path=f"/local-heroes/{number}/",
            language="id",
            title="x",
            published_at=timezone.now(),
            updated_at=timezone.now(),
        )

    with django_assert_num_queries(1):
        client.get("/local-heroes/")


@pytest.mark.parametrize("is_saved", [True, False])
def test_the_library_knows_the_draft_that_shows_a_portrait(profile, client, is_saved):
    """In the page itself, or only in its newest text."""
    row = asset(unit_path=profile.officer.unit.path)
    profile.portrait = row.photo
    if is_saved:
        HeroProfilePage.objects.filter(pk=profile.pk).update(portrait=row.photo)
    else:
        profile.save_revision(clean=False)
    url = reverse("stories_library:asset", args=[row.pk])

    client.force_login(person(Role.EDITOR, "POLRES-3201"))
    text = client.get(url).content.decode()

    assert profile.title in text
    assert "Belum dipakai di mana pun" not in text


def test_a_draft_of_another_unit_is_counted_only(profile, client):
    row = asset()
    HeroProfilePage.objects.filter(pk=profile.pk).update(portrait=row.photo)

    client.force_login(person(Role.EDITOR, "POLSEK-330101"))
    text = client.get(reverse("stories_library:asset", args=[row.pk])).content.decode()

    assert profile.title not in text
    assert "1 naskah satuan lain" in text


# --- What its editor's form takes -----------------------------------------------------------------

SECRET = "Korban Siti Aminah dari RT 3"


def _form(profile, **changes):
    """What the editor posts for ``profile`` as it stands, with its evidence as new rows."""
    rows = list(profile.moments.all())
    data = {
        "title": profile.title,
        "slug": profile.slug,
        "headline": profile.headline,
        "introduction": profile.introduction,
        "portrait": profile.portrait_id or "",
        "signature_story": profile.signature_story_id or "",
        "review_by": "",
        "seo_title": "",
        "search_description": "",
        "embargo_until": "",
        "go_live_at": "",
        "expire_at": "",
    }
    for name, count in (("moments", len(rows)), ("quotes", 0), ("impacts", 0), ("comments", 0)):
        data |= {f"{name}-TOTAL_FORMS": str(count), f"{name}-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {
            f"moments-{number}-story": str(row.story_id),
            f"moments-{number}-note": "",
            f"moments-{number}-ORDER": str(number + 1),
        }
    return data | changes


def _newest(profile):
    return HeroProfilePage.objects.get(pk=profile.pk).get_latest_revision_as_object()


def _elsewhere():
    return OfficerFactory(unit=unit("POLSEK-320201"))


@pytest.mark.parametrize("field", ["signature_story", "moments-0-story"])
def test_a_draft_of_another_unit_is_not_taken_by_its_number(profile, editor, client, field):
    theirs = story_page(officer=_elsewhere(), title=SECRET, slug="rahasia")
    client.force_login(editor)
    address = f"/admin/pages/{profile.pk}/edit/"

    response = client.post(address, _form(profile, **{field: str(theirs.pk)}))

    assert response.status_code == 403
    assert SECRET not in response.content.decode()
    assert SECRET not in client.get(address).content.decode()


def test_a_portrait_of_another_unit_is_not_taken_by_its_number(profile, editor, client):
    theirs = described_photo(unit_path=_elsewhere().unit.path)
    client.force_login(editor)

    response = client.post(
        f"/admin/pages/{profile.pk}/edit/", _form(profile, portrait=str(theirs.pk))
    )

    assert response.status_code == 403
    assert _newest(profile).portrait is None


def test_a_profile_takes_what_its_editor_may_choose(profile, editor, client, officer):
    public = story_page(officer=_elsewhere(), slug="cerita-terbit")
    public.get_latest_revision().publish()
    own = described_photo(unit_path=officer.unit.path)
    client.force_login(editor)

    response = client.post(
        f"/admin/pages/{profile.pk}/edit/",
        _form(profile, signature_story=str(public.pk), portrait=str(own.pk)),
    )

    assert response.status_code == 302
    newest = _newest(profile)
    assert (newest.signature_story_id, newest.portrait_id) == (public.pk, own.pk)
