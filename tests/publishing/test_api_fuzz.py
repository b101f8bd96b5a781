"""Whatever is asked, the API answers as its description says, and never with our mistake.

Every operation of the description against the real application, over WSGI, from a fixed seed.
``API_FUZZ_CALLS=10000`` asks ten thousand times.
"""

import contextlib
import os
from dataclasses import dataclass
from uuid import UUID

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cms.people.models import Role, RoleAssignment
from cms.people.selectors import officer_for_public
from publishing.document import tombstone_bytes
from publishing.models import ItemState, PublishedItem
from publishing.services import tally_terms
from tests.factories.people import OfficerFactory, unit
from tests.factories.publishing import released
from tests.factories.stories import ReportFactory, story_page
from tests.factories.tokens import token_of

CALLS = int(os.environ.get("API_FUZZ_CALLS", "240"))
SEED = 20261124
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@dataclass(frozen=True)
class World:
    """The credentials of somebody who may write, and what there is to write on."""

    headers: dict[str, str]
    ids: dict[str, str]


def operations():
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    return [found.ok() for found in schema.get_all_operations()]


@pytest.fixture
def content():
    """A little of everything that is public, over one connection whatever requests end; the
    credentials of somebody who may write."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    officer = OfficerFactory(posted=True)
    released(1, people=(officer_for_public(officer),))
    released(2, kind="hero")
    released(3)
    PublishedItem.objects.filter(seq=released(4).seq).update(
        state=ItemState.WITHDRAWN,
        document=tombstone_bytes(
            public_id=UUID(int=4), kind="story", path="/x/", state="withdrawn", at=timezone.now()
        ),
    )
    tally_terms()
    writer = OfficerFactory(signed_up=True, posted=True).user
    RoleAssignment.objects.create(user=writer, role=Role.PUBLISHER, unit=unit("MABES"))
    yield World(
        headers={"Authorization": f"Bearer {token_of(writer)[1]}"},
        ids={
            "story_id": str(story_page().public_id),
            "report_id": str(ReportFactory(officer=writer.officer, state="draft").pk),
        },
    )
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_question_breaks_the_api(content, mode):
    found = operations()
    asked = 0

    for operation in found:

        @seed(SEED)
        @settings(
            max_examples=max(1, CALLS // len(found) // len(GenerationMode)),
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
            deadline=None,
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            nonlocal asked
            asked += 1
            if asked % 2:
                # Nobody guesses these.
                case.path_parameters |= {
                    name: content.ids[name] for name in case.path_parameters if name in content.ids
                }
            case.call_and_validate(checks=CHECKS, headers=content.headers)

        # Nothing can be asked wrongly of an operation that takes nothing.
        with contextlib.suppress(Unsatisfiable):
            ask()

    assert asked > len(found)
