"""Pages behind Wagtail's own doors: each role sees and changes what its units' rights allow."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, get_page_models
from wagtail.search.index import insert_or_update_object as wagtail_index

from awards.models import AwardIndexPage
from cms.base.models import TakedownState
from cms.people.models import Role
from local_heroes import services as heroes
from local_heroes.models import HeroIndexPage, HeroProfilePage
from publishing.models import HomePage
from stories.models import StoryIndexPage, StoryPage
from tests.factories.awards import award_index, draft_edition, published_story
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import story_index, story_page

pytestmark = pytest.mark.django_db

SECRET = "Korban Siti Aminah dari RT 3"
HERE, THERE = "POLRES-3201", "POLRES-3202"


def _at(role=Role.EDITOR, code=THERE):
    """The browser of somebody with all that their role's group may do in Wagtail."""
    client = Client()
    client.force_login(person(role, code))
    return client


def a_draft() -> Page:
    """A draft story of a Polsek below ``HERE``."""
    return story_page(unit=unit("POLSEK-320101"), title=SECRET)


def a_profile() -> Page:
    """A profile that is being written of an officer below ``HERE``."""
    officer = OfficerFactory(unit=unit("POLSEK-320101"), signed_up=True)
    published_story(officer)
    profile = heroes.build_profile(actor=person(Role.EDITOR, HERE), officer=officer)
    return _titled(profile)


def an_edition() -> Page:
    """An award edition that is not open yet."""
    return _titled(draft_edition(unit_code="POLDA-32"))


def _titled(page) -> Page:
    page.title = page.draft_title = SECRET
    page.save()
    page.save_revision()
    return page


@pytest.fixture(params=[a_draft, a_profile, an_edition])
def theirs(request):
    """Something unpublished that another unit works on."""
    return request.param()


DOORS = {
    "explorer": "/admin/pages/{parent}/",
    "explorer of the page itself": "/admin/pages/{pk}/",
    "explorer's search": "/admin/pages/{parent}/?q=Korban",
    "explorer's search in everything": "/admin/pages/{parent}/?q=Korban&search_all=1",
    "search": "/admin/pages/search/?q=Korban",
    "search results": "/admin/pages/search/results/?q=Korban",
    "chooser": "/admin/choose-page/{parent}/",
    "chooser of the page itself": "/admin/choose-page/{pk}/",
    "chooser's search": "/admin/choose-page/search/?q=Korban",
    "what was chosen": "/admin/choose-page/chosen-multiple/?id={pk}",
    "list of its kind": "/admin/pages/usage/{label}/",
    "report of page types": "/admin/reports/page_types_usage/",
    "report of locked pages": "/admin/reports/locked/",
    "report of old pages": "/admin/reports/aging-pages/",
    "site history": "/admin/reports/site-history/",
    "admin API": "/admin/api/main/pages/?child_of={parent}&for_explorer=1&fields=parent",
    "admin API of the page": "/admin/api/main/pages/{pk}/",
    "editor": "/admin/pages/{pk}/edit/",
    "draft": "/admin/pages/{pk}/view_draft/",
    "history": "/admin/pages/{pk}/history/",
    "history of approval": "/admin/pages/workflow_history/{pk}/",
    "usage": "/admin/pages/{pk}/usage/",
    "copying": "/admin/pages/{pk}/copy/",
    "moving": "/admin/pages/{pk}/move/",
    "deleting": "/admin/pages/{pk}/delete/",
    "unpublishing": "/admin/pages/{pk}/unpublish/",
    "privacy": "/admin/pages/{pk}/privacy/",
    "dashboard": "/admin/",
}


@pytest.mark.parametrize("door", DOORS)
def test_no_door_names_what_another_unit_is_writing(theirs, door):
    kind = type(theirs)._meta
    address = DOORS[door].format(
        pk=theirs.pk, parent=theirs.get_parent().pk, label=f"{kind.app_label}/{kind.model_name}"
    )

    response = _at(Role.PUBLISHER).get(address, follow=True)

    assert SECRET not in response.content.decode()


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000])
@pytest.mark.parametrize(
    "door",
    [
        "/admin/pages/{}/",
        "/admin/pages/{}/edit/",
        "/admin/choose-page/{}/",
        "/admin/choose-page/chosen-multiple/?id={}",
    ],
)
def test_what_is_no_number_of_a_page_is_refused(door, number):
    assert _at().get(door.format(number)).status_code < 500


@pytest.mark.parametrize("choice", ["id={pk}", "id=all&childOf={parent}"])
@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_no_bulk_action_names_what_another_unit_is_writing(theirs, action, choice):
    choice = choice.format(pk=theirs.pk, parent=theirs.get_parent().pk)

    response = _at(Role.PUBLISHER).get(f"/admin/bulk/wagtailcore/page/{action}/?{choice}")

    assert SECRET not in response.content.decode()


def test_no_report_of_approvals_names_stories_of_another_unit():
    theirs = a_draft()
    theirs.get_workflow().start(theirs, person(Role.EDITOR, HERE))

    for report in ("workflow/", "workflow_tasks/", "workflow/?export=csv"):
        response = _at().get(f"/admin/reports/{report}")
        assert response.status_code == 200
        assert SECRET not in b"".join(response).decode(), report


def test_a_step_of_approval_that_is_over_does_not_name_the_story():
    theirs = a_draft()
    state = theirs.get_workflow().start(theirs, person(Role.EDITOR, HERE)).current_task_state
    theirs.current_workflow_state.cancel()

    response = _at().post(
        f"/admin/pages/workflow/action/{theirs.pk}/approve/{state.pk}/", follow=True
    )

    assert SECRET not in response.content.decode()


def test_what_another_unit_deleted_is_not_named_in_the_site_history():
    theirs = a_draft()
    theirs.delete(user=person(Role.EDITOR, HERE))

    assert SECRET not in _at().get("/admin/reports/site-history/").content.decode()


def test_a_newer_title_of_a_public_story_is_its_units_alone():
    theirs = published_story(OfficerFactory(unit=unit("POLSEK-320101")))
    theirs.title = SECRET
    theirs.save_revision()

    html = _at().get("/admin/choose-page/search/?q=pos ronda").content.decode()

    assert SECRET not in html


@pytest.mark.parametrize(
    "door",
    [
        "explorer",
        "explorer's search",
        "search",
        "chooser",
        "chooser's search",
        "what was chosen",
        "list of its kind",
        "site history",
        "admin API",
        "admin API of the page",
    ],
)
@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR])
def test_every_door_names_what_the_own_units_write(role, door):
    own = a_draft()
    address = DOORS[door].format(pk=own.pk, parent=own.get_parent().pk, label="stories/storypage")

    assert SECRET in _at(role, HERE).get(address).content.decode()


def test_a_public_story_of_any_unit_can_be_linked():
    theirs = published_story(OfficerFactory(unit=unit("POLSEK-320101")))
    client = _at()

    assert theirs.title in client.get("/admin/choose-page/search/?q=pos").content.decode()
    assert (
        theirs.title
        in client.get(f"/admin/choose-page/chosen-multiple/?id={theirs.pk}").content.decode()
    )


@pytest.mark.parametrize(
    "hidden",
    [
        {"takedown_state": TakedownState.WITHDRAWN},
        {"embargo_until": timezone.now() + datetime.timedelta(days=1)},
        {"live": False},
    ],
)
@pytest.mark.parametrize(
    "door", ["chooser", "chooser's search", "what was chosen", "chooser of the page itself"]
)
def test_what_the_public_does_not_read_is_linked_by_its_unit_alone(hidden, door):
    theirs = published_story(OfficerFactory(unit=unit("POLSEK-320101")))
    StoryPage.objects.filter(pk=theirs.pk).update(title=SECRET, draft_title=SECRET, **hidden)
    theirs = StoryPage.objects.get(pk=theirs.pk)
    wagtail_index(theirs)
    address = DOORS[door].format(pk=theirs.pk, parent=theirs.get_parent().pk)

    assert SECRET not in _at().get(address).content.decode()
    assert SECRET in _at(Role.EDITOR, HERE).get(address).content.decode()


# --- Copies --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [a_draft, a_profile, an_edition])
def test_no_page_is_copied(kind):
    page = kind()
    form = {
        "new_title": "Salinan",
        "new_slug": "salinan",
        "new_parent_page": page.get_parent().pk,
    }
    administrator = Client()
    administrator.force_login(person(is_superuser=True))

    for more in ({}, {"alias": "on"}):
        response = administrator.post(f"/admin/pages/{page.pk}/copy/", form | more)
        assert response.status_code == 302
    for action in ("copy", "create_alias"):
        response = administrator.post(f"/admin/api/main/pages/{page.pk}/action/{action}/", {})
        assert response.status_code == 403

    assert type(page).objects.count() == 1


def test_no_screen_offers_to_copy_a_story():
    page = a_draft()
    client = _at(Role.EDITOR, HERE)

    for address in (f"/admin/pages/{page.pk}/edit/", f"/admin/pages/{page.get_parent().pk}/"):
        assert f"/admin/pages/{page.pk}/copy/" not in client.get(address).content.decode()


# --- The front page and the parents of others ----------------------------------------------------


@pytest.fixture(params=[HomePage, StoryIndexPage, AwardIndexPage, HeroIndexPage])
def section(request):
    award_index()
    if not HeroIndexPage.objects.exists():
        HomePage.objects.first().add_child(
            instance=HeroIndexPage(title="Local Heroes", slug="local-heroes")
        )
    return request.param.objects.get()


ROLES_BELOW_MABES = [
    (Role.EDITOR, "POLSEK-320101"),
    (Role.EDITOR, "MABES"),
    (Role.PUBLISHER, "POLSEK-320101"),
    (Role.PUBLISHER, "POLDA-32"),
    (Role.ADMINISTRATOR, "POLDA-32"),
    (Role.AWARD_SECRETARY, "MABES"),
    (Role.LEADER, "MABES"),
]


@pytest.mark.parametrize(("role", "code"), ROLES_BELOW_MABES)
def test_a_section_is_changed_by_nobody_below_mabes(section, role, code):
    may = section.permissions_for_user(person(role, code))

    assert not any((may.can_edit(), may.can_publish(), may.can_unpublish(), may.can_lock()))
    assert not any((may.can_delete(), may.can_move(), may.can_reorder_children()))


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.ADMINISTRATOR])
def test_a_section_is_edited_and_published_by_mabes(section, role):
    may = section.permissions_for_user(person(role, "MABES"))

    assert may.can_edit()
    assert may.can_publish()


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.ADMINISTRATOR])
def test_a_section_is_never_taken_down_moved_or_deleted_by_a_role(section, role):
    may = section.permissions_for_user(person(role, "MABES"))

    assert not any((may.can_unpublish(), may.can_delete(), may.can_move()))


def test_a_section_with_pages_is_not_deleted_by_a_superuser_either():
    index = a_draft().get_parent()

    may = index.permissions_for_user(person(is_superuser=True))

    assert not may.can_delete()
    assert not may.can_move()


@pytest.mark.parametrize(
    ("role", "adds", "publishes"),
    [
        (Role.EDITOR, True, False),
        (Role.PUBLISHER, True, True),
        (Role.ADMINISTRATOR, True, True),
        (Role.LEADER, False, False),
        (Role.AWARD_SECRETARY, False, False),
    ],
)
def test_stories_are_begun_by_desks_of_any_unit(role, adds, publishes):
    may = story_index().permissions_for_user(person(role, "POLSEK-320101"))

    assert (may.can_add_subpage(), may.can_publish_subpage()) == (adds, publishes)


def test_the_front_page_is_not_written_from_a_polsek():
    story_index()
    home = HomePage.objects.get()
    form = {
        "title": home.title,
        "slug": home.slug,
        "tagline": "Semboyan dari Polsek",
        "action-publish": "1",
        **{f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")},
    }

    _at(Role.PUBLISHER, "POLSEK-320101").post(f"/admin/pages/{home.pk}/edit/", form)

    assert "Semboyan dari Polsek" not in Client().get("/").content.decode()


def test_the_stories_are_not_moved_away_from_a_polsek():
    index = a_draft().get_parent()
    root = Page.objects.get(depth=1)

    _at(Role.PUBLISHER, "POLSEK-320101").post(f"/admin/pages/{index.pk}/move/{root.pk}/confirm/")

    assert StoryIndexPage.objects.get(pk=index.pk).depth == index.depth


# --- The rule itself -----------------------------------------------------------------------------


def test_every_kind_of_page_says_what_roles_allow():
    ours = [model for model in get_page_models() if model is not Page]

    assert [model for model in ours if not hasattr(model, "page_rights")] == []
    assert [m for m in ours if m.permissions_for_user is Page.permissions_for_user] == []


@pytest.mark.parametrize("model", [StoryPage, HeroProfilePage])
def test_lists_and_single_pages_say_the_same(model):
    page = {StoryPage: a_draft, HeroProfilePage: a_profile}[model]()
    policy = page.permissions_for_user(person()).permission_policy

    for role in (Role.EDITOR, Role.PUBLISHER):
        for code in ("POLSEK-320101", HERE, THERE, "MABES"):
            user = person(role, code)
            for action in ("change", "publish", "unlock"):
                one = policy.user_has_permission_for_instance(user, action, page)
                rows = policy.instances_user_has_permission_for(user, action)
                assert rows.filter(pk=page.pk).exists() == one, (role, code, action)


@pytest.mark.parametrize("code", [HERE, "MABES"])
def test_a_story_of_no_unit_is_nobodys_in_lists_and_by_itself(code):
    page = a_draft()
    StoryPage.objects.filter(pk=page.pk).update(unit=None)
    page = StoryPage.objects.get(pk=page.pk)
    user = person(Role.PUBLISHER, code)

    assert (
        SECRET
        not in _at(Role.PUBLISHER, code).get("/admin/pages/search/?q=Korban").content.decode()
    )
    assert not page.permissions_for_user(user).can_edit()
