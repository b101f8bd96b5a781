"""Profiles: built by editors, approved by a second person, agreed to by the officer alone."""

from cms.people.models import Role
from local_heroes import permissions
from local_heroes.models import HeroProfilePage
from tests.permissions.matrix import SUPERUSER, Row

HERE, NOWHERE = (True, False), (False, False)
BUILDERS = dict.fromkeys((Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR), HERE)
PUBLISHERS = dict.fromkeys((Role.PUBLISHER, Role.ADMINISTRATOR), HERE)
NO_SUPERUSER = {SUPERUSER: NOWHERE}


def profile(place, **fields) -> HeroProfilePage:
    return HeroProfilePage(officer=place.officer(), **fields)


def own_profile(actor, place) -> HeroProfilePage:
    """The profile of the actor, who is an officer of this unit besides."""
    officer = place.officer()
    officer.user = actor
    return HeroProfilePage(officer=officer)


ROWS = [
    Row(
        "local_heroes.may_build",
        lambda actor, place: permissions.may_build(actor, officer=place.officer()),
        BUILDERS | NO_SUPERUSER,
    ),
    Row(
        "local_heroes.may_approve",
        lambda actor, place: permissions.may_approve(actor, page=profile(place)),
        PUBLISHERS | NO_SUPERUSER,
    ),
    Row(
        "local_heroes.may_approve:own_proposal",
        lambda actor, place: permissions.may_approve(actor, page=profile(place, proposed_by=actor)),
        NO_SUPERUSER,
    ),
    Row(
        "local_heroes.may_approve:own_profile",
        lambda actor, place: permissions.may_approve(actor, page=own_profile(actor, place)),
        NO_SUPERUSER,
    ),
    Row(
        "local_heroes.may_withdraw",
        lambda actor, place: permissions.may_withdraw(actor, page=profile(place)),
        PUBLISHERS | NO_SUPERUSER,
    ),
    Row(
        "local_heroes.may_consent",
        lambda actor, place: permissions.may_consent(actor, page=profile(place)),
        NO_SUPERUSER,
    ),
]
