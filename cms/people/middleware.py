"""Whoever signed in with a one-time password chooses a new one before anything else."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


class OneTimePasswordMiddleware:
    """Sends such a person to the page where a password is changed.

    Looks at the user only where a session cookie came along, so that a page for everybody stays
    the same for everybody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and self._must_change(request):
            messages.info(
                request, _("Sandi Anda hanya untuk sekali masuk. Buat sandi Anda sendiri.")
            )
            return redirect("accounts:password_change")
        return self.get_response(request)

    def _must_change(self, request) -> bool:
        user = request.user
        if not (user.is_authenticated and user.must_change_password):
            return False
        allowed = (reverse("accounts:password_change"), reverse("accounts:logout"))
        return request.path not in allowed
