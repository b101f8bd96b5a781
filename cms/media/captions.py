"""Captions as WebVTT (W3C): read strictly, cleaned, written anew. Pure: no Django models.

Only times, words and the plainest marks survive; styles, regions, notes and positions do not, so
nothing that a stranger put into a file reaches a reader's browser. SubRip (``.srt``) is taken too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.base.errors import Invalid

BYTES_MAX = 512 * 1024
CUES_MAX = 5000
CUE_LETTERS_MAX = 500
LATE_S = 1.0  # by so much a cue may begin after the end
_TIME = r"(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+.*)?")
_TAG = re.compile(r"<(/?)(b|i|u|v|lang|c|ruby|rt)?(?:\.[^\s>]*)?(?:[ \t][^>]*)?>|<[\d:.]+>")
_PLAIN_TAGS = {"b", "i", "u"}
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", ""))
_BLOCKS_LEFT_OUT = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words on the screen between two moments, in milliseconds."""

    starts_ms: int
    ends_ms: int
    text: str


def clean(text: str, *, duration_s: float) -> str:
    """``text`` (WebVTT or SubRip) as clean WebVTT. Raises Invalid, naming the line."""
    return written(read(text, duration_s=duration_s))


def decoded(data: bytes) -> str:
    """The text of an uploaded file. Raises Invalid when it is too large or no UTF-8."""
    if len(data) > BYTES_MAX:
        raise Invalid(_("Berkas teks ini terlalu besar; paling besar 512 kB."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(_("Berkas teks ini bukan UTF-8. Simpan ulang sebagai UTF-8.")) from None


def read(text: str, *, duration_s: float) -> list[Cue]:
    """The cues of ``text`` in order of time. Raises Invalid, naming the line."""
    if len(text.encode("utf-8", "replace")) > BYTES_MAX:
        raise Invalid(_("Berkas teks ini terlalu besar; paling besar 512 kB."))
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues: list[Cue] = []
    for number, block in _blocks(lines):
        cue = _cue(number, block, duration_s)
        if cue is None:
            continue
        if len(cues) == CUES_MAX:
            numbers = {"max": CUES_MAX}
            raise Invalid(_("Terlalu banyak baris teks; paling banyak %(max)s.") % numbers)
        cues.append(cue)
    if not cues:
        raise Invalid(
            _("Tidak ada teks yang terbaca. Tulis waktu seperti 00:01.000 --> 00:04.000.")
        )
    return sorted(cues, key=lambda cue: (cue.starts_ms, cue.ends_ms))


def _blocks(lines: list[str]):
    """(number of its first line, lines) of each run of lines that are not blank."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(number: int, block: list[str], duration_s: float) -> Cue | None:
    first = block[0].strip()
    if number == 1 and first.startswith("WEBVTT"):
        # What stands directly below the signature belongs to the header.
        return None if not any("-->" in line for line in block) else _cue(2, block[1:], duration_s)
    if first.split(" ")[0] in _BLOCKS_LEFT_OUT and "-->" not in first:
        return None
    at = 0 if "-->" in first else 1  # a cue may have a name or a number before its times
    timing = _TIMING.fullmatch(block[at].strip()) if len(block) > at else None
    if timing is None:
        raise Invalid(
            _("Baris %(number)s tidak terbaca. Tulis waktu seperti 00:01.000 --> 00:04.000.")
            % {"number": number + at}
        )
    starts, ends = _ms(timing.groups()[:4]), _ms(timing.groups()[4:])
    where = {"number": number + at}
    if ends <= starts:
        raise Invalid(_("Baris %(number)s: waktu selesai harus sesudah waktu mulai.") % where)
    if starts > (duration_s + LATE_S) * 1000:
        raise Invalid(_("Baris %(number)s: waktunya sesudah rekaman selesai.") % where)
    words = "\n".join(filter(None, (_words(line) for line in block[at + 1 :])))
    if len(words) > CUE_LETTERS_MAX:
        raise Invalid(
            _("Baris %(number)s: teksnya terlalu panjang; pecah menjadi beberapa bagian.") % where
        )
    return Cue(starts, ends, words) if words else None


def _ms(parts) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _words(line: str) -> str:
    """One line with bold, italic and underline kept and everything else as plain letters."""
    parts, open_tags, position = [], [], 0
    for tag in _TAG.finditer(line):
        parts.append(_escaped(line[position : tag.start()]))
        position = tag.end()
        closes, name = tag[1], tag[2]
        if name not in _PLAIN_TAGS:
            continue
        if not closes:
            open_tags.append(name)
            parts.append(f"<{name}>")
        elif name in open_tags:
            while open_tags:
                last = open_tags.pop()
                parts.append(f"</{last}>")
                if last == name:
                    break
    parts.append(_escaped(line[position:]))
    parts += [f"</{name}>" for name in reversed(open_tags)]
    return "".join(parts).strip()


def _escaped(text: str) -> str:
    for entity, letter in _ENTITIES:
        text = text.replace(entity, letter)
    text = "".join(letter for letter in text.replace("&amp;", "&") if letter.isprintable())
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def written(cues: list[Cue]) -> str:
    """``cues`` as WebVTT."""
    parts = ["WEBVTT"]
    parts += [f"{_clock(cue.starts_ms)} --> {_clock(cue.ends_ms)}\n{cue.text}" for cue in cues]
    return "\n\n".join(parts) + "\n"


def _clock(ms: int) -> str:
    minutes, ms = divmod(ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{ms // 1000:02d}.{ms % 1000:03d}"
