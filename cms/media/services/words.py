"""Sentences that several services say."""

from django.utils.translation import gettext as _


def still_preparing() -> str:
    """A film that is not ready cannot be changed."""
    return _("Video ini masih disiapkan; coba lagi sebentar.")


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
