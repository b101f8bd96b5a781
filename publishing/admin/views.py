"""Integrations in the Wagtail admin: receivers and what was sent to them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.base.cursors import paginate
from cms.base.errors import DomainError, Invalid
from publishing.admin.words import plain_error
from publishing.channel import choices
from publishing.forms import SubscriptionForm
from publishing.models import Delivery, DeliveryState, Subscription
from publishing.permissions import may_integrate
from publishing.services import subscriptions as services

PAGE_SIZE = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request):
    """Receivers, newest first, and the form to add one."""
    may_integrate(request.user).require()
    form = SubscriptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.subscribe(actor=request.user, **form.cleaned_data)
        except Invalid as error:
            for name, sentence in error.fields.items():
                form.add_error(name, sentence)
        else:
            return _show_secret(request, made)
    page = paginate(
        Subscription.objects.all(),
        ordering=("-id",),
        cursor=request.GET.get("cursor"),
        limit=PAGE_SIZE,
    )
    names = dict(choices())
    rows = [(row, names.get(row.channel, row.channel)) for row in page.rows]
    return render(
        request,
        "publishing/admin/subscriptions.html",
        {"rows": rows, "next_cursor": page.next_cursor, "form": form},
        status=422 if form.errors else 200,
    )


def _show_secret(request, subscription):
    """The only answer that ever holds the secret: never cached, never stored in the session."""
    return render(request, "publishing/admin/secret.html", {"subscription": subscription})


@never_cache
@require_POST
def subscription_step(request, subscription_id: int, name: str):
    """Pause, resume, or give a new secret."""
    may_integrate(request.user).require()
    get_object_or_404(Subscription, pk=subscription_id)
    arguments = {"actor": request.user, "subscription_id": subscription_id}
    if name == "rahasia-baru":
        return _show_secret(request, services.rotate_secret(**arguments))
    if name not in {"jeda", "lanjut"}:
        raise Http404
    services.set_active(**arguments, active=name == "lanjut")
    messages.success(request, _("Langganan dijeda.") if name == "jeda" else _("Langganan lanjut."))
    return redirect("integrations:subscriptions")


@require_safe
def deliveries(request):
    """What was sent or is waiting, newest first, by state and by receiver."""
    may_integrate(request.user).require()
    found = Delivery.objects.select_related("subscription", "item").only(
        "event", "state", "created_at", "attempt_count", "last_error", "subscription__name",
        "item__title", "item__path",
    )  # fmt: skip
    state, receiver = request.GET.get("state", ""), request.GET.get("subscription", "")
    if state in DeliveryState.values:
        found = found.filter(state=state)
    if receiver.isdecimal() and len(receiver) < 18:
        found = found.filter(subscription_id=int(receiver))
    page = paginate(found, ordering=("-id",), cursor=request.GET.get("cursor"), limit=PAGE_SIZE)
    following = request.GET.copy()
    following["cursor"] = page.next_cursor or ""
    return render(
        request,
        "publishing/admin/deliveries.html",
        {
            "rows": [(row, plain_error(row.last_error)) for row in page.rows],
            "next_query": following.urlencode() if page.next_cursor else "",
            "states": DeliveryState.choices,
            "state": state,
            "receivers": Subscription.objects.order_by("name", "pk").only("name")[:200],
            "receiver": receiver,
        },
    )


def _delivery(delivery_id: int) -> Delivery:
    return get_object_or_404(
        Delivery.objects.select_related("subscription", "item"), pk=delivery_id
    )


@require_safe
def delivery(request, delivery_id: int):
    """One delivery with each of its tries."""
    may_integrate(request.user).require()
    row = _delivery(delivery_id)
    tries = [(one, plain_error(one.detail)) for one in row.attempts.order_by("number")]
    return render(
        request,
        "publishing/admin/delivery.html",
        {
            "delivery": row,
            "tries": tries,
            "error": plain_error(row.last_error),
            "can_replay": row.state in services.REPLAYABLE,
        },
    )


@require_POST
def replay(request, delivery_id: int):
    """Send one delivery again."""
    may_integrate(request.user).require()
    try:
        services.replay(actor=request.user, delivery=_delivery(delivery_id))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Masuk antrean untuk dikirim ulang."))
    return redirect("integrations:delivery", delivery_id)
