"""The steps from an original to what readers get, one module a step.

A step is a function that takes a :class:`~cms.media.services.steps.work.Work`; it does the heavy
part first and writes inside ``with work.finishing()``. Whoever adds one registers it
(:func:`registry.register`) in ``AppConfig.ready()``; the engine (``services.ingest``) gives it its
row, lease, attempts and place in the progress that people see.
"""

from django.utils.translation import gettext_lazy as _

from cms.media.models import DERIVE_STEP, FACES_STEP, UploadKind
from cms.media.services.steps import (
    film,
    film_faces,
    original,
    photo_derive,
    photo_faces,
    photo_print,
)
from cms.media.services.steps.registry import Step, register

FILM_LEASE_S = 15 * 60


def register_all() -> None:
    """Register our own steps, in their order. Idempotent."""
    register(Step(UploadKind.PHOTO, "inspect", _("memeriksa berkas"), original.inspect_photo))
    register(Step(UploadKind.VIDEO, "inspect", _("memeriksa berkas"), original.inspect))
    register(Step(UploadKind.PHOTO, DERIVE_STEP, _("membuat ukuran foto"), photo_derive.derive))
    register(Step(UploadKind.PHOTO, FACES_STEP, _("mencari wajah"), photo_faces.look, needed=False))
    register(
        Step(
            UploadKind.PHOTO,
            "print",
            _("mencari foto yang serupa"),
            photo_print.take_print,
            needed=False,
        )
    )
    register(
        Step(
            UploadKind.VIDEO,
            "film",
            _("menyiapkan film"),
            film.prepare,
            lease_s=FILM_LEASE_S,
        )
    )
    register(
        Step(
            UploadKind.VIDEO,
            FACES_STEP,
            _("mencari wajah"),
            film_faces.look,
            lease_s=FILM_LEASE_S,
            needed=False,
        )
    )
    register(
        Step(
            UploadKind.AUDIO,
            "sound",
            _("menyiapkan rekaman suara"),
            film.prepare,
            lease_s=FILM_LEASE_S,
        )
    )
