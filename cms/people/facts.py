"""An officer's facts as people write them, made uniform; or a sentence that says what to mend.

Used by the form, the services and the import, so that all three accept and refuse the same.
"""

from __future__ import annotations

import datetime
import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import Invalid
from cms.people.models import Rank

NAME_MAX, PHONE_MAX, BIO_MAX = 150, 20, 500
_SCIENTIFIC = re.compile(r"^\d+([.,]\d+)?E\+?\d+$", re.IGNORECASE)
_PHONE = re.compile(r"^\+?[\d ()./-]{6,20}$")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\u200b-\u200f\u2028-\u202e\ufeff]")
_DATE = re.compile(r"^(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}))$")
_RANK_ALIASES = {"brigadir": Rank.BRIGPOL, "brigpol": Rank.BRIGPOL, "brig": Rank.BRIGPOL}
EARLIEST_YEAR = 1960


def one_line(raw: str) -> str:
    """``raw`` without unseen characters, each run of spaces one space."""
    return " ".join(_UNSEEN.sub(" ", raw).split())


def clean_nrp(raw: str) -> str:
    """The 8 digits of an NRP, or 18 of a NIP.

    Raises Invalid, and says how a spreadsheet broke it.
    """
    text = one_line(raw)
    if not text:
        raise Invalid(_("NRP kosong: isi 8 angka."))
    if _SCIENTIFIC.match(text):
        raise Invalid(
            _(
                "NRP terbaca “%(nrp)s”: lembar kerja menyingkatnya dan angka belakang hilang. "
                "Ubah kolom NRP menjadi teks, lalu isi lagi."
            )
            % {"nrp": text[:30]}
        )
    digits = re.sub(r"[\s.'’-]", "", re.sub(r"^(\d+)[.,]0$", r"\1", text))
    if not digits.isascii() or not digits.isdigit():
        raise Invalid(_("NRP “%(nrp)s” memuat selain angka.") % {"nrp": text[:30]})
    if len(digits) in (8, 18):
        return digits
    if len(digits) == 7:
        raise Invalid(
            _("NRP “%(nrp)s” hanya 7 angka: angka nol di depan mungkin hilang di lembar kerja.")
            % {"nrp": digits}
        )
    raise Invalid(
        _("NRP “%(nrp)s” terdiri dari %(count)d angka; seharusnya 8 (NIP: 18).")
        % {"nrp": digits[:30], "count": len(digits)}
    )


def clean_name(raw: str) -> str:
    """A name of 3 to 150 characters with letters in it."""
    name = one_line(raw)
    if len(name) < 3 or not any(c.isalpha() for c in name):
        raise Invalid(_("Nama kosong atau terlalu pendek."))
    if len(name) > NAME_MAX:
        raise Invalid(_("Nama lebih dari %(most)d huruf.") % {"most": NAME_MAX})
    return name


def clean_rank(raw: str) -> Rank:
    """The rank called ``raw`` ("Bripka", "AIPTU", "ipda")."""
    key = re.sub(r"[^a-z]", "", raw.casefold())
    found = _RANK_ALIASES.get(key) or next((rank for rank in Rank if rank.value == key), None)
    if found is None:
        known = ", ".join(rank.label for rank in Rank)
        raise Invalid(
            _("Pangkat “%(rank)s” tidak dikenal. Pilihan: %(known)s.")
            % {"rank": one_line(raw)[:30], "known": known}
        )
    return found


def clean_phone(raw: str) -> str:
    """A telephone number, or an empty string."""
    phone = one_line(raw)
    if phone and (not _PHONE.match(phone) or sum(c.isdigit() for c in phone) < 6):
        raise Invalid(
            _("Nomor telepon “%(phone)s” tidak dapat dibaca; contoh: 0812-3456-7890.")
            % {"phone": phone[:30]}
        )
    return phone


def clean_email(raw: str) -> str:
    """An e-mail address, or an empty string."""
    email = one_line(raw)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Invalid(
                _("Alamat e-mail “%(email)s” tidak benar.") % {"email": email[:60]}
            ) from None
    return email[:254]


def clean_date(raw: str) -> datetime.date | None:
    """A day written ``dd/mm/yyyy`` or ``yyyy-mm-dd``; None when empty."""
    text = one_line(raw)
    if not text:
        return None
    match = _DATE.match(text)
    try:
        if match is None:
            raise ValueError
        parts = [int(part) for part in match.groups() if part]
        year, month, day = parts if match[1] else reversed(parts)
        date = datetime.date(year, month, day)
    except ValueError:
        raise Invalid(
            _("Tanggal “%(date)s” tidak dapat dibaca; tulis hari/bulan/tahun: 17/08/2025.")
            % {"date": text[:30]}
        ) from None
    if not EARLIEST_YEAR <= date.year <= timezone.localdate().year + 2:
        raise Invalid(_("Tahun pada tanggal “%(date)s” tidak masuk akal.") % {"date": text[:30]})
    return date
