"""The delivery log in the Wagtail admin: what was sent, what came back, send it again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.base.cursors import paginate
from cms.base.errors import DomainError
from publishing.admin.words import OUTCOME_WORDS, event_word, plain_error
from publishing.channel import discovered
from publishing.forms import EVENT_WORDS
from publishing.models import Delivery, DeliveryState
from publishing.permissions import may_integrate
from publishing.selectors import deliveries_managed_by, subscriptions_managed_by
from publishing.services import subscriptions as services
from publishing.services.deliver import message_of

PAGE_SIZE = 50
RECEIVERS_MAX = 200


@require_safe
def index(request):
    """What was sent or is waiting, newest first, by state, event and receiver."""
    may_integrate(request.user).require()
    found = (
        deliveries_managed_by(request.user)
        .select_related("subscription", "item")
        .only(
            "event", "state", "created_at", "attempt_count", "last_error", "subscription__name",
            "item__title", "item__path",
        )
    )  # fmt: skip
    wanted = {name: request.GET.get(name, "") for name in ("state", "event", "subscription")}
    if wanted["state"] in DeliveryState.values:
        found = found.filter(state=wanted["state"])
    if wanted["event"] in EVENT_WORDS:
        found = found.filter(event=wanted["event"])
    if wanted["subscription"].isascii() and wanted["subscription"].isdecimal():
        found = found.filter(subscription_id=int(wanted["subscription"][:18]))
    page = paginate(found, ordering=("-id",), cursor=request.GET.get("cursor"), limit=PAGE_SIZE)
    following = request.GET.copy()
    following["cursor"] = page.next_cursor or ""
    return render(
        request,
        "publishing/admin/deliveries.html",
        {
            "rows": [
                (row, event_word(row.event), plain_error(row.last_error)) for row in page.rows
            ],
            "next_query": following.urlencode() if page.next_cursor else "",
            "states": DeliveryState.choices,
            "events": [(event, word) for event, word in EVENT_WORDS.items()],
            "receivers": subscriptions_managed_by(request.user)
            .order_by("name", "pk")
            .only("name")[:RECEIVERS_MAX],
            "wanted": wanted,
        },
    )


def _mine(request, delivery_id: int) -> Delivery:
    found = deliveries_managed_by(request.user).select_related("subscription", "item")
    return get_object_or_404(found, pk=delivery_id)


@require_safe
def detail(request, delivery_id: int):
    """One delivery: what was said, and each try with its answer."""
    may_integrate(request.user).require()
    row = _mine(request, delivery_id)
    tries = [
        (one, OUTCOME_WORDS.get(one.outcome, one.outcome), plain_error(one.detail))
        for one in row.attempts.order_by("number")
    ]
    channel = discovered().get(row.subscription.channel)
    body = channel.body(message_of(row.subscription, row)) if channel else b""
    return render(
        request,
        "publishing/admin/delivery.html",
        {
            "delivery": row,
            "event": event_word(row.event),
            "tries": tries,
            "body": body.decode("utf-8", "replace"),
            "error": plain_error(row.last_error),
            "can_replay": row.state in services.REPLAYABLE,
        },
    )


@require_POST
def replay(request, delivery_id: int):
    """Send one delivery again."""
    may_integrate(request.user).require()
    try:
        services.replay(actor=request.user, delivery=_mine(request, delivery_id))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Masuk antrean untuk dikirim ulang."))
    return redirect("integrations:delivery", delivery_id)
