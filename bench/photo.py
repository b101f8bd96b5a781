"""Photo ingest against sharp (libvips) and against Wagtail's own way, in one run.

Run: ``python -m bench.photo [--sharp DIRECTORY] [--rounds N] [--heic]``; the directory holds
``node_modules/sharp``. All make the same files of the same 12-megapixel JPEG: a master of 2,560 px
and AVIF, WebP and JPEG of 320, 640, 1280 and 1920 px, by the same quality numbers, colours halved
(4:2:0), WebP by method 2, the fastest AVIF. sharp works in its quickest way: each size resized
once. They take turns, and the best of all rounds counts, so that what else the machine does meets
all alike. Ours runs as ``serve`` starts a worker. The files of both are compared with the picture
itself, resized in one go. Without sharp this is said and left out. ``--heic`` draws a HEIC too,
which takes half a minute.
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
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from unittest.mock import patch

from django.conf import settings
from PIL import Image

from bench.likeness import likeness
from bench.media import make
from cms.config.serve import WORKER_MEMORY
from cms.media import pictures

ROUNDS = 10
HEIC_ROUNDS = 3
# Name, share of what it is compared with at most.
GOALS = {"sharp": 1.0, "Wagtail's way": 0.4}
MEMORY_MB = 250
CALM = 1.0  # load before the first round
SHARP = """
const fs = require('fs'), sharp = require('sharp'), readline = require('readline');
const [file, threads, text] = process.argv.slice(1), plan = JSON.parse(text);
sharp.concurrency(Number(threads)); sharp.cache(false);
const data = fs.readFileSync(file);
const bare = image => image.raw().toBuffer({resolveWithObject: true});
const read = ({data: raw, info}) =>
  sharp(raw, {raw: {width: info.width, height: info.height, channels: info.channels}});
const once = async () => {
  // As ours: one decode, one master, every size once.
  const base = await bare(sharp(data).rotate().toColourspace('srgb')
    .resize(plan.side, plan.side, {fit: 'inside', withoutEnlargement: true}).removeAlpha());
  const files = {};
  const keep = async (name, image) => { files[name] = await image.toBuffer(); };
  const size = async width => {
    const sized = await bare(read(base).resize(width));
    await Promise.all([
      keep(`w${width}.avif`,
        read(sized).avif({quality: plan.avif, effort: 0, chromaSubsampling: '4:2:0'})),
      keep(`w${width}.webp`, read(sized).webp({quality: plan.webp, effort: 2})),
      keep(`w${width}.jpg`,
        read(sized).jpeg({quality: plan.jpeg, progressive: true, optimiseCoding: true})),
    ]);
  };
  const master = read(base).jpeg({quality: plan.master, optimiseCoding: true});
  await Promise.all([keep('master.jpg', master), ...plan.widths.map(size)]);
  return files;
};
(async () => {
  for await (const line of readline.createInterface({input: process.stdin})) {
    const cpu = process.cpuUsage(), from = process.hrtime.bigint();
    const files = await once();
    const clock = Number(process.hrtime.bigint() - from) / 1e9, used = process.cpuUsage(cpu);
    if (line) for (const name in files) fs.writeFileSync(`${line}/${name}`, files[name]);
    console.log(JSON.stringify({
      clock, cpu: (used.user + used.system) / 1e6, count: Object.keys(files).length,
      peak: process.resourceUsage().maxRSS / 1024,
    }));
  }
})();
"""


def ours(data: bytes) -> dict[str, bytes]:
    """One decode, a chain of sizes, encoders in threads; and what each picture has besides."""
    picture, _taken = pictures.decode(io.BytesIO(data))
    pictures.placeholder(picture)
    return {f"{made.preset}.{made.extension}": made.data for made in pictures.derive(picture)}


def wagtails(data: bytes) -> dict[str, bytes]:
    """Each file from the original again, as Wagtail makes its renditions."""
    if not settings.configured:
        settings.configure()  # Willow reads a setting when it is first imported
        import_module("cms.media.willow_guard").install()
    willow = import_module("willow.image").Image
    files = {}
    for width in (None, *pictures.WIDTHS):
        for format_ in ("jpeg",) if width is None else ("avif", "webp", "jpeg"):
            image = willow.open(io.BytesIO(data)).auto_orient()
            wide, high = image.get_size()
            width_px = width or pictures.MASTER_SIDE
            image = image.resize((width_px, round(high * width_px / wide)))
            out = io.BytesIO()
            getattr(image, f"save_as_{format_}")(out)
            files[f"{width}.{format_}"] = out.getvalue()
    return files


def _serve(way, path: str, pipe: Connection) -> None:
    """Work in a process of its own: a round for each directory that comes, until None comes."""
    data = Path(path).read_bytes()
    while (directory := pipe.recv()) is not None:
        clock, cpu = time.perf_counter(), time.process_time()
        files = way(data)
        clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
        for name, content in files.items() if directory else ():
            Path(directory, name).write_bytes(content)
        unit = 1024 * 1024 if sys.platform == "darwin" else 1024
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
        pipe.send({"clock": clock, "cpu": cpu, "count": len(files), "peak": peak})


@contextmanager
def _python(way, path: str) -> Iterator:
    """What does a round by ``way``; started from a small process, so that its peak is its own."""
    context = multiprocessing.get_context("spawn")
    mine, its = context.Pipe()
    process = context.Process(target=_serve, args=(way, path, its))
    with patch.dict(os.environ, WORKER_MEMORY):
        process.start()

    def round_(directory: str = "") -> dict:
        mine.send(directory)
        return mine.recv()

    yield round_
    mine.send(None)
    process.join()


@contextmanager
def _sharp(path: str, directory: str) -> Iterator:
    """The same by sharp."""
    plan = {
        "side": pictures.MASTER_SIDE,
        "widths": sorted(pictures.WIDTHS, reverse=True),
        "master": pictures.MASTER_QUALITY,
        "avif": pictures.AVIF_QUALITY,
        "webp": pictures.WEBP_QUALITY,
        "jpeg": pictures.JPEG_QUALITY,
    }
    process = subprocess.Popen(
        ["node", "-e", SHARP, path, str(pictures.ENCODER_THREADS), json.dumps(plan)],
        cwd=directory, env=os.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def round_(kept_in: str = "") -> dict:
        process.stdin.write(f"{kept_in}\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield round_
    process.stdin.close()
    process.wait()


def _in_turn(rounds: dict, count: int) -> dict[str, list[dict]]:
    """What each of ``rounds`` found, ``count`` times, in turn."""
    found: dict[str, list[dict]] = {name: [] for name in rounds}
    for _round in range(count):
        for name, round_ in rounds.items():
            found[name].append(round_())
    return found


def _compare(path: str, directories: dict[str, str]) -> None:
    """Bytes and likeness of the files of both, against the whole picture resized in one go."""
    with Image.open(path) as image:
        whole = image.convert("RGB")
    print(f"\n{'':<11}" + "".join(f"{name + ': bytes, dB, SSIM':>34}" for name in directories))
    for name in sorted(os.listdir(next(iter(directories.values()))), key=_by_format_and_size):
        line = f"{name:<11}"
        for directory in directories.values():
            file = Path(directory, name)
            with Image.open(file) as made:
                wanted = whole.resize(made.size, Image.Resampling.LANCZOS)
                decibel, alike = likeness(made.convert("RGB"), wanted)
            line += f"{file.stat().st_size:>18,}{decibel:>8.2f}{alike:>8.4f}"
        print(line)


def _by_format_and_size(name: str) -> tuple[str, int]:
    stem, _dot, extension = name.partition(".")
    return extension, int(stem.lstrip("w")) if stem != "master" else pictures.MASTER_SIDE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sharp", default="tests/peers/js", help="where node_modules/sharp is")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--heic", action="store_true", help="a HEIC of the same picture too")
    options = parser.parse_args()
    has_sharp = shutil.which("node") and Path(options.sharp, "node_modules", "sharp").is_dir()
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as directory:
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=make, args=(directory, options.heic))
        process.start()
        process.join()
        path = str(Path(directory, "sample.jpg"))
        kept = {name: str(Path(directory, name)) for name in ("Sambang", "sharp")}
        for place in kept.values():
            Path(place).mkdir()
        if has_sharp:
            with _python(ours, path) as our_round, _sharp(path, options.sharp) as its_round:
                rows = _in_turn({"Sambang": our_round, "sharp": its_round}, options.rounds)
                our_round(kept["Sambang"])
                its_round(kept["sharp"])
        else:
            with _python(ours, path) as our_round:
                rows = _in_turn({"Sambang": our_round}, options.rounds)
            print(f"sharp is MISSING: no node, or no {options.sharp}/node_modules/sharp")
        with _python(wagtails, path) as round_:
            rows |= _in_turn({"Wagtail's way": round_}, 1)
        if options.heic:
            with _python(ours, str(Path(directory, "sample.heic"))) as round_:
                rows |= _in_turn({"Sambang, HEIC": round_}, HEIC_ROUNDS)
        _print(rows)
        if has_sharp:
            _compare(path, kept)
        print(f"\nLoad of the machine: {before:.1f} before, {os.getloadavg()[0]:.1f} after.")
        if before > CALM:
            print("  It was busy: of the clock nothing can be said, only of the processor time.")
        _judge(rows)


def _least(rows: list[dict], what: str) -> float:
    return min(row[what] for row in rows)


def _peak(rows: list[dict]) -> float:
    return max(row["peak"] for row in rows)


def _print(found: dict[str, list[dict]]) -> None:
    for name, rows in found.items():
        clock, cpu = _least(rows, "clock"), _least(rows, "cpu")
        print(
            f"{name:<14}{clock:>6.2f} s, {cpu:.2f} s of processor, {rows[0]['count']} files, "
            f"peak {_peak(rows):.0f} MB"
        )


def _judge(found: dict[str, list[dict]]) -> None:
    """Each goal, reached or missed."""
    ours_ = found["Sambang"]
    for name, goal in GOALS.items():
        if name not in found:
            print(f"  {name}: NOT MEASURED")
            continue
        of_clock, of_cpu = (
            _least(ours_, what) / _least(found[name], what) for what in ("clock", "cpu")
        )
        print(
            f"  {of_clock:.2f} of the clock of {name} (goal: at most {goal}): "
            f"{_verdict(of_clock <= goal)}; {of_cpu:.2f} of its processor time"
        )
    for name, rows in found.items():
        if name.startswith("Sambang"):
            peak = _peak(rows)
            print(
                f"  {name}: peak {peak:.0f} MB (goal: {MEMORY_MB}): {_verdict(peak <= MEMORY_MB)}"
            )


def _verdict(is_reached: bool) -> str:
    return "reached" if is_reached else "MISSED"


if __name__ == "__main__":
    main()
