"""Receivers in the Wagtail admin: add, change, pause, new secret, try out."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cms.base.cursors import paginate
from cms.base.errors import DomainError
from cms.people.admin.forms import say
from publishing.admin.words import filters_in_words, plain_error
from publishing.channel import choices
from publishing.forms import ReceiverForm, SubscriptionForm, initial_of
from publishing.permissions import may_integrate
from publishing.selectors import subscriptions_managed_by
from publishing.services import subscriptions as services
from publishing.services.receivers import previous_secret

PAGE_SIZE = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    """The receivers that one manages, newest first, and the form to add one."""
    may_integrate(request.user).require()
    form = SubscriptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.subscribe(
                actor=request.user, channel=form.cleaned_data["channel"], **form.wishes()
            )
        except DomainError as error:
            say(form, error)
        else:
            return _show_secret(request, made)
    page = paginate(
        subscriptions_managed_by(request.user),
        ordering=("-id",),
        cursor=request.GET.get("cursor"),
        limit=PAGE_SIZE,
    )
    names = dict(choices())
    rows = [(row, names.get(row.channel, row.channel), filters_in_words(row)) for row in page.rows]
    return render(
        request,
        "publishing/admin/subscriptions.html",
        {"rows": rows, "next_cursor": page.next_cursor, "form": form, "media": form.media},
        status=422 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request, subscription_id: int):
    """One receiver: how it fares, what it hears of, and what one can do."""
    may_integrate(request.user).require()
    receiver = _mine(request, subscription_id)
    form = ReceiverForm(request.POST or None, initial=initial_of(receiver))
    if request.method == "POST" and form.is_valid():
        try:
            services.change(actor=request.user, subscription_id=subscription_id, **form.wishes())
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Penerima sudah diubah."))
            return redirect("integrations:subscription", subscription_id)
    return _show(request, receiver, form)


def _mine(request, subscription_id: int):
    return get_object_or_404(subscriptions_managed_by(request.user), pk=subscription_id)


def _show(request, receiver, form, trial=None):
    return render(
        request,
        "publishing/admin/subscription.html",
        {
            "receiver": receiver,
            "form": form,
            "media": form.media,
            "wishes": filters_in_words(receiver),
            "grace": receiver.previous_secret_until if previous_secret(receiver) else None,
            "trial": trial,
            "trial_error": plain_error(trial.error) if trial else "",
            "trial_body": trial.body.decode() if trial else "",
            "now": timezone.now(),
        },
        status=422 if form.errors else 200,
    )


def _show_secret(request, subscription):
    """The only answer that ever holds the secret: never cached, never stored in the session."""
    return render(request, "publishing/admin/secret.html", {"subscription": subscription})


@never_cache
@require_POST
def step(request, subscription_id: int, name: str):
    """Pause, resume, give a new secret, end the old one, or send a test."""
    may_integrate(request.user).require()
    receiver = _mine(request, subscription_id)
    arguments = {"actor": request.user, "subscription_id": subscription_id}
    if name == "rahasia-baru":
        return _show_secret(request, services.rotate_secret(**arguments))
    if name == "uji-coba":
        trial = services.try_out(**arguments)
        return _show(request, receiver, ReceiverForm(initial=initial_of(receiver)), trial)
    if name == "akhiri-rahasia-lama":
        services.end_grace(**arguments)
        messages.success(request, _("Rahasia lama tidak berlaku lagi."))
    elif name in {"jeda", "lanjut"}:
        services.set_active(**arguments, active=name == "lanjut")
        words = _("Pengiriman dijeda.") if name == "jeda" else _("Pengiriman dilanjutkan.")
        messages.success(request, words)
    else:
        raise Http404
    return redirect("integrations:subscription", subscription_id)
