"""The officer's app in English: nothing of it is left in Indonesian, and each language is an app of
its own."""

import ast
import gettext
import re
import uuid

import orjson
import pytest
from django.conf import settings
from django.template.loader import get_template

from cms.people.language import choose_language
from cms.people.services.notices import notify
from stories.models import Activity
from stories.services.desk.deciding import return_report
from tests.factories.people import OfficerFactory, person
from tests.factories.stories import ReportFactory
from tests.factories.tokens import program_of

REPORTS = "/api/v1/reports/"
# Where the app's sentences are written: its screens, what its modules say, what the server says of
# a report, and what a locked phone shows.
SCREENS = ["stories/app.html", "stories/app/push_panel.html", "components/theme.html"]
SENTENCES = [
    "stories/app_words.py",
    "stories/wording.py",
    "stories/views/app.py",
    "stories/services/intake.py",
    "stories/services/steps.py",
    "cms/people/services/notices.py",
    "cms/people/services/push.py",
]


def sentences() -> set[str]:
    """Every Indonesian sentence of the app."""
    found = set()
    for name in SCREENS:
        source = get_template(name).template.source
        found |= set(re.findall(r'{% translate "([^"]+)"', source))
    for name in SENTENCES:
        for node in ast.walk(ast.parse((settings.BASE_DIR / name).read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "gettext_lazy"):
                found.add(ast.literal_eval(node.args[0]))
    return found


def test_every_sentence_of_the_app_has_english():
    with (settings.LOCALE_PATHS[0] / "en/LC_MESSAGES/django.mo").open("rb") as file:
        english = gettext.GNUTranslations(file)._catalog

    said = sentences()

    assert len(said) > 200
    assert sorted(sentence for sentence in said if not english.get(sentence)) == []


@pytest.mark.django_db
def test_each_language_is_an_app_of_its_own(client):
    pages = {prefix: client.get(f"{prefix}/lapor/app/").text for prefix in ("", "/en")}

    for prefix, other in (("", "/en"), ("/en", "")):
        manifest = client.get(f"{prefix}/lapor/app.webmanifest").json()
        assert (manifest["scope"], manifest["start_url"]) == (
            f"{prefix}/lapor/",
            f"{prefix}/lapor/app/",
        )
        words = orjson.loads(re.search(r'<script id="words"[^>]*>(.*?)</script>', pages[prefix])[1])
        assert (words["scope"], words["worker"]) == (f"{prefix}/lapor/", f"{prefix}/lapor/sw.js")
        assert f'href="{other}/lapor/app/#/ponsel"' in pages[prefix]
    assert "New report" in pages["/en"]
    assert "Laporan baru" not in pages["/en"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"Accept_Language": "en"}, "The activity has not happened yet."),
        ({"Accept_Language": "id"}, "Waktu kegiatan belum terjadi."),
        ({"Accept_Language": "id-ID,id;q=0.9,en;q=0.8"}, "Waktu kegiatan belum terjadi."),
        ({}, "Waktu kegiatan belum terjadi."),
    ],
)
def test_the_api_refuses_a_report_in_the_language_that_is_asked_for(asked, said):
    phone = program_of(OfficerFactory(signed_up=True, posted=True).user)
    report = {"id": str(uuid.uuid4()), "submit": True, "happened_at": "2100-01-01T08:00:00Z"}

    answer = phone.send(REPORTS, report, **asked)

    assert answer.status_code == 422
    assert said in answer.json()["errors"]["happened_at"]
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.django_db
def test_a_public_answer_never_follows_the_browser(client):
    ours = client.get("/api/v1/items/?unknown=1", HTTP_ACCEPT_LANGUAGE="en")
    plain = client.get("/api/v1/items/?unknown=1")

    assert ours.json() == plain.json()
    assert "Accept-Language" not in ours.get("Vary", "")


@pytest.mark.django_db
def test_what_may_be_chosen_is_named_in_english_where_it_has_a_name():
    officer = OfficerFactory(signed_up=True, posted=True)
    Activity.objects.update_or_create(
        slug="apel", defaults={"name": "Apel", "name_en": "Roll call"}
    )
    Activity.objects.update_or_create(slug="sambang", defaults={"name": "Sambang", "name_en": ""})
    phone = program_of(officer.user)

    chosen = phone.get(f"{REPORTS}choices/", HTTP_ACCEPT_LANGUAGE="en").json()["activities"]

    assert {"Roll call", "Sambang"} <= {one["name"] for one in chosen}


@pytest.mark.django_db
def test_a_notice_leads_to_the_screen_of_the_same_app(client):
    officer = OfficerFactory(signed_up=True)
    notify(user=officer.user, text="…", path="/lapor/1/")
    notify(user=officer.user, text="…", path="/admin/meja/")
    client.force_login(officer.user)

    told = client.get("/en/lapor/sesi/").json()["notices"]

    assert {one["path"] for one in told} == {"/en/lapor/1/", "/admin/meja/"}


# --- Whose language -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_whoever_chose_english_lands_in_the_english_app(client):
    officer = OfficerFactory(signed_up=True)
    client.force_login(officer.user)

    before = client.get("/ruang-kerja/")
    in_english = client.get("/en/ruang-kerja/")
    answer = client.post("/keamanan/bahasa/", {"language": "en"})
    after = client.get("/ruang-kerja/")
    client.post("/en/keamanan/bahasa/", {"language": "tlh"})
    back = client.get("/ruang-kerja/")

    assert (before.url, in_english.url, answer.url) == ("/lapor/", "/en/lapor/", "/en/keamanan/")
    assert (after.url, back.url) == ("/en/lapor/", "/lapor/")


@pytest.mark.django_db
@pytest.mark.parametrize("reader", ["en", "id"])
def test_a_notice_speaks_the_language_of_whoever_reads_it(client, reader):
    """Not of the editor who presses."""
    report = ReportFactory(claimed=True, title="Pos ronda")
    choose_language(actor=report.officer.user, language=reader)
    choose_language(actor=report.claimed_by, language="en" if reader == "id" else "id")

    return_report(actor=report.claimed_by, report_id=report.pk, note="Tolong tambahkan hasilnya.")

    told = report.officer.user.notices.get().text
    assert ("needs" in told, "perlu" in told) == (reader == "en", reader == "id")


@pytest.mark.django_db
def test_an_editor_in_english_returns_a_report_in_the_words_of_its_officer(client):
    report = ReportFactory(claimed=True, title="Pos ronda")
    choose_language(actor=report.claimed_by, language="en")
    client.force_login(report.claimed_by)

    client.post(f"/admin/meja/{report.pk}/kembalikan/", {"note": "Tolong tambahkan hasilnya, ya."})

    assert "perlu sedikit perbaikan" in report.officer.user.notices.get().text


@pytest.mark.django_db
def test_the_editor_of_a_desk_keeps_the_page_that_was_chosen(client):
    client.force_login(person("editor"))
    client.post("/keamanan/bahasa/", {"language": "en"})

    assert client.get("/ruang-kerja/").url == "/admin/meja/"
    desk = client.get("/admin/meja/").text
    assert "Incoming" in desk
    assert "Columns" in desk
    assert "Sign in" not in desk


@pytest.mark.django_db
def test_the_plain_pages_name_activities_in_english_too(client):
    officer = OfficerFactory(signed_up=True, posted=True)
    Activity.objects.update_or_create(
        slug="apel", defaults={"name": "Apel", "name_en": "Roll call"}
    )
    report = ReportFactory(
        officer=officer, submitted=True, activity=Activity.objects.get(slug="apel")
    )
    client.force_login(officer.user)

    for path in ("/en/lapor/?biasa=1", "/en/lapor/baru/", f"/en/lapor/{report.pk}/"):
        assert "Roll call" in client.get(path).text, path
    assert "Apel" in client.get("/lapor/").text
