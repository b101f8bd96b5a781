"""Tests over the project itself: one place for each thing, and what is written is true."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands
from django.template import TemplateSyntaxError, loader
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django_tasks.base import Task

from cms.config.variables import VARIABLES

ROOT = Path(settings.BASE_DIR)
APPS = ("cms", "publishing", "stories", "local_heroes", "awards")
TOP_LEVEL = {
    *APPS,
    "templates",
    "tests",
    "manage.py",
    "README.md",
    "CHANGELOG.md",
    "Makefile",
    "pyproject.toml",
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-django61.lock",
    "requirements-faces.lock",
    ".ci",
    ".gitignore",
    ".gitattributes",
    "deploy",
    "docs",
    "bench",
    "locale",
}
GONE_AT_CLONE = {
    ".git",
    ".venv",
    "var",
    ".pytest_cache",
    ".ruff_cache",
    ".mypy_cache",
    ".hypothesis",
    "node_modules",
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "core", "manager"}


def sources():
    """Every Python file of the apps that a person wrote."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_top_level_holds_nothing_else():
    found = {path.name for path in ROOT.iterdir()} - GONE_AT_CLONE - {".import_linter_cache"}

    assert found - TOP_LEVEL == set()


def test_every_command_that_the_documents_name_exists():
    texts = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    named = {
        command
        for path in texts
        for command in re.findall(r"manage\.py ([a-z][a-z_]*)", path.read_text())
    }

    assert named - set(get_commands()) == set()


def test_every_environment_variable_is_documented():
    text = (ROOT / "docs" / "operate.md").read_text()

    assert [v.name for v in VARIABLES if f"`{v.name}`" not in text] == []


def test_documented_environment_variables_exist():
    text = (ROOT / "docs" / "operate.md").read_text()

    assert set(re.findall(r"`(SAMBANG_[A-Z0-9_]+)`", text)) == {v.name for v in VARIABLES}


def test_only_env_reads_the_environment():
    readers = [
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"os\.environ|os\.getenv|getenv\(", path.read_text())
    ]

    # origin.py names the settings module, as Django's entry points must.
    assert readers == ["cms/config/env.py", "cms/config/origin.py"]


def test_files_stay_readable():
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if (lines := len(path.read_text().splitlines())) > 600
    }

    assert too_long == {}


def test_files_have_real_names():
    nameless = [str(path.relative_to(ROOT)) for path in sources() if path.stem in FORBIDDEN_NAMES]

    assert nameless == []


def test_every_module_says_what_it_is():
    silent = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.name not in {"__init__.py", "apps.py"} and not ast.get_docstring(_tree(path))
    ]

    assert silent == []


def test_apps_do_not_import_tests():
    importers = [
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"^\s*(from|import) tests\b", path.read_text(), re.MULTILINE)
    ]

    assert importers == []


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def _queued_names() -> list[str]:
    names = set()
    for path in sources():
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "enqueue_on_commit":
                assert isinstance(node.args[0], ast.Constant), f"{path}: name must be a literal"
                names.add(node.args[0].value)
            elif (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", None) == "enqueue_on_commit"
            ):
                names.add(node.args[0].value)
    return sorted(names)


@pytest.mark.parametrize("name", _queued_names())
def test_every_queued_name_is_a_task(name):
    assert isinstance(import_string(name), Task)


@pytest.mark.parametrize(
    "name",
    sorted(
        str(path.relative_to(ROOT / "templates"))
        for path in (ROOT / "templates").rglob("*")
        if path.suffix in {".html", ".txt", ".xml"}
    ),
)
def test_every_template_compiles(name):
    try:
        loader.get_template(name)
    except TemplateSyntaxError as error:
        pytest.fail(f"{name}: {error}")


def test_every_model_has_words_for_the_screen():
    ours = [m for m in apps.get_models() if m.__module__.split(".")[0] in APPS]

    # Django derives a plain string where a model names nothing; ours are lazy translations.
    nameless = [m._meta.label for m in ours if not isinstance(m._meta.verbose_name, Promise)]
    assert nameless == []


def test_nothing_names_a_package_registry_or_this_machine():
    # Written in halves so that this file does not find itself.
    words = [
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "npmjs" + ".org",
        "/work" + "/",
        "farm" + "-",
    ]
    found = []
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if set(parts) & (GONE_AT_CLONE | {"__pycache__"}) or not path.is_file():
            continue
        if path.stat().st_size > 2_000_000:
            continue
        text = path.read_bytes()
        found += [f"{'/'.join(parts)}: {word}" for word in words if word.encode() in text]

    assert found == []


def test_part_with_a_form_is_given_the_token_that_proves_who_sends_it():
    """``{% include … only %}`` keeps the token out, and then no browser may send the form."""
    texts = {
        str(path.relative_to(ROOT / "templates")): path.read_text()
        for path in (ROOT / "templates").rglob("*.html")
    }
    without = [
        (page, part)
        for page, text in texts.items()
        for part, given in re.findall(r'{%\s*include\s+["\']([^"\']+)["\']([^%]*)%}', text)
        if given.split()[-1:] == ["only"]
        and "{% csrf_token %}" in texts.get(part, "")
        and "csrf_token=csrf_token" not in given
    ]

    assert without == []
