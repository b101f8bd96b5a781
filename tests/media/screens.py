"""What the screen of protection gives back when its forms are sent."""

from django.urls import reverse


def seen(client, kind: str, thing) -> str:
    """The version of the redaction that ``client`` has before them."""
    return client.get(reverse("media_protection", args=[kind, thing.pk])).context["seen"]
