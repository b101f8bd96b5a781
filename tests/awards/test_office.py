"""The award office in the admin: the whole course by pressing its buttons."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.models import Announcement, AwardEditionPage, Decision, EditionState
from awards.states import EDITION, NOMINATION, REVIEW
from cms.people.models import Role
from tests.factories.awards import (
    REASON,
    Trial,
    award_index,
    draft_edition,
    nomination,
    open_edition,
    secretary,
)
from tests.factories.pages import words_linking
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import story_page

pytestmark = pytest.mark.django_db

SCREENS = ("edition", "timeline", "announce", "nominations", "panel", "decisions")


def office(name, edition, *more):
    return reverse(f"awards_office:{name}", args=[edition.pk, *more])


@pytest.fixture
def trial(client) -> Trial:
    found = Trial()
    client.force_login(found.secretary)
    return found


def test_every_screen_opens_for_the_secretary(trial, client):
    trial.review_all()
    paths = [reverse("awards_office:index"), *(office(name, trial.edition) for name in SCREENS)]
    paths += [
        office("nomination", trial.edition, trial.nominations[0].pk),
        office("decide", trial.edition, trial.category.pk),
        reverse("wagtailadmin_pages:edit", args=[trial.edition.pk]),
    ]

    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER, Role.LEADER, Role.PANELIST])
def test_no_screen_opens_for_other_roles(trial, client, role):
    client.force_login(person(role, "MABES"))

    for name in SCREENS:
        assert client.get(office(name, trial.edition)).status_code in (302, 403), name


def test_a_secretary_of_another_unit_finds_nothing(client):
    edition = open_edition(unit_code="POLDA-32")
    client.force_login(secretary("POLDA-31"))

    for name in SCREENS:
        assert client.get(office(name, edition)).status_code == 404, name
    assert client.post(office("step", edition, "close")).status_code == 404
    assert edition.title not in client.get(reverse("awards_office:index")).content.decode()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[edition.pk])).status_code == 302


def test_an_edition_is_begun_dated_and_opened(client):
    award_index()
    actor = secretary()
    client.force_login(actor)

    client.post(
        reverse("awards_office:index"),
        {"title": "Penghargaan Jaga Desa", "year": "2027", "unit": str(unit("MABES").pk)},
    )
    edition = AwardEditionPage.objects.get()
    year = timezone.now().year + 1
    dated = client.post(
        office("timeline", edition),
        {
            "zone": "Asia/Jayapura",
            "nominations_open": f"{year}-01-04T08:00",
            "nominations_close": f"{year}-01-31T23:59",
            "review_close": f"{year}-02-28T23:59",
        },
    )
    opened = client.post(office("step", edition, "open"), follow=True)

    edition.refresh_from_db()
    assert dated.status_code == 302
    assert edition.nominations_close == datetime.datetime(year, 1, 31, 14, 59, tzinfo=datetime.UTC)
    assert opened.status_code == 200
    assert (edition.state, edition.live) == (EditionState.OPEN, True)
    assert "23.59 WIT (UTC+9)" in client.get(edition.address).content.decode()


@pytest.mark.parametrize("value", ["besok", "", "2026-13-45T99:99", "9999999"])
def test_a_date_that_is_none_is_refused_and_kept(client, value):
    actor = secretary()
    edition = draft_edition(actor=actor)
    client.force_login(actor)

    answer = client.post(
        office("timeline", edition), {"zone": "Asia/Jakarta", "nominations_open": value}
    )

    assert answer.status_code == 422
    assert value in answer.content.decode()


def test_a_nomination_is_screened_from_its_screen(client):
    actor = secretary()
    edition = open_edition(actor=actor)
    officer = OfficerFactory()
    made, twin = (nomination(edition, officer=officer) for _number in range(2))
    client.force_login(actor)
    path = office("nomination", edition, made.pk)

    early = client.post(path, {"action": "accept", "reason": REASON})
    short = client.post(path, {"action": "accept", "reason": "ya"})
    client.post(path, {"action": "merge"})
    done = client.post(path, {"action": "accept", "reason": REASON})

    made.refresh_from_db()
    twin.refresh_from_db()
    assert (early.status_code, short.status_code, done.status_code) == (409, 422, 302)
    assert REASON in early.content.decode()
    assert (made.state, twin.state) == ("eligible", "merged")
    assert client.post(path, {"action": "zzz", "reason": REASON}).status_code == 404


def test_a_panelist_is_invited_by_login(client):
    actor = secretary()
    edition = open_edition(actor=actor)
    client.force_login(actor)
    guest, stranger = person(Role.PANELIST, "MABES"), person()
    words = {"action": "invite", "public_name": "Prof. Wayan", "is_external": "on"}
    path = office("panel", edition)

    refused = client.post(path, words | {"login": stranger.email})
    unknown = client.post(path, words | {"login": "tidak@ada.id"})
    done = client.post(path, words | {"login": guest.email.upper()})

    assert (refused.status_code, unknown.status_code, done.status_code) == (422, 422, 302)
    assert edition.panelists.get().user == guest
    assert "Prof. Wayan" in refused.content.decode()


def test_conflicts_are_ruled_on_the_panel_screen(trial, client):
    member, nominated = trial.panel[1], trial.nominations[0]
    data = {"panelist": member.pk, "nomination": nominated.pk, "reason": REASON}

    assert (
        client.post(office("panel", trial.edition), data | {"action": "recuse"}).status_code == 302
    )

    page = client.get(office("panel", trial.edition)).content.decode()
    assert "Tidak ikut menilai" in page
    for bad in ({"panelist": "x"}, {"nomination": "9" * 30}):
        answer = client.post(office("panel", trial.edition), data | bad | {"action": "clear"})
        assert answer.status_code == 404


def test_decided_and_announced_by_buttons(trial, client):
    trial.review_all()
    present = [str(member.pk) for member in trial.panel]
    words = {
        "present": present,
        "votes_for": "3",
        "reason": "Warga dua kampung berdamai berkat kerjanya.",
    }
    winner = str(trial.nominations[0].pk)
    path = office("decide", trial.edition, trial.category.pk)

    neither = client.post(path, words)
    done = client.post(path, words | {"nominations": [winner]})
    early = client.post(office("announce", trial.edition))
    for category in trial.edition.categories.all()[1:]:
        other = office("decide", trial.edition, category.pk)
        assert client.post(other, words | {"no_award": "on"}).status_code == 302
    assert "berdamai" in client.get(office("announce", trial.edition)).content.decode()
    told = client.post(office("announce", trial.edition))

    assert (neither.status_code, done.status_code) == (422, 302)
    assert early.status_code == 409
    assert told.status_code == 302
    assert Announcement.objects.count() == 1
    assert Decision.objects.count() == 3


def _form_of(client, edition) -> dict:
    """What the editor of ``edition`` sends when nothing is changed."""
    form = client.get(reverse("wagtailadmin_pages:edit", args=[edition.pk])).context["form"]
    data = {}
    for bound in [form, *(f for s in form.formsets.values() for f in s.forms)]:
        for field in bound:
            value = field.value()
            data[field.html_name] = "" if value is None or value is False else value
    for formset in form.formsets.values():
        for field in formset.management_form:
            data[field.html_name] = field.value()
    return data | {"introduction": "null", "rules": "null"}


def test_the_rubric_of_an_opened_edition_cannot_be_edited(client):
    actor = secretary()
    edition = open_edition(actor=actor)
    client.force_login(actor)
    data = _form_of(client, edition) | {"criteria-0-weight": "99"}

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[edition.pk]), data)

    assert "sudah tetap sejak edisi dibuka" in answer.content.decode()
    assert sum(c.weight for c in edition.criteria.all()) == 100


@pytest.mark.parametrize("name", ["introduction", "rules"])
def test_a_draft_of_others_is_not_linked_from_an_edition_by_its_number(client, name):
    actor = secretary()
    edition = open_edition(actor=actor)
    client.force_login(actor)
    draft = story_page()
    data = _form_of(client, edition) | {name: words_linking(draft)}

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[edition.pk]), data)

    assert answer.status_code == 403
    assert draft.slug not in answer.content.decode()


@pytest.mark.parametrize("table", [EDITION, NOMINATION, REVIEW], ids=lambda table: table.name)
def test_the_document_draws_each_table_as_it_is(table, settings):
    text = (settings.BASE_DIR / "docs" / "features" / "awards.md").read_text()

    assert table.mermaid() in text


@pytest.mark.parametrize(
    ("role", "finds"),
    [(Role.LEADER, True), (Role.EDITOR, True), (Role.AWARD_SECRETARY, False)],
)
def test_whoever_may_nominate_finds_the_way_in_the_menu(client, role, finds):
    client.force_login(person(role))

    assert ("Usulkan calon" in client.get("/admin/").text) == finds
