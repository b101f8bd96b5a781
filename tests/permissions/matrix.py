"""What a row of the permission matrix is, and the world in which it is asked.

To add rows, write ``tests/permissions/rows_<app>.py`` with a list ``ROWS``; it is found by its
name. A row is::

    Row(
        "people.may_manage_officers",
        lambda actor, place: may_manage_officers(actor, unit=place.unit),
        {Role.ADMINISTRATOR: (True, False)},
    )

The name is the app and the function, with ``:variant`` after it where a function has several rows.
The callable answers with a ``Verdict``. The cells are (own, other): *own* asks about a Polsek
below the Polres in which the actor holds the role, *other* about a Polsek of another Polres and
about the Polda above, which must answer alike. A role that is not named may do nothing; a
superuser is ``(True, True)`` unless named. Make what the callable needs from ``place``, with
factories. Every public ``may_…`` of an app that has rows must have one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cms.accounts.models import User
from cms.base.permissions import Verdict
from cms.people.models import Role
from cms.places.models import Unit
from tests.factories.people import OfficerFactory, UserFactory, person, unit

OWN, ASIDE, ABOVE = "POLSEK-320101", "POLSEK-320201", "POLDA-32"
HELD_IN = "POLRES-3201"
OFFICER, NOBODY, SUPERUSER, GONE = "officer", "nobody", "superuser", "inactive administrator"
ACTORS = (*Role, OFFICER, NOBODY, SUPERUSER, GONE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the question is asked: a unit, and what there is in it."""

    unit: Unit

    def officer(self):
        """An officer of this unit, with an account."""
        return OfficerFactory(unit=self.unit, signed_up=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One action: how to ask, and who may where."""

    action: str
    ask: Callable[[User, Place], Verdict]
    cells: Mapping[str, tuple[bool, bool]]

    def expected(self, actor: str) -> tuple[bool, bool]:
        """(own, other) for this kind of actor."""
        default = (actor == SUPERUSER, actor == SUPERUSER)
        return self.cells.get(actor, default)


def make_actor(kind: str) -> User:
    """Somebody of this kind, who holds the role in :data:`HELD_IN`."""
    if kind == OFFICER:
        return OfficerFactory(unit=unit(OWN), signed_up=True).user
    if kind == NOBODY:
        return UserFactory()
    if kind == SUPERUSER:
        return UserFactory(is_superuser=True)
    if kind == GONE:
        return person(Role.ADMINISTRATOR, HELD_IN, is_active=False)
    return person(Role(kind), HELD_IN)
