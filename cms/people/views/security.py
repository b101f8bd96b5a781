"""“Masuk & keamanan”: one's own ways in, and showing again that it is oneself."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.base.client_address import client_address
from cms.people import sessions, throttle
from cms.people.language import choose_language, language_of
from cms.people.relying_party import relying_party
from cms.people.selectors import passkeys_of, push_subscriptions
from cms.people.services.access import end_own_sessions
from cms.people.services.passkeys import PASSKEYS_MAX, rename_passkey, revoke_passkey
from cms.people.services.push import unsubscribe


class ConfirmForm(forms.Form):
    """One's own password, again."""

    password = forms.CharField(
        label=gettext_lazy("Sandi Anda"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("Sandi itu tidak cocok. Coba lagi."))
        return password


@login_required
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Passkeys, password, phones, sessions."""
    passkeys = passkeys_of(request.user)
    context = {
        "passkeys": passkeys,
        "may_add": len(passkeys) < PASSKEYS_MAX,
        "party": relying_party(),
        "phones": push_subscriptions(request.user),
        "language": language_of(request.user),
    }
    return render(request, "accounts/security.html", context)


@sensitive_post_parameters()
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Password or passkey once more, then back to what one was about to do."""
    asked = request.POST if request.method == "POST" else request.GET
    after = sessions.safe_next(request, asked.get("next", ""), reverse("accounts:security"))
    form, status, wait_minutes = ConfirmForm(user=request.user), HTTPStatus.OK, 0
    if request.method == "POST":
        form = ConfirmForm(request.POST, user=request.user)
        keys = throttle.keys(client_address(request), request.user.username)
        wait_minutes = throttle.minutes_to_wait(keys)
        if wait_minutes:
            form, status = ConfirmForm(user=request.user), HTTPStatus.TOO_MANY_REQUESTS
        elif form.is_valid():
            throttle.forget(keys)
            sessions.confirm(request, by=sessions.PASSWORD)
            return redirect(after)
        else:
            throttle.count_failure(keys)
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "form": form,
        "next": after,
        "wait_minutes": wait_minutes,
        "party": relying_party() if passkeys_of(request.user) else None,
    }
    return render(request, "accounts/confirm.html", context, status=status)


@login_required
@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name for a passkey."""
    rename_passkey(actor=request.user, passkey_id=pk, name=request.POST.get("name", ""))
    return redirect("accounts:security")


@login_required
@sessions.fresh_posts
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a passkey."""
    name = revoke_passkey(actor=request.user, passkey_id=pk)
    messages.success(request, _("Kunci sandi “%(name)s” sudah dicabut.") % {"name": name})
    return redirect("accounts:security")


@login_required
@require_POST
def stop_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """No more messages to one browser."""
    unsubscribe(actor=request.user, pk=pk)
    messages.success(request, _("Kabar ke perangkat itu sudah dihentikan."))
    return redirect("accounts:security")


@login_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language of one's working rooms and of messages; the page comes back in it."""
    with override(choose_language(actor=request.user, language=request.POST.get("language", ""))):
        messages.success(request, _("Bahasa Anda sudah diganti."))
        return redirect("accounts:security")


@login_required
@sessions.fresh_posts
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    end_own_sessions(actor=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Anda sudah keluar dari semua perangkat lain."))
    return redirect("accounts:security")
