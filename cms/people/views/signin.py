"""Sign-in by NRP or e-mail, sign-out, change of password, and where one lands."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cms.base.addresses import is_english, localized
from cms.base.client_address import client_address
from cms.people import sessions, throttle
from cms.people.language import language_of
from cms.people.models import Role
from cms.people.relying_party import relying_party
from cms.people.roles import has_role
from cms.people.selectors import officer_of
from cms.people.services.push import unsubscribe
from cms.people.views import push


class SignInForm(AuthenticationForm):
    """NRP or e-mail, and the password."""

    username = forms.CharField(
        label=gettext_lazy("NRP atau e-mail"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}
        ),
    )
    password = forms.CharField(
        label=gettext_lazy("Sandi"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": gettext_lazy("NRP, e-mail, atau sandi tidak cocok. Coba lagi."),
        "inactive": gettext_lazy("Akun ini tidak aktif. Hubungi administrator satuan Anda."),
    }


class SignIn(auth_views.LoginView):
    """Attempts are limited by login and by address; the answer never tells who exists."""

    template_name = "accounts/signin.html"
    authentication_form = SignInForm

    @method_decorator(never_cache)
    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            # Not to ``next``: the admin sends people here whom it does not let in, for ever.
            return redirect("home_for_user")
        return super().dispatch(request, *args, **kwargs)

    def get_default_redirect_url(self):
        return reverse("home_for_user")

    def get_context_data(self, **kwargs):
        # Django names the host there; a person knows the site by its name.
        named = {"site_name": settings.SITE_NAME, "party": relying_party()}
        return super().get_context_data(**kwargs) | named

    def post(self, request, *args, **kwargs):
        keys = throttle.keys(client_address(request), request.POST.get("username", ""))
        wait_minutes = throttle.minutes_to_wait(keys)
        if wait_minutes:
            return self.render_to_response(
                self.get_context_data(form=SignInForm(), wait_minutes=wait_minutes), status=429
            )
        response = super().post(request, *args, **kwargs)
        if response.status_code == 302:
            throttle.forget(keys)
        else:
            throttle.count_failure(keys)
        return response

    def render_to_response(self, context, status=200, **kwargs):
        if context["form"].errors:
            status = 422
        return super().render_to_response(context, status=status, **kwargs)


class SignOut(auth_views.LogoutView):
    """POST only. A phone that is shared shows no messages for whoever has left it."""

    next_page = "/"

    def post(self, request, *args, **kwargs):
        subscription = request.session.get(push.SESSION_KEY)
        if subscription is not None and request.user.is_authenticated:
            unsubscribe(actor=request.user, pk=subscription)
        return super().post(request, *args, **kwargs)


class NewPassword:
    """A new password of one's own; a one-time password is used up by it."""

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise forms.ValidationError(_("Pilih sandi yang berbeda dari sandi sekarang."))
        return password

    def save(self, commit=True):
        self.user.one_time_password_until = None
        return super().save(commit=commit)


class NewPasswordForm(NewPassword, PasswordChangeForm):
    """With the present one."""


class ForgottenPasswordForm(NewPassword, SetPasswordForm):
    """Without: a passkey just showed who it is."""


@method_decorator([sensitive_post_parameters(), never_cache, login_required], name="dispatch")
class ChangePassword(auth_views.PasswordChangeView):
    """A new password for oneself. Other sessions end by it; this one stays."""

    template_name = "accounts/password.html"
    success_url = reverse_lazy("home_for_user")

    def get_form_class(self):
        shown_by_passkey = sessions.is_fresh(self.request, by=sessions.PASSKEY)
        return ForgottenPasswordForm if shown_by_passkey else NewPasswordForm

    def form_valid(self, form):
        messages.success(self.request, _("Sandi Anda sudah diganti."))
        return super().form_valid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


@login_required
def home_for_user(request):
    """Send somebody who signed in to where their work is, in English where they chose it."""
    user = request.user
    english = is_english() or is_english(language_of(user))
    if officer_of(user):
        return redirect(localized("/lapor/", english=english))
    if user.is_superuser or has_role(user, Role.EDITOR, Role.PUBLISHER):
        return redirect("/admin/meja/")
    if has_role(user, Role.PANELIST):
        return redirect(localized("/juri/", english=english))
    if has_role(user, Role.AWARD_SECRETARY):
        return redirect("/admin/penghargaan/")
    if has_role(user, Role.LEADER):
        return redirect("/admin/meja/")
    return redirect(localized("/", english=english))
