"""Editors for the desk's bench, their sessions, and what their pages ask the database."""

from __future__ import annotations

import json
import random
import sys
import time
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.desk import BARE, QUERIES
from cms.accounts.models import User
from cms.people.models import Role, RoleAssignment
from cms.people.services.roles import sync_groups
from cms.places.models import Unit
from stories.models import Activity, Report
from stories.selectors.desk.board import count

SEED = 11
COUNTS = 20


def spread() -> None:
    """Give the bulk of reports marks and priorities, as they have in life. Side effect: rows."""
    rng = random.Random(SEED)
    ids = list(Report.objects.order_by("pk").values_list("pk", flat=True))
    for field, value, share in (
        ("protect_mark", "child", 0.05),
        ("protect_mark", "victim", 0.03),
        ("priority", 2, 0.10),
        ("priority", 3, 0.02),
    ):
        chosen = rng.sample(ids, int(len(ids) * share))
        for start in range(0, len(chosen), 500):
            Report.objects.filter(pk__in=chosen[start : start + 500]).update(**{field: value})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def show() -> None:
    """Print as JSON: a session and the number of queries by page, for an editor of each level."""
    busy = Report.objects.order_by("pk").values_list("unit_path", flat=True)[0]
    paths = {"Mabes": busy[:4], "Polda": busy[:8], "Polsek": busy}
    activity = Activity.objects.order_by("pk").first()
    people = {name: _editor(name, path, activity) for name, path in paths.items()}
    sys.stdout.write(json.dumps({"activity": activity.pk, "people": people}))


def _editor(name: str, path: str, activity: Activity) -> dict:
    unit = Unit.objects.get(path=path)
    user, _made = User.objects.get_or_create(
        username=f"bench-{name}", defaults={"first_name": name, "email": f"{name}@bench.test"}
    )
    RoleAssignment.objects.get_or_create(user=user, role=Role.EDITOR, unit=unit)
    sync_groups(user=user)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    bare, _cpu = _count(client, BARE)
    counts = {
        what: _count(client, f"/admin/meja/?{query.format(activity=activity.pk, unit=path)}")
        for what, query in QUERIES.items()
    }
    return {
        "session": _session(user),
        "unit": path,
        "counted": _count_board(unit),
        "costs": {what: (cpu, asked, asked - bare) for what, (asked, cpu) in counts.items()},
    }


def _count(client: Client, path: str) -> tuple[int, float]:
    """How many queries a page asks, and how much of one processor it takes, in ms: the least of
    three, which a busy machine hardly changes."""
    client.get(path)
    least = float("inf")
    for _number in range(3):
        began = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        least = min(least, time.process_time() - began)
    return len(queries), least * 1000


def _count_board(unit: Unit) -> tuple[float, float, int]:
    """How long the wall's numbers take without what is kept, in ms (p50, p95), and by how many
    queries."""
    took = []
    for _number in range(COUNTS):
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            count(unit)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return took[COUNTS // 2], took[int(COUNTS * 0.95)], len(queries)


def _session(user: User) -> str:
    """A session as signing in makes one."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key
