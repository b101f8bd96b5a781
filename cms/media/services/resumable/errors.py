"""What can go wrong with a file that arrives in pieces."""

from http import HTTPStatus

from django.utils.translation import gettext as _

from cms.base.errors import Conflict, DomainError


class WrongOffset(Conflict):
    """The piece does not begin where the last one ended; ``offset`` is where that is."""

    code = "wrong-offset"

    def __init__(self, offset: int):
        super().__init__(
            _("Bagian ini tidak menyambung; yang sudah ada %(offset)d bita.") % {"offset": offset}
        )
        self.headers = {"Upload-Offset": str(offset)}


class Locked(DomainError):
    """Another request writes to this file now."""

    status = HTTPStatus.LOCKED
    code = "locked"
    headers = {"Retry-After": "1"}

    def __init__(self):
        super().__init__(_("Berkas ini sedang dikirim oleh sambungan lain. Coba lagi sebentar."))


class ChecksumMismatch(DomainError):
    """What arrived is not what was sent; nothing of it counts. 460 is the protocol's own."""

    status = 460
    code = "checksum-mismatch"

    def __init__(self):
        super().__init__(_("Bagian ini rusak di jalan. Kirim sekali lagi."))


class Expired(DomainError):
    """Nothing came for too long."""

    status = HTTPStatus.GONE
    code = "expired"

    def __init__(self):
        super().__init__(_("Kiriman ini terlalu lama terhenti. Mulai lagi dari awal."))


class Ended(DomainError):
    """The file was refused; why is said."""

    status = HTTPStatus.GONE
    code = "refused-file"


class Unfinished(Conflict):
    """A part that is to be joined has not arrived whole."""

    code = "unfinished-part"

    def __init__(self):
        super().__init__(_("Ada bagian yang belum lengkap; kirim dulu sampai selesai."))


class NoRoom(DomainError):
    """The disk of this installation is nearly full."""

    status = HTTPStatus.INSUFFICIENT_STORAGE
    code = "no-room"
    headers = {"Retry-After": "600"}

    def __init__(self):
        super().__init__(
            _("Penyimpanan server hampir penuh. Berkas tetap di ponsel Anda; coba lagi nanti.")
        )


class Crowded(DomainError):
    """As many phones send to this process as it can listen to."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "crowded"
    headers = {"Retry-After": "5"}

    def __init__(self):
        super().__init__(
            _("Sedang banyak kiriman. Berkas tetap di ponsel Anda; coba lagi sebentar.")
        )


class Stalled(DomainError):
    """Nothing more came on this connection; what had come is kept."""

    status = HTTPStatus.REQUEST_TIMEOUT
    code = "stalled"

    def __init__(self):
        super().__init__(_("Sambungan terhenti. Yang sudah sampai tersimpan; lanjutkan."))
