""" "Di mana ini?": where a page is by now, in the editor's side panel and on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.models import Page

from cms.base.addresses import absolute
from cms.base.outbox import OutboxState
from publishing.admin.words import event_word, plain_error
from publishing.models import Delivery, DeliveryState, ItemState
from publishing.permissions import may_integrate
from publishing.registry import adapter_for
from publishing.whereabouts import Whereabouts, whereabouts

# htmx takes an answer with this status and then stops asking.
STOP_POLLING = 286
HTMX = "django_htmx/htmx-2.min.js"
DONE, PENDING, FAILED, NONE = "done", "pending", "failed", "none"
OF_OUTBOX = {
    OutboxState.WAITING: PENDING,
    OutboxState.RUNNING: PENDING,
    OutboxState.DONE: DONE,
    OutboxState.FAILED: FAILED,
}
OF_DELIVERY = {
    DeliveryState.WAITING: PENDING,
    DeliveryState.SENDING: PENDING,
    DeliveryState.SENT: DONE,
    DeliveryState.CANCELLED: NONE,
}
GONE_WORDS = {
    ItemState.WITHDRAWN: gettext_lazy("Ditarik; alamatnya menjawab 410."),
    ItemState.UNPUBLISHED: gettext_lazy("Tidak terbit lagi."),
    ItemState.EXPIRED: gettext_lazy("Masa tayangnya berakhir."),
}
STATE_WORDS = {
    DONE: gettext_lazy("Sudah"),
    PENDING: gettext_lazy("Dalam perjalanan"),
    FAILED: gettext_lazy("Gagal"),
    NONE: gettext_lazy("Tidak"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One place: whether the page has arrived there, in words, since when, and its addresses."""

    name: str
    state: str
    sentence: str
    at: datetime | None = None
    links: tuple[tuple[str, str], ...] = field(default_factory=tuple)

    @property
    def state_word(self) -> str:
        return str(STATE_WORDS[self.state])


@require_safe
@never_cache
def show(request, page_id: int):
    """Where one page is; for htmx only the list, until nothing is on its way any more."""
    page = get_object_or_404(Page, pk=page_id).specific
    if adapter_for(page) is None:
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    context = context_of(page, request.user)
    if not request.htmx:
        return render(request, "publishing/admin/where.html", context | {"page": page})
    status = 200 if context["is_pending"] else STOP_POLLING
    return render(request, "publishing/admin/where_list.html", context, status=status)


def context_of(page, user) -> dict[str, Any]:
    """What the templates show."""
    found = whereabouts(page)
    lines = [_site(found), *_derived(found)] if found.item else [_site(found)]
    return {
        "lines": lines,
        "deliveries": [_delivery(row) for row in found.deliveries],
        "has_item": found.item is not None,
        "may_integrate": bool(may_integrate(user)),
        "is_pending": found.is_pending,
        "where_url": reverse("integrations:where", args=[page.pk]),
    }


def _site(found: Whereabouts) -> Line:
    page, item, name = found.page, found.item, _("Situs")
    if found.is_live:
        links = ((absolute(item.path), absolute(item.path)),)
        return Line(name, DONE, _("Terbit."), item.published_at, links)
    if item is not None:
        words = str(GONE_WORDS.get(item.state, ""))
        if item.state == ItemState.WITHDRAWN and page.takedown_note:
            words += " " + _("Alasan: %(why)s") % {"why": page.takedown_note}
        return Line(name, NONE, words, item.withdrawn_at)
    if found.goes_live_at:
        return Line(name, PENDING, _("Dijadwalkan terbit."), found.goes_live_at)
    if page.live and page.is_under_embargo:
        words = _("Disetujui, tetapi masih di bawah embargo.")
        return Line(name, PENDING, words, page.embargo_until)
    return Line(name, NONE, _("Belum terbit."))


def _derived(found: Whereabouts) -> list[Line]:
    return [_feeds(found), _api(found), _caches(found), *_hubs(found)]


def _feeds(found: Whereabouts) -> Line:
    links = tuple((address, absolute(f"/feeds/{address}.rss")) for address in found.feeds)
    words = _("Ada dalam %(count)d umpan.") % {"count": len(links)}
    if not found.is_live:
        words = _("Tidak ada dalam umpan mana pun.")
    return Line(_("Umpan"), DONE if links else NONE, words, None, links)


def _api(found: Whereabouts) -> Line:
    address = absolute(f"/api/v1/items/{found.item.public_id}/")
    words = _("Tersedia.") if found.is_live else _("Menjawab bahwa ini sudah tidak ada.")
    state = DONE if found.is_live else NONE
    return Line(_("API"), state, words, found.item.changed_at, ((address, address),))


def _caches(found: Whereabouts) -> Line:
    name, purge = _("Tembolok dan CDN"), found.purge
    if purge is None:
        return Line(name, DONE, _("Tidak ada yang perlu dibersihkan."))
    words = {
        PENDING: _("Salinan lama sedang dibersihkan."),
        DONE: _("Salinan lama sudah dibersihkan."),
        FAILED: _("Salinan lama tidak dapat dibersihkan; akan hilang sendiri bila umurnya habis."),
    }
    state = OF_OUTBOX[purge.reached]
    sentence = words[state] + (f" {purge.last_error}" if state != DONE and purge.last_error else "")
    return Line(name, state, sentence, purge.finished_at or purge.told_at or purge.created_at)


def _hubs(found: Whereabouts) -> list[Line]:
    pings = found.pings
    if not (pings.waiting or pings.done or pings.failed):
        return []
    state = FAILED if pings.failed else PENDING if pings.waiting else DONE
    words = _("Sudah dikabari: %(done)d; menunggu: %(waiting)d; gagal: %(failed)d.") % {
        "done": pings.done,
        "waiting": pings.waiting,
        "failed": pings.failed,
    }
    if pings.error and state != DONE:
        words += f" {pings.error}"
    return [Line(_("Hub WebSub"), state, words)]


def _delivery(row: Delivery) -> dict[str, Any]:
    state = OF_DELIVERY.get(row.state, FAILED)
    words = row.get_state_display()
    if not row.subscription.is_active and state == PENDING:
        words = _("Menunggu: penerima dijeda")
    return {
        "pk": row.pk,
        "name": row.subscription.name,
        "event": event_word(row.event),
        "state": state,
        "words": words,
        "error": plain_error(row.last_error) if row.state != DeliveryState.SENT else "",
        "at": row.finished_at or row.created_at,
        "next_at": row.next_attempt_at if _is_ahead(row) else None,
    }


def _is_ahead(row: Delivery) -> bool:
    """Whether a next try is set for a moment that is still to come."""
    waits = row.state == DeliveryState.WAITING and row.subscription.is_active
    return waits and row.next_attempt_at > timezone.now()


class WhereSidePanel(BaseSidePanel):
    """The side panel of the page editor."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Di mana ini?")
        icon_name = "site"
        has_counter = False

    class Media:
        js = [HTMX, Script("cms/js/polls.js", type="module")]
        css = {"all": ["publishing/where.css"]}

    name = "where"
    title = gettext_lazy("Di mana ini?")
    template_name = "publishing/admin/where_panel.html"
    order = 150

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        return context | context_of(self.object, self.request.user)
