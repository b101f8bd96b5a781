"""The sheet, the components and the style page."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template.loader import render_to_string

from cms.base import staticfiles
from cms.people.models import Role
from publishing.site.style_samples import SampleForm
from tests.factories.people import person
from tests.factories.publishing import PublishedItemFactory
from tests.site.html import faults

ROOT = Path(settings.BASE_DIR)
STATIC = ROOT / "cms" / "base" / "static" / "cms"
TEMPLATES = ROOT / "templates"


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _themes() -> dict[str, dict[str, str]]:
    text = (STATIC / "css" / "tokens.css").read_text()
    blocks = re.findall(r"\{([^{}]*)\}", text)
    read = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks]
    light, dark, dark_again = (block for block in read if block)
    assert dark == dark_again, "the two lists of dark values differ"
    return {"light": light, "dark": light | dark}


def test_bundle_holds_every_part_and_fits_the_budget():
    text = staticfiles.bundle()

    parts = {path.name for path in (STATIC / "css").rglob("*.css")} - {
        "site.css",
        "admin.css",
        "feed.css",
    }
    # What few pages need is linked by those, and costs the others (and the officer's app) nothing.
    pages = "\n".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    linked = set(re.findall(r'cms/css/pages/([\w-]+\.css)"', pages))
    imported = set(re.findall(r'([\w-]+\.css)"', (STATIC / "css" / "site.css").read_text()))
    assert imported | linked == parts
    assert not imported & linked
    assert "@import" not in text
    assert text.count("{") == text.count("}")
    assert len(gzip.compress(text.encode())) <= 30_000


def test_bundle_names_only_pictures_that_exist():
    names = re.findall(r'url\("\.\./img/([^"]+)"\)', staticfiles.bundle())

    assert names
    assert [name for name in names if not (STATIC / "img" / name).is_file()] == []


def test_bundle_is_served_and_collected_with_a_hash(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }

    call_command("collectstatic", "--noinput", verbosity=0)

    assert Path(finders.find(staticfiles.NAME)).read_text() == staticfiles.bundle()
    hashed = list((tmp_path / "cms" / "css").glob("sambang.*.css"))
    assert len(hashed) == 1
    assert re.search(r"kawung\.[0-9a-f]{12}\.svg", hashed[0].read_text())
    assert hashed[0].with_name(hashed[0].name + ".gz").exists()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((ink, ground) for ink in ("ink", "ink-soft", "nila", "soga", "bad", "good")
          for ground in ("paper", "raised", "sunken")),
        ("on-nila", "nila"),
        ("nila", "nila-tint"),
        ("soga", "soga-tint"),
        ("good", "good-tint"),
        ("bad", "bad-tint"),
        ("ink-soft", "nila-tint"),
        ("band-ink", "band"),
        ("band-soft", "band"),
    ],
)  # fmt: skip
def test_text_has_contrast(theme, ink, ground):
    colours = _themes()[theme]

    assert _contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
def test_edges_of_controls_have_contrast(theme, ground):
    colours = _themes()[theme]

    assert _contrast(colours["line-strong"], colours[ground]) >= 3


@pytest.mark.django_db
def test_style_page_is_for_staff(client):
    assert client.get("/gaya/").status_code == 302
    client.force_login(person())
    assert client.get("/gaya/").status_code == 403
    client.force_login(person(is_superuser=True))

    page = client.get("/gaya/")

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    heading_faults = ("<h1>", "heading jumps", "is used")
    assert [f for f in faults(page) if not any(word in f for word in heading_faults)] == []


@pytest.mark.django_db
def test_style_page_shows_every_component(client):
    client.force_login(person(is_superuser=True))
    shown = {template.name for template in client.get("/gaya/").templates if template.name}

    made = {f"components/{path.name}" for path in (ROOT / "templates" / "components").iterdir()}
    public_frame = {"footer", "masthead", "nav", "brand_plain", "officer_card"}
    assert made - shown == {f"components/{name}.html" for name in public_frame}


def test_every_component_says_what_it_takes():
    silent = [
        path.name
        for path in (ROOT / "templates" / "components").iterdir()
        if "{#" not in path.read_text()[:120]
    ]

    assert silent == []


def test_template_comments_stay_on_one_line():
    broken = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if any("{#" in line and "#}" not in line for line in path.read_text().splitlines())
    ]

    assert broken == []


@pytest.mark.parametrize("name", list(SampleForm.base_fields))
def test_field_joins_label_help_and_error(name):
    form = SampleForm({"text": "", "topics": ["x"], "mark": "y"}, auto_id="id_%s")
    form.full_clean()
    field = form[name]

    html = render_to_string("components/field.html", {"field": field})

    assert str(field.label) in html
    if field.help_text:
        assert f'id="id_{name}_helptext"' in html
    if field.errors:
        assert f'id="id_{name}_error"' in html
        assert f'aria-describedby="{field.aria_describedby}"' in html
        assert str(field.errors[0]) in html


@pytest.mark.django_db
def test_whole_page_without_pictures_fits_the_budget(client):
    for _ in range(20):
        PublishedItemFactory(with_photos=True)
        PublishedItemFactory(hero=True, with_photos=True)

    page = gzip.compress(client.get("/").content)
    sheet = gzip.compress(staticfiles.bundle().encode())
    script = gzip.compress((STATIC / "js" / "theme.js").read_bytes())
    motifs = [gzip.compress(path.read_bytes()) for path in (STATIC / "img").glob("*.svg")]

    assert len(page) + len(sheet) + len(script) + sum(map(len, motifs)) <= 60_000


@pytest.mark.django_db
def test_admin_carries_the_brand(client):
    client.force_login(person(Role.EDITOR, is_superuser=True))

    page = client.get("/admin/").content.decode()

    assert "cms/css/admin.css" in page
    assert "cms/img/logo-light.svg" in page
    assert "cms/img/favicon.svg" in page
    assert "Selamat datang di Sambang" in page
