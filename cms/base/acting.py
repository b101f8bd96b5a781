"""Who is doing this: Wagtail's signals do not say, its log context does."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from wagtail.log_actions import LogContext, get_active_log_context


def acting_user():
    """The user whose deed is under way, or None when nobody sits at the keyboard."""
    return get_active_log_context().user


def acting(user) -> AbstractContextManager:
    """Within it :func:`acting_user` is ``user``; None changes nothing."""
    if user is None or user == acting_user():
        return nullcontext()
    return LogContext(user=user)
