"""The library's screens: who sees what, what filters find, what it costs."""

import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.base.models import AuditEvent
from cms.base.templatetags.sambang import picture
from cms.media.descriptions import describes_nothing
from cms.media.models import Photo
from cms.media.permissions import publishable
from cms.media.selectors import photo_media
from cms.media.services import consent as consents
from cms.people.models import Role
from stories.models import LibraryChange, MediaAsset, ReportAttachment
from stories.services.library import bulk
from tests.factories.library import asset
from tests.factories.people import OfficerFactory, UserFactory, person, place, unit
from tests.factories.stories import (
    ReportFactory,
    activity,
    described_photo,
    figure,
    programme,
    story_page,
)

pytestmark = pytest.mark.django_db
LIST = "stories_library:list"
OTHER = "POLSEK-320102"
FAR = "POLSEK-330101"


def _shown(client, **filters) -> list[str]:
    answer = client.get(reverse(LIST), filters)
    assert answer.status_code == 200
    return [tile.asset.title for tile in answer.context["page"].tiles]


@pytest.fixture
def editor(client):
    """An editor of Polres 3201, signed in."""
    user = person(Role.EDITOR)
    client.force_login(user)
    return user


# --- who sees what --------------------------------------------------------------------------------

SEES = [
    (Role.EDITOR, "POLRES-3201", ["polsek", "polsek lain", "bersama"]),
    (Role.PUBLISHER, "POLDA-32", ["polsek", "polsek lain", "bersama"]),
    (Role.LEADER, "POLSEK-320101", ["polsek", "bersama"]),
    (Role.ADMINISTRATOR, "MABES", ["polsek", "polsek lain", "jauh", "bersama"]),
    (Role.EDITOR, FAR, ["jauh", "bersama"]),
]


@pytest.mark.parametrize(("role", "where", "titles"), SEES)
def test_library_shows_own_units_and_what_belongs_to_none(client, role, where, titles):
    for title, code in (("polsek", None), ("polsek lain", OTHER), ("jauh", FAR)):
        asset(title=title, unit_path=unit(code).path if code else unit().path)
    asset(title="bersama")
    client.force_login(person(role, where))

    assert sorted(_shown(client)) == sorted(titles)
    for row in MediaAsset.objects.all():
        status = client.get(reverse("stories_library:asset", args=[row.pk])).status_code
        assert status == (200 if row.title in titles else 404), row.title


@pytest.mark.parametrize("role", [Role.AWARD_SECRETARY, None])
def test_library_is_for_those_who_read_a_desk(client, role):
    row = asset()
    client.force_login(person(role))

    for name, args in ((LIST, []), ("stories_library:asset", [row.pk])):
        assert client.get(reverse(name, args=args)).status_code in {302, 403, 404}


def test_leader_looks_but_changes_nothing(client):
    row = asset(unit_path=unit().path)
    client.force_login(person(Role.LEADER))

    answer = client.post(
        reverse("stories_library:bulk"),
        {"isi": [row.pk], "aksi": "label", "label": "x"},
        headers={"accept": "application/json"},
    )

    told = json.loads(answer.content)
    assert told["done"] == 0
    assert "redaktur" in told["left"][0].lower()
    assert not row.photo.tags.exists()


# --- finding --------------------------------------------------------------------------------------


def test_filters_find_what_they_say(client, editor):
    today = timezone.localdate()
    officer = OfficerFactory(signed_up=True, name="Made Wirawan", slug="made")
    report = ReportFactory(
        submitted=True,
        officer=officer,
        village=place("32.01.02.2001", "Sukamaju"),
        activity=activity("penyuluhan"),
        programme=programme("olahraga"),
        happened_at=timezone.now() - datetime.timedelta(days=20),
    )
    asset(title="dicari", report=report, protect_mark="child", credit="Humas", alt_text="")
    asset(title="lain", report=ReportFactory(submitted=True), kind="video", credit="Antara")
    wanted = MediaAsset.objects.get(title="dicari")
    MediaAsset.objects.get(title="lain").video.tags.add("banjir")

    found = [
        {"q": "WIRAWAN sukamaju"},
        {"jenis": "photo"},
        {"anggota": officer.pk},
        {"tempat": report.village_id},
        {"tempat": report.village.parent_id},
        {"kegiatan": report.activity_id},
        {"program": report.programme_id},
        {"sampai": str(today - datetime.timedelta(days=10))},
        {"tanda": "child"},
        {"tanda": "any"},
        {"tanpa_uraian": "on"},
        {"persetujuan": "none", "jenis": "photo"},
        {"satuan": report.unit_id, "tanda": "any", "pemakaian": "none", "hak": "own"},
    ]
    for filters in found:
        assert _shown(client, **filters) == ["dicari"], filters
    assert _shown(client, label="Banjir") == ["lain"]
    assert _shown(client, dari=str(today - datetime.timedelta(days=10))) == ["lain"]
    for filters in ({"tanda": "victim"}, {"kembar": "on"}, {"q": "wirawan antara"}):
        assert _shown(client, **filters) == [], filters
    assert wanted.village_code == "32.01.02.2001"


@pytest.mark.parametrize(
    ("ends_in", "withdrawn", "states"),
    [
        (None, False, {"valid"}),
        (10, False, {"valid", "expiring"}),
        (40, False, {"valid"}),
        (-1, False, {"expired"}),
        (None, True, {"withdrawn"}),
    ],
)
def test_consent_filter_follows_the_day(client, editor, ends_in, withdrawn, states):
    row = asset(unit_path=unit().path)
    end = timezone.localdate() + datetime.timedelta(days=ends_in) if ends_in else None
    row.photo.consents.create(
        subject="Ani",
        given_by="Ibu Ani",
        purpose="Situs",
        evidence="Formulir",
        recorded_by=editor,
        expires_on=end,
        withdrawn_at=timezone.now() if withdrawn else None,
    )

    found = {s for s in ("none", "valid", "expiring", "expired", "withdrawn")
             if _shown(client, persetujuan=s)}  # fmt: skip

    assert found == states


def test_consent_that_does_not_cover_the_site_is_not_called_valid(client, editor):
    row = asset(unit_path=unit().path)
    row.photo.consents.create(
        subject="Ani", given_by="Ani", purpose="Juri", evidence="F", uses=["award"],
        recorded_by=editor,
    )  # fmt: skip

    assert not _shown(client, persetujuan="valid")
    assert _shown(client, persetujuan="elsewhere")


def test_what_cannot_be_read_in_an_address_is_said(client, editor):
    asset()

    answer = client.get(reverse(LIST), {"dari": "kemarin", "anggota": "x", "jenis": "lukisan"})

    assert answer.status_code == 200
    assert answer.content.decode().count("library__problem") == 3
    assert client.get(reverse(LIST), {"cursor": "palsu"}).status_code == 422


def test_pages_follow_one_another_without_gap_or_repeat(client, editor):
    for _number in range(53):
        asset()
    seen, url = [], reverse(LIST) + "?jenis=photo"
    while url:
        answer = client.get(url)
        seen += [tile.asset.pk for tile in answer.context["page"].tiles]
        url = answer.context["next_url"]

    assert len(seen) == len(set(seen)) == 53
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize("view", ["petak", "daftar"])
def test_filtered_list_costs_the_same(client, editor, rows, view, django_assert_num_queries):
    for _number in range(rows):
        asset(report=ReportFactory(submitted=True))
    chosen = ReportFactory(submitted=True)
    filters = {
        "tampil": view,
        "q": "pos",
        "satuan": unit("MABES").pk,
        "tempat": place().parent_id,
        "kegiatan": chosen.activity_id,
        "persetujuan": "none",
    }
    client.get(reverse(LIST), filters)

    # At most 12 are the library's; Wagtail's frame (session, permissions, menu) asks the others.
    with django_assert_num_queries(21):
        assert len(_shown(client, **filters)) == rows


@pytest.mark.parametrize("rows", [1, 5])
def test_detail_costs_the_same(client, editor, rows, django_assert_num_queries):
    for _number in range(rows + 1):
        row = asset(content="sama", report=ReportFactory(submitted=True))
    for _number in range(rows):
        story_page(lead_photo=row.photo)
    client.get(reverse("stories_library:asset", args=[row.pk]))

    with django_assert_num_queries(32):
        answer = client.get(reverse("stories_library:asset", args=[row.pk]))
    assert answer.status_code == 200


def test_drafts_and_reports_of_others_are_counted_not_told(client, editor):
    """A picture that all staff share stands in texts of units far away."""
    shared = asset(title="Lambang")
    officer = OfficerFactory(unit=unit(FAR), signed_up=True)
    story_page(officer=officer, title="Naskah rahasia jauh", lead_photo=shared.photo)
    story_page(title="Naskah kami", lead_photo=shared.photo)
    far_report = ReportFactory(officer=officer, submitted=True, title="Laporan rahasia jauh")
    ReportAttachment.objects.create(report=far_report, upload=shared.photo.upload)
    url = reverse("stories_library:asset", args=[shared.pk])

    text = client.get(url).content.decode()

    assert "rahasia jauh" not in text
    assert "Naskah kami" in text
    assert "1 naskah satuan lain" in text
    client.force_login(person(Role.EDITOR, "MABES"))
    assert client.get(url).content.decode().count("rahasia jauh") == 2


def test_panel_shows_consents_and_until_when(client, editor):
    row = asset(unit_path=unit().path)
    url = reverse("stories_library:asset", args=[row.pk])
    assert "Bu Siti" not in client.get(url).content.decode()
    consents.record_consent(
        actor=editor,
        photo=row.photo,
        subject="Bu Siti",
        given_by="Bu Siti",
        purpose="Cerita di situs",
        evidence="Rekaman suara",
        expires_on=timezone.localdate() + datetime.timedelta(days=90),
    )

    assert "Bu Siti · sampai" in client.get(url).content.decode()


def test_empty_library_says_when_something_comes(client, editor):
    assert "Pustaka masih kosong" in client.get(reverse(LIST)).content.decode()
    assert "Tidak ada yang cocok" in client.get(reverse(LIST), {"q": "x"}).content.decode()


# --- deeds on many --------------------------------------------------------------------------------


def _bulk(client, rows, **said):
    answer = client.post(
        reverse("stories_library:bulk"),
        {"isi": [row.pk for row in rows], **said},
        headers={"accept": "application/json"},
    )
    return answer.status_code, json.loads(answer.content)


def test_tags_are_added_to_own_ones_and_taken_back(client, editor):
    mine, far = asset(unit_path=unit().path), asset(unit_path=unit(FAR).path)
    mine.photo.tags.add("lama")

    status, told = _bulk(client, [mine, far], aksi="label", label="Pos ronda, lama,, pos ronda")

    assert (status, told["done"], len(told["left"])) == (200, 1, 1)
    assert sorted(mine.photo.tags.names()) == ["Pos ronda", "lama"]
    assert not far.photo.tags.exists()
    assert _shown(client, label="pos ronda") == [mine.title]
    assert AuditEvent.objects.filter(verb="media.bulk-tag").count() == 1

    assert client.post(told["change"], headers={"accept": "application/json"}).status_code == 200
    assert sorted(mine.photo.tags.names()) == ["lama"], "what was there before stays"
    assert client.post(told["change"], headers={"accept": "application/json"}).status_code == 409


def test_somebody_elses_deed_is_not_taken_back(client, editor):
    row = asset(unit_path=unit().path)
    _status, told = _bulk(client, [row], aksi="label", label="x")

    client.force_login(person(Role.EDITOR))
    answer = client.post(told["change"], headers={"accept": "application/json"})

    assert answer.status_code == 404
    assert list(row.photo.tags.names()) == ["x"]


def test_credit_is_replaced_and_taken_back(client, editor):
    one, film = asset(unit_path=unit().path, credit="Lama"), asset(
        kind="video", unit_path=unit().path
    )  # fmt: skip

    _status, told = _bulk(client, [one, film], aksi="kredit", kredit=" Humas  Polres ")

    assert MediaAsset.objects.filter(credit="Humas Polres").count() == 2
    client.post(told["change"])
    assert sorted(MediaAsset.objects.values_list("credit", flat=True)) == ["", "Lama"]


@pytest.mark.parametrize("typed", ["", "  "])
def test_credits_are_emptied_only_after_a_question_that_counts_them(client, editor, typed):
    rows = [asset(unit_path=unit().path, credit=credit) for credit in ("Ani", "Budi", "")]
    said = {"isi": [row.pk for row in rows], "aksi": "kredit", "kredit": typed}
    address = reverse("stories_library:bulk")

    status, told = _bulk(client, rows, aksi="kredit", kredit=typed)
    asked = client.post(address, said)
    stood = sorted(MediaAsset.objects.values_list("credit", flat=True))

    assert (status, asked.status_code, stood) == (409, 409, ["", "Ani", "Budi"])
    assert "kredit pada 2 foto" in told["problem"]
    page = asked.content.decode()
    assert "kredit pada 2 foto" in page
    assert page.count('name="isi"') == 3
    client.post(address, said | {"kosongkan": "on"})
    assert not MediaAsset.objects.exclude(credit="").exists()
    client.post(reverse("stories_library:undo", args=[LibraryChange.objects.get().pk]))
    assert sorted(MediaAsset.objects.values_list("credit", flat=True)) == stood


def test_nothing_is_asked_where_no_credit_would_go(client, editor):
    mine, far = (
        asset(unit_path=unit().path, credit=""),
        asset(unit_path=unit(FAR).path, credit="Citra"),
    )

    status, told = _bulk(client, [mine, far], aksi="kredit", kredit="")

    assert (status, told["done"]) == (200, 1)
    assert MediaAsset.objects.get(pk=far.pk).credit == "Citra"


def test_only_photos_are_marked_as_adornment_and_their_words_come_back(client, editor):
    one, film = asset(unit_path=unit().path), asset(kind="video", unit_path=unit().path)

    _status, told = _bulk(client, [one, film], aksi="hiasan")

    photo = Photo.objects.get()
    assert (told["done"], photo.is_decorative, photo.alt_text) == (1, True, "")
    assert "Hanya foto" in told["left"][0]
    client.post(told["change"])
    photo.refresh_from_db()
    assert (photo.is_decorative, photo.alt_text) == (False, "Warga di pos ronda")


def test_mark_of_many_is_audited_each(client, editor):
    rows = [asset(unit_path=unit().path) for _n in range(3)]

    _status, told = _bulk(client, rows, aksi="tanda", tanda="child")

    assert (told["done"], told["change"]) == (3, "")
    assert AuditEvent.objects.filter(verb="media.mark-changed").count() == 3
    assert MediaAsset.objects.filter(protect_mark="child").count() == 3


def test_pressing_tandai_as_the_page_comes_takes_no_mark_away(client, editor):
    row = asset(unit_path=unit().path, protect_mark="child")
    html = client.get(reverse(LIST)).content.decode()
    first = html.partition('id="bulk-tanda"')[2].partition("</option>")[0]
    assert 'value=""' in first

    status, told = _bulk(client, [row], aksi="tanda", tanda="")

    assert (status, told["problem"]) == (422, "Pilih dulu tandanya.")
    row.photo.refresh_from_db()
    assert row.photo.protect_mark == "child"


def test_mark_is_taken_away_by_its_own_name(client, editor):
    row = asset(unit_path=unit().path, protect_mark="child")
    assert 'value="lepas"' in client.get(reverse(LIST)).content.decode()

    _bulk(client, [row], aksi="tanda", tanda="lepas")

    row.photo.refresh_from_db()
    assert row.photo.protect_mark == ""


def test_credit_of_many_knows_what_a_colleague_wrote_since_it_was_read(editor):
    row = asset(unit_path=unit().path, credit="Lama")
    stale = MediaAsset.objects.select_related("photo", "video").get(pk=row.pk)
    Photo.objects.filter(pk=row.photo_id).update(credit="Baru, oleh rekan")

    outcome = bulk.set_credit(actor=editor, assets=[stale], credit="Humas")
    bulk.undo(actor=editor, change_id=outcome.change_id)

    assert Photo.objects.get().credit == "Baru, oleh rekan"


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "²"])
def test_number_that_no_key_has_is_no_server_error(client, editor, number):
    said = {"isi": number, "aksi": "label", "label": "x"}
    assert client.post(reverse("stories_library:bulk"), said).status_code == 302
    asked = {"cerita": number, "dari_laporan": "1"}
    assert client.get(reverse("stories_library:drawer"), asked).status_code == 200


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"aksi": "label", "label": " , "}, "label"),
        ({"aksi": "label", "label": "x" * 101}, "lebih panjang dari 100"),
        ({"aksi": "label", "label": ",".join(map(str, range(51)))}, "Paling banyak 50"),
        ({"aksi": "tanda", "tanda": "kucing"}, "tidak dikenal"),
        ({"aksi": "lain"}, "Pilih apa"),
    ],
)
def test_bulk_says_what_is_missing(client, editor, said, words):
    status, told = _bulk(client, [asset(unit_path=unit().path)], **said)

    assert status == 422
    assert words in told["problem"]


def test_bulk_without_a_choice_or_with_strangers_changes_nothing(client, editor):
    far = asset(unit_path=unit(FAR).path)

    assert _bulk(client, [], aksi="label", label="x")[0] == 422
    _status, told = _bulk(client, [far], aksi="label", label="x")

    assert told["done"] == 0
    assert not LibraryChange.objects.exists()


def test_bulk_without_script_goes_back_to_the_list_only(client, editor):
    row = asset(unit_path=unit().path)
    said = {"isi": [row.pk], "aksi": "label", "label": "x"}
    back = reverse(LIST) + "?jenis=photo"

    for where, expected in (
        (back, back),
        ("https://jahat.example/", reverse(LIST)),
        ("/admin/users/", reverse(LIST)),
    ):
        answer = client.post(reverse("stories_library:bulk"), said | {"kembali": where})
        assert (answer.status_code, answer.url) == (302, expected)
    assert "Batalkan" in client.get(back).content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_bulk_refreshes_the_library_once(client, editor, rows, django_assert_max_num_queries):
    made = [asset(unit_path=unit().path) for _n in range(rows)]
    _bulk(client, made, aksi="kredit", kredit="Awal")

    # What one photo costs by itself: to save it, to ask who shows it, and Wagtail's own index,
    # which tests keep at once; the library's rows are written once.
    with django_assert_max_num_queries(30 + 16 * rows):
        _bulk(client, made, aksi="kredit", kredit="Humas")


# --- one asset ------------------------------------------------------------------------------------


def _describe(client, row, **said):
    fields = {"title": row.title, "alt_text": "Warga di pos", "credit": "", "licence": "",
              "licence_until": "", "tags": ""}  # fmt: skip
    page = client.get(reverse("stories_library:asset", args=[row.pk]))
    if page.status_code == 200:
        fields["version"] = page.context["form"].initial["version"]
    return client.post(reverse("stories_library:describe", args=[row.pk]), fields | said)


def test_words_rights_and_labels_are_saved_and_written_down(client, editor):
    row = asset(unit_path=unit().path)

    answer = _describe(
        client, row, credit="Antara", licence="permission", licence_until="2027-01-31", tags="a, b"
    )

    assert answer.status_code == 302
    row = MediaAsset.objects.get(pk=row.pk)
    assert (row.credit, row.licence, str(row.licence_until)) == (
        "Antara",
        "permission",
        "2027-01-31",
    )
    assert sorted(row.photo.tags.names()) == ["a", "b"]
    event = AuditEvent.objects.get(verb="media.described")
    assert event.data["changed"] == ["alt_text", "credit", "licence", "licence_until", "tags"]


@pytest.mark.parametrize(
    "tags",
    [
        [f"label {number}" for number in range(60)],
        ["Bogor, Jawa Barat", 'Lomba "Kampung Aman", Depok', '"dikutip"'],
        ["x" * 100 for _n in range(1)] + [f"{n}{'y' * 90}" for n in range(9)],
    ],
)
def test_saving_the_credit_leaves_every_label(client, editor, tags):
    row = asset(unit_path=unit().path)
    row.photo.tags.add(*tags)
    page = client.get(reverse("stories_library:asset", args=[row.pk]))

    answer = _describe(client, row, credit="Humas", tags=page.context["form"]["tags"].value())

    assert answer.status_code == 302
    assert sorted(row.photo.tags.names()) == sorted(tags)
    assert AuditEvent.objects.get(verb="media.described").data["changed"] == [
        "alt_text", "credit",
    ]  # fmt: skip


def test_label_with_a_comma_is_typed_in_quotes(client, editor):
    row = asset(unit_path=unit().path)

    _describe(client, row, tags='senam, "Bogor, Jawa Barat"')

    assert sorted(row.photo.tags.names()) == ["Bogor, Jawa Barat", "senam"]


def test_too_many_labels_are_refused_not_cut(client, editor):
    row = asset(unit_path=unit().path)

    answer = _describe(client, row, tags=", ".join(f"label {n}" for n in range(51)))

    assert answer.status_code == 422
    assert "Paling banyak 50 label" in answer.content.decode()
    assert not row.photo.tags.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"title": "Pos ronda", "alt_text": "pos ronda"},
        {"alt_text": "IMG_0001.JPG"},
        {"alt_text": "Warga", "is_decorative": "on"},
        {"title": " "},
        {"licence": "bajakan"},
    ],
)
def test_words_that_help_nobody_are_refused_with_a_reason(client, editor, said):
    row = asset(unit_path=unit().path, alt_text="Semula")

    answer = _describe(client, row, **said)

    assert answer.status_code == 422
    assert "asset__error" in answer.content.decode()
    assert Photo.objects.get().alt_text == "Semula"


def test_focus_is_kept_in_pixels_and_let_go(client, editor):
    row = asset(unit_path=unit().path)
    url = reverse("stories_library:focus", args=[row.pk])

    assert (
        client.post(url, {"x": "50", "y": "25,5", "width": "20", "height": "10"}).status_code == 302
    )
    photo = Photo.objects.get()
    assert (photo.focal_point_x, photo.focal_point_y) == (384, 146)
    assert (photo.focal_point_width, photo.focal_point_height) == (128, 48)
    assert client.get(reverse("stories_library:asset", args=[row.pk])).context["focus"] == {
        "x": 50.0, "y": 25.42, "width": 20.0, "height": 10.0
    }  # fmt: skip

    assert client.post(url, {"x": "nan", "y": "1", "width": "1", "height": "1"}).status_code == 422
    assert client.post(url, {"lepas": "1"}).status_code == 302
    assert Photo.objects.get().focal_point_x is None


def test_download_needs_a_purpose_and_is_written_down(client, editor):
    photo = described_photo(unit_path=unit().path)
    row = MediaAsset.objects.get()
    url = reverse("stories_library:download", args=[row.pk])

    assert client.post(url, {"purpose": " "}).status_code == 422
    answer = client.post(url, {"purpose": "Pameran Hari Bhayangkara"})

    with photo.file.open("rb") as clean:
        assert b"".join(answer) == clean.read()
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    event = AuditEvent.objects.get(verb="media.downloaded")
    assert (event.data["purpose"], event.actor_id) == ("Pameran Hari Bhayangkara", editor.pk)
    shown = client.get(reverse("stories_library:asset", args=[row.pk])).content.decode()
    assert "Pameran Hari Bhayangkara" in shown


def test_other_units_change_and_take_nothing(client, editor):
    row = asset(unit_path=unit(FAR).path)

    for name, said in (
        ("describe", {"title": "x"}),
        ("focus", {"lepas": "1"}),
        ("download", {"purpose": "ingin tahu saja"}),
    ):
        url = reverse(f"stories_library:{name}", args=[row.pk])
        assert client.post(url, said).status_code == 404, name
    assert not AuditEvent.objects.filter(verb__startswith="media.d").exists()


def test_panel_alone_has_no_frame(client, editor):
    row = asset(unit_path=unit().path)

    answer = client.get(reverse("stories_library:asset", args=[row.pk]), {"panel": "1"})

    assert answer.content.decode().lstrip().startswith("<article")


# --- Wagtail's own lists and choosers -------------------------------------------------------------


def test_wagtails_lists_and_choosers_show_own_units_only(client, editor):
    asset(title="Punya kami", unit_path=unit().path)
    asset(title="Punya mereka", unit_path=unit(FAR).path)
    asset(title="Film kami", kind="video", unit_path=unit().path)
    asset(title="Film mereka", kind="video", unit_path=unit(FAR).path)

    for url in (
        reverse("wagtailimages:index") + "?layout=list",
        reverse("wagtailimages_chooser:choose") + "?layout=list",
        reverse("wagtailmedia:index"),
        reverse("wagtailmedia:chooser"),
    ):
        answer = client.get(url)
        text = answer.content.decode()
        assert "kami" in text, url
        assert "mereka" not in text, url


def test_wagtails_edit_pages_of_other_units_are_shut(client, editor):
    near, far = asset(unit_path=unit().path), asset(unit_path=unit(FAR).path)
    for row, status in ((near, 200), (far, 302)):
        assert client.get(reverse("wagtailimages:edit", args=[row.photo_id])).status_code == status
        chosen = client.get(reverse("wagtailimages_chooser:chosen", args=[row.photo_id]))
        assert chosen.status_code == status


@pytest.mark.parametrize(
    ("kind", "screen"),
    [("photo", "wagtailimages:image_usage"), ("video", "wagtailmedia:media_usage")],
)
def test_wagtails_usage_pages_of_other_units_are_shut(client, editor, kind, screen):
    near = asset(kind=kind, unit_path=unit().path)
    far = asset(kind=kind, unit_path=unit(FAR).path)

    for row, status in ((near, 200), (far, 302)):
        thing = row.photo_id or row.video_id
        assert client.get(reverse(screen, args=[thing])).status_code == status


def test_picture_of_a_story_is_not_deleted(client, editor):
    used, free = asset(unit_path=unit().path), asset(unit_path=unit().path)
    story_page(lead_photo=used.photo)

    for row in (used, free):
        client.post(reverse("wagtailimages:delete", args=[row.photo_id]))

    assert list(Photo.objects.all()) == [used.photo]


def test_new_pictures_go_into_ones_own_unit(client, editor):
    asset(unit_path=unit().path)
    asset(unit_path=unit(FAR).path)

    form = client.get(reverse("wagtailimages:add_multiple")).context["form_media"]

    assert form is not None
    names = {
        collection.name
        for collection in client.get(reverse("wagtailimages:add_multiple")).context["collections"]
    }
    assert names == {"Polres 3201", "Polsek 320101"}


def test_award_secretary_chooses_shared_pictures_and_own_ones(client):
    secretary = person(Role.AWARD_SECRETARY)
    client.force_login(secretary)
    asset(title="Bersama")
    asset(title="Kiriman sendiri", unit_path=unit(FAR).path, uploaded_by_user=secretary)
    asset(title="Punya satuan", unit_path=unit().path)

    text = client.get(reverse("wagtailimages_chooser:choose")).content.decode()

    assert "Bersama" in text
    assert "Kiriman sendiri" in text
    assert "Punya satuan" not in text


def test_people_without_a_role_have_no_pictures(client):
    client.force_login(UserFactory())

    assert client.get(reverse("wagtailimages:index")).status_code == 302


# --- words and rights at every door ---------------------------------------------------------------


@pytest.mark.parametrize("text", ["IMG_20261124_0915.jpg", "DSC 0042", "20261124", "foto-3.HEIC"])
def test_a_name_of_a_file_is_no_description_anywhere(client, editor, text):
    photo = described_photo(unit_path=unit().path)
    page = story_page(lead_photo=photo, lead_alt=text)
    figures = story_page(title="Lain", body=[("figure", figure(described_photo(), alt_text=text))])

    assert any("nama berkas" in sentence for sentence in page.publish_obstacles())
    assert any("nama berkas" in sentence for sentence in figures.publish_obstacles())
    answer = client.post(
        reverse("wagtailimages:edit", args=[photo.pk]),
        {"title": "A", "alt_text": text, "collection": photo.collection_id, "protect_mark": ""},
    )
    assert "nama berkas tidak menolong" in answer.content.decode()


@pytest.mark.parametrize("text", ["Warga di pos ronda", "36 warga", "Foto bersama Kapolsek"])
def test_what_somebody_wrote_is_a_description(text):
    assert not describes_nothing(text, title="Foto 24 November 2026")


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (-1, False)])
def test_right_of_use_that_ended_stops_publishing(days, allowed):
    photo = described_photo()
    photo.licence_until = timezone.localdate() + datetime.timedelta(days=days)
    photo.save()

    verdict = publishable(photos=[photo])

    assert verdict.allowed is allowed
    assert allowed or "hak pakai" in verdict.reason


def test_public_pictures_keep_their_focus():
    photo = described_photo()
    photo.focal_point_x, photo.focal_point_y = round(photo.width * 0.31), round(photo.height * 0.88)

    media = photo_media(photo)

    assert media.focus == (31, 88)
    assert 'class="focus-x-30 focus-y-90"' in picture(media)
    photo.focal_point_x = None
    assert photo_media(photo).focus is None
    assert "focus-" not in picture(photo_media(photo))


# --- the drawer -----------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 5])
def test_drawer_offers_what_is_ready_and_ones_own(
    client, editor, rows, django_assert_max_num_queries
):
    report = ReportFactory(accepted=True)
    for _number in range(rows):
        asset(report=report)
    asset(title="Film", kind="video", unit_path=unit().path)
    asset(title="Jauh", unit_path=unit(FAR).path)
    url = reverse("stories_library:drawer")
    story = report.story_source.page

    answer = client.get(url, {"dari_laporan": "1", "cerita": story.pk})
    assert answer.content.decode().count("data-drawer-tile") == rows

    with django_assert_max_num_queries(11):
        text = client.get(url).content.decode()
    assert text.count("data-drawer-tile") == rows + 1
    assert "Jauh" not in text
    assert client.get(url, {"cursor": "palsu"}).status_code == 422
    assert "Tidak ada foto" in client.get(url, {"q": "takada"}).content.decode()


def test_focus_is_proposed_from_all_faces(client, editor):
    row = asset(unit_path=unit().path)
    url = reverse("stories_library:asset", args=[row.pk])
    assert "data-focus-propose" not in client.get(url).content.decode()
    for x in (0.2, 0.5):
        row.photo.face_proposals.create(x=x, y=0.3, width=0.1, height=0.15, score=0.9)

    assert 'data-focus-propose="20.00 30.00 40.00 15.00"' in client.get(url).content.decode()
