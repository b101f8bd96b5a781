"""Catalogues of sentences: compiled from their source, whole, with every value in its place."""

import gettext
import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from tests.factories.people import person

LOCALE = Path(__file__).resolve().parents[2] / "locale"
VALUE = re.compile(r"%\(\w+\)[sd]")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def _pairs(language):
    """(sentence, translation) of each simple entry of the catalogue's source."""
    source = (LOCALE / language / "LC_MESSAGES" / "django.po").read_text()
    for block in source.split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        text = "\n".join(lines)
        if "msgid_plural" in text or "msgctxt" in text or "msgid" not in text:
            continue
        before, after = text.split("\nmsgstr", 1)
        said, meant = "".join(STRING.findall(before)), "".join(STRING.findall(after))
        if said:
            yield (
                said.encode().decode("unicode_escape").encode("latin-1").decode(),
                meant.encode().decode("unicode_escape").encode("latin-1").decode(),
            )


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_catalogue_is_whole_and_compiled(language):
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    pairs = list(_pairs(language))

    assert len(pairs) > 300
    assert [said for said, meant in pairs if not meant] == []
    assert [said for said, meant in pairs if compiled.gettext(said) != meant] == []
    assert [
        said for said, meant in pairs if set(VALUE.findall(said)) != set(VALUE.findall(meant))
    ] == []


@pytest.mark.django_db
def test_the_working_rooms_speak_indonesian(client):
    client.force_login(person("editor"))

    with translation.override("id"):
        page = client.get(reverse("wagtailadmin_explore_root")).content.decode()

    assert "Bantuan" in page
    assert not re.search(r"\bHelp\b", page)


@pytest.mark.django_db
def test_scripts_of_the_working_rooms_speak_indonesian(client):
    client.force_login(person("editor"))

    catalogue = client.get(reverse("wagtailadmin_javascript_catalog")).text

    assert '"Collapse all": "Ciutkan semua"' in catalogue
    assert '"Cancel": "Batal"' in catalogue
    # What Wagtail has in Indonesian itself stays.
    assert len(re.findall(r'^    "', catalogue, re.MULTILINE)) > 80


def test_the_catalogue_for_scripts_is_whole_and_compiled():
    folder = LOCALE / "id" / "LC_MESSAGES"
    with (folder / "djangojs.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', (folder / "djangojs.po").read_text(), re.M)

    assert len(pairs) > 40
    assert [said for said, meant in pairs if not meant] == []
    assert [said for said, meant in pairs if compiled.gettext(said) != meant] == []
