"""No file that Wagtail's image library writes carries metadata.

Willow hands a picture's EXIF on to the JPEG and PNG files that it makes, and Pillow adds comments
and XMP of its own accord: a police picture would tell where it was taken. Our masters are clean
already; this holds for anything else that ever passes through Willow.
"""

from functools import wraps

from willow.plugins.pillow import PillowImage
from willow.registry import registry

_KEPT = ("icc_profile", "transparency")
_MARK = "_without_metadata"


def _without_metadata(save):
    @wraps(save)
    def clean_save(self, *args, **kwargs):
        image = self.image.copy()
        image.info = {key: image.info[key] for key in _KEPT if key in image.info}
        image.getexif().clear()
        return save(PillowImage(image), *args, **kwargs)

    setattr(clean_save, _MARK, True)
    return clean_save


def install() -> None:
    """Wrap every ``save_as_…`` of Willow's Pillow images. Idempotent."""
    for name in [n for n in dir(PillowImage) if n.startswith("save_as_")]:
        save = getattr(PillowImage, name)
        if not getattr(save, _MARK, False):
            clean = _without_metadata(save)
            setattr(PillowImage, name, clean)
            registry.register_operation(PillowImage, name, clean)
