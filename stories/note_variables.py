"""Variables in ready-made notes: ``{nama}`` becomes the officer's name, and so on."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from stories.models import Report

_VARIABLE = re.compile(r"\{([a-z]+)\}")
NAMES = ("nama", "pangkat", "judul", "kegiatan", "desa", "satuan")


def variables() -> dict[str, str]:
    """Each variable with what it stands for, for the editor's help."""
    return {
        "nama": _("nama Bhabinkamtibmas"),
        "pangkat": _("pangkatnya"),
        "judul": _("judul laporan"),
        "kegiatan": _("jenis kegiatan"),
        "desa": _("desa atau kelurahan"),
        "satuan": _("satuan pelapor"),
    }


def fill(text: str, report: Report) -> str:
    """``text`` with every known variable of ``report`` filled in; unknown ones stay as typed."""
    if "{" not in text:
        return text
    values = {
        "nama": report.officer.name,
        "pangkat": report.officer.get_rank_display(),
        "judul": report.title,
        "kegiatan": str(report.activity or ""),
        "desa": report.village.name if report.village else "",
        "satuan": report.unit.name,
    }
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


def unknown_variables(text: str) -> list[str]:
    """What looks like a variable in ``text`` but is none: a typing mistake to point at."""
    return sorted(set(_VARIABLE.findall(text)) - set(NAMES))
