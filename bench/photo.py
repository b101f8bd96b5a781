"""Photo ingest against sharp (libvips) and against Wagtail's own way, in one run.

Run: ``python -m bench.photo [--sharp DIRECTORY]``; the directory holds ``node_modules/sharp``. All
make the same files of the same 12-megapixel JPEG: a master of 2,560 px and AVIF, WebP and JPEG of
320, 640, 1280 and 1920 px, with the same quality numbers and the fastest AVIF. Without sharp this
is said and left out.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from django.conf import settings

from bench.media import make
from cms.media import pictures

ROUNDS = 3
SHARP = """
const fs = require('fs'), sharp = require('sharp');
const [file, ...numbers] = process.argv.slice(1), plan = JSON.parse(numbers.pop());
const [rounds, threads] = numbers.map(Number);
sharp.concurrency(threads); sharp.cache(false);
const data = fs.readFileSync(file);
const encode = (image, q) => [
  image.clone().avif({quality: q.avif, effort: 0}).toBuffer(),
  image.clone().webp({quality: q.webp, effort: 2}).toBuffer(),
  image.clone().jpeg({quality: q.jpeg, progressive: true, optimiseCoding: true}).toBuffer(),
];
const once = async () => {
  // As ours: one decode, one master, every size from it.
  const {data: raw, info} = await sharp(data).rotate().toColourspace('srgb')
    .resize(plan.side, plan.side, {fit: 'inside', withoutEnlargement: true}).removeAlpha().raw()
    .toBuffer({resolveWithObject: true});
  const shape = {raw: {width: info.width, height: info.height, channels: info.channels}};
  const master = {quality: plan.master, progressive: true, optimiseCoding: true};
  const jobs = [sharp(raw, shape).jpeg(master).toBuffer()];
  for (const width of plan.widths) jobs.push(...encode(sharp(raw, shape).resize(width), plan));
  return (await Promise.all(jobs)).length;
};
(async () => {
  let best = Infinity, count = 0;
  for (let n = 0; n < rounds; n++) {
    const from = process.hrtime.bigint();
    count = await once();
    best = Math.min(best, Number(process.hrtime.bigint() - from) / 1e9);
  }
  console.log(JSON.stringify({best, count, peak: process.resourceUsage().maxRSS / 1024}));
})();
"""


def ours(path: str, out) -> None:
    """One decode, a chain of sizes, encoders in threads; and what each picture has besides."""
    data = Path(path).read_bytes()

    def once() -> int:
        picture, _taken = pictures.decode(io.BytesIO(data))
        pictures.placeholder(picture)
        return len(pictures.derive(picture))

    _measure(once, out)


def wagtails(path: str, out) -> None:
    """Each file from the original again, as Wagtail makes its renditions."""
    settings.configure()  # Willow reads a setting when it is first imported
    willow = import_module("willow.image").Image
    import_module("cms.media.willow_guard").install()
    data = Path(path).read_bytes()

    def once() -> int:
        made = 0
        for width in (None, *pictures.WIDTHS):
            for format_ in ("jpeg",) if width is None else ("avif", "webp", "jpeg"):
                image = willow.open(io.BytesIO(data)).auto_orient()
                wide, high = image.get_size()
                width_px = width or pictures.MASTER_SIDE
                image = image.resize((width_px, round(high * width_px / wide)))
                getattr(image, f"save_as_{format_}")(io.BytesIO())
                made += 1
        return made

    _measure(once, out, rounds=1)


def _measure(once, out, rounds: int = ROUNDS) -> None:
    best, count = float("inf"), 0
    for _ in range(rounds):
        start = time.perf_counter()
        count = once()
        best = min(best, time.perf_counter() - start)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    out.put({"best": best, "count": count, "peak": peak})


def sharps(path: str, directory: str) -> dict[str, float] | None:
    """The same by sharp, or None where node or sharp is missing."""
    node = shutil.which("node")
    if node is None or not Path(directory, "node_modules", "sharp").is_dir():
        return None
    plan = {
        "side": pictures.MASTER_SIDE,
        "widths": pictures.WIDTHS,
        "master": pictures.MASTER_QUALITY,
        "avif": pictures.AVIF_QUALITY,
        "webp": pictures.WEBP_QUALITY,
        "jpeg": pictures.JPEG_QUALITY,
    }
    arguments = [path, str(ROUNDS), str(pictures.ENCODER_THREADS), json.dumps(plan)]
    done = subprocess.run(
        [node, "-e", SHARP, *arguments],
        cwd=directory, env=os.environ, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def _apart(function, path: str) -> dict[str, float]:
    """Run in a process of its own, started from a small one, so that its peak is its own."""
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=function, args=(path, out))
    process.start()
    found = out.get()
    process.join()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sharp", default="tests/peers/js", help="where node_modules/sharp is")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=make, args=(directory,))
        process.start()
        process.join()
        path = str(Path(directory, "sample.jpg"))
        rows = {"Sambang": _apart(ours, path), "sharp": sharps(path, options.sharp)}
        rows["Wagtail's way"] = _apart(wagtails, path)
        heic = _apart(ours, str(Path(directory, "sample.heic")))
    base = rows["Sambang"]
    for name, row in rows.items():
        if row is None:
            print(f"{name:<14} MISSING: no node, or no {options.sharp}/node_modules/sharp")
            continue
        share = base["best"] / row["best"]
        print(
            f"{name:<14}{row['best']:>7.2f} s to {row['count']:.0f} files, "
            f"peak {row['peak']:.0f} MB   Sambang takes {share:.2f} of that time"
        )
    print(f"Sambang, HEIC {heic['best']:>7.2f} s, peak {heic['peak']:.0f} MB")
    print("Goals: at most 1.0 of sharp, at most 0.4 of Wagtail's way, at most 250 MB.")


if __name__ == "__main__":
    main()
