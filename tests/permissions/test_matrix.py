"""The permission matrix as one table: role × action × own or other unit.

How to add rows is said in ``tests/permissions/matrix.py``.
"""

import inspect
import pkgutil
from importlib import import_module

import pytest

import tests.permissions
from tests.factories.people import unit
from tests.permissions.matrix import ABOVE, ACTORS, ASIDE, OWN, Place, Row, make_actor

MODULES = {
    found.name.removeprefix("rows_"): import_module(f"tests.permissions.{found.name}")
    for found in pkgutil.iter_modules(tests.permissions.__path__)
    if found.name.startswith("rows_")
}
ROWS: list[Row] = [row for module in MODULES.values() for row in module.ROWS]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [str(actor) for actor in ACTORS])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.action)
def test_each_role_may_what_the_table_says(row, kind):
    actor = make_actor(kind)

    answers = {code: row.ask(actor, Place(unit(code))) for code in (OWN, ASIDE, ABOVE)}

    own, other = row.expected(kind)
    assert {code: bool(verdict) for code, verdict in answers.items()} == {
        OWN: own,
        ASIDE: other,
        ABOVE: other,
    }
    # Whoever is refused is told why.
    assert all(verdict.allowed or verdict.reason for verdict in answers.values())


def test_each_action_is_named_once():
    names = [row.action for row in ROWS]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("app", sorted(MODULES))
def test_every_permission_of_an_app_has_a_row(app):
    for name in (f"cms.{app}.permissions", f"{app}.permissions"):
        try:
            permissions = import_module(name)
            break
        except ModuleNotFoundError:
            continue
    asked = {
        name
        for name, function in inspect.getmembers(permissions, inspect.isfunction)
        if name.startswith("may_") and function.__module__ == permissions.__name__
    }

    rows = {row.action.split(".", 1)[1].split(":")[0] for row in MODULES[app].ROWS}
    assert asked - rows == set()
