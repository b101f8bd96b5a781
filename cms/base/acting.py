"""Who is doing this: Wagtail's signals do not say, its log context does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass

from wagtail.log_actions import LogContext, get_active_log_context

from cms.accounts.models import ApiToken, User

_token: ContextVar[ApiToken | None] = ContextVar("acting_token", default=None)


def acting_user():
    """The user whose deed is under way, or None when nobody sits at the keyboard."""
    return get_active_log_context().user


def acting(user) -> AbstractContextManager:
    """Within it :func:`acting_user` is ``user``; None changes nothing."""
    if user is None or user == acting_user():
        return nullcontext()
    return LogContext(user=user)


def acting_token() -> ApiToken | None:
    """The API token that carries the deed under way, or None when a person does it."""
    return _token.get()


@contextmanager
def acting_through(token: ApiToken) -> Iterator[None]:
    """Within it the owner of ``token`` acts, and every audit event names the token."""
    before = _token.set(token)
    try:
        with acting(token.owner):
            yield
    finally:
        _token.reset(before)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody whose own page asks, as the API sees them: what a token is for a program."""

    owner: User

    @property
    def owner_id(self) -> int:
        return self.owner.pk


def acting_for(caller: ApiToken | SignedIn) -> AbstractContextManager:
    """Within it whoever asks the API acts, through a token or by themselves."""
    return acting_through(caller) if isinstance(caller, ApiToken) else acting(caller.owner)
