"""Officers from a file: every way to write it, every way to get it wrong, all or nothing."""

import csv
import datetime
import io
import zipfile

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from cms.base.errors import Conflict, Invalid, Missing, Refused, TooLarge, UnsupportedMedia
from cms.base.models import AuditEvent
from cms.people.models import Officer, OfficerImport, Posting, Rank, Role
from cms.people.services import import_officers as imports
from cms.people.services.import_officers import reading, report
from cms.people.services.import_officers.planning import Outcome
from cms.places.models import FormerCode
from tests.factories.people import OfficerFactory, PostingFactory, person, place, unit

HEADER = "NRP;Nama;Pangkat;Satuan;Desa;Telepon publik;Telepon pribadi;E-mail;Mulai tugas"
BUDI = "85010203;Budi Santoso;Bripka;POLSEK-320101;32.01.01.1001;;;;17/08/2026"


@pytest.fixture
def administrator(db):
    unit("POLSEK-320101")
    unit("POLSEK-320201")
    place()
    return person(Role.ADMINISTRATOR, "POLRES-3201")


def sheet(*lines: str, header: str = HEADER) -> bytes:
    """A CSV file of these lines."""
    return "\n".join([header, *lines]).encode()


def xlsx(*rows: tuple, header: str = HEADER) -> bytes:
    """An XLSX file of these rows."""
    book = Workbook()
    book.active.append(header.split(";"))
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def plan_of(actor, *lines: str, **fields) -> imports.Plan:
    return imports.make_plan(actor=actor, data=sheet(*lines, **fields))


def only(plan: imports.Plan) -> imports.RowPlan:
    (row,) = plan.rows
    return row


def mistake(plan: imports.Plan) -> tuple[str, str]:
    """(column, sentence) of the only mistake."""
    (problem,) = only(plan).problems
    return problem.column, problem.message


def test_a_dry_run_writes_no_officer(administrator):
    _row, plan = imports.check(actor=administrator, data=sheet(BUDI), file_name="a.csv")

    assert plan.counts == {"new": 1, "changed": 0, "same": 0, "wrong": 0}
    assert Officer.objects.count() == 0


def test_one_press_applies_everything(administrator):
    row, _plan = imports.check(actor=administrator, data=sheet(BUDI), file_name="a.csv")

    row = imports.commit(actor=administrator, officer_import=row)

    officer = Officer.objects.get()
    assert (officer.nrp, officer.rank, officer.unit.code, officer.slug) == (
        "85010203",
        Rank.BRIPKA,
        "POLSEK-320101",
        "budi-santoso",
    )
    posting = officer.postings.get()
    assert (posting.village.code, posting.begins_on) == (
        "32.01.01.1001",
        datetime.date(2026, 8, 17),
    )
    assert (row.created_count, row.changed_count) == (1, 0)
    event = AuditEvent.objects.get(verb="officers.imported")
    assert (event.actor_id, event.data["created"]) == (administrator.pk, 1)


def test_the_file_is_gone_once_applied(administrator, django_capture_on_commit_callbacks):
    row, _plan = imports.check(actor=administrator, data=sheet(BUDI), file_name="a.csv")
    name = row.file.name
    assert storages["default"].exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        row = imports.commit(actor=administrator, officer_import=row)

    assert not storages["default"].exists(name)
    with pytest.raises(Missing):
        imports.commit(actor=administrator, officer_import=row)


def test_a_newer_file_replaces_the_one_that_waits(administrator):
    first, _plan = imports.check(actor=administrator, data=sheet(BUDI), file_name="a.csv")

    imports.check(actor=administrator, data=sheet(BUDI), file_name="b.csv")

    assert not OfficerImport.objects.filter(pk=first.pk).exists()


def test_files_that_nobody_applied_are_forgotten(administrator):
    row, _plan = imports.check(actor=administrator, data=sheet(BUDI), file_name="a.csv")
    assert imports.forget_old() == 0
    OfficerImport.objects.filter(pk=row.pk).update(
        created_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    )

    assert imports.forget_old() == 1


def test_one_wrong_row_stops_all(administrator):
    data = sheet(BUDI, "85010204;Ani;Bripka;POLSEK-999999;;;;;")
    row, plan = imports.check(actor=administrator, data=data, file_name="a.csv")

    with pytest.raises(Conflict):
        imports.commit(actor=administrator, officer_import=row)

    assert plan.counts["wrong"] == 1
    assert Officer.objects.count() == 0


def test_importing_the_same_again_changes_nothing(administrator):
    imports.run(actor=administrator, data=sheet(BUDI), file_name="a.csv")

    row, plan = imports.run(actor=administrator, data=sheet(BUDI), file_name="a.csv")

    assert row is None
    assert plan.counts["same"] == 1
    assert Posting.objects.count() == 1


def test_a_change_names_its_columns_and_empty_cells_take_nothing_away(administrator):
    officer = OfficerFactory(nrp="85010203", name="Budi Santoso", public_phone="0811111111")
    line = "85010203;Budi Santoso;Aipda;POLSEK-320101;32.01.01.1001;;0812-3456-7890;;"

    plan = plan_of(administrator, line)
    imports.run(actor=administrator, data=sheet(line), file_name="a.csv")

    officer.refresh_from_db()
    assert only(plan).changes == ["Pangkat", "Telepon pribadi", "Desa"]
    assert (officer.rank, officer.public_phone, officer.private_phone) == (
        Rank.AIPDA,
        "0811111111",
        "0812-3456-7890",
    )
    assert officer.postings.count() == 1


def test_a_new_unit_ends_what_is_not_named(administrator):
    unit("POLSEK-320102")
    officer = OfficerFactory(nrp="85010203", name="Budi Santoso", posted=True)
    place("32.01.02.2001", "Sukamaju")
    line = "85010203;Budi Santoso;Bripka;POLSEK-320102;32.01.02.2001;;;;2026-08-17"

    imports.run(actor=administrator, data=sheet(line), file_name="a.csv")

    assert set(officer.postings.values_list("village__code", "ends_on")) == {
        ("32.01.01.1001", datetime.date(2026, 8, 16)),
        ("32.01.02.2001", None),
    }


def test_a_changed_name_is_the_accounts_name(administrator):
    officer = OfficerFactory(signed_up=True, nrp="85010203")

    imports.run(actor=administrator, data=sheet(BUDI), file_name="a.csv")

    officer.user.refresh_from_db()
    assert str(officer.user) == "Budi Santoso"


def test_data_that_changed_meanwhile_is_shown_again(administrator):
    row, _plan = imports.check(actor=administrator, data=sheet(BUDI), file_name="a.csv")
    OfficerFactory(nrp="85010203", name="Somebody")

    with pytest.raises(Conflict, match="berubah"):
        imports.commit(actor=administrator, officer_import=row)
    row.refresh_from_db()
    imports.commit(actor=administrator, officer_import=row)

    assert Officer.objects.get().name == "Budi Santoso"


def test_somebody_elses_file_is_missing(administrator):
    row, _plan = imports.check(actor=administrator, data=sheet(BUDI), file_name="a.csv")

    with pytest.raises(Missing):
        imports.commit(actor=person(Role.ADMINISTRATOR, "MABES"), officer_import=row)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LEADER, None])
def test_only_administrators_import(administrator, role):
    with pytest.raises(Refused):
        imports.check(actor=person(role), data=sheet(BUDI), file_name="a.csv")


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        ("8.5E+07;Budi;Bripka;POLSEK-320101;;;;;", "NRP", "teks"),
        ("8,5E+07;Budi;Bripka;POLSEK-320101;;;;;", "NRP", "teks"),
        ("5010203;Budi;Bripka;POLSEK-320101;;;;;", "NRP", "nol di depan"),
        ("850102034;Budi;Bripka;POLSEK-320101;;;;;", "NRP", "9 angka"),
        (";Budi;Bripka;POLSEK-320101;;;;;", "NRP", "kosong"),
        ("85o10203;Budi;Bripka;POLSEK-320101;;;;;", "NRP", "selain angka"),
        ("=85010203;Budi;Bripka;POLSEK-320101;;;;;", "NRP", "rumus"),
        ("85010203;;Bripka;POLSEK-320101;;;;;", "Nama", "kosong"),
        (f"85010203;{'x' * 600};Bripka;POLSEK-320101;;;;;", "Nama", "500"),
        ("85010203;Budi;Jenderal;POLSEK-320101;;;;;", "Pangkat", "Pilihan"),
        ("85010203;Budi;Bripka;;;;;;", "Satuan", "kosong"),
        ("85010203;Budi;Bripka;Polsek Entah;;;;;", "Satuan", "tidak ditemukan"),
        ("85010203;Budi;Bripka;POLSEK-320201;;;;;", "Satuan", "di luar wilayah"),
        ("85010203;Budi;Bripka;POLSEK-320101;32.01.01.9999;;;;", "Desa", "tidak ada"),
        ("85010203;Budi;Bripka;POLSEK-320101;32.01.01;;;;", "Desa", "tidak ada"),
        ("85010203;Budi;Bripka;POLSEK-320101;;halo;;;", "Telepon publik", "tidak dapat dibaca"),
        ("85010203;Budi;Bripka;POLSEK-320101;;;;a@;", "E-mail", "tidak benar"),
        ("85010203;Budi;Bripka;POLSEK-320101;;;;;31/02/2026", "Mulai tugas", "17/08/2025"),
        ("85010203;Budi;Bripka;POLSEK-320101;;;;;01/01/0001", "Mulai tugas", "masuk akal"),
    ],
)
def test_a_mistake_names_its_column_and_what_to_do(administrator, line, column, says):
    found_column, message = mistake(plan_of(administrator, line))

    assert found_column == column
    assert says in message


def test_an_nrp_twice_names_the_first_row(administrator):
    plan = plan_of(administrator, BUDI, "", BUDI)

    assert [row.outcome for row in plan.rows] == [Outcome.NEW, Outcome.WRONG]
    assert "baris 2" in plan.rows[1].problems[0].message
    assert plan.rows[1].number == 4


def test_an_officer_of_another_unit_is_refused_without_telling_more(administrator):
    OfficerFactory(nrp="85010203", name="Rahasia", unit=unit("POLSEK-320201"))

    column, message = mistake(plan_of(administrator, BUDI))

    assert column == "NRP"
    assert "di luar wilayah" in message
    assert "Rahasia" not in message


def test_an_officer_who_left_is_not_brought_back_by_a_file(administrator):
    OfficerFactory(nrp="85010203", name="Budi Santoso", is_active=False)

    assert mistake(plan_of(administrator, BUDI))[0] == "NRP"


def test_a_village_no_longer_in_force_is_refused(administrator):
    village = place()
    village.retired_on = datetime.date(2026, 1, 1)
    village.save()

    assert "tidak berlaku" in mistake(plan_of(administrator, BUDI))[1]


def test_a_former_code_leads_to_the_village_of_today(administrator):
    FormerCode.objects.create(
        code="32.01.99.1001", region=place(), changed_on=datetime.date(2025, 1, 1)
    )

    plan = plan_of(administrator, BUDI.replace("32.01.01.1001", "32.01.99.1001"))

    assert only(plan).new_villages == [place()]


def test_a_posting_that_overlaps_is_refused(administrator):
    officer = OfficerFactory(nrp="85010203", name="Budi Santoso")
    PostingFactory(officer=officer, ends_on=datetime.date(2026, 12, 31))

    assert mistake(plan_of(administrator, BUDI))[0] == "Desa"


def test_units_of_one_name_ask_for_the_code(administrator):
    for code in ("POLSEK-320101", "POLSEK-320201"):
        found = unit(code)
        found.name = "Polsek Kota"
        found.save()

    column, message = mistake(plan_of(administrator, BUDI.replace("POLSEK-320101", "polsek kota")))

    assert column == "Satuan"
    assert "POLSEK-320101, POLSEK-320201" in message


@pytest.mark.parametrize("nrp", [" 8501 0203 ", "85010203.0", "'85010203", "85.010.203"])
def test_an_nrp_is_understood_as_people_write_it(administrator, nrp):
    plan = plan_of(administrator, f"{nrp};Budi;brigadir;polsek 320101;3201011001;;;;")

    assert (only(plan).nrp, only(plan).outcome) == ("85010203", Outcome.NEW)
    assert [village.code for village in only(plan).new_villages] == ["32.01.01.1001"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found_out(administrator, encoding, delimiter):
    text = f"{HEADER}\n{BUDI.replace('Budi', 'Andrée')}".replace(";", delimiter)

    plan = imports.make_plan(actor=administrator, data=text.encode(encoding))

    assert only(plan).name == "Andrée Santoso"
    assert only(plan).outcome == Outcome.NEW


@pytest.mark.parametrize(
    "header",
    [
        "nrp , NAMA LENGKAP,pangkat,Kesatuan",
        "Service Number,Full name,RANK,Unit",
        "No. NRP,Nama,Pangkat,Kode Satuan",
    ],
)
def test_header_names_are_tolerant(administrator, header):
    plan = plan_of(administrator, "85010203,Budi,Aiptu,POLSEK-320101", header=header)

    assert only(plan).outcome == Outcome.NEW


def test_lines_above_the_header_and_unknown_columns_do_no_harm(administrator):
    data = f"DATA BHABIN\n\nsep\nCatatan;{HEADER}\nx;{BUDI}".encode()

    plan = imports.make_plan(actor=administrator, data=data)

    assert (only(plan).outcome, only(plan).number) == (Outcome.NEW, 5)
    assert plan.ignored_columns == ("Catatan",)


def test_excels_separator_line_is_obeyed(administrator):
    data = f"sep=|\r\n{HEADER}\r\n{BUDI}".replace(";", "|").encode()

    assert only(imports.make_plan(actor=administrator, data=data)).outcome == Outcome.NEW


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", Invalid),
        (b"\r\n\r\n", Invalid),
        (b"apa saja", Invalid),
        (HEADER.encode(), Invalid),
        (b"NRP;Nama\n85010203;Budi", Invalid),
        (f"{HEADER};NIP\n{BUDI};1".encode(), Invalid),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), UnsupportedMedia),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, UnsupportedMedia),
        (b"PK\x03\x04 truncated", UnsupportedMedia),
        (f"{HEADER}\n{BUDI}\x00".encode(), UnsupportedMedia),
        (f'{HEADER}\n"{"x" * 140_000}'.encode(), Invalid),
        (b"x" * (reading.MOST_BYTES + 1), TooLarge),
        (f"{HEADER}\n{BUDI}\n".encode() * 30_000, TooLarge),
    ],
)
def test_files_that_cannot_be_read_say_so(administrator, data, error):
    with pytest.raises(error):
        imports.make_plan(actor=administrator, data=data)


def test_an_xlsx_with_numbers_and_dates_is_read(administrator):
    begins = datetime.datetime(2026, 8, 17)  # noqa: DTZ001 (a cell has no zone)
    data = xlsx(
        (
            85010203,
            "Budi",
            "Bripka",
            "POLSEK-320101",
            "32.01.01.1001",
            None,
            8123456789.0,
            None,
            begins,
        )
    )

    row = only(imports.make_plan(actor=administrator, data=data))

    assert (row.outcome, row.nrp, row.begins_on) == (
        Outcome.NEW,
        "85010203",
        datetime.date(2026, 8, 17),
    )
    assert row.values["private_phone"] == "8123456789"


def test_a_formula_is_never_calculated(administrator):
    data = xlsx(("85010203", '=HYPERLINK("http://x.test")', "Bripka", "POLSEK-320101"))

    column, message = mistake(imports.make_plan(actor=administrator, data=data))

    assert (column, "rumus" in message) == ("Nama", True)


def rezipped(data: bytes, name: str, content: bytes) -> bytes:
    """``data`` with the part ``name`` replaced."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, content)
    return stream.getvalue()


def test_a_zip_bomb_is_refused(administrator):
    bomb = rezipped(xlsx(), "xl/sharedStrings.xml", b" " * (reading.MOST_UNPACKED_BYTES + 1))
    assert len(bomb) < 200_000

    with pytest.raises(TooLarge):
        imports.make_plan(actor=administrator, data=bomb)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/worksheets/sheet1.xml", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><worksheet/>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"),
        ("xl/workbook.xml", b"\x00\x01"),
    ],
)
def test_a_hostile_or_broken_xlsx_is_refused(administrator, part, content):
    with pytest.raises(UnsupportedMedia):
        imports.make_plan(actor=administrator, data=rezipped(xlsx(), part, content))


def test_another_zip_is_no_sheet(administrator):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    with pytest.raises(UnsupportedMedia):
        imports.make_plan(actor=administrator, data=stream.getvalue())


@pytest.mark.parametrize("rows", [1, 5])
def test_planning_takes_the_same_queries_for_any_number_of_rows(
    administrator, django_assert_num_queries, rows
):
    lines = [BUDI.replace("85010203", f"8501020{n}") for n in range(rows)]
    for n in range(rows):
        OfficerFactory(nrp=f"8501020{n}", posted=True)
    data = sheet(*lines)

    # units, officers, postings, villages; the actor's roles are known
    with django_assert_num_queries(4):
        imports.make_plan(actor=administrator, data=data)


@pytest.mark.parametrize("cell", ["=1+1", "+62811", "-1", "@SUM(A1)", "\t=1", " =1"])
def test_no_cell_of_a_report_is_a_formula(cell):
    assert report.inert(cell) == f"'{cell}"


def test_the_mistakes_come_as_a_file(administrator):
    plan = plan_of(administrator, "=cmd|'/c calc';+Budi Santoso;Bripka;POLSEK-320101;;;;;")

    text = imports.mistakes_csv(plan).decode("utf-8-sig")

    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert lines[0] == ["Baris", "NRP", "Nama", "Kolom", "Yang perlu diperbaiki"]
    assert lines[1][:4] == ["2", "'=cmd|'/c calc'", "'+Budi Santoso", "NRP"]


@pytest.mark.parametrize("make", [imports.template_csv, imports.template_xlsx])
def test_the_template_can_be_imported_as_it_is(administrator, make):
    place("32.01.01.1002", "Cirimekar")

    plan = imports.make_plan(actor=administrator, data=make())

    assert only(plan).problems == []
    assert len(only(plan).new_villages) == 2


def test_cells_of_the_template_are_text(db):
    sheet_one = load_workbook(io.BytesIO(imports.template_xlsx())).worksheets[0]

    assert sheet_one["A2"].number_format == "@"


def test_the_command_shows_first_and_writes_on_demand(administrator, tmp_path, capsys):
    file = tmp_path / "officers.csv"
    file.write_bytes(sheet(BUDI))

    call_command("import_officers", file)
    assert Officer.objects.count() == 0
    call_command("import_officers", file, commit=True, login=administrator.email)

    assert Officer.objects.count() == 1
    assert "new 1" in capsys.readouterr().out


def test_the_command_names_the_mistakes(administrator, tmp_path, capsys):
    file, mistakes = tmp_path / "officers.csv", tmp_path / "mistakes.csv"
    file.write_bytes(sheet("1;Budi;Bripka;POLSEK-320101;;;;;"))

    with pytest.raises(CommandError):
        call_command("import_officers", file, commit=True, mistakes=mistakes)

    assert "2: NRP:" in capsys.readouterr().out
    assert b"NRP" in mistakes.read_bytes()
    assert Officer.objects.count() == 0


@pytest.mark.parametrize("options", [{"login": "tidak@ada.id"}, {}])
def test_the_command_refuses_a_stranger_and_a_missing_file(db, tmp_path, options):
    with pytest.raises(CommandError):
        call_command("import_officers", tmp_path / "none.csv", **options)
