"""Which column is which: header names as people write them, in Indonesian or English."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.base.errors import Invalid
from cms.people.services.import_officers.reading import Row
from cms.places.naming import search_key

# A title and a date may stand above the header.
_HEADER_WITHIN_ROWS = 10


class Column(StrEnum):
    """The columns of an import; the value names the officer's field where there is one."""

    NRP = "nrp"
    NAME = "name"
    RANK = "rank"
    UNIT = "unit"
    VILLAGES = "villages"
    PUBLIC_PHONE = "public_phone"
    PRIVATE_PHONE = "private_phone"
    PRIVATE_EMAIL = "private_email"
    BEGINS_ON = "begins_on"


REQUIRED = (Column.NRP, Column.NAME, Column.RANK, Column.UNIT)
# The first name is the one in the template and in sentences.
NAMES = {
    Column.NRP: ("NRP", "NIP", "NRP/NIP", "No. NRP", "service number"),
    Column.NAME: ("Nama", "nama lengkap", "nama personel", "name", "full name"),
    Column.RANK: ("Pangkat", "rank"),
    Column.UNIT: ("Satuan", "kesatuan", "kode satuan", "satker", "polsek", "unit"),
    Column.VILLAGES: (
        "Desa",
        "kode desa",
        "desa/kelurahan",
        "desa binaan",
        "kelurahan",
        "village",
        "villages",
        "village code",
    ),
    Column.PUBLIC_PHONE: ("Telepon publik", "telepon dinas", "telepon untuk warga", "public phone"),
    # A telephone number that nobody called public stays private.
    Column.PRIVATE_PHONE: (
        "Telepon pribadi",
        "telepon",
        "no. telepon",
        "no. hp",
        "hp",
        "phone",
        "private phone",
    ),
    Column.PRIVATE_EMAIL: ("E-mail", "email pribadi", "surel", "private e-mail"),
    Column.BEGINS_ON: (
        "Mulai tugas",
        "mulai",
        "tanggal mulai",
        "tmt",
        "start date",
        "begins on",
    ),
}
_BY_KEY = {search_key(name): column for column, names in NAMES.items() for name in names}
HELP = {
    Column.NRP: gettext_lazy("8 angka, kolomnya berformat teks"),
    Column.NAME: gettext_lazy("nama lengkap tanpa pangkat"),
    Column.RANK: gettext_lazy("misalnya Bripka, Aipda"),
    Column.UNIT: gettext_lazy("kode (POLSEK-320101) atau nama satuan"),
    Column.VILLAGES: gettext_lazy("kode desa (32.01.01.1001); beberapa desa dipisah titik koma"),
    Column.PUBLIC_PHONE: gettext_lazy("tampil di halaman publik"),
    Column.PRIVATE_PHONE: gettext_lazy("tidak pernah tampil di luar"),
    Column.PRIVATE_EMAIL: gettext_lazy("tidak pernah tampil di luar"),
    Column.BEGINS_ON: gettext_lazy("hari/bulan/tahun; kosong berarti hari ini"),
}


def label(column: Column) -> str:
    """The name of ``column`` in sentences and in the template."""
    return NAMES[column][0]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each column is, and the header names that say nothing to us."""

    places: dict[Column, int]
    ignored: tuple[str, ...]
    first_row: int

    def cell(self, row: Row, column: Column) -> str:
        """The text in ``column`` of ``row``; empty where there is none."""
        place = self.places.get(column)
        return row.cells[place] if place is not None and place < len(row.cells) else ""


def layout_of(rows: list[Row]) -> Layout:
    """Find the header among the first rows.

    Raises Invalid when there is none, or when columns are missing or come twice.
    """
    for index, row in enumerate(rows[:_HEADER_WITHIN_ROWS]):
        found = [_BY_KEY.get(search_key(cell[:60])) for cell in row.cells]
        if len(set(found) - {None}) >= 2:
            return _layout(row, found, index + 1)
    raise Invalid(
        _("Tidak ada baris judul kolom. Pakai berkas contoh; kolomnya: %(names)s.")
        % {"names": ", ".join(map(label, NAMES))}
    )


def _layout(row: Row, found: list[Column | None], first_row: int) -> Layout:
    places: dict[Column, int] = {}
    for place, column in enumerate(found):
        if column is None:
            continue
        if column in places:
            raise Invalid(_("Kolom “%(name)s” ada dua kali.") % {"name": label(column)})
        places[column] = place
    missing = [label(column) for column in REQUIRED if column not in places]
    if missing:
        raise Invalid(
            _("Kolom ini tidak ada: %(names)s. Pakai berkas contoh.")
            % {"names": ", ".join(missing)}
        )
    ignored = tuple(
        cell for cell, column in zip(row.cells, found, strict=True) if cell and column is None
    )
    return Layout(places, ignored, first_row)
