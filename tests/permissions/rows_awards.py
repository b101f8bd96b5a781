"""Awards: the secretary runs them, leaders and editors nominate, panelists with a seat judge."""

from awards import permissions
from awards.models import AwardEditionPage, Nomination, Panelist
from cms.people.models import Role
from tests.factories.people import UserFactory
from tests.permissions.matrix import SUPERUSER, Row

EVERYWHERE, HERE, NOWHERE = (True, True), (True, False), (False, False)
SECRETARIES = dict.fromkeys((Role.AWARD_SECRETARY, Role.ADMINISTRATOR), HERE)
PROPOSERS = (Role.EDITOR, Role.PUBLISHER, Role.LEADER, Role.ADMINISTRATOR)
# Nobody nominates or judges by being a superuser.
NO_SUPERUSER = {SUPERUSER: NOWHERE}


def edition(place) -> AwardEditionPage:
    return AwardEditionPage(pk=0, unit=place.unit)


def own_nomination(actor, place):
    """The actor, who is an officer of this unit besides, proposes themself."""
    officer = place.officer()
    officer.user = actor
    return permissions.may_nominate(actor, edition(place), officer)


ROWS = [
    Row(
        "awards.may_open_office",
        lambda actor, place: permissions.may_open_office(actor),
        dict.fromkeys((Role.AWARD_SECRETARY, Role.ADMINISTRATOR), EVERYWHERE),
    ),
    Row(
        "awards.may_start",
        lambda actor, place: permissions.may_start(actor, place.unit),
        SECRETARIES,
    ),
    Row(
        "awards.may_manage",
        lambda actor, place: permissions.may_manage(actor, edition(place)),
        SECRETARIES,
    ),
    Row(
        "awards.may_propose",
        lambda actor, place: permissions.may_propose(actor),
        dict.fromkeys(PROPOSERS, EVERYWHERE) | NO_SUPERUSER,
    ),
    Row(
        "awards.may_nominate",
        lambda actor, place: permissions.may_nominate(actor, edition(place), place.officer()),
        dict.fromkeys(PROPOSERS, HERE) | NO_SUPERUSER,
    ),
    Row("awards.may_nominate:oneself", own_nomination, NO_SUPERUSER),
    Row(
        "awards.owns_nomination",
        lambda actor, place: permissions.owns_nomination(
            actor, Nomination(nominator=UserFactory())
        ),
        NO_SUPERUSER,
    ),
    Row(
        "awards.may_judge",
        lambda actor, place: permissions.may_judge(
            actor, Panelist(edition=edition(place), user=actor)
        ),
        {Role.PANELIST: HERE} | NO_SUPERUSER,
    ),
    Row(
        "awards.may_judge:seat_of_another",
        lambda actor, place: permissions.may_judge(
            actor, Panelist(edition=edition(place), user=UserFactory())
        ),
        NO_SUPERUSER,
    ),
    Row(
        "awards.may_rule:without_the_chair",
        lambda actor, place: permissions.may_rule(actor, edition(place)),
        SECRETARIES,
    ),
]
