"""Which device a browser says it is, in a few words for its owner. Never trusted."""

from __future__ import annotations

_SYSTEMS = (
    ("android", "Android"),
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("windows", "Windows"),
    ("mac os", "Mac"),
    ("cros", "Chromebook"),
    ("linux", "Linux"),
)
# The first that fits: many browsers also say the names of others.
_BROWSERS = (
    ("samsungbrowser", "Samsung Internet"),
    ("edg", "Edge"),
    ("opr", "Opera"),
    ("ucbrowser", "UC Browser"),
    ("firefox", "Firefox"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
)


def device_name(user_agent: str) -> str:
    """``Chrome · Android``; blank when nothing is known."""
    said = user_agent[:400].lower()
    found = [
        next((name for word, name in table if word in said), "") for table in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(name for name in found if name)
