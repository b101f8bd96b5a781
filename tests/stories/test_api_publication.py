"""A publisher's presses through the API: of one version, once, and only where they may."""

import datetime
import uuid

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.base.models import AuditEvent
from cms.people.models import Role
from publishing.models import ItemState, PublishedItem
from stories.models import StoryPage
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import story_page
from tests.factories.tokens import Program, program_of, token_of
from tests.parallel import at_once

pytestmark = pytest.mark.django_db
LIST = "/api/v1/publications/"
STEPS = ("publish", "unpublish", "withdraw", "restore")
REASON = {"reason": "Diminta keluarga."}


@pytest.fixture
def publisher():
    return person(Role.PUBLISHER, "POLRES-3201")


@pytest.fixture
def desk(publisher):
    return program_of(publisher)


def here(page, step: str = "") -> str:
    return f"{LIST}{page.public_id}/" + (f"{step}/" if step else "")


def press(program, page, step: str, version: str = "*", **headers):
    body = REASON if step in ("withdraw", "restore") else None
    if version:
        headers["If_Match"] = version
    return program.send(here(page, step), body, **headers)


def version(program, page) -> str:
    return program.get(here(page))["ETag"]


def live_story(**fields) -> StoryPage:
    page = story_page(**fields)
    page.get_latest_revision().publish()
    return StoryPage.objects.get(pk=page.pk)


def item_of(page) -> PublishedItem:
    return PublishedItem.objects.get(public_id=page.public_id)


def test_a_story_is_published_as_in_the_editor(desk, publisher):
    page = story_page(slug="pos-ronda")

    answer = press(desk, page, "publish", version(desk, page))

    item = item_of(page)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["state"], answer.json()["changed"]) == ("live", True)
    assert answer.json()["url"].endswith(item.path)
    assert answer["ETag"] == answer.json()["version"] == version(desk, page)
    assert item.state == ItemState.LIVE
    assert PageLogEntry.objects.get(page=page.pk, action="wagtail.publish").user == publisher


def test_the_audit_says_which_token_pressed(publisher):
    token, secret = token_of(publisher)
    page = story_page()

    press(Program(secret), page, "publish")

    event = AuditEvent.objects.get(verb="item.released")
    assert event.actor_id == publisher.pk
    assert event.data["token"] == {"id": token.pk, "name": token.name}


def story_before(desk, step: str):
    """A story of which ``step`` is the next."""
    page = story_page() if step == "publish" else live_story()
    if step == "restore":
        press(desk, page, "withdraw")
    return page


def test_the_whole_way_there_and_back(desk):
    page = story_page()
    seen = []

    for step in ("publish", "unpublish", "publish", "withdraw", "restore"):
        answer = press(desk, page, step, version(desk, page))
        assert answer.status_code == 200, answer.content
        seen.append(answer.json()["state"])

    assert seen == ["live", "unpublished", "live", "withdrawn", "live"]
    assert len({event.verb for event in AuditEvent.objects.all()} & {"page.withdrawn"}) == 1


@pytest.mark.parametrize("step", STEPS)
def test_pressing_twice_is_pressing_once(desk, step):
    page = story_before(desk, step)
    before = version(desk, page)
    first = press(desk, page, step, before)
    seq = item_of(page).seq

    # The first answer was lost: the same press, of the version that was seen then.
    again = press(desk, page, step, before if step != "restore" else first["ETag"])

    assert (first.json()["changed"], again.json()["changed"]) == (True, False)
    assert again["ETag"] == first["ETag"]
    assert item_of(page).seq == seq


@pytest.mark.parametrize("step", STEPS)
def test_a_press_says_of_which_version(desk, step):
    page = story_page()

    answer = press(desk, page, step, "")

    assert answer.status_code == 428
    assert answer.json()["type"].endswith("precondition-required")


@pytest.mark.parametrize("step", STEPS)
def test_what_changed_since_is_not_pressed(desk, step):
    page = story_before(desk, step)
    before = version(desk, page)
    newest = page.get_latest_revision_as_object()
    newest.title = "Judul yang belum dilihat"
    newest.save_revision()

    answer = press(desk, page, step, before)

    assert answer.status_code == 412
    assert answer.json()["type"].endswith("stale")
    assert answer["ETag"] == version(desk, page) != before
    assert press(desk, page, step, answer["ETag"]).status_code == 200


def test_an_edit_that_overwrites_the_revision_is_a_change(desk):
    page = story_page()
    before = version(desk, page)

    page.save_revision(overwrite_revision=page.get_latest_revision())

    assert press(desk, page, "publish", before).status_code == 412


@pytest.mark.parametrize("bad", ['W/"1-a"', '"1-a"', "kacau", "a" * 5_000, '"é"', ","])
def test_a_version_that_never_was_matches_nothing(desk, bad):
    page = story_page()

    assert press(desk, page, "publish", bad).status_code in (412, 428)
    assert not PublishedItem.objects.exists()


def test_of_several_versions_one_is_enough(desk):
    page = story_page()

    assert press(desk, page, "publish", f'"1-a", {version(desk, page)}').status_code == 200


def test_what_stands_in_the_way_is_said(desk):
    page = story_page(summary="")

    asked = desk.get(here(page)).json()
    answer = press(desk, page, "publish")

    assert asked["obstacles"] == ["Ringkasan belum diisi."]
    assert answer.status_code == 422
    assert "Ringkasan belum diisi." in answer.json()["detail"]
    page.refresh_from_db()
    assert not page.live
    assert not PublishedItem.objects.exists()


def test_a_locked_story_is_left_alone(desk):
    page = story_page()
    page.locked, page.locked_by = True, person(Role.EDITOR, "POLRES-3201")
    page.locked_at = timezone.now()
    page.save()

    assert press(desk, page, "publish").status_code == 409


def test_a_withdrawn_story_is_restored_not_published(desk):
    page = live_story()
    press(desk, page, "withdraw")

    assert press(desk, page, "publish").status_code == 409
    assert press(desk, page, "unpublish").status_code == 409
    assert item_of(page).state == ItemState.WITHDRAWN


def test_a_draft_is_not_withdrawn_and_not_restored(desk):
    page = story_page()

    assert press(desk, page, "withdraw").status_code == 409
    assert press(desk, page, "restore").status_code == 409
    assert press(desk, page, "unpublish").json()["changed"] is False


def test_a_text_with_a_date_is_scheduled(desk):
    page = story_page(go_live_at=timezone.now() + datetime.timedelta(days=1))

    answer = press(desk, page, "publish", version(desk, page))

    assert answer.json()["state"] == "scheduled"
    assert answer.json()["scheduled_for"]
    assert not PublishedItem.objects.exists()
    assert press(desk, page, "unpublish").status_code == 409


def test_under_embargo_it_is_public_nowhere(desk):
    page = story_page(embargo_until=timezone.now() + datetime.timedelta(days=1))

    answer = press(desk, page, "publish")

    assert answer.json()["state"] == "embargoed"
    assert not PublishedItem.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"reason": ""},
        {"reason": "ya"},
        {"reason": "a" * 301},
        {"reason": "alasan\ud83d", "x": 1},
        {"reason": "     \u0000   "},
    ],
)
def test_a_reason_is_given(desk, body):
    page = live_story()
    raw = None if body is None else str(body).replace("'", '"').encode("utf-8", "replace")

    answer = desk.post(
        here(page, "withdraw"),
        data=raw or b"",
        content_type="application/json",
        headers={"If-Match": "*"},
    )

    assert answer.status_code in (400, 422)
    assert item_of(page).state == ItemState.LIVE


def test_control_characters_in_a_reason_are_spaces(desk):
    page = live_story()

    desk.send(here(page, "withdraw"), {"reason": "Diminta\u0000 keluarga"}, If_Match="*")

    page.refresh_from_db()
    assert page.takedown_note == "Diminta keluarga"


def test_a_key_gives_the_first_answer_again(desk):
    page = story_page()
    used, before = str(uuid.uuid4()), version(desk, page)

    first = press(desk, page, "publish", before, Idempotency_Key=used)
    again = press(desk, page, "publish", before, Idempotency_Key=used)
    other = press(desk, page, "unpublish", before, Idempotency_Key=used)

    assert again.content == first.content
    assert again["ETag"] == first["ETag"]
    assert again["Idempotency-Replayed"] == "true"
    assert other.status_code == 422


@pytest.mark.django_db(transaction=True)
def test_presses_in_parallel_publish_once():
    secret = token_of(person(Role.PUBLISHER, "POLRES-3201"))[1]
    page = story_page()
    before = version(Program(secret), page)

    def send() -> tuple[int, bool]:
        answer = press(Program(secret), page, "publish", before)
        return answer.status_code, answer.json().get("changed")

    answers = at_once(*[send] * 3)

    assert sorted(answers) == [(200, False), (200, False), (200, True)]
    assert AuditEvent.objects.filter(verb="item.released").count() == 1


# --- Who ------------------------------------------------------------------------------------------


def _ask(program, page, step: str):
    if step == "list":
        return program.get(LIST)
    return program.get(here(page)) if step == "get" else press(program, page, step)


ALL = ("list", "get", *STEPS)


@pytest.mark.parametrize("step", ALL)
def test_each_operation_opens_to_its_scope_alone(publisher, step):
    page = live_story()
    other = program_of(publisher, "read", "reports:write", "media:write")

    answer = _ask(other, page, step)

    assert answer.status_code == 403
    assert 'scope="stories:publish"' in answer["WWW-Authenticate"]
    assert _ask(program_of(publisher, "stories:publish"), page, step).status_code == 200


@pytest.mark.parametrize("step", ALL)
def test_neither_strangers_nor_sessions_are_let_in(publisher, step):
    page = live_story()
    signed_in = Program(enforce_csrf_checks=True)
    signed_in.force_login(publisher)

    assert _ask(Program(), page, step).status_code == 401
    assert _ask(signed_in, page, step).status_code == 401
    assert item_of(page).state == ItemState.LIVE


@pytest.mark.parametrize("step", ALL)
def test_revoked_tokens_and_closed_accounts_open_nothing(publisher, step):
    page = live_story()
    token, secret = token_of(publisher)
    token.revoked_at = timezone.now()
    token.save()
    desk = program_of(publisher)
    publisher.is_active = False
    publisher.save()

    assert _ask(Program(secret), page, step).status_code == 401
    assert _ask(desk, page, step).status_code == 401


@pytest.mark.parametrize("step", ["get", *STEPS])
@pytest.mark.parametrize(
    ("role", "where", "status"),
    [
        (Role.PUBLISHER, "POLRES-3201", 200),
        (Role.PUBLISHER, "POLDA-32", 200),
        (Role.ADMINISTRATOR, "POLRES-3201", 200),
        (Role.PUBLISHER, "POLRES-3202", 403),
        (Role.EDITOR, "POLRES-3201", 403),
        (Role.LEADER, "POLRES-3201", 403),
    ],
)
def test_only_a_publisher_of_the_unit_presses(role, where, status, step):
    page = live_story(unit=unit("POLSEK-320101"))

    answer = _ask(program_of(person(role, where)), page, step)

    assert answer.status_code == status
    if status == 403:
        assert answer.json()["detail"]
        assert item_of(page).state == ItemState.LIVE


@pytest.mark.parametrize("step", ["get", *STEPS])
def test_a_story_that_is_not_there_is_missing(desk, step):
    assert _ask(desk, StoryPage(public_id=uuid.uuid4()), step).status_code == 404


def test_the_list_is_of_one_s_own_units(desk):
    ours = story_page(unit=unit("POLSEK-320101"))
    story_page(unit=unit("POLSEK-320201"))
    officer = program_of(OfficerFactory(signed_up=True).user)

    rows = desk.get(LIST).json()["publications"]

    assert [row["id"] for row in rows] == [str(ours.public_id)]
    assert rows[0]["version"] == version(desk, ours)
    assert officer.get(LIST).status_code == 403


def test_the_list_is_narrowed_and_paged(desk):
    drafts = [story_page() for _n in range(3)]
    public, gone, off = live_story(), live_story(), live_story()
    press(desk, gone, "withdraw")
    press(desk, off, "unpublish")

    def ids(query):
        return [row["id"] for row in desk.get(f"{LIST}?{query}").json()["publications"]]

    assert ids("state=draft") == [str(page.public_id) for page in reversed(drafts)]
    assert ids("state=live") == [str(public.public_id)]
    assert ids("state=withdrawn") == [str(gone.public_id)]
    assert ids("state=unpublished") == [str(off.public_id)]
    seen, url = [], f"{LIST}?limit=2"
    while url:
        page = desk.get(url).json()
        seen += [row["id"] for row in page["publications"]]
        url = page["next"]
    assert len(seen) == len(set(seen)) == 6


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_is_three_queries(desk, rows, django_assert_num_queries):
    for _n in range(rows):
        live_story()
    desk.get(LIST)

    # The token, its owner's roles, and the page.
    with django_assert_num_queries(3):
        answer = desk.get(LIST)

    assert len(answer.json()["publications"]) == rows


@pytest.mark.parametrize("rows", [1, 5])
def test_one_costs_the_same_with_any_number_of_photos(desk, rows, django_assert_num_queries):
    page = story_page(photos=rows + 1)
    desk.get(here(page))

    with django_assert_num_queries(24):
        desk.get(here(page))
