import lzma
import tarfile
import zipfile

import pytest
from django.core.management import CommandError, call_command

from cms.base.errors import Invalid
from cms.base.models import AuditEvent
from cms.places.models import FormerCode, Region, RegionTerm, VillageKind
from cms.places.selectors import search_villages, village_by_code
from cms.places.services.load_regions import load_regions
from tests.factories.places import DISTRICTS, PROVINCES, REGENCIES, VILLAGES, edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(tmp_path):
    load_regions(source=edition(tmp_path / "first"))


def snapshot():
    return (
        list(Region.objects.order_by("pk").values_list()),
        list(RegionTerm.objects.order_by("code", "term").values_list("code", "term", "inner")),
    )


def test_load_fills_names_lines_kinds_and_keys(loaded):
    village = Region.objects.get(code="32.01.01.1001")

    assert village.place_line == "Pondok Rajeg, Cibinong, Kabupaten Bogor, Jawa Barat"
    assert village.full_name == "Kelurahan Pondok Rajeg"
    assert village.kind == VillageKind.KELURAHAN
    assert village.search_key == "pondokrajeg"
    assert village.parent.code == "32.01.01"
    assert Region.objects.get(code="32.01.02.2002").name == "Ra'as"
    assert Region.objects.get(code="31").name == "DKI Jakarta"
    assert AuditEvent.objects.get(verb="places.load_regions").data["added"] == 15


def test_load_again_changes_nothing_and_says_so(loaded, tmp_path, capsys):
    before = snapshot()

    call_command("load_regions", source=tmp_path / "first")

    assert "Nothing to change" in capsys.readouterr().out
    assert snapshot() == before
    assert AuditEvent.objects.filter(verb="places.load_regions").count() == 1


def test_newer_edition_renames_adds_retires_and_keeps_rows(loaded, tmp_path):
    ids = dict(Region.objects.values_list("code", "pk"))
    newer = VILLAGES.replace("Pondok Rajeg", "Pondok Rajeg Indah").replace(
        "32.71.01.1001,32.71.01,Rajeg\n", "32.71.01.1002,32.71.01,Batutulis\n"
    )

    result = load_regions(source=edition(tmp_path / "second", villages=newer))

    assert (result.added, result.changed, result.retired, result.restored) == (1, 1, 1, 0)
    renamed = Region.objects.get(code="32.01.01.1001")
    assert (renamed.pk, renamed.name) == (ids["32.01.01.1001"], "Pondok Rajeg Indah")
    assert renamed.place_line.startswith("Pondok Rajeg Indah, Cibinong")
    retired = Region.objects.get(code="32.71.01.1001")
    assert retired.pk == ids["32.71.01.1001"]
    assert retired.retired_on is not None
    assert [v.name for v in search_villages("rajeg")] == ["Pondok Rajeg Indah"]
    assert village_by_code("32.71.01.1001") is None
    assert village_by_code("32.71.01.1001", retired=True) == retired


def test_village_that_comes_back_is_in_force_again(loaded, tmp_path):
    without = VILLAGES.replace("32.71.01.1001,32.71.01,Rajeg\n", "")
    pk = Region.objects.get(code="32.71.01.1001").pk
    load_regions(source=edition(tmp_path / "second", villages=without))

    result = load_regions(source=edition(tmp_path / "third"))

    assert (result.added, result.restored, result.changed) == (0, 1, 0)
    assert village_by_code("32.71.01.1001").pk == pk
    assert pk in [v.pk for v in search_villages("rajeg")]


def test_renamed_district_changes_the_lines_below_it(loaded, tmp_path):
    newer = DISTRICTS.replace("Cibinong", "Cibinong Raya")

    load_regions(source=edition(tmp_path / "second", districts=newer))

    line = Region.objects.get(code="32.01.01.2002").place_line
    assert line == "Sukamaju, Cibinong Raya, Kabupaten Bogor, Jawa Barat"


def test_same_named_villages_of_one_district_are_told_apart(tmp_path):
    twins = (
        "32.01.01.1009,32.01.01,Waena\n32.01.01.2009,32.01.01,Waena\n"
        "32.01.02.2008,32.01.02,Kembar\n32.01.02.2009,32.01.02,Kembar\n"
    )

    load_regions(source=edition(tmp_path, villages=VILLAGES + twins))

    lines = dict(Region.objects.filter(level=4).values_list("code", "place_line"))
    assert len(set(lines.values())) == len(lines)
    assert lines["32.01.01.1009"] == "Kelurahan Waena, Cibinong, Kabupaten Bogor, Jawa Barat"
    assert lines["32.01.02.2008"].startswith("Desa Kembar (32.01.02.2008), Gunung Putri")


def test_changed_codes_keep_rows_and_old_codes_still_find_them(loaded, tmp_path):
    ids = dict(Region.objects.values_list("code", "pk"))
    changes = tmp_path / "changes.csv"
    changes.write_text("old_code,new_code\n32.01.02,32.71.02\n")
    newer = edition(
        tmp_path / "second",
        districts=DISTRICTS.replace("32.01.02,32.01,", "32.71.02,32.71,"),
        villages=VILLAGES.replace("32.01.02.", "32.71.02.").replace(",32.01.02,", ",32.71.02,"),
    )

    result = load_regions(source=newer, code_changes=changes)

    assert (result.recoded, result.added, result.retired) == (3, 0, 0)
    moved = Region.objects.get(code="32.71.02.2001")
    assert moved.pk == ids["32.01.02.2001"]
    assert moved.parent.pk == ids["32.01.02"]
    assert moved.parent.parent.code == "32.71"
    assert moved.place_line == "Sukamaju, Gunung Putri, Kota Bogor, Jawa Barat"
    assert village_by_code("32.01.02.2001") == moved
    assert "32.71.02.2001" in [v.code for v in search_villages("sukamaju kota bogor")]
    assert load_regions(source=newer, code_changes=changes).is_unchanged


def test_swapped_codes_are_swapped_once(loaded, tmp_path):
    one = Region.objects.get(code="32.01.01.2002")
    two = Region.objects.get(code="32.01.02.2001")
    changes = tmp_path / "changes.csv"
    changes.write_text(
        "old_code,new_code\n32.01.01.2002,32.01.02.2001\n32.01.02.2001,32.01.01.2002\n"
    )

    for _time in range(2):
        load_regions(source=edition(tmp_path / "second"), code_changes=changes)

    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.code, two.code) == ("32.01.02.2001", "32.01.01.2002")
    assert FormerCode.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("old_code\n32.01\n", "changes.csv, baris 1: kolom tidak ada: new_code"),
        ("old_code,new_code\n32.01,32.01.01\n", "changes.csv, baris 2"),
        ("old_code,new_code\n32.01.09,32.01.02\n", "changes.csv, baris 2: kode lama 32.01.09"),
        ("old_code,new_code\n32.01.01,32.99.01\n", "changes.csv, baris 2: kode baru 32.99.01"),
        ("old_code,new_code\n32.01.01,32.01.02\n", "sudah dipakai wilayah lain"),
    ],
)
def test_bad_code_changes_are_refused_whole(loaded, tmp_path, text, said):
    before = snapshot()
    changes = tmp_path / "changes.csv"
    changes.write_text(text)

    with pytest.raises(Invalid) as refused:
        load_regions(source=edition(tmp_path / "second"), code_changes=changes)

    assert said in str(refused.value)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"villages": None}, "villages.csv"),
        ({"villages": "code,name\n"}, "villages.csv, baris 1: kolom tidak ada: district_code"),
        ({"villages": ""}, "villages.csv, baris 1: kolom tidak ada"),
        (
            {"villages": VILLAGES + "32.01.09.2001,32.01.09,Baru\n"},
            "villages.csv, baris 8: induk 32.01.09 tidak dikenal",
        ),
        (
            {"villages": VILLAGES + "32.01.01.1001,32.01.01,Lagi\n"},
            "villages.csv, baris 8: kode 32.01.01.1001 sudah ada",
        ),
        ({"villages": VILLAGES + "32.01.02.2009,32.01.01,X\n"}, "villages.csv, baris 8"),
        ({"villages": VILLAGES + "32.01.01.2009,32.01.01\n"}, "baris 8: 2 kolom, seharusnya 3"),
        ({"villages": VILLAGES + "32.01.01.2009,32.01.01,--\n"}, "baris 8: nama kosong"),
        ({"villages": VILLAGES + "32.01.01.2009,32.01.01,A\x00b\n"}, "villages.csv, baris 8"),
        ({"villages": VILLAGES + f"32.01.01.2009,32.01.01,{'a' * 101}\n"}, "lebih dari 100"),
        ({"villages": VILLAGES + '32.01.01.2009,32.01.01,"A\n'}, "CSV rusak"),
        ({"villages": VILLAGES + "٣٢.01.01.2009,32.01.01,Arab\n"}, "tidak berbentuk"),
        (
            {"villages": VILLAGES.encode() + "32.01.01.2009,32.01.01,Cité\n".encode("cp1252")},
            "villages.csv, baris 8: bukan UTF-8",
        ),
        ({"regencies": REGENCIES.replace(",", ";")}, "regencies.csv, baris 1: kolom tidak ada"),
        ({"provinces": PROVINCES + "3,SATU\n"}, "provinces.csv, baris 4: kode “3”"),
    ],
)
def test_bad_file_is_refused_by_name_and_line_and_nothing_is_written(loaded, tmp_path, files, said):
    before = snapshot()

    with pytest.raises(Invalid) as refused:
        load_regions(source=edition(tmp_path / "bad", **files))

    assert said in str(refused.value)
    assert snapshot() == before


def test_many_mistakes_are_listed_together_but_not_without_end(tmp_path):
    bad = VILLAGES + "x,y,z\n" * 100

    with pytest.raises(Invalid) as refused:
        load_regions(source=edition(tmp_path, villages=bad))

    assert str(refused.value).count("baris") == 20
    assert not Region.objects.exists()


def test_truncated_edition_is_refused_unless_asked_for(tmp_path):
    many = "".join(f"32.01.01.2{n:03},32.01.01,Desa {n}\n" for n in range(100, 200))
    load_regions(source=edition(tmp_path / "first", villages=VILLAGES + many))
    short = edition(tmp_path / "short")

    with pytest.raises(Invalid, match="allow-shrinking"):
        load_regions(source=short)

    assert load_regions(source=short, allow_shrinking=True).retired == 100


def test_edition_may_be_an_archive_with_compressed_files(tmp_path):
    directory = edition(tmp_path / "files")
    (directory / "villages.csv.xz").write_bytes(
        lzma.compress((directory / "villages.csv").read_bytes())
    )
    (directory / "villages.csv").unlink()
    with tarfile.open(tmp_path / "edition.tar.xz", "w:xz") as archive:
        archive.add(directory, "data")
    with zipfile.ZipFile(tmp_path / "edition.zip", "w") as archive:
        for path in directory.iterdir():
            archive.write(path, f"data/{path.name}")

    assert load_regions(source=tmp_path / "edition.tar.xz").added == 15
    assert load_regions(source=tmp_path / "edition.zip").is_unchanged


@pytest.mark.parametrize("content", [b"", b"not an archive", b"\xfd7zXZ\x00broken"])
def test_source_that_is_no_archive_is_a_plain_error_of_the_command(tmp_path, content):
    source = tmp_path / "edition.tar.xz"
    source.write_bytes(content)

    with pytest.raises(CommandError, match=r"edition\.tar\.xz"):
        call_command("load_regions", source=source)


def test_source_that_does_not_exist_is_a_plain_error(tmp_path):
    with pytest.raises(Invalid):
        load_regions(source=tmp_path / "nowhere")
