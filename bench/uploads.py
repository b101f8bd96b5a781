"""``python -m bench.uploads``: the upload server under a crowd, on a bad line, and with a gigabyte.

A scratch database and directory (SQLite, or ``--database-url``; files on the disk), the whole
application as ``serve`` runs it: two web processes, a worker, a sweeper. The clients run on the
same machine. What is measured: 100 officers who send a report with five photos each at once; a
film over twenty broken connections; a film while the web server is killed ten times; a gigabyte and
the server's memory meanwhile; eight requests for one place; two tabs that send the same 1,000
stories while three answers of ten are lost.
Figures stand beside their goals. A goal that is missed ends with status 1.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.load import application
from bench.scratch import ask_site, prepare_site
from bench.uploads_answers import LOST_SHARE, LostAnswers
from bench.uploads_crowd import Crowd
from bench.uploads_film import MB, SEED, Film, kept
from tests.media.tus.client import PIECE
from tests.media.tus.wire import Wire, read_answer

DROPS, LATE_DROPS = 20, 4
KILLS = 10
CHUNK_MAX = 4 * MB
WIRE_MAX = 1.18
P95_MS, DESK_S = 500, 5
GROWTH_MAX = 24 * MB
PARTS = ("crowd", "drops", "kills", "memory", "race", "answers")


def main() -> None:
    """Prepare, serve, measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS, help="one of the measurements")
    parser.add_argument("--officers", type=int, default=100)
    parser.add_argument("--film-mb", type=int, default=500, help="of the film with broken lines")
    parser.add_argument("--kills-mb", type=int, default=200, help="of the film while it is killed")
    parser.add_argument("--memory-mb", type=int, default=1023, help="of the large file")
    parser.add_argument("--rounds", type=int, default=200, help="of eight requests at one offset")
    parser.add_argument("--stories", type=int, default=1000, help="whose answers are lost")
    parser.add_argument("--kbit", type=int, default=500, help="of an officer's line; 0: no limit")
    parser.add_argument(
        "--spread", type=float, default=0.0, help="lines differ by so much of --kbit: 0.3 is 30 %%"
    )
    parser.add_argument("--threads", type=int, default=64, help="of each web process")
    parser.add_argument("--database-url", default="", help="PostgreSQL; SQLite without it")
    parser.add_argument("--var-dir", default="", help="a scratch directory, filled once and kept")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        scratch = options.var_dir or stack.enter_context(
            tempfile.TemporaryDirectory(prefix="sambang-bench-uploads-")
        )
        environ = {"SAMBANG_VAR_DIR": scratch, "SAMBANG_WEB_THREADS": str(options.threads)}
        if options.database_url:
            environ["SAMBANG_DATABASE_URL"] = options.database_url
        known = _prepared(Path(scratch), options.officers, environ)
        print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        chosen = [options.only] if options.only else PARTS
        reached = []
        if "kills" in chosen:
            reached.append(_kills(known, environ, options.kills_mb * MB))
        with application(environ) as (port, process):
            measures = {
                "crowd": lambda: _crowd(port, known, environ, options, process.pid),
                "drops": lambda: _drops(port, known, options.film_mb * MB),
                "memory": lambda: _memory(port, known, options.memory_mb * MB, process.pid),
                "race": lambda: _race(port, known, options.rounds),
                "answers": lambda: _answers(port, known, environ, options.stories),
            }
            reached += [measures[part]() for part in chosen if part in measures]
    sys.exit(0 if all(reached) else 1)


def say(what: str, figure: str, goal: str, is_reached: bool) -> bool:
    """Print one figure beside its goal; whether it is reached."""
    print(f"{what:<46}{figure:>18}   goal {goal:<14}{'' if is_reached else ' MISSED'}", flush=True)
    return is_reached


def _prepared(scratch: Path, officers: int, environ: dict[str, str]) -> dict:
    kept = scratch / "bench-uploads.json"
    if not kept.exists():
        kept.write_text(json.dumps(_fill(officers, environ)))
    known = json.loads(kept.read_text())
    return known | {"officers": known["officers"][:officers]}


def _fill(officers: int, environ: dict[str, str]) -> dict:
    print(f"Preparing {officers} officers (places take half a minute)…", flush=True)
    prepare_site(environ)
    code = f"from bench import uploads_people; uploads_people.fill({officers})"
    return json.loads(ask_site(code, environ))


# --- The crowd -----------------------------------------------------------------------------------


def _crowd(
    port: int, known: dict, environ: dict[str, str], options: argparse.Namespace, serving: int
) -> bool:
    """Every officer sends a report, then its five photos; all begin at once."""
    kbit = options.kbit
    crowd = Crowd(port, known, kbit=kbit, spread=options.spread)
    web = _web_processes(serving)
    before = sum(map(_processor_s, web))
    crowd.send()
    processor_ms = (sum(map(_processor_s, web)) - before) * 1000 / len(crowd.times)
    code = f"from bench import uploads_people; uploads_people.show({crowd.sent!r})"
    found = json.loads(ask_site(code, environ))
    photos = len(crowd.hashes)
    print(
        f"\n{len(crowd.sent)} officers at {kbit or 'no limit of'} kbit/s, {photos} photos, "
        f"{crowd.byte_count / MB:.0f} MB in {crowd.seconds:.1f} s; "
        f"{len(crowd.times)} chunks, {crowd.again} sent again"
    )
    kept = set(found["hashes"])
    lost = [digest for digest in crowd.hashes if digest not in kept]
    return all(
        (
            say("photos lost", f"{len(lost)} of {photos}", "0", not lost),
            say("reports on the desk with all five", f"{found['whole']} of {len(crowd.sent)}",
                 str(len(crowd.sent)), found["whole"] == len(crowd.sent)),
            say("processor of the web processes a chunk", f"{processor_ms:.1f} ms", "-", True),
            say("accepted chunk, p50", f"{crowd.chunk_ms(0.5):.0f} ms", "-", True),
            say("accepted chunk, p95", f"{crowd.chunk_ms(0.95):.0f} ms", f"<= {P95_MS} ms",
                 crowd.chunk_ms(0.95) <= P95_MS),
            say("last byte to whole report on the desk, worst", f"{max(crowd.desk):.2f} s",
                 f"<= {DESK_S} s", max(crowd.desk) <= DESK_S),
        )
    )  # fmt: skip


# --- Large files ---------------------------------------------------------------------------------


def _wire(port: int, known: dict) -> Wire:
    return Wire(port, known["officers"][0]["token"])


def _drops(port: int, known: dict, size: int) -> bool:
    """In chunks of 4 MiB with their checksums, over lines that break at seeded places."""
    film, chance, wire = Film(size), random.Random(SEED), _wire(port, known)
    path = wire.create(size, kind="video")
    late = size - size // 100
    drops = sorted(
        chance.sample(range(late), DROPS - LATE_DROPS)
        + chance.sample(range(late, size), LATE_DROPS)
    )
    at, again, began = 0, [0], time.monotonic()
    while at < size:
        data = film.part(at, CHUNK_MAX)
        if drops and drops[0] < at + len(data):
            arrived = max(0, drops.pop(0) - at)
            wire.cut_patch(path, at, data[:arrived], len(data))
            there = wire.offset(path)
            again.append(at + arrived - there)
            at = there
            continue
        before = wire.sent
        with contextlib.suppress(OSError):  # refused before it was all sent
            answer = wire.patch(path, at, data, checked=True)
            if answer.status == 204:
                at = answer.offset
                continue
        # The server had not heard yet that the line before had broken.
        again.append(wire.sent - before)
        at = wire.offset(path)
    seconds, ratio = time.monotonic() - began, wire.sent / size
    is_equal = kept(wire, path) == film.sha256()
    print(f"\n{size / MB:.0f} MB over {DROPS} broken connections in {seconds:.0f} s")
    return all((
        say("broken connections", str(DROPS - len(drops)), str(DROPS), not drops),
        say("SHA-256 of what the server keeps", "equal" if is_equal else "NOT", "equal", is_equal),
        say("sent again after one break, most", f"{max(again) / 1024:.0f} KiB",
             f"<= {CHUNK_MAX // 1024} KiB", max(again) <= CHUNK_MAX),
        say("bytes on the wire", f"{ratio:.3f}x", f"<= {WIRE_MAX}x", ratio <= WIRE_MAX),
    ))  # fmt: skip


def _kills(known: dict, environ: dict[str, str], size: int) -> bool:
    """Every process of the web server is killed in the middle of a piece, again and again."""
    film, chance = Film(size), random.Random(SEED)
    path, counted, sent, lost, invented, began = "", 0, 0, 0, 0, time.monotonic()
    for place in [*sorted(chance.sample(range(MB, size), KILLS)), size]:
        with application(environ) as (port, process):
            wire = _wire(port, known)
            path = path or wire.create(size, kind="video")
            at = wire.offset(path)
            lost, invented = max(lost, counted - at), max(invented, at - sent)
            while at < size and (place == size or at + CHUNK_MAX <= place):
                at = wire.patch(path, at, film.part(at, CHUNK_MAX)).offset
            counted, sent = at, place
            if place == size:
                is_equal = kept(wire, path) == film.sha256()
                break
            length = min(CHUNK_MAX, size - at)
            head = {"Upload_Offset": str(at), "Content_Type": PIECE}
            with wire.begin("PATCH", path, length, **head) as line:
                line.sendall(film.part(at, place - at))
                time.sleep(chance.uniform(0, 0.3))
                for pid in _web_processes(process.pid):
                    os.kill(int(pid), signal.SIGKILL)
    print(f"\n{size / MB:.0f} MB, killed {KILLS} times, in {time.monotonic() - began:.0f} s")
    return all((
        say("SHA-256 of what the server keeps", "equal" if is_equal else "NOT", "equal", is_equal),
        say("bytes that counted and were gone", str(lost), "0", lost == 0),
        say("bytes that HEAD counts and nobody sent", str(invented), "0", invented == 0),
    ))  # fmt: skip


def _memory(port: int, known: dict, size: int, serving: int) -> bool:
    """Nearly a gigabyte in one request."""
    film, wire = Film(size), _wire(port, known)
    path = wire.create(size, kind="video")
    wire.patch(path, 0, film.part(0, MB))
    before = peak = _resident_bytes(serving)
    began = time.monotonic()
    with wire.begin(
        "PATCH", path, size - MB, timeout_s=300, Upload_Offset=str(MB), Content_Type=PIECE
    ) as line:
        for at in range(MB, size, MB):
            line.sendall(film.part(at, MB))
            if at % (16 * MB) == 0:
                peak = max(peak, _resident_bytes(serving))
        status = read_answer(line).status
    seconds = time.monotonic() - began
    is_equal = status == 204 and kept(wire, path) == film.sha256()
    print(f"\n{size / MB:.0f} MB in one request, {seconds:.0f} s, {size / MB / seconds:.0f} MB/s")
    growth = peak - before
    return all((
        say("SHA-256 of what the server keeps", "equal" if is_equal else "NOT", "equal", is_equal),
        say("memory of the web processes before", f"{before / MB:.0f} MB", "-", True),
        say("growth at its peak", f"{growth / MB:.1f} MB", f"<= {GROWTH_MAX // MB} MB",
             growth <= GROWTH_MAX),
    ))  # fmt: skip


def _web_processes(serving: int) -> set[str]:
    """The web server, which is a child of ``serving``, with all its processes."""
    listed = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    family = {pid for pid, parent, args in rows if parent == str(serving) and "granian" in args}
    for _generation in range(3):
        family |= {pid for pid, parent, _args in rows if parent in family}
    return family


def _resident_bytes(serving: int) -> int:
    """Memory of the web processes now."""
    page = os.sysconf("SC_PAGE_SIZE")
    family = _web_processes(serving)
    return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page for pid in family)


def _processor_s(pid: str) -> float:
    """What a process has used of the processors so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# --- Eight for one place -------------------------------------------------------------------------


def _race(port: int, known: dict, rounds: int) -> bool:
    """Eight requests at one offset, again and again: one is counted, the others are told so."""
    wire, piece = _wire(port, known), 3_000
    path = wire.create((rounds + 1) * piece)
    data, wins, others = os.urandom(rounds * piece), [], set()
    with ThreadPoolExecutor(8) as pool:
        for number in range(rounds):
            at, start = number * piece, threading.Barrier(8)

            def send(_number, at=at, start=start) -> int:
                start.wait()
                return wire.patch(path, at, data[at : at + piece]).status

            statuses = list(pool.map(send, range(8)))
            wins.append(statuses.count(204))
            others |= set(statuses) - {204}
            assert wire.offset(path) == at + piece or wins[-1] != 1
    print(f"\nEight parallel pieces at one offset, {rounds} rounds")
    return all((
        say("rounds with exactly one winner", f"{wins.count(1)}", str(rounds),
             wins.count(1) == rounds),
        say("what the others are told", ", ".join(map(str, sorted(others))), "409, 423",
             others <= {409, 423}),
    ))  # fmt: skip


# --- Answers that are lost -----------------------------------------------------------------------


def _answers(port: int, known: dict, environ: dict[str, str], count: int) -> bool:
    """Two tabs send every story, and again until they hear of it."""
    lost = LostAnswers(port, known, count)
    began = time.monotonic()
    lost.send()
    seconds = time.monotonic() - began
    keys = [story.report for story in lost.stories]
    code = f"from bench import uploads_people; uploads_people.show({keys!r}, 1)"
    found = json.loads(ask_site(code, environ))
    wanted = sorted(story.sha256 for story in lost.stories)
    asked = len(lost.link.requests)
    print(f"\n{count} stories from two tabs in {seconds:.0f} s, {asked} requests")
    share = lost.link.lost_count / asked
    return all((
        say("answers lost", f"{share:.0%}", f"{LOST_SHARE:.0%}", share > LOST_SHARE * 0.9),
        say("stories on the desk with their photo", str(found["whole"]), str(count),
            found["whole"] == count),
        say("files kept, each once and equal", str(len(found["hashes"])), str(count),
            sorted(found["hashes"]) == wanted),
        say("stories that both tabs say are sent", str(len(set.intersection(*lost.said_sent))),
            str(count), all(len(tab) == count for tab in lost.said_sent)),
    ))  # fmt: skip


if __name__ == "__main__":
    main()
