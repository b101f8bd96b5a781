"""Receivers: administrators, nationwide ones only those of Mabes."""

from cms.people.models import Role
from publishing import permissions
from tests.permissions.matrix import Row

EVERYWHERE, HERE = (True, True), (True, False)

ROWS = [
    Row(
        "publishing.may_integrate",
        lambda actor, place: permissions.may_integrate(actor),
        {Role.ADMINISTRATOR: EVERYWHERE},
    ),
    Row(
        "publishing.may_manage_subscription",
        lambda actor, place: permissions.may_manage_subscription(actor, unit_path=place.unit.path),
        {Role.ADMINISTRATOR: HERE},
    ),
    Row(
        "publishing.may_manage_subscription:nationwide",
        lambda actor, place: permissions.may_manage_subscription(actor, unit_path=""),
        {},
    ),
]
