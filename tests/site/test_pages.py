"""The public pages: what they answer, to whom, and at what cost."""

import datetime
import json
import re

import pytest
from django.utils import timezone

from publishing.models import HomePage
from publishing.services import tally_terms
from tests.factories.people import OfficerFactory, PostingFactory, place
from tests.factories.publishing import PublishedItemFactory
from tests.site.html import faults

pytestmark = pytest.mark.django_db
PAGES = (
    "/",
    "/cerita/",
    "/cerita/?q=ronda&program=kearifan-lokal&kegiatan=sambang&provinsi=32",
    "/cari/",
    "/cari/?q=ronda",
    "/bhabinkamtibmas/",
    "/bhabinkamtibmas/?q=pondok",
    "/bhabinkamtibmas/budi/",
    "/cerita/2026/11/satu/",
)


@pytest.fixture
def officer():
    return OfficerFactory(name="Budi Santoso", slug="budi", posted=True, public_phone="0812-111")


@pytest.fixture
def full_site(officer):
    """One of everything."""
    PublishedItemFactory(slug="satu", with_photos=True, officer=officer)
    PublishedItemFactory(with_video=True)
    PublishedItemFactory(hero=True, officer=officer, with_photos=True)
    PublishedItemFactory(award=True)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_page_is_whole_and_cacheable(client, full_site, prefix, path):
    response = client.get(prefix + path)

    assert response.status_code == 200
    assert faults(response) == []
    assert response["Cache-Control"].startswith("public, max-age=30, s-maxage=300")
    assert response["Cache-Tag"]
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert response["Content-Language"] == ("en" if prefix else "id")


@pytest.mark.parametrize("path", PAGES)
def test_page_is_the_same_for_somebody_signed_in(client, full_site, officer, path):
    anonymous = client.get(path)
    user = OfficerFactory(signed_up=True).user
    client.force_login(user)

    signed_in = client.get(path)

    # The second officer is new on the finder; everything else must be byte for byte the same.
    if "/bhabinkamtibmas/" not in path and path != "/":
        assert signed_in.content == anonymous.content
    assert str(user) not in signed_in.content.decode()[:4000]


@pytest.mark.parametrize("path", PAGES)
def test_page_answers_304_until_it_changes(client, full_site, path):
    etag = client.get(path)["ETag"]

    again = client.get(path, headers={"if-none-match": etag})

    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("path", PAGES)
def test_page_refuses_other_methods(client, full_site, path):
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/", 6),
        ("/cerita/", 3),
        ("/cari/?q=ronda", 3),
        ("/bhabinkamtibmas/", 2),
        ("/bhabinkamtibmas/?q=pondok", 4),
        ("/bhabinkamtibmas/budi/", 4),
        ("/cerita/2026/11/satu/", 4),
    ],
)
def test_queries_do_not_grow_with_rows(
    client, officer, rows, path, queries, django_assert_num_queries
):
    PublishedItemFactory(slug="satu", with_photos=True, officer=officer)
    for _ in range(rows - 1):
        PublishedItemFactory(with_photos=True, officer=officer)
        PostingFactory(officer=OfficerFactory())
    for _ in range(rows):
        PublishedItemFactory(hero=True, officer=officer)
    tally_terms()

    with django_assert_num_queries(queries):
        response = client.get(path)

    assert response.status_code == 200


def test_home_without_anything_says_so(client):
    response = client.get("/")

    assert response.status_code == 200
    assert "Belum ada cerita" in response.content.decode()


def test_home_shows_the_editors_words(client):
    HomePage.objects.update(tagline="Polisi yang mengetuk pintu")

    assert "Polisi yang mengetuk pintu" in client.get("/").content.decode()


def test_home_leads_with_a_story_that_has_a_picture(client):
    PublishedItemFactory(title="Bergambar", with_photos=True)
    PublishedItemFactory(title="Tanpa gambar, lebih baru")

    page = client.get("/").content.decode()

    assert page.index("Bergambar") < page.index("Tanpa gambar")


def test_list_shows_newest_first_and_pages_on(client):
    for n in range(14):
        PublishedItemFactory(title=f"Cerita ke-{n:02d}")

    first = client.get("/cerita/").content.decode()
    onward = re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")
    second = client.get(onward).content.decode()

    assert [f"Cerita ke-{n:02d}" in first for n in (13, 2, 1)] == [True, True, False]
    assert [f"Cerita ke-{n:02d}" in second for n in (2, 1, 0)] == [False, True, True]
    assert 'rel="first"' in second
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("program=art-policing", ["Mural"]),
        ("kegiatan=patroli", ["Patroli"]),
        ("provinsi=51", ["Banjar"]),
        ("q=mural", ["Mural"]),
        ("q=tidak-ada-yang-begini", []),
        ("program=art-policing&kegiatan=patroli", []),
        ("program=<script>", ["Banjar", "Mural", "Patroli"]),
        ("provinsi=3", ["Banjar", "Mural", "Patroli"]),
        ("q=%00", ["Banjar", "Mural", "Patroli"]),
    ],
)
def test_list_is_narrowed(client, query, shown):
    PublishedItemFactory(title="Mural", programme="art-policing")
    PublishedItemFactory(title="Patroli", activity="patroli")
    PublishedItemFactory(title="Banjar", region_code="51.71.01.1002")
    PublishedItemFactory(title="Tertarik", withdrawn=True)
    PublishedItemFactory(title="Seorang Hero", hero=True)

    page = client.get(f"/cerita/?{query}")

    titles = re.findall(r'card__title"><a [^>]+>([^<]+)<', page.content.decode())
    assert page.status_code == 200
    assert sorted(titles) == shown
    assert faults(page) == []


def test_list_keeps_what_was_typed_and_escapes_it(client):
    page = client.get("/cerita/", {"q": '"><b>' + "x" * 300}).content.decode()

    assert "&quot;&gt;&lt;b&gt;xxx" in page
    assert "x" * 101 not in page


@pytest.mark.parametrize("path", ["/cerita/", "/bhabinkamtibmas/", "/bhabinkamtibmas/budi/"])
@pytest.mark.parametrize("cursor", ["nonsense", "x" * 5000, "\x00", "a:b:c"])
def test_forged_cursor_is_refused_in_words(client, officer, path, cursor):
    page = client.get(path, {"cursor": cursor})

    assert page.status_code == 422
    assert "Mulai lagi dari halaman pertama" in page.content.decode()
    assert faults(page) == []


def test_item_tells_machines_what_it_is(client, officer):
    item = PublishedItemFactory(
        slug="satu", title="Ronda </script><b>", with_photos=True, officer=officer
    )

    page = client.get(item.path).content.decode()

    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]
    data = json.loads(block)
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Ronda </script><b>"
    assert data["about"] == [{"@type": "Person", "name": "Budi Santoso"}]
    assert data["image"] == ["http://127.0.0.1:8000/media/m/00-1280.jpg"]
    assert '<meta property="og:image" content="http://127.0.0.1:8000/media/m/00-1280.jpg">' in page
    assert '<link rel="canonical" href="http://127.0.0.1:8000/cerita/2026/11/satu/">' in page
    assert 'hreflang="en" href="http://127.0.0.1:8000/en/cerita/2026/11/satu/"' in page


def test_item_shows_its_time_in_the_clock_of_its_place(client):
    at = datetime.datetime(2026, 11, 23, 7, 5, tzinfo=datetime.UTC)
    item = PublishedItemFactory(region_code="51.71.01.1002", published_at=at)

    page = client.get(item.path).content.decode()
    english = client.get(f"/en{item.path}").content.decode()

    assert "Senin, 23 November 2026 pukul 15.05 WITA" in page
    assert "Monday, 23 November 2026 at 15:05 WITA" in english


def test_item_does_not_repeat_pictures_of_its_text(client):
    item = PublishedItemFactory(with_photos=True, body_html='<img src="/media/m/01-640.jpg">')

    context = client.get(item.path).context

    assert context["lead"]["public_id"].endswith("1")
    assert [media["public_id"][-1] for media in context["gallery"]] == ["3"]


def test_withdrawn_item_is_gone_and_names_nothing(client):
    item = PublishedItemFactory(slug="nama-orang", withdrawn=True)

    page = client.get(item.path)

    assert page.status_code == 410
    assert faults(page) == []
    assert "nama-orang" not in page.content.decode().split("<main")[1]
    assert page["Cache-Tag"]
    assert client.get(f"/en{item.path}").status_code == 410


def test_unpublished_item_is_not_there(client):
    item = PublishedItemFactory(state="unpublished")

    assert client.get(item.path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/tidak/ada/", "/en/tidak/ada/", "/a" * 400 + "/", "/%00/", "/%ff%fe/", "/x"]
)
def test_unknown_address_is_a_calm_404(client, path):
    page = client.get(path, follow=True)

    assert page.status_code == 404
    assert faults(page) == []


def test_officer_page_shows_public_things_only(client, officer):
    officer.private_phone, officer.private_email = "0899-rahasia", "pribadi@contoh.id"
    officer.save()

    page = client.get("/bhabinkamtibmas/budi/").content.decode()

    assert "0812-111" in page
    assert officer.unit.name in page
    assert "Pondok Rajeg" in page
    assert not any(secret in page for secret in (officer.nrp, "0899", "pribadi@"))


def test_officer_who_left_is_not_shown(client, officer):
    officer.is_active = False
    officer.save()

    assert client.get("/bhabinkamtibmas/budi/").status_code == 404
    assert "Budi Santoso" not in client.get("/bhabinkamtibmas/?q=budi").content.decode()


def test_officer_of_last_year_is_not_found_by_that_village(client):
    left = OfficerFactory(name="Lama Sekali")
    now = OfficerFactory(name="Baru Datang")
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    PostingFactory(officer=left, ends_on=yesterday)
    PostingFactory(officer=now)

    page = client.get("/bhabinkamtibmas/", {"q": place().name}).content.decode()

    assert "Baru Datang" in page
    assert "Lama Sekali" not in page


def test_language_switch_leads_to_the_same_page_and_back(client, full_site):
    indonesian = client.get("/cerita/2026/11/satu/").content.decode()
    english = client.get("/en/cerita/2026/11/satu/").content.decode()

    assert 'href="/en/cerita/2026/11/satu/" hreflang="en"' in indonesian
    assert 'href="/cerita/2026/11/satu/" hreflang="id"' in english
    assert '<html lang="en"' in english
    assert 'href="/en/cerita/"' in english


@pytest.mark.django_db
def test_the_front_page_opens_in_the_language_of_its_address(client):
    page = HomePage.objects.first()
    page.tagline, page.introduction = "Kabar dari desa", "Bhabinkamtibmas menyambangi rumah."
    page.save_revision().publish()
    without = client.get("/en/").text
    page.tagline_en = "News of the village"
    page.save_revision().publish()

    assert "Kabar dari desa" not in without
    assert "News of the village" in client.get("/en/").text
    assert "Kabar dari desa" in client.get("/").text


def test_whoever_looks_for_a_village_reads_its_name_on_the_card(client):
    officer = OfficerFactory(name="Wayan Sudiarta")
    for code, name in (
        ("51.03.01.1001", "Adi"),
        ("51.03.01.1002", "Bumi"),
        ("51.03.01.1006", "Seminyak"),
    ):
        PostingFactory(officer=officer, village=place(code, name=name))

    shown = client.get("/bhabinkamtibmas/?q=Seminyak").text.split("Wayan Sudiarta", 1)[1]

    assert "Seminyak" in shown.split("</div>")[0]


def test_a_village_without_an_officer_is_not_called_misspelt(client):
    place("51.03.01.1006", name="Seminyak")

    shown = client.get("/bhabinkamtibmas/?q=Seminyak").text
    unknown = client.get("/bhabinkamtibmas/?q=Zzyzx").text

    assert "Belum ada petugas yang tercatat di sana" in shown
    assert "Seminyak, " in shown
    assert "Periksa ejaannya" not in shown
    assert "Periksa ejaannya" in unknown


def test_a_card_names_its_activity_in_the_language_of_the_page(client):
    item = PublishedItemFactory(slug="satu")
    item.data = item.data | {
        "programme": {"slug": "olahraga", "name": "Olahraga", "name_en": "Sport"},
        "topics": [{"slug": "hoaks", "name": "Hoaks"}],
    }
    item.save()

    for path in ("/cerita/", item.path):
        assert "Olahraga" in client.get(path).text
        assert "Sport" in client.get(f"/en{path}").text
    assert "Hoaks" in client.get(f"/en{item.path}").text
