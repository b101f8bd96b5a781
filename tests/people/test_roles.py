"""Roles hold in a unit and all below it, and Wagtail's groups follow."""

import pytest

from cms.base.errors import Conflict, Refused
from cms.base.models import AuditEvent
from cms.people import roles
from cms.people.models import Role, RoleAssignment
from cms.people.services import roles as services
from tests.factories.people import UserFactory, person, unit


@pytest.fixture
def administrator(db):
    return person(Role.ADMINISTRATOR, "POLRES-3201")


def test_a_role_reaches_down_but_not_up_or_aside(db):
    editor = person(Role.EDITOR, "POLRES-3201")

    scope = roles.scope(editor, Role.EDITOR)

    assert scope.covers(unit("POLSEK-320101").path)
    assert not scope.covers(unit("POLDA-32").path)
    assert not scope.covers(unit("POLRES-3202").path)


def test_granting_puts_the_user_into_the_group(administrator):
    user = UserFactory()

    services.grant(actor=administrator, user=user, role=Role.EDITOR, unit=unit("POLSEK-320101"))

    assert [group.name for group in user.groups.all()] == ["Redaktur"]
    assert user.has_perm("wagtailadmin.access_admin")
    assert AuditEvent.objects.filter(verb="role.granted").count() == 1


def test_granting_outside_ones_units_is_refused(administrator):
    with pytest.raises(Refused):
        services.grant(
            actor=administrator,
            user=UserFactory(),
            role=Role.EDITOR,
            unit=unit("POLRES-3202"),
        )


def test_revoking_takes_the_group_away(administrator):
    user = UserFactory()
    assignment = services.grant(
        actor=administrator, user=user, role=Role.EDITOR, unit=unit("POLSEK-320101")
    )

    services.revoke(actor=administrator, assignment=assignment)

    assert user.groups.count() == 0


def test_the_last_administrator_of_mabes_stays(db):
    only = person(Role.ADMINISTRATOR, "MABES")

    with pytest.raises(Conflict):
        services.revoke(actor=only, assignment=RoleAssignment.objects.get(user=only))
