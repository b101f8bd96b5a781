"""Our screens in Wagtail's admin."""

from django.urls import path, register_converter, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.media.admin import (
    captions,
    erasure,
    failures,
    film_redaction,
    hold,
    protection,
    redaction,
)
from cms.media.permissions import may_handle_in


class KindConverter:
    """``foto`` and ``video`` in addresses, ``photo`` and ``video`` in code."""

    regex = "foto|video"

    def to_python(self, value):
        return "photo" if value == "foto" else "video"

    def to_url(self, value):
        return "foto" if value == "photo" else "video"


register_converter(KindConverter, "media_kind")


@hooks.register("register_admin_urls")
def protection_urls():
    base = "perlindungan/<media_kind:kind>/<int:pk>/"
    consent = f"{base}persetujuan/<int:consent_pk>/"
    return [
        path(base, protection.protection, name="media_protection"),
        path(f"{base}tanda/", protection.mark, name="media_mark"),
        path(f"{base}asli/", protection.original, name="media_original"),
        path(f"{base}persetujuan/", protection.record, name="media_consent"),
        path(f"{consent}tarik/", protection.withdraw, name="media_withdraw"),
        path(f"{consent}bukti/", protection.evidence, name="media_evidence"),
        path("perlindungan/foto/<int:pk>/samarkan/", redaction.redact, name="media_redact"),
        path("perlindungan/foto/<int:pk>/wajah/", redaction.look, name="media_look_for_faces"),
        *_film_redaction_urls("perlindungan/video/<int:pk>/"),
    ]


def _film_redaction_urls(base: str):
    return [
        path(f"{base}samarkan/", film_redaction.redact, name="media_redact_film"),
        path(f"{base}kemajuan/", film_redaction.progress, name="media_film_progress"),
        path(f"{base}wajah/", film_redaction.look, name="media_look_in_film"),
    ]


@hooks.register("register_admin_urls")
def captions_urls():
    base = "teks-rekaman/<int:pk>/"
    return [
        path(base, captions.captions, name="media_captions"),
        path(f"{base}simpan/", captions.save, name="media_captions_save"),
        path(
            f"{base}<int:captions_pk>/hapus/",
            captions.remove,
            name="media_captions_remove",
        ),
    ]


@hooks.register("construct_main_menu")
def hide_documents(request, menu_items):
    """Sambang publishes no documents; the app is only there because the admin needs it."""
    menu_items[:] = [item for item in menu_items if item.name != "documents"]


@hooks.register("register_admin_urls")
def hold_urls():
    return [path("perlindungan/<media_kind:kind>/<int:pk>/tahan/", hold.hold, name="media_hold")]


@hooks.register("register_admin_urls")
def erasure_urls():
    base = "permohonan-penghapusan/"
    return [
        path(base, erasure.index, name="media_erasures"),
        path(f"{base}<int:pk>/", erasure.one, name="media_erasure"),
        path(f"{base}<int:pk>/tahan/", erasure.block, name="media_erasure_block"),
        path(f"{base}<int:pk>/putuskan/", erasure.decide, name="media_erasure_decide"),
        path(
            "perlindungan/<media_kind:kind>/<int:pk>/permohonan/",
            erasure.record,
            name="media_erasure_record",
        ),
    ]


@hooks.register("register_admin_menu_item")
def erasures_menu_item():
    return MenuItem(
        _("Penghapusan"),
        reverse_lazy("media_erasures"),
        name="erasures",
        icon_name="bin",
        order=660,
    )


@hooks.register("register_admin_urls")
def failures_urls():
    return [
        path("berkas-gagal/", failures.index, name="media_failures"),
        path("berkas-gagal/lagi/", failures.again, name="media_failures_again"),
    ]


class FailuresMenuItem(MenuItem):
    """ "Berkas gagal", for whoever looks after the media of a unit."""

    def is_shown(self, request):
        return bool(may_handle_in(request.user, unit_path=""))


@hooks.register("register_admin_menu_item")
def failures_menu_item():
    return FailuresMenuItem(
        _("Berkas gagal"),
        reverse_lazy("media_failures"),
        name="failures",
        icon_name="warning",
        order=655,
    )
