"""``python -m bench.film``: a film from its original to everything readers get.

A minute of 1080p is drawn by ffmpeg (H.264 and HEVC 10-bit HDR) and prepared as the worker does it.
Printed: seconds of work for a second of film, processor seconds, and the highest memory of any
child. Needs no database.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import tempfile
import time
from pathlib import Path

from cms.media import films

_SCENE = "testsrc2=size=1920x1080:rate=30:duration={},noise=alls=8:allf=t"
_HDR = (
    "zscale=tin=bt709:min=bt709:pin=bt709:rin=tv:t=smpte2084:p=bt2020:m=bt2020nc:npl=203,"
    "format=yuv420p10le"
)
_HEVC = (
    *("-vf", _HDR, "-c:v", "libx265", "-preset", "ultrafast", "-tag:v", "hvc1", "-x265-params"),
    "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc",
)
_H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-b:v", "12M")
CLIPS = {"1080p H.264": ("film.mp4", _H264), "1080p HEVC HDR": ("film.mov", _HEVC)}


def main() -> None:
    """Measure each clip once and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=61, help="length of the film")
    options = parser.parse_args()
    print("| film | work s per film s | processor s | peak MB of a child | files | MB |")
    print("|---|---|---|---|---|---|")
    for name, (file, codec) in CLIPS.items():
        with tempfile.TemporaryDirectory(prefix="sambang-bench-") as scratch:
            source = Path(scratch) / file
            _draw(source, codec, options.seconds)
            _measure(name, source, Path(scratch), options.seconds)


def _draw(target: Path, codec: tuple[str, ...], seconds: int) -> None:
    subprocess.run(
        [
            *(films.ffmpeg(), "-v", "error", "-y", "-f", "lavfi", "-i", _SCENE.format(seconds)),
            *("-f", "lavfi", "-i", f"sine=440:duration={seconds}", *codec, "-c:a", "aac"),
            str(target),
        ],
        check=True,
    )


def _measure(name: str, source: Path, scratch: Path, seconds: int) -> None:
    directory = scratch / "made"
    directory.mkdir()
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    film = films.prepare(source, directory, timeout_s=3600)
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    made = [path for path in directory.iterdir() if path.suffix in {".mp4", ".m4s", ".m3u8"}]
    weight = sum(path.stat().st_size for path in made) / 1024 / 1024
    sizes = ", ".join(size.preset for size in film.sizes)
    print(
        f"| {name} ({sizes}) | {wall / seconds:.2f} | {cpu:.0f} "
        f"| {after.ru_maxrss / 1024:.0f} | {len(made)} | {weight:.1f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
