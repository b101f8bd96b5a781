"""What every template of the site may name."""

from django.conf import settings


def site(request) -> dict:
    """The site's name and address, and this page's address in both languages."""
    path = request.path_info
    english = path == "/en" or path.startswith("/en/")
    indonesian_path = (path[3:] or "/") if english else path
    return {
        "site_name": settings.SITE_NAME,
        "base_url": settings.BASE_URL,
        "indonesian_path": indonesian_path,
        "english_path": f"/en{indonesian_path}",
        "other_language": "id" if english else "en",
        "other_language_path": indonesian_path if english else f"/en{path}",
    }
