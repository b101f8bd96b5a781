"""Names of places as people write them, and how they are compared. Pure: no Django in here.

The source writes provinces and regencies in capitals and villages in many hands; ``readable``
mends what is certain (capitals, quotes for apostrophes, joined words) and leaves the rest alone.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_CAPITALS = {"DKI", "DI", "TNI", "PTPN", "UPT", "STM", "STL"}
_SMALL = {"dan"}
_WRITTEN_OUT = {
    "KAB.": "Kabupaten",
    "KAB": "Kabupaten",
    "ADM.": "Administrasi",
    "ADM": "Administrasi",
    "KEP.": "Kepulauan",
    "KEP": "Kepulauan",
}
_ROMAN = re.compile(r"[IVX]+")
_PARTS = re.compile(r"([^\W_]+(?:['’][^\W_]+)*[.'’]?)")
_RULES = (
    (re.compile(r"[\u2018\u2019\u02bc`\"]"), "'"),
    (re.compile(r"\*"), ""),
    (re.compile(r"\s+"), " "),
    (re.compile(r"(?<=\w) '(?= )"), "'"),  # "Bua ' Tarrung"
    (re.compile(r"\s*-\s*"), "-"),
    (re.compile(r"\s*/\s*"), "/"),
    (re.compile(r"\.(?=[^\W\d_]{2,}(?:\s|$)|[IVX]+(?:\s|$))"), ". "),  # "Tgk.Dibanda"
    (re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})"), " "),  # "PulauTujuh"
    (re.compile(r"(?<=[a-z]{4})\.$"), ""),  # "Ujumbou."
    (re.compile(r"(?<=\bBaro)\.$"), ""),
)
_SPACED_OUT = re.compile(r"[A-Z](?: [a-z]){2,}")  # "J a t i"
_DESA_ADAT = re.compile(r"^Desa Adat (?=\w)")
_WORD = re.compile(r"[a-z0-9]+")
_CLOSED_UP = dict.fromkeys(map(ord, "'’‘ʼ`\""))

KINDS = {"1": "kelurahan", "2": "desa", "3": "desa_adat"}
KIND_WORDS = {"kelurahan": "Kelurahan", "desa": "Desa", "desa_adat": "Desa Adat"}
_KIND_PREFIXES = (("desa", "adat"), ("desa",), ("kelurahan",), ("kel",), ("ds",))
# Words that people put before an area's name; they tell nothing apart.
_AREA_WORDS = {"kec", "kecamatan", "kab", "kabupaten", "prov", "provinsi"}


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """The names of a place and of the areas above it; empty above or below its own level."""

    village: str = ""
    district: str = ""
    regency: str = ""
    province: str = ""


def _word_from_capitals(word: str) -> str:
    if word in _WRITTEN_OUT:
        return _WRITTEN_OUT[word]
    if word in _CAPITALS or _ROMAN.fullmatch(word):
        return word
    if word.lower() in _SMALL:
        return word.lower()
    return word.capitalize()


def _word_from_mixed(match: re.Match) -> str:
    word = match[0]
    begins = match.start() == 0 or match.string[match.start() - 1] in " (/."
    if word.islower() and not begins:
        return word  # "Oro-oro Ombo": both ways are in use
    if word.islower():
        # One or two small letters are what is left of a broken word: not ours to guess.
        certain = len(word) > 2 or word in {"i", "ie", "ue"}
        return word if word in _SMALL or not certain else word[:1].upper() + word[1:]
    if re.fullmatch(r"[A-Z]{2}[a-z]{2,}", word):  # "ALue", "LIang"
        return word.capitalize()
    if word in {"AFD.", "BTS.", "GLP.", "IE", "RHU"} or re.fullmatch(r"[A-Z]+'[A-Z]+", word):
        return word.capitalize()
    return word


def readable(raw: str) -> str:
    """``raw`` as people write it: "KABUPATEN BOGOR" → "Kabupaten Bogor". Idempotent."""
    name = unicodedata.normalize("NFC", raw).strip()
    for pattern, by in _RULES:
        name = pattern.sub(by, name)
    name = name.strip()
    if name == "DAERAH ISTIMEWA YOGYAKARTA":
        return "DI Yogyakarta"
    if _SPACED_OUT.fullmatch(name):
        return name.replace(" ", "").capitalize()
    # A village may be called by an abbreviation ("RD. PJKA"); a long word in capitals is none.
    if name.isupper() and re.search(r"[^\W\d_]{5}", name):
        return _from_capitals(name)
    name = _PARTS.sub(_word_from_mixed, name)
    return name[:1].upper() + name[1:]


def _from_capitals(name: str) -> str:
    return _PARTS.sub(lambda match: _word_from_capitals(match[0]), name)


def area_name(raw: str) -> str:
    """The readable name of a province, regency or district: without the word "Provinsi"."""
    name = readable(re.sub(r"^\s*PROV(?:INSI|\.)?\s+(?=\S)", "", raw))
    return _from_capitals(name) if name.isupper() else name


def village_kind(code: str) -> str:
    """``kelurahan``, ``desa`` or ``desa_adat`` by the first digit of the code's last part.

    Raises ValueError for a code of another form.
    """
    last = code.rsplit(".", 1)[-1]
    if len(last) != 4 or last[0] not in KINDS:
        raise ValueError(code)
    return KINDS[last[0]]


def village_name(raw: str, kind: str) -> str:
    """The readable name of a village, without its kind where the source wrote that before it."""
    name = readable(raw)
    return _DESA_ADAT.sub("", name) if kind == "desa_adat" else name


def with_kind(name: str, kind: str) -> str:
    """ "Kelurahan Pondok Rajeg", "Desa Sukamaju"; a name that begins with its kind stays."""
    word = KIND_WORDS.get(kind, "")
    if not word or name == word or name.startswith(f"{word} "):
        return name
    return f"{word} {name}"


def words(text: str) -> list[str]:
    """The words of ``text`` as they are compared: a–z and 0–9 only, apostrophes closed up."""
    plain = text.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain).casefold()
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _WORD.findall(plain.translate(_CLOSED_UP))


def search_key(text: str) -> str:
    """``text`` closed up to one word: "Ra'as", "raas" and "Raas" are one, "Karang Anyar" and
    "Karanganyar" too."""
    return "".join(words(text))


def search_terms(name: str) -> list[str]:
    """What a place called ``name`` is found by: its name from each of its words on, closed up."""
    parts = words(name)
    terms = ["".join(parts[start:])[:80] for start in range(len(parts))]
    return [term for index, term in enumerate(terms) if index == 0 or len(term) > 1]


def query_words(query: str, *, most: int = 5) -> list[str]:
    """The telling words of what somebody typed, at most ``most``: without "desa", "kec."…"""
    parts = words(query)
    for prefix in _KIND_PREFIXES:
        if len(parts) > len(prefix) and tuple(parts[: len(prefix)]) == prefix:
            parts = parts[len(prefix) :]
            break
    telling = [part for part in parts if part not in _AREA_WORDS]
    return (telling or parts)[:most]


_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


def after_prefix(prefix: str) -> str | None:
    """The smallest closed-up word that is greater than every word beginning with ``prefix``.

    Stays within 0–9 and a–z, which every database collation orders alike; None when there is none.
    """
    stem = prefix.rstrip("z")
    if not stem:
        return None
    return stem[:-1] + _ALPHABET[_ALPHABET.index(stem[-1]) + 1]
