"""What is no description of a picture: a title that was never written, or a file's name. Pure."""

import re

_FILE = re.compile(r".*\.(jpe?g|png|webp|hei[cf]|avif|gif|mp4|mov|webm|3gp|m4a|mp3)", re.IGNORECASE)
_CAMERA = re.compile(
    r"(img|dsc|vid|pxl|wa|dcim|screenshot|foto|video|suara)?[\W_\d]+", re.IGNORECASE
)


def describes_nothing(text: str) -> bool:
    """Whether ``text`` is a file's name or a number that a camera gave: nobody wrote it to tell
    what can be seen. An empty text is not judged."""
    text = text.strip()
    return bool(text) and bool(_FILE.fullmatch(text) or _CAMERA.fullmatch(text))
