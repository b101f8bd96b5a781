"""From a 12-megapixel photo to all its files: seconds, processor seconds, peak memory.

Run: ``python -m bench.media``. Makes its own picture: forms, detail and grain, as a
phone's has.
"""

import io
import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

import pillow_heif
from PIL import Image

from bench.scenes import scene
from cms.media import pictures

SIZE = (4000, 3000)
ROUNDS = 3


def sample() -> Image.Image:
    """A 12-megapixel picture that compresses about as a photo does."""
    return scene(7, SIZE)


def make(directory: str, has_heic: bool = True) -> None:
    """Write the sample as JPEG and HEIC into ``directory``."""
    picture = sample()
    picture.save(Path(directory, "sample.jpg"), "JPEG", quality=90)
    if has_heic:
        pillow_heif.from_pillow(picture).save(Path(directory, "sample.heic"), quality=70)


def measure(path: str) -> None:
    """Print the best round of ``path``."""
    data = Path(path).read_bytes()
    name = Path(path).suffix[1:].upper()
    best = (float("inf"), 0.0)
    count = 0
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        picture, _taken_at = pictures.decode(io.BytesIO(data))
        count = len(pictures.derive(picture))
        best = min(best, (time.perf_counter() - wall, time.process_time() - cpu))
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(
        f"{name} 12 MP, {len(data) / 1e6:.1f} MB, to {count} files: {best[0]:.2f} s "
        f"({best[1]:.2f} s of processor), peak memory {peak:.0f} MB"
    )


def main() -> None:
    # Each step in a process of its own, started from this small one: a child's peak begins with
    # its parent's.
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as directory:
        steps = [(make, directory)]
        steps += [(measure, str(Path(directory, f"sample.{end}"))) for end in ("jpg", "heic")]
        for step, argument in steps:
            process = context.Process(target=step, args=(argument,))
            process.start()
            process.join()


if __name__ == "__main__":
    main()
