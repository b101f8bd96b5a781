"""The commands in the documentation of the write side do what it says they do."""

import re
import shlex
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from cms.people.models import Role, RoleAssignment
from tests.factories.people import OfficerFactory, place
from tests.factories.stories import activity, photo_file, story_page
from tests.factories.tokens import token_of

PAGE = Path(__file__).parents[2] / "docs" / "features" / "api-write.md"
EXAMPLE = re.compile(r"```sh\n# (\d{3})\n(curl .*?)\n```", re.DOTALL)


def run(command: str, **known: str):
    """The request that ``curl`` would make of ``command``, made of the application itself."""
    command = command.replace("\\\n", " ")
    for name, value in known.items():
        command = command.replace(f"${name}", value.replace('"', '\\"'))
    words = shlex.split(command)[1:]
    headers, form, data, method, address = {}, {}, None, "GET", ""
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _colon, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-X":
            method = words.pop(0)
        elif word == "-d":
            data = words.pop(0)
        elif word == "-F":
            name, _equals, value = words.pop(0).partition("=")
            form[name] = photo_file(value[1:]) if value.startswith("@") else value
        else:
            address = word
    path, content_type = urlsplit(address).path, headers.pop("Content-Type", "")
    if form:
        return Client(headers=headers).post(path, form)
    return Client(headers=headers).generic(method, path, data or b"", content_type=content_type)


@pytest.mark.django_db
def test_each_command_is_answered_as_written():
    """In the order of the page: each builds on the one before."""
    officer = OfficerFactory(signed_up=True)
    RoleAssignment.objects.create(user=officer.user, role=Role.PUBLISHER, unit=officer.unit)
    activity("sambang")
    place("32.01.01.1001")
    token = token_of(officer.user)[1]
    today = timezone.localtime() - timedelta(hours=3)
    # A report is of the last ninety days, whenever this is run.
    text = re.sub(r"2026-11-24T\d\d:\d\d", f"{today:%Y-%m-%dT%H:%M}", PAGE.read_text())
    examples = EXAMPLE.findall(text)

    page = story_page(officer=officer)
    known = {"TOKEN": token, "STORY": str(page.public_id)}
    answered = []
    for _status, command in examples:
        answer = run(command, **known)
        answered.append(answer.status_code)
        known["ETAG"] = answer.headers.get("ETag", "")

    assert len(examples) >= 7
    assert answered == [int(status) for status, _command in examples]
