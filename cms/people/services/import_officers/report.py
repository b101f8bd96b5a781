"""Files to download: the list of mistakes, and an empty file to fill in."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from cms.people.services.import_officers.columns import HELP, Column, label
from cms.people.services.import_officers.planning import Plan

_TEXT_FORMAT = "@"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_TEMPLATE_ROWS = 500
EXAMPLE = {
    Column.NRP: "85010203",
    Column.NAME: "Budi Santoso",
    Column.RANK: "Bripka",
    Column.UNIT: "POLSEK-320101",
    Column.VILLAGES: "32.01.01.1001; 32.01.01.1002",
    Column.PUBLIC_PHONE: "0812-3456-7890",
    Column.PRIVATE_PHONE: "",
    Column.PRIVATE_EMAIL: "",
    Column.BEGINS_ON: "17/08/2026",
}


def inert(cell: str) -> str:
    """``cell`` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.lstrip(" \n").startswith(_DANGEROUS) else cell


def mistakes_csv(plan: Plan) -> bytes:
    """One line a mistake: row, NRP, name, column, what to do. UTF-8 with its mark, semicolons."""
    lines = [
        [str(row.number), row.nrp, row.name, problem.column, problem.message]
        for row in plan.rows
        for problem in row.problems
    ]
    return _csv([[_("Baris"), "NRP", _("Nama"), _("Kolom"), _("Yang perlu diperbaiki")], *lines])


def template_csv() -> bytes:
    """The header, one example row."""
    return _csv([[label(column) for column in Column], [EXAMPLE[column] for column in Column]])


def template_xlsx() -> bytes:
    """The same as a sheet whose cells are text, so that no NRP loses a digit; help beside it."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Bhabinkamtibmas"
    sheet.append([label(column) for column in Column])
    sheet.append([EXAMPLE[column] for column in Column])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 22
    for row in sheet.iter_rows(min_row=2, max_row=_TEMPLATE_ROWS, max_col=len(Column)):
        for cell in row:
            cell.number_format = _TEXT_FORMAT
    sheet.freeze_panes = "A2"
    guide = book.create_sheet(_("Petunjuk"))
    guide.column_dimensions["B"].width = 80
    for column in Column:
        guide.append([label(column), str(HELP[column])])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _csv(lines: list[list[str]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";")
    writer.writerows([[inert(cell) for cell in line] for line in lines])
    return stream.getvalue().encode("utf-8-sig")
