"""Reads one edition of the areas (four CSV files) and refuses it whole when a line is wrong."""

from __future__ import annotations

import csv
import hashlib
import io
import lzma
import re
import tarfile
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from cms.base.errors import Invalid
from cms.places import naming
from cms.places.models import Level

BUILT_IN = Path(__file__).resolve().parent.parent / "data"
MOST_BYTES = 64 * 1024 * 1024  # of one file, uncompressed; the largest known is 3 MB
MOST_MISTAKES = 20


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    level: Level
    parent_column: str | None
    code: re.Pattern


_FILES = (
    _File("provinces.csv", Level.PROVINCE, None, re.compile(r"\d\d")),
    _File("regencies.csv", Level.REGENCY, "province_code", re.compile(r"\d\d\.\d\d")),
    _File("districts.csv", Level.DISTRICT, "regency_code", re.compile(r"(\d\d\.){2}\d\d")),
    _File("villages.csv", Level.VILLAGE, "district_code", re.compile(r"(\d\d\.){3}[123]\d{3}")),
)


@dataclass(frozen=True, slots=True)
class Area:
    """One area as the edition wants it; ``place_line`` and ``search_key`` are ready to store."""

    code: str
    level: int
    name: str
    kind: str
    parent_code: str
    search_key: str
    place_line: str


@dataclass(frozen=True, slots=True)
class Edition:
    """All areas by code, highest level first, and the SHA-256 of what they were read from."""

    areas: dict[str, Area]
    digest: str


def read_edition(source: Path | None = None) -> Edition:
    """Read the edition in ``source``: a directory, a tar (any compression) or a zip file.

    Each of the four files may be plain or ``.xz``. None: the edition that comes with Sambang.
    Raises Invalid naming file and line of every mistake (the first ``MOST_MISTAKES``).
    """
    contents = _contents(source or BUILT_IN)
    mistakes: list[str] = []
    raw: dict[str, tuple[_File, str]] = {}
    for file in _FILES:
        for line, code, parent, name in _rows(file, contents[file.name], mistakes):
            problem = _problem(file, code, parent, name, raw)
            if problem:
                mistakes.append(f"{file.name}, {_('baris')} {line}: {problem}")
                if len(mistakes) >= MOST_MISTAKES:
                    _refuse(mistakes)
            else:
                raw[code] = (file, name)
    if mistakes:
        _refuse(mistakes)
    digest = hashlib.sha256()
    for file in _FILES:
        digest.update(hashlib.sha256(contents[file.name]).digest())
    return Edition(_areas(raw), digest.hexdigest())


def read_code_changes(path: Path) -> list[tuple[int, str, str]]:
    """The (line, old code, new code) rows of a CSV with columns ``old_code`` and ``new_code``.

    Raises Invalid naming file and line.
    """
    mistakes: list[str] = []
    found: list[tuple[int, str, str]] = []
    try:
        content = _bounded(io.BytesIO(path.read_bytes()), path.name)
    except OSError as error:
        raise Invalid(_("%(file)s tidak dapat dibaca.") % {"file": path}) from error
    olds: set[str] = set()
    news: set[str] = set()
    for line, row in _table(path.name, content, ("old_code", "new_code"), mistakes):
        old, new = row
        if not any(f.code.fullmatch(old) and f.code.fullmatch(new) for f in _FILES):
            mistakes.append(_at(path.name, line, _("kode lama dan baru harus sejenis.")))
        elif old == new or old in olds or new in news:
            mistakes.append(_at(path.name, line, _("kode itu sudah dipakai di pemetaan ini.")))
        olds.add(old)
        news.add(new)
        found.append((line, old, new))
        if len(mistakes) >= MOST_MISTAKES:
            break
    if mistakes:
        _refuse(mistakes)
    return found


def _at(file: str, line: int, problem: str) -> str:
    return f"{file}, {_('baris')} {line}: {problem}"


def _refuse(mistakes: list[str]) -> None:
    intro = _("Data wilayah ini tidak dapat dimuat; tidak ada yang diubah:")
    raise Invalid("\n- ".join([intro, *mistakes]))


def _bounded(stream, name: str) -> bytes:
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Invalid(_("%(file)s terlalu besar.") % {"file": name})
    return content


def _contents(source: Path) -> dict[str, bytes]:
    """The bytes of the four files in ``source``, uncompressed."""
    wanted = {file.name for file in _FILES} | {f"{file.name}.xz" for file in _FILES}
    found: dict[str, bytes] = {}
    try:
        for name, stream in _streams(source, wanted):
            if name.endswith(".xz"):
                with lzma.LZMAFile(stream) as plain:
                    found[name.removesuffix(".xz")] = _bounded(plain, name)
            else:
                found[name] = _bounded(stream, name)
    except (OSError, EOFError, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise Invalid(
            _("%(file)s tidak dapat dibaca sebagai map atau arsip (tar, zip).") % {"file": source}
        ) from error
    missing = [file.name for file in _FILES if file.name not in found]
    if missing:
        raise Invalid(
            _("Di %(source)s tidak ada: %(files)s.")
            % {"source": source, "files": ", ".join(missing)}
        )
    return found


def _streams(source: Path, wanted: set[str]) -> Iterator[tuple[str, io.IOBase]]:
    if source.is_dir():
        for path in sorted(source.iterdir()):
            if path.name in wanted:
                with path.open("rb") as stream:
                    yield path.name, stream
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            for info in archive.infolist():
                name = PurePosixPath(info.filename).name
                if name in wanted:
                    with archive.open(info) as stream:
                        yield name, stream
    else:
        with tarfile.open(source) as archive:
            for member in archive:
                name = PurePosixPath(member.name).name
                if member.isfile() and name in wanted:
                    yield name, archive.extractfile(member)


def _table(
    name: str, content: bytes, columns: tuple[str, ...], mistakes: list[str]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(line, values of ``columns``) of each row; what is wrong goes to ``mistakes``."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        mistakes.append(_at(name, line, _("bukan UTF-8. Simpan berkas sebagai “CSV UTF-8”.")))
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        missing = [column for column in columns if column not in header]
        if missing:
            mistakes.append(
                _at(name, 1, _("kolom tidak ada: %(columns)s.") % {"columns": ", ".join(missing)})
            )
            return
        places = [header.index(column) for column in columns]
        for cells in reader:
            if len(cells) == len(header):
                yield reader.line_num, tuple(cells[place].strip() for place in places)
            elif cells:
                mistakes.append(
                    _at(
                        name,
                        reader.line_num,
                        _("%(found)d kolom, seharusnya %(wanted)d.")
                        % {"found": len(cells), "wanted": len(header)},
                    )
                )
                if len(mistakes) >= MOST_MISTAKES:
                    return
    except csv.Error as error:
        mistakes.append(_at(name, reader.line_num, _("CSV rusak (%(why)s).") % {"why": error}))


def _rows(file: _File, content: bytes, mistakes: list[str]):
    """(line, code, parent code, name) of each row of ``file``."""
    if file.parent_column is None:
        for line, (code, name) in _table(file.name, content, ("code", "name"), mistakes):
            yield line, code, "", name
        return
    columns = ("code", file.parent_column, "name")
    for line, (code, parent, name) in _table(file.name, content, columns, mistakes):
        yield line, code, parent, name


def _problem(file: _File, code: str, parent: str, name: str, known: dict) -> str:
    """What is wrong with this row, or nothing."""
    if not file.code.fullmatch(code) or not code.isascii():
        return _("kode “%(code)s” tidak berbentuk semestinya.") % {"code": code[:30]}
    if code in known:
        return _("kode %(code)s sudah ada di baris sebelumnya.") % {"code": code}
    if parent and parent not in known:
        return _("induk %(parent)s tidak dikenal.") % {"parent": parent[:30]}
    if code.rpartition(".")[0] != parent:
        return _("kode %(code)s tidak berada di bawah %(parent)s.") % {
            "code": code,
            "parent": parent or "–",
        }
    if not naming.search_key(name):
        return _("nama kosong.")
    if len(name) > 100:
        return _("nama lebih dari 100 huruf.")
    if not name.isprintable() or any(unicodedata.category(c) == "Cs" for c in name):
        return _("nama memuat tanda yang tidak dapat ditulis.")
    return ""


def _areas(raw: dict[str, tuple[_File, str]]) -> dict[str, Area]:
    """Finished areas: readable names, and lines that tell same-named villages apart."""
    areas: dict[str, Area] = {}
    lines: dict[str, list[str]] = {}
    for code, (file, name) in raw.items():
        kind = naming.village_kind(code) if file.level == Level.VILLAGE else ""
        shown = naming.village_name(name, kind) if kind else naming.area_name(name)
        above = areas.get(code.rpartition(".")[0])
        line = f"{shown}, {above.place_line}" if above else shown
        lines.setdefault(line, []).append(code)
        areas[code] = Area(
            code=code,
            level=int(file.level),
            name=shown,
            kind=kind,
            parent_code=above.code if above else "",
            search_key=naming.search_key(shown),
            place_line=line,
        )
    for line, codes in lines.items():
        if len(codes) > 1:
            _tell_apart(areas, line, codes)
    return areas


def _tell_apart(areas: dict[str, Area], line: str, codes: list[str]) -> None:
    """Same name in the same area: by kind where that differs, else by code."""
    kinds = [areas[code].kind for code in codes]
    for code in codes:
        area = areas[code]
        own, comma, rest = line.partition(", ")
        if kinds.count(area.kind) == 1:
            own = naming.with_kind(area.name, area.kind)
        else:
            own = f"{naming.with_kind(area.name, area.kind)} ({code})"
        fields = {name: getattr(area, name) for name in Area.__slots__}
        areas[code] = Area(**(fields | {"place_line": f"{own}{comma}{rest}"}))
