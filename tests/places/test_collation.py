"""Areas are found whatever the database's collation thinks of the dots in their codes."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from cms.people.models import Role
from cms.places.models import Level, Region
from cms.places.selectors import inside_area
from stories.models import MediaAsset
from tests.factories.library import asset
from tests.factories.people import person, place
from tests.factories.stories import ReportFactory

pytestmark = pytest.mark.django_db

AREAS = ["32", "32.01", "32.01.01"]
NEIGHBOURS = ["31", "33", "32.02", "32.01.02", "32.0", "3", "", "32.01.", "32.01.01.1001"]


@pytest.fixture
def no_dots():
    """A function: the database sorts this column as glibc's locales do, without looking at dots.
    SQLite, which compares bytes, is asked the same without it."""

    def change(model, column: str) -> None:
        if connection.vendor != "postgresql":
            return
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE COLLATION IF NOT EXISTS no_dots (provider=icu, locale='und-u-ka-shifted')"
            )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                f'ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar(13) COLLATE "no_dots"'
            )

    return change


def _found_by_library(client, code: str) -> int:
    area = Region.objects.get(code=code)
    answer = client.get(reverse("stories_library:list"), {"tempat": area.pk})
    return len(answer.context["page"].tiles)


@pytest.mark.parametrize("code", AREAS)
def test_library_finds_an_area_though_dots_are_skipped(client, no_dots, code):
    client.force_login(person(Role.EDITOR))
    place()
    asset(report=ReportFactory(submitted=True))
    no_dots(MediaAsset, "village_code")

    assert _found_by_library(client, code) == 1


@pytest.mark.parametrize("code", AREAS)
def test_api_lists_an_area_though_dots_are_skipped(client, no_dots, code):
    place()
    no_dots(Region, "code")
    inside = Region.objects.filter(code__startswith=f"{code}.", retired_on=None)
    wanted = set(inside.values_list("code", flat=True))
    assert "32.01.01.1001" in wanted

    found = client.get("/api/v1/places/", {"parent": code}).json()["places"]

    assert {one["code"] for one in found} == wanted


@pytest.mark.parametrize("code", NEIGHBOURS)
def test_neighbours_and_what_is_no_area_find_nothing(code):
    asset(report=ReportFactory(submitted=True))

    assert not MediaAsset.objects.filter(inside_area("village_code", code)).exists()


def test_area_is_a_range_of_the_index():
    place()
    Region.objects.bulk_create(
        Region(code=f"77.{n // 100:02}.{n % 100:02}", name=f"Wilayah {n}", level=Level.PROVINCE)
        for n in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = Region.objects.filter(inside_area("code", "32.01")).explain().casefold()

    assert "index" in plan
    assert re.search(r"code\)?(::text)? ?>", plan)
