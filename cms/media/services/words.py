"""What several services say, and refuse, in the same sentences."""

from django.utils.translation import gettext as _

from cms.base.errors import Conflict
from cms.media.models import Upload, UploadState


def require_ready(upload: Upload | None) -> None:
    """Raises Conflict for what is not ready: whether to wait, or why waiting is in vain. None is
    ready: it came without an upload."""
    if upload is None or upload.state == UploadState.READY:
        return
    if upload.state == UploadState.FAILED:
        raise Conflict(
            _("Berkas ini tidak dapat disiapkan: %(why)s Ganti berkasnya, atau kirim lagi.")
            % {"why": upload.failure}
        )
    raise Conflict(_("Berkas ini masih disiapkan; coba lagi sebentar."))


def under_way() -> str:
    """One redaction of a film at a time."""
    return _("Penyamaran video ini masih dikerjakan; tunggu sampai selesai.")


def only_more() -> str:
    """Without its original, nothing that is hidden can be shown again."""
    return _("Aslinya sudah tidak disimpan: yang tersamar tidak dapat dibuka lagi, hanya ditambah.")


def redaction_overtaken() -> str:
    """The form that was sent showed an earlier state."""
    return _(
        "Penyamaran ini berubah sejak layarnya dibuka, dan pilihan Anda belum disimpan. Yang "
        "disamarkan dari keduanya tampil di bawah: periksa, lalu simpan lagi."
    )
