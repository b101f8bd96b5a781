"""API tokens, and how a program shows one."""

import orjson
from django.test import Client

from cms.accounts.models import ApiToken
from cms.accounts.tokens import SCOPES
from cms.people.services.tokens import make_token


def token_of(user, *scopes: str) -> tuple[ApiToken, str]:
    """(row, token) of a new token of ``user``; with every scope when none is named."""
    new = make_token(actor=user, name="Aplikasi lapangan", scopes=scopes or SCOPES, days=30)
    return new.token, new.secret


class Program(Client):
    """A client that shows ``token`` and speaks JSON; it has no session."""

    def __init__(self, token: str = "", **kwargs):
        super().__init__(**kwargs)
        if token:
            self.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"

    def send(self, path: str, body: object = None, *, method: str = "post", **headers: str):
        """``body`` as JSON; ``headers`` with underscores for hyphens."""
        return getattr(self, method)(
            path,
            data=b"" if body is None else orjson.dumps(body),
            content_type="application/json",
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )


def program_of(user, *scopes: str) -> Program:
    """A program that acts for ``user``."""
    return Program(token_of(user, *scopes)[1])
