"""Officers, accounts and roles: administrators, in their unit and below."""

from cms.people import permissions
from cms.people.models import Role
from tests.factories.people import unit
from tests.permissions.matrix import ACTORS, GONE, OWN, Row

ADMINISTRATORS = {Role.ADMINISTRATOR: (True, False)}
EVERYBODY = {str(actor): (actor != GONE, actor != GONE) for actor in ACTORS}

ROWS = [
    Row(
        "people.may_open_administration",
        lambda actor, place: permissions.may_open_administration(actor),
        {Role.ADMINISTRATOR: (True, True)},
    ),
    Row(
        "people.may_see_health",
        lambda actor, place: permissions.may_see_health(actor),
        {Role.ADMINISTRATOR: (True, True)},
    ),
    Row(
        "people.may_grant_role",
        lambda actor, place: permissions.may_grant_role(actor, unit=place.unit),
        ADMINISTRATORS,
    ),
    Row(
        "people.may_manage_officers",
        lambda actor, place: permissions.may_manage_officers(actor, unit=place.unit),
        ADMINISTRATORS,
    ),
    Row(
        "people.may_transfer_officer:away",
        lambda actor, place: permissions.may_transfer_officer(
            actor, officer=place.officer(), unit=unit(OWN)
        ),
        ADMINISTRATORS,
    ),
    Row(
        "people.may_transfer_officer:here",
        lambda actor, place: permissions.may_transfer_officer(
            actor, officer=type(place)(unit(OWN)).officer(), unit=place.unit
        ),
        ADMINISTRATORS,
    ),
    Row(
        "people.may_reset_password",
        lambda actor, place: permissions.may_reset_password(
            actor, user=place.officer().user, units=[place.unit]
        ),
        ADMINISTRATORS,
    ),
    Row(
        "people.may_reset_password:two_units",
        lambda actor, place: permissions.may_reset_password(
            actor, user=place.officer().user, units=[unit(OWN), place.unit]
        ),
        ADMINISTRATORS,
    ),
    Row(
        "people.may_reset_password:no_unit",
        lambda actor, place: permissions.may_reset_password(
            actor, user=place.officer().user, units=[]
        ),
        {},
    ),
    Row(
        "people.may_make_token",
        lambda actor, place: permissions.may_make_token(
            actor, owner=place.officer().user, units=[place.unit]
        ),
        ADMINISTRATORS,
    ),
    Row(
        "people.may_make_token:oneself",
        lambda actor, place: permissions.may_make_token(actor, owner=actor, units=[place.unit]),
        EVERYBODY,
    ),
    Row(
        "people.may_make_token:oneself_without_unit",
        lambda actor, place: permissions.may_make_token(actor, owner=actor, units=[]),
        {},
    ),
    Row(
        "people.may_revoke_token",
        lambda actor, place: permissions.may_revoke_token(
            actor, owner=place.officer().user, units=[place.unit]
        ),
        ADMINISTRATORS,
    ),
    Row(
        "people.may_revoke_token:two_units",
        lambda actor, place: permissions.may_revoke_token(
            actor, owner=place.officer().user, units=[place.unit, unit(OWN)]
        ),
        {Role.ADMINISTRATOR: (True, True)},
    ),
    Row(
        "people.may_revoke_token:oneself",
        lambda actor, place: permissions.may_revoke_token(actor, owner=actor, units=[]),
        EVERYBODY,
    ),
]
