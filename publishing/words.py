"""By which words an item is found. Pure: the same words on every database.

What can narrow a list (kind, programme, unit…) is a word of the item too, marked with an
underscore that no text can produce: then any number of filters and words is one intersection of
lists in the index, however rare their meeting is.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

WORDS_AT_MOST = 2_000
TEXT_AT_MOST = 40_000
LONGEST = 60
QUERY_WORDS = 8
# Places in one microsecond: the last bits of a position.
TIES = 1 << 12
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_TAG = re.compile(r"<[^>]*>")
_ACCENTS = dict.fromkeys(range(0x300, 0x370))
_RUN = re.compile(r"[a-z0-9]+|[^\x00-\x7f]+")
# Endings that are written on to a word: "warganya" is found by "warga" too.
_CLITIC = re.compile(r"[a-z]{4,}(nya|lah|kah)")


def words(text: str) -> list[str]:
    """The words of ``text`` in plain ASCII, in order: lower case, without accents; words of other
    scripts as the hexadecimal of their UTF-8."""
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(_ACCENTS)
    found: list[str] = []
    for run in _RUN.findall(folded):
        if run.isascii():
            found.append(run[:LONGEST])
        else:
            found += _foreign(run)
    return found


def _foreign(run: str) -> list[str]:
    letters = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in run)
    return [f"_u{word.encode().hex()}"[:LONGEST] for word in letters.split()]


def query_words(text: str) -> list[str]:
    """The words that an item must hold to be found by ``text``; a few at most."""
    return list(dict.fromkeys(words(text)))[:QUERY_WORDS]


def mark(name: str, value: object) -> str:
    """The word that says that the item's ``name`` is ``value``."""
    return f"_{name}-{value}".lower()


def area_marks(code: str) -> list[str]:
    """The marks of the area ``code`` and of every area around it."""
    parts = code.split(".")
    return [mark("in", ".".join(parts[:end])) for end in range(1, len(parts) + 1)] if code else []


def index_words(row: Any) -> str:
    """Every word by which ``row`` (a PublishedItem) is found, sorted, each once."""
    data: Mapping[str, Any] = row.data or {}
    people = data.get("people") or []
    terms = [data.get("activity"), data.get("programme"), *(data.get("topics") or [])]
    body = html.unescape(_TAG.sub(" ", row.body_html[:TEXT_AT_MOST]))
    text = " ".join(
        [
            row.title,
            row.summary,
            row.place_line,
            row.unit_name,
            *(str(person.get("name", "")) for person in people),
            *(str(term.get("name", "")) for term in terms if term),
            *(str(media.get("caption", "")) for media in data.get("media") or []),
            body,
        ]
    )
    found = dict.fromkeys(words(text))
    for word in [*found]:
        if ending := _CLITIC.fullmatch(word):
            found[word[: -len(ending[1])]] = None
    held = [*_marks(row, people, data.get("topics") or []), *list(found)[:WORDS_AT_MOST]]
    return " ".join(sorted(set(held)))


def _marks(row: Any, people: Iterable[Mapping], topics: Iterable[Mapping]) -> list[str]:
    units = (row.polda, row.polres, row.polsek)
    return [
        mark("kind", row.kind),
        mark("language", row.language),
        mark("photo", int(row.has_photo)),
        mark("video", int(row.has_video)),
        *([mark("programme", row.programme)] if row.programme else []),
        *([mark("activity", row.activity)] if row.activity else []),
        *(mark("topic", topic["slug"]) for topic in topics),
        *area_marks(row.region_code),
        *(mark("unit", unit) for unit in units if unit),
        *(mark("officer", str(person["public_id"]).replace("-", "")) for person in people),
    ]


def position_of(moment: datetime) -> int:
    """``moment`` as the first of its places in the one order of all items: microseconds since
    2000, with room for those of the same microsecond. 63 bits reach from 1929 to 2071; what
    lies outside stands at the end."""
    passed = moment - _EPOCH
    microseconds = (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds
    return max(-(1 << 51), min(microseconds, (1 << 51) - 1)) * TIES
