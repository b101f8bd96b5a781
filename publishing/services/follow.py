"""What released pages do when a photo or video under them changed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.media.announcements import MediaChange
from cms.people.selectors import media_handlers_of
from cms.people.services.notices import notify
from publishing.services.release import release
from publishing.services.withdraw import withdraw

WHY = {
    "consent-withdrawn": gettext_lazy("Persetujuan orang dalam gambarnya ditarik."),
    "consent-expired": gettext_lazy("Persetujuan orang dalam gambarnya sudah berakhir."),
    "licence-ended": gettext_lazy("Hak pakai gambarnya sudah berakhir."),
    "forbidden": gettext_lazy("Gambarnya tidak boleh tampil."),
    "file-replaced": gettext_lazy("Berkas gambarnya diganti: periksa, lalu terbitkan lagi."),
    "erasure-asked": gettext_lazy("Ada permohonan penghapusan untuk gambarnya."),
    "marked": gettext_lazy("Gambarnya ditandai: ada orang yang perlu dilindungi."),
}


@transaction.atomic
def follow_media_change(*, change: MediaChange, pages) -> None:
    """Release each public page of ``pages`` again, or withdraw it when it may not be public now.

    Side effects: those of release or withdraw, and a notice to the owner of a withdrawn page, or
    to the editors nearest to it.
    Runs inside the transaction of the change, so that neither stands without the other.
    """
    for page in pages:
        if not page.live or page.is_withdrawn:
            continue
        obstacles = page.release_obstacles()
        if not obstacles:
            release(actor=change.actor, page=page)
            continue
        reason = f"{WHY.get(change.reason, '')} {' '.join(obstacles)}".strip()
        withdraw(actor=change.actor, page=page, reason=reason)
        _tell(page, reason)


def _tell(page, reason: str) -> None:
    """Whoever made the page hears of it; without them the editors nearest to its unit."""
    is_there = page.owner is not None and page.owner.is_active
    for user in [page.owner] if is_there else media_handlers_of(page.unit_path):
        notify(
            user=user,
            text=lambda: (
                _("“%(title)s” ditarik dari publik: %(why)s")
                % {"title": page.title[:100], "why": reason[:160]}
            ),
            path=f"/admin/pages/{page.pk}/edit/",
        )
