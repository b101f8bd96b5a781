"""What a failed delivery says to a person."""

import re

from django.utils.translation import gettext as _


def plain_error(error: str) -> str:
    """``error`` of a delivery or an attempt in plain words; empty when there was none."""
    status = re.fullmatch(r"HTTP (\d{3})", error)
    if status and status[1] == "410":
        return _("Penerima sudah tutup (HTTP 410); langganannya dijeda.")
    if status and status[1] == "429":
        return _("Penerima minta jeda (HTTP 429).")
    if status and status[1].startswith("5"):
        return _("Penerima sedang bermasalah (%(error)s).") % {"error": error}
    if status:
        return _("Penerima menolak (%(error)s).") % {"error": error}
    if "public internet" in error:
        return _("Alamat penerima tidak berada di internet publik.")
    if error:
        return _("Penerima tidak menjawab sampai selesai (%(error)s).") % {"error": error}
    return ""
