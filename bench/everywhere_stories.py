"""Stories that only wait for the press, and who may press, for the bench of publishing."""

from __future__ import annotations

import json
import secrets
import sys

from cms.people.models import Role
from cms.people.services.tokens import make_token
from publishing.models import Subscription
from tests.factories.people import OfficerFactory, person
from tests.factories.stories import story_page


def fill(count: int, receiver: str) -> None:
    """Add ``count`` complete draft stories with a photo each and a webhook receiver at the address
    ``receiver``; print as JSON the stories and a publisher's token."""
    officer = OfficerFactory(signed_up=True, posted=True)
    publisher = person(Role.PUBLISHER, "POLRES-3201")
    token = make_token(actor=publisher, name="Uji terbit", scopes=("stories:publish",), days=2)
    Subscription.objects.create(
        channel="webhook", name="Uji", config={"url": receiver}, secret=secrets.token_urlsafe()
    )
    pages = [
        story_page(
            officer=officer, unit=officer.unit, photos=1, title=f"Pos ronda {number} menyala lagi"
        )
        for number in range(count)
    ]
    stories = [{"id": str(page.public_id), "title": page.title} for page in pages]
    sys.stdout.write(json.dumps({"token": token.secret, "stories": stories}))
