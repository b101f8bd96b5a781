"""Turns the bytes of a CSV or XLSX file into rows of text, within bounds; nothing is evaluated."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from cms.base.errors import Invalid, TooLarge, UnsupportedMedia

MOST_BYTES = 12 * 1024 * 1024
MOST_UNPACKED_BYTES = 120 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS = 50_000
MOST_LINES = 4 * MOST_ROWS  # of an XLSX sheet, empty ones included
MOST_COLUMNS = 40
LONGEST_CELL = 500
FORMULA = "="
DELIMITERS = ",;\t|"
_CHUNK_BYTES = 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# A password, an unknown compression, a wrong check sum, an early end.
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    OSError,
)
_SEPARATOR_LINE = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the person sees it: its number in the sheet (from 1) and its cells as text."""

    number: int
    cells: tuple[str, ...]


def read_rows(data: bytes) -> list[Row]:
    """The rows of the file that hold anything, the header among them.

    The content decides what it is, never the name. Raises TooLarge, UnsupportedMedia, Invalid.
    """
    if len(data) > MOST_BYTES:
        raise TooLarge(
            _("Berkas lebih besar dari %(most)d MB.") % {"most": MOST_BYTES // 1024 // 1024}
        )
    if not data.strip(b"\x00\r\n\t ,;"):
        raise Invalid(_("Berkas ini kosong."))
    if data.startswith(b"PK\x03\x04"):
        return _bounded(_xlsx_rows(data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnsupportedMedia(
            _("Ini berkas Excel lama (.xls) atau berkas bersandi. Simpan ulang sebagai .xlsx.")
        )
    return _bounded(_csv_rows(data))


def _bounded(records: Iterable[tuple[str, ...]]) -> list[Row]:
    rows = []
    for number, cells in enumerate(records, start=1):
        if not any(cells):
            continue
        if len(rows) > MOST_ROWS:
            raise TooLarge(_("Paling banyak %(most)d baris sekali impor.") % {"most": MOST_ROWS})
        # One character more than allowed: enough to be refused by name, row and column.
        rows.append(Row(number, tuple(cell[: LONGEST_CELL + 1] for cell in cells)))
    return rows


def _csv_rows(data: bytes) -> Iterator[tuple[str, ...]]:
    text = _decode(data)
    separator = _SEPARATOR_LINE.match(text)
    delimiter = separator[1] if separator else _delimiter(text)
    if separator:
        yield ()
        text = text[separator.end() :]
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield tuple(cell.strip() for cell in record[:MOST_COLUMNS])
    except csv.Error:
        raise Invalid(
            _("Berkas CSV ini tidak dapat dibaca: mungkin ada tanda kutip yang tidak ditutup.")
        ) from None


def _decode(data: bytes) -> str:
    """UTF-8, UTF-16 (with or without its mark) or Windows-1252."""
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif data[:2000].count(0) > len(data[:2000]) // 4:
        # Latin letters in UTF-16 have a zero in every second byte.
        encoding = "utf-16-be" if data[:1] == b"\x00" else "utf-16-le"
    for candidate in (encoding, "cp1252"):
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
        break
    raise UnsupportedMedia(_("Ini bukan berkas CSV atau XLSX. Simpan ulang dari lembar kerja."))


def _delimiter(text: str) -> str:
    """Whichever of the usual ones occurs most, outside quotes, in the first lines."""
    head = re.sub(r'"[^"]*"', "", text[:4000])
    counts = {delimiter: head.count(delimiter) for delimiter in DELIMITERS}
    # A decimal comma or a village's name may hold a comma: others win where they occur as often.
    return max(DELIMITERS[1:] + ",", key=lambda d: counts[d])


def _xlsx_rows(data: bytes) -> list[tuple[str, ...]]:
    _refuse_bomb(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and printing, which nobody asked for
            book = load_workbook(
                io.BytesIO(data), read_only=True, data_only=False, keep_links=False
            )
            try:
                sheet = book.active or book.worksheets[0]
                records = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
                return [tuple(map(_text, record)) for record in islice(records, MOST_LINES)]
            finally:
                book.close()
    except Exception as error:  # the library raises whatever a broken file makes it stumble over
        raise UnsupportedMedia(
            _("Berkas XLSX ini rusak. Simpan ulang dari lembar kerja, lalu coba lagi.")
        ) from error


def _refuse_bomb(data: bytes) -> None:
    """Unpack once, bounded, and look for entity declarations, before any XML parser sees it."""
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
                raise UnsupportedMedia(
                    _("Ini bukan berkas XLSX. Simpan ulang dari lembar kerja sebagai .xlsx.")
                )
            if len(parts) > MOST_PARTS:
                raise TooLarge(_("Berkas XLSX ini terlalu rumit; salin isinya ke berkas baru."))
            for part in parts:
                tail = b""
                with archive.open(part) as stream:
                    while chunk := stream.read(_CHUNK_BYTES):
                        unpacked += len(chunk)
                        if unpacked > MOST_UNPACKED_BYTES:
                            raise TooLarge(
                                _("Isi berkas XLSX ini terlalu besar; salin isinya ke berkas baru.")
                            )
                        window = (tail + chunk).replace(b"\x00", b"")
                        if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                            raise UnsupportedMedia(_("Berkas XLSX ini memuat bagian terlarang."))
                        tail = chunk[-32:]
    except (
        zipfile.BadZipFile,
        RuntimeError,
        NotImplementedError,
        EOFError,
        OSError,
        zlib.error,
    ) as error:
        raise UnsupportedMedia(
            _("Berkas XLSX ini rusak atau bersandi. Simpan ulang tanpa sandi.")
        ) from error


def _text(value) -> str:
    """A cell's value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value).strip()
    return FORMULA  # an array formula or the like


def is_formula(cell: str) -> bool:
    """True for a cell that would be calculated: we never do that."""
    return cell.startswith(FORMULA)
