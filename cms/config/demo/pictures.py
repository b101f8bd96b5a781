"""Pictures and the film of the demo, drawn by our own code and taken in like any upload."""

from __future__ import annotations

import hashlib
import io
import os
import random
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from cms.config.demo import art
from cms.media import pictures
from cms.media.models import Photo, Upload
from cms.media.services.ingest import ingest
from cms.media.services.steps.photo_derive import DERIVED
from cms.media.services.uploads import receive

SIZE = (1280, 853)
VARIANTS = 5
REPORTS_PER_VARIANT = 10
JPEG_QUALITY = 86


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A picture as a phone would send it, and every file that readers get of it."""

    data: bytes
    derived: list[pictures.Encoded]


def _draw(scene: str, seed: int) -> _Drawn:
    out = io.BytesIO()
    picture = art.draw_scene(seed=seed, scene=scene, width=SIZE[0], height=SIZE[1])
    picture.save(out, "JPEG", quality=JPEG_QUALITY)
    sent, _taken_at = pictures.decode(out)
    return _Drawn(out.getvalue(), pictures.derive(sent))


class Album:
    """Every scene in a few variants, drawn and prepared beside the caller on all processors.

    Both take long, so few ``reports`` make do with fewer variants, and a picture that several
    reports carry is prepared once. Side effect: processes, which end when all is drawn.
    """

    def __init__(self, seed: int, *, reports: int):
        variants = max(1, min(VARIANTS, reports // REPORTS_PER_VARIANT))
        pool = ProcessPoolExecutor(os.cpu_count())
        self._by_scene = {
            scene: [pool.submit(_draw, scene, seed * 100 + n) for n in range(variants)]
            for scene in art.SCENES
        }
        self._derived: dict[str, list[pictures.Encoded]] = {}
        pool.shutdown(wait=False)

    def file(self, scene: str, rng: random.Random) -> SimpleUploadedFile:
        """A picture of ``scene`` as a browser would send it; waits until it is drawn."""
        drawn = rng.choice(self._by_scene[scene]).result()
        self._derived[hashlib.sha256(drawn.data).hexdigest()] = drawn.derived
        return SimpleUploadedFile(f"{scene}.jpg", drawn.data, content_type="image/jpeg")

    def take_in(self, upload: Upload) -> None:
        """Prepare ``upload`` as a worker would, with what is made of such a picture already."""
        derived = self._derived.get(upload.sha256)
        ingest(upload.pk, kept={} if derived is None else {DERIVED: derived})


def portrait(user, seed: int, is_female: bool, unit_path: str) -> Photo:
    """An officer's portrait, taken in and ready."""
    out = io.BytesIO()
    art.draw_portrait(seed=seed, woman=is_female).save(out, "JPEG", quality=90)
    file = SimpleUploadedFile("potret.jpg", out.getvalue(), content_type="image/jpeg")
    upload = receive(actor=user, file=file, kind="photo", unit_path=unit_path)
    ingest(upload.pk)
    upload.refresh_from_db()
    photo = upload.photo
    photo.title = f"Potret {user}"
    photo.alt_text = f"Potret {user} berseragam di depan motif batik"
    photo.save(update_fields=["title", "alt_text"])
    return photo


def film(seed: int) -> SimpleUploadedFile:
    """The demo's one short film."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desa.mp4"
        art.render_video(path=path, seed=seed, seconds=6)
        return SimpleUploadedFile("desa.mp4", path.read_bytes(), content_type="video/mp4")
