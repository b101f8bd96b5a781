"""The officer's app as the server gives it: its page, its worker, who is signed in, the place."""

import base64
import gzip
import hashlib
import io
import re
import uuid
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

import brotli
import orjson
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from cms.people.models import Role
from cms.people.selectors import unread_notices
from cms.people.services.notices import notify
from stories import app_shell
from stories.app_words import words
from stories.models import Report
from tests.factories.people import OfficerFactory, person, place
from tests.factories.stories import ReportFactory, activity
from tests.factories.tokens import Program, program_of

SHELL_BYTES_MAX = 60_000
REPORTS = "/api/v1/reports/"
MODULES = sorted(app_shell.MODULES.rglob("*.js"))
MODULE_NAMES = [path.relative_to(app_shell.MODULES).as_posix() for path in MODULES]


def plan_of(client, path="/lapor/sw.js") -> dict:
    """What the worker at ``path`` was told to keep."""
    script = client.get(path).content.decode()
    return orjson.loads(re.search(r"serve\((.*)\);", script)[1])


# --- The page and the worker ----------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_is_the_same_for_everybody(client):
    stranger = client.get("/lapor/app/")
    client.force_login(OfficerFactory(signed_up=True).user)

    own = client.get("/lapor/app/")

    assert own.content == stranger.content
    assert not own.cookies
    text = own.content.decode()
    assert (
        re.findall(r"<script(?![^>]*(?:src=|application/json))| style=|<style| on\w+=", text) == []
    )
    assert own["Cache-Control"] == "no-cache"


@pytest.mark.django_db
def test_the_page_allows_no_script_but_ours_and_shows_what_was_recorded(client):
    policy = client.get("/lapor/app/")["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    assert directives["script-src"] == "'self'"
    assert directives["style-src"] == "'self'"
    assert "blob:" in directives["media-src"]
    assert "blob:" not in client.get("/lapor/sw.js")["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_worker_keeps_the_page_and_every_module_by_hash(client, prefix):
    plan = plan_of(client, f"{prefix}/lapor/sw.js")

    kept = dict(plan["files"])
    page = client.get(plan["page"]).content
    assert plan["page"] == f"{prefix}/lapor/app/"
    assert kept[plan["page"]] == app_shell.integrity_of(page)
    for name in MODULE_NAMES:
        served = Path(finders.find(f"stories/app/{name}")).read_bytes()
        digest = base64.b64encode(hashlib.sha256(served).digest()).decode()
        assert kept[app_shell.module_url(name)] == f"sha256-{digest}"


@pytest.mark.django_db
def test_every_file_that_the_page_loads_is_kept(client):
    kept = {address for address, _hash in plan_of(client)["files"]}
    page = client.get("/lapor/app/").content.decode()

    loaded = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    imported = {
        urljoin(app_shell.module_url(name), other)
        for name in MODULE_NAMES
        for other in re.findall(r'from "([^"]+)"', (app_shell.MODULES / name).read_text())
    }
    manifest_icons = {address for address in loaded if address.endswith((".svg", ".png"))}
    sheet = {address for address in loaded if address.endswith("site.webmanifest")}
    assert loaded - kept - manifest_icons - sheet == set()
    assert imported - kept == set()


@pytest.mark.django_db
def test_another_page_or_file_is_another_version(client):
    version = plan_of(client)["version"]

    assert app_shell.version_of(client.get("/lapor/app/").content) == version
    assert app_shell.version_of(b"another page") != version
    assert client.get("/lapor/sw.js")["Cache-Control"] == "no-cache"


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_app_fits_a_slow_network(client, prefix):
    page = client.get(f"{prefix}/lapor/app/").content

    # As they travel: files lie compressed with Brotli beside themselves, which every browser takes
    # over HTTPS; the page is compressed when it is asked for.
    files = sum(len(brotli.compress(file.content)) for file in app_shell.shell_files())
    assert len(gzip.compress(page, 9)) + files <= SHELL_BYTES_MAX


def test_modules_travel_without_what_only_their_readers_need():
    exported = re.compile(r"\bexport [a-z ]*?(\w+)(?= ?=|\()")
    for name in MODULE_NAMES:
        source = (app_shell.MODULES / name).read_text()
        found = Path(finders.find(f"stories/app/{name}")).read_text()
        assert len(found) < len(source)
        assert not re.search(r"^\s*(//|/\*)", found, re.MULTILINE), name
        assert exported.findall(found) == exported.findall(source)
    assert Path(finders.find("stories/board.js")).is_relative_to(settings.BASE_DIR)


def test_every_module_is_collected_once_and_lean(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    said = io.StringIO()

    call_command("collectstatic", "--noinput", verbosity=1, stdout=said)

    assert "Found another file" not in said.getvalue()
    for name in MODULE_NAMES:
        collected = tmp_path / "stories" / "app" / name
        assert collected.read_bytes() == Path(finders.find(f"stories/app/{name}")).read_bytes()


@pytest.mark.django_db
def test_the_phone_can_install_it(client):
    manifest = client.get("/lapor/app.webmanifest").json()

    assert (manifest["scope"], manifest["start_url"]) == ("/lapor/", "/lapor/app/")
    assert manifest["display"] == "standalone"
    assert {icon.get("purpose", "any") for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        picture = Image.open(io.BytesIO(client.get(icon["src"]).content))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert client.get("/lapor/ikon-biasa-999.png").status_code == 404


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_sentence_and_template_that_a_module_names_exists(language):
    with translation.override(language):
        said = words()
    source = "\n".join(path.read_text() for path in MODULES)
    template = (settings.BASE_DIR / "templates" / "stories" / "app.html").read_text()

    named = set(re.findall(r"(?<![.\w])words\.(\w+)\.(\w+)\b", source)) - {("scope", "length")}
    known = {(group, key) for group, keys in said.items() if isinstance(keys, dict) for key in keys}
    assert named - known == set()
    tops = set(re.findall(r"(?<![.\w])words\.(\w+)\b", source))
    assert tops - set(said) == {"js"}  # the module itself
    made = set(re.findall(r'\bmake\("(\w+)"\)', source))
    assert {f"t-{name}" for name in made} == set(re.findall(r'<template id="([\w-]+)"', template))


@pytest.mark.django_db
def test_the_plain_list_leads_to_the_app_and_works_without_it(client):
    client.force_login(OfficerFactory(signed_up=True, posted=True).user)

    page = client.get("/lapor/").content.decode()

    assert 'data-app="/lapor/app/"' in page
    assert finders.find("stories/plain-pages.js")
    assert reverse("stories:report_new") in page


# --- Who is signed in -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_stranger_learns_only_the_time(client):
    answer = client.get("/lapor/sesi/")

    said = answer.json()
    assert said.keys() == {"now", "user", "reason"}
    assert (said["user"], said["reason"]) == (None, "")
    assert abs(said["now"] - timezone.now().timestamp() * 1000) < 60_000
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_notices_are_told_until_they_are_read(client):
    officer, other = OfficerFactory(signed_up=True), OfficerFactory(signed_up=True)
    notify(user=officer.user, text="Profil Anda menunggu persetujuan.", path="/local-heroes/")
    notify(user=other.user, text="Bukan untuk Anda.")
    client.force_login(officer.user)

    as_script = {"data": "{}", "content_type": "application/json"}
    told = client.get("/lapor/sesi/").json()["notices"]
    foreign = client.post("/lapor/kabar/", **as_script, headers={"Sec-Fetch-Site": "cross-site"})
    answer = client.post("/lapor/kabar/", **as_script)

    assert told == [{"text": "Profil Anda menunggu persetujuan.", "path": "/local-heroes/"}]
    assert (foreign.status_code, answer.status_code) == (403, 204)
    assert client.get("/lapor/sesi/").json()["notices"] == []
    assert unread_notices(other.user)
    client.logout()
    assert client.post("/lapor/kabar/", **as_script).status_code == 401


@pytest.mark.django_db
def test_an_officer_gets_a_token_that_writes():
    officer = OfficerFactory(signed_up=True, posted=True)
    phone = Program(enforce_csrf_checks=True)
    phone.force_login(officer.user)

    said = phone.get("/lapor/sesi/").json()
    answer = phone.send(REPORTS, complete(id=str(uuid.uuid4())), X_CSRFToken=said["csrf"])

    assert said["user"]["key"] == str(officer.user_id)
    assert (said["user"]["name"], said["reason"]) == (str(officer), "")
    assert answer.status_code == 201
    assert Report.objects.get().officer == officer


@pytest.mark.django_db
def test_somebody_else_is_told_why_the_app_is_not_theirs(client):
    client.force_login(person(Role.EDITOR))

    said = client.get("/lapor/sesi/").json()

    assert said["user"]["unit"] == ""
    assert "Bhabinkamtibmas" in said["reason"]


# --- The place ------------------------------------------------------------------------------------


def complete(**changes) -> dict:
    """A complete report."""
    return {
        "activity": activity().slug,
        "village": place().code,
        "happened_at": (timezone.now() - timedelta(hours=2)).isoformat(),
        "title": "Sambang ke pos ronda",
        "text": "Warga RW 05 sepakat menyalakan lagi pos ronda setiap malam Sabtu.",
        "has_consent": True,
    } | changes


def measured(**changes) -> dict:
    """A place as a phone measures it."""
    now = timezone.now().isoformat()
    return {"latitude": -6.4801235, "longitude": 106.853, "accuracy_m": 14.2, "at": now} | changes


@pytest.fixture
def officer():
    return OfficerFactory(signed_up=True, posted=True)


@pytest.fixture
def phone(officer):
    return program_of(officer.user)


@pytest.mark.django_db
def test_the_place_is_kept_with_how_exact_it_is(phone):
    sent = complete(id=str(uuid.uuid4()), place=measured())

    first = phone.send(REPORTS, sent)
    again = phone.send(REPORTS, sent)

    report = Report.objects.get()
    assert (first.status_code, again.status_code) == (201, 200)
    assert (str(report.place_latitude), str(report.place_longitude)) == ("-6.480124", "106.853000")
    assert report.place_accuracy_m == 14
    said = phone.get(f"{REPORTS}{report.pk}/").json()["place"]
    assert (said["latitude"], said["accuracy_m"]) == (-6.480124, 14)


@pytest.mark.django_db
def test_the_place_stays_until_it_is_taken_away(phone, client, officer):
    key = str(uuid.uuid4())
    phone.send(REPORTS, complete(id=key, submit=False, place=measured()))

    phone.send(REPORTS, complete(id=key, submit=False, title="Tanpa menyebut tempat"))
    client.force_login(officer.user)
    client.post(f"/lapor/{key}/ubah/", {"report_id": key, "title": "Formulir", "action": "draft"})
    kept = Report.objects.get().place_accuracy_m
    phone.send(REPORTS, complete(id=key, submit=False, place=None))

    assert kept == 14
    assert Report.objects.get().place_at is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": 91},
        {"longitude": -181},
        {"accuracy_m": -1},
        {"at": "2026-11-25T08:00:00"},
        {"altitude": 3},
    ],
)
def test_a_place_that_is_none_is_refused(phone, wrong):
    answer = phone.send(REPORTS, complete(id=str(uuid.uuid4()), place=measured(**wrong)))

    assert answer.status_code == 422
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_half_a_place_cannot_be_stored():
    report = ReportFactory(state="draft")

    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(place_latitude=1)
