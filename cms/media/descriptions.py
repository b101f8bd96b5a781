"""What is no description of a picture: its title over again, or a file's name. Pure."""

import re

_FILE = re.compile(r".*\.(jpe?g|png|webp|hei[cf]|avif|gif|mp4|mov|webm|3gp|m4a|mp3)", re.IGNORECASE)
_CAMERA = re.compile(
    r"(img|dsc|vid|pxl|wa|dcim|screenshot|foto|video|suara)?[\W_\d]+", re.IGNORECASE
)


def describes_nothing(text: str, *, title: str) -> bool:
    """Whether ``text`` is the picture's ``title``, a file's name or a number that a camera gave:
    nobody wrote it to tell what can be seen. An empty text is not judged."""
    text = " ".join(text.split())
    is_title = text.casefold() == " ".join(title.split()).casefold()
    return bool(text) and bool(is_title or _FILE.fullmatch(text) or _CAMERA.fullmatch(text))
