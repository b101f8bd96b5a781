"""Pictures and the film of the demo, drawn by our own code and taken in like any upload."""

from __future__ import annotations

import io
import os
import random
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from cms.config.demo import art
from cms.media.models import Photo
from cms.media.services.ingest import ingest
from cms.media.services.uploads import receive

SIZE = (1280, 853)
VARIANTS = 5
REPORTS_PER_VARIANT = 10
JPEG_QUALITY = 86


def _draw(job: tuple[str, int]) -> tuple[tuple[str, int], bytes]:
    scene, seed = job
    out = io.BytesIO()
    picture = art.draw_scene(seed=seed, scene=scene, width=SIZE[0], height=SIZE[1])
    picture.save(out, "JPEG", quality=JPEG_QUALITY)
    return job, out.getvalue()


class Album:
    """JPEG bytes of every scene in a few variants, drawn beside the caller on all processors.

    Drawing takes long, so few ``reports`` make do with fewer variants. Side effect: processes,
    which end when all is drawn.
    """

    def __init__(self, seed: int, *, reports: int):
        variants = max(1, min(VARIANTS, reports // REPORTS_PER_VARIANT))
        jobs = [(scene, seed * 100 + n) for scene in art.SCENES for n in range(variants)]
        pool = ProcessPoolExecutor(os.cpu_count())
        self._drawing = pool.map(_draw, jobs, chunksize=4)
        pool.shutdown(wait=False)

    @cached_property
    def _by_scene(self) -> dict[str, list[bytes]]:
        found: dict[str, list[bytes]] = {}
        for (scene, _seed), data in self._drawing:
            found.setdefault(scene, []).append(data)
        return found

    def file(self, scene: str, rng: random.Random) -> SimpleUploadedFile:
        """A picture of ``scene`` as a browser would send it."""
        return SimpleUploadedFile(
            f"{scene}.jpg", rng.choice(self._by_scene[scene]), content_type="image/jpeg"
        )


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
