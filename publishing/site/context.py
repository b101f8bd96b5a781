"""What every template of the site may name."""

from django.conf import settings


def site(request) -> dict:
    """The site's name and address, and the same page in the other language."""
    path = request.path_info
    english = path == "/en" or path.startswith("/en/")
    return {
        "site_name": settings.SITE_NAME,
        "base_url": settings.BASE_URL,
        "other_language": "id" if english else "en",
        "other_language_path": (path[3:] or "/") if english else f"/en{path}",
    }
