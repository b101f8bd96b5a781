"""Sign-in by NRP or e-mail."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q

from cms.accounts.models import User


class NrpOrEmailBackend(ModelBackend):
    """Finds the user by NRP or by e-mail (letter case of the e-mail does not matter)."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        login = (username or "").strip()
        if not login or password is None or len(login) > 254 or "\x00" in login:
            return None
        matches = Q(nrp=login) if "@" not in login else Q(email__iexact=login)
        user = User.objects.filter(matches | Q(username=login)).order_by("id").first()
        if user is None:
            # Same work as for a known user, so that timing does not tell who exists.
            User().set_password(password)
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None

    def user_can_authenticate(self, user):
        """An inactive account is out, and so is a one-time password that is too old."""
        return super().user_can_authenticate(user) and not user.is_password_expired
