"""Reports and stories: editors and publishers of the unit; leaders read."""

from cms.people.models import Role
from cms.people.selectors import officer_of
from stories import permissions
from stories.models import CoachingNote, MediaAsset, Report, StoryPage
from tests.permissions.matrix import OFFICER, SUPERUSER, Row

EVERYWHERE, HERE, NOWHERE = (True, True), (True, False), (False, False)
WORKERS = (Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR)
# Work on a report or a story is somebody's of that unit: no superuser does it in passing.
WORK = {**dict.fromkeys(WORKERS, HERE), SUPERUSER: NOWHERE}


def report(place) -> Report:
    return Report(unit_path=place.unit.path)


def story(place) -> StoryPage:
    return StoryPage(unit=place.unit)


ROWS = [
    Row(
        "stories.may_report",
        lambda actor, place: permissions.may_report(officer_of(actor)),
        {OFFICER: EVERYWHERE, SUPERUSER: NOWHERE},
    ),
    Row(
        "stories.may_open_desk",
        lambda actor, place: permissions.may_open_desk(actor),
        dict.fromkeys((*WORKERS, Role.LEADER), EVERYWHERE),
    ),
    Row(
        "stories.may_watch_board",
        lambda actor, place: permissions.may_watch_board(actor, place.unit),
        {**dict.fromkeys((*WORKERS, Role.LEADER), HERE), SUPERUSER: EVERYWHERE},
    ),
    Row(
        "stories.may_open_library",
        lambda actor, place: permissions.may_open_library(actor),
        dict.fromkeys((*WORKERS, Role.LEADER), EVERYWHERE),
    ),
    Row(
        "stories.may_look_at_media",
        lambda actor, place: permissions.may_look_at_media(
            actor, MediaAsset(unit_path=place.unit.path)
        ),
        dict.fromkeys((*WORKERS, Role.LEADER), HERE),
    ),
    Row(
        "stories.may_read_report",
        lambda actor, place: permissions.may_read_report(actor, report(place)),
        {**WORK, Role.LEADER: HERE},
    ),
    Row(
        "stories.may_work_on",
        lambda actor, place: permissions.may_work_on(actor, report(place)),
        WORK,
    ),
    Row(
        "stories.may_commend",
        lambda actor, place: permissions.may_commend(actor, report(place)),
        {Role.LEADER: HERE, Role.ADMINISTRATOR: HERE, SUPERUSER: NOWHERE},
    ),
    Row(
        "stories.may_edit_note",
        lambda actor, place: permissions.may_edit_note(actor, CoachingNote(unit=place.unit)),
        dict.fromkeys(WORKERS, HERE),
    ),
    Row(
        "stories.may_edit_note:everybody's",
        lambda actor, place: permissions.may_edit_note(actor, CoachingNote()),
        {},
    ),
    Row(
        "stories.may_share_filter",
        lambda actor, place: permissions.may_share_filter(actor, place.unit),
        WORK,
    ),
    Row(
        "stories.may_edit_story",
        lambda actor, place: permissions.may_edit_story(actor, story(place)),
        WORK,
    ),
    Row(
        "stories.may_publish_any",
        lambda actor, place: permissions.may_publish_any(actor),
        {Role.PUBLISHER: EVERYWHERE, Role.ADMINISTRATOR: EVERYWHERE},
    ),
    Row(
        "stories.may_publish_story",
        lambda actor, place: permissions.may_publish_story(actor, story(place)),
        {Role.PUBLISHER: HERE, Role.ADMINISTRATOR: HERE},
    ),
]
