"""Moments of an edition in words: always with the day, the zone and the offset.

Stored as UTC instants; an edition names the IANA zone in which people read them.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


def zone_words(moment: datetime, zone: str) -> str:
    """``WIB (UTC+7)`` for the zone of ``moment``."""
    local = moment.astimezone(ZoneInfo(zone))
    offset_h = local.utcoffset().total_seconds() / 3600
    return f"{local.tzname()} (UTC{offset_h:+g})"


def moment_words(moment: datetime, zone: str) -> str:
    """``Senin, 30 November 2026 pukul 23.59 WIB (UTC+7)``, in the language that is active.

    Seconds are shown only when there are any: what is written is exactly what holds.
    """
    local = moment.astimezone(ZoneInfo(zone))
    return _("%(date)s pukul %(time)s %(zone)s") % {
        "date": dateformat.format(local, "l, j F Y"),
        "time": dateformat.format(local, "H.i.s" if local.second else "H.i"),
        "zone": zone_words(moment, zone),
    }


def closes_words(moment: datetime, zone: str) -> str:
    """``Ditutup Senin, 30 November 2026 pukul 23.59 WIB (UTC+7)`` (or, English, closes)."""
    said = (
        pgettext("tenggat yang belum lewat", "Ditutup %(moment)s")
        if moment > timezone.now()
        else _("Ditutup %(moment)s")
    )
    return said % {"moment": moment_words(moment, zone)}


def opens_words(moment: datetime, zone: str) -> str:
    """``Dibuka Senin, 2 November 2026 pukul 08.00 WIB (UTC+7)``."""
    return _("Dibuka %(moment)s") % {"moment": moment_words(moment, zone)}
