import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.places.models import Region
from cms.places.selectors import (
    PlaceNames,
    ancestors,
    place_names,
    search_regions,
    search_villages,
    village_by_code,
)
from cms.places.services.derive_units import derive_units
from cms.places.services.load_regions import load_regions
from tests.factories.people import UserFactory, unit
from tests.factories.places import edition

pytestmark = pytest.mark.django_db
ADDRESS = "/wilayah/cari/"


@pytest.fixture
def places(tmp_path):
    load_regions(source=edition(tmp_path))


@pytest.fixture
def signed_in(client):
    client.force_login(UserFactory())
    return client


def codes(query, **options):
    return [village.code for village in search_villages(query, **options)]


@pytest.mark.parametrize(
    "query",
    [
        "pondok",
        "PONDOK RA",
        "pondokrajeg",
        "Kelurahan Pondok Rajeg",
        "kel. pondok-rajeg",
        "pondok rajeg bogor",
        "pondok cibinong jawa barat",
        "Pondok Rajeg, Kec. Cibinong, Kab. Bogor",
        "póndok",
    ],
)
def test_village_is_found_as_people_type_it(places, query):
    assert codes(query) == ["32.01.01.1001"]


def test_name_that_begins_so_comes_before_one_with_such_a_word(places):
    assert codes("rajeg") == ["32.71.01.1001", "32.01.01.1001"]


def test_same_named_villages_are_told_apart_by_their_line(places):
    lines = [village.place_line for village in search_villages("sukamaju")]

    assert lines == [
        "Sukamaju, Cibinong, Kabupaten Bogor, Jawa Barat",
        "Sukamaju, Gunung Putri, Kabupaten Bogor, Jawa Barat",
    ]
    assert codes("sukamaju gunung") == ["32.01.02.2001"]


@pytest.mark.parametrize("query", ["", " ", "--", "\x00", "\ud800", "desa tiada", "zz", "z" * 5000])
def test_query_that_means_nothing_finds_nothing(places, query):
    assert codes(query) == []


def test_apostrophes_do_not_matter(places):
    assert codes("raas") == codes("Ra'as") == codes('ra"as') == ["32.01.02.2002"]


def test_villages_near_a_unit_come_first(places):
    derive_units()
    here = unit("POLSEK-320102").path

    assert codes("sukamaju", near_unit_path=here) == ["32.01.02.2001", "32.01.01.2002"]
    assert codes("sukamaju jawa", near_unit_path=here)[0] == "32.01.02.2001"
    assert len(codes("sukamaju", near_unit_path="ZZZZ")) == 2


def test_after_the_own_district_comes_the_own_regency(places):
    derive_units()

    far = codes("rajeg", near_unit_path=unit("POLSEK-327101").path)
    assert far == ["32.71.01.1001", "32.01.01.1001"]
    near = codes("rajeg", near_unit_path=unit("POLSEK-320102").path)
    assert near == ["32.01.01.1001", "32.71.01.1001"]


def test_areas_are_found_by_the_same_search(places):
    assert [r.name for r in search_regions("bogor")] == [
        "Bogor Selatan",
        "Kabupaten Bogor",
        "Kota Bogor",
    ]


@pytest.mark.parametrize("query", ["su", "sukamaju bogor jawa barat"])
def test_search_takes_two_queries_and_three_near_a_unit(places, django_assert_num_queries, query):
    derive_units()
    path = unit("POLRES-3201").path

    with django_assert_num_queries(2):
        search_villages(query)
    with django_assert_num_queries(3):
        search_villages(query, near_unit_path=path)


def test_limit_is_kept_and_bounded(places):
    assert len(codes("sukamaju", limit=1)) == 1
    assert len(codes("sukamaju", limit=-5)) == 1
    assert len(codes("sukamaju", limit=10**9)) == 2


def test_names_and_ancestors_of_a_village(places, django_assert_num_queries):
    village = village_by_code("32.01.01.1001")

    with django_assert_num_queries(1):
        names = place_names(village)

    assert names == PlaceNames("Pondok Rajeg", "Cibinong", "Kabupaten Bogor", "Jawa Barat")
    assert [r.code for r in ancestors(village)] == ["32", "32.01", "32.01.01"]
    province = Region.objects.get(code="32")
    assert ancestors(province) == []
    assert place_names(province) == PlaceNames(province="Jawa Barat")


@pytest.mark.parametrize("code", ["", "32.01", "32.01.01.9999", "\x00"])
def test_village_by_code_that_is_none(places, code):
    assert village_by_code(code) is None


def test_picker_answers_rows_that_a_browser_may_keep(places, signed_in):
    response = signed_in.get(ADDRESS, {"q": "pondok"})

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, max-age=3600"
    assert response.json() == {
        "results": [
            {
                "code": "32.01.01.1001",
                "name": "Kelurahan Pondok Rajeg",
                "line": "Pondok Rajeg, Cibinong, Kabupaten Bogor, Jawa Barat",
            }
        ]
    }


def test_picker_puts_the_unit_of_the_officer_first(places, signed_in):
    derive_units()

    response = signed_in.get(ADDRESS, {"q": "sukamaju", "satuan": unit("POLSEK-320102").path})

    assert response.json()["results"][0]["code"] == "32.01.02.2001"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": ""},
        {"q": "a"},
        {"q": "a" * 81},
        {"q": "--"},
        {"q": "\x00\x00"},
        {"q": "pondok", "satuan": "../x"},
    ],
)
def test_picker_refuses_what_it_cannot_search(places, signed_in, query):
    response = signed_in.get(ADDRESS, query)

    assert response.status_code == 422
    assert response.json()["detail"].endswith(".")
    assert "no-store" in response.headers["Cache-Control"]


def test_picker_bears_bytes_that_are_no_text(places, signed_in):
    assert signed_in.get(f"{ADDRESS}?q=%ED%A0%80%ff").status_code == 422
    assert signed_in.get(f"{ADDRESS}?q=pondok%00%ff").status_code == 200


def test_picker_is_for_signed_in_people_only(places, client):
    response = client.get(ADDRESS, {"q": "pondok"})

    assert response.status_code == 401
    assert "results" not in response.json()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_picker_only_reads(signed_in, method):
    assert getattr(signed_in, method)(ADDRESS).status_code == 405


def test_picker_queries_do_not_grow_with_rows(places, signed_in):
    counts = []
    for query in ("pondok", "sukamaju"):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            signed_in.get(ADDRESS, {"q": query})
        counts.append(len(captured))

    assert counts[0] == counts[1]
