"""The real web server: killed, raced, cut off; and its memory."""

import json
import random
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest

from cms.media.models import ResumableUpload, Upload
from tests import files
from tests.factories.people import person
from tests.factories.tokens import token_of
from tests.media.tus.client import ALL, PIECE
from tests.media.tus.wire import Server, Wire, read_answer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(280), pytest.mark.once]

MB = 1024 * 1024


@pytest.fixture(scope="module")
def film() -> bytes:
    """A whole film of some megabytes: what follows its last box is padding that players skip."""
    data = files.mp4(seconds=1)
    padding = 6 * MB
    return data + (padding + 8).to_bytes(4, "big") + b"free" + random.Random(7).randbytes(padding)


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def wire(server) -> Wire:
    return Wire(server.port, token_of(person("officer"), "media:write")[1])


def kept_bytes(var_dir, path: str) -> bytes:
    """The stored original of the file at ``path``."""
    upload = Upload.objects.get(pk=path.rpartition("/")[2])
    root = next(var_dir.glob("**/originals")).parent
    return (root / upload.file.name).read_bytes()


def test_a_killed_server_loses_nothing_that_it_counted(server, wire, film, tmp_path):
    """Ten times SIGKILL in the middle of a piece."""
    path, chance = wire.create(len(film)), random.Random(11)
    counted = 0
    for _kill in range(10):
        there = wire.offset(path)
        assert there >= counted
        counted = there
        line = wire.begin(
            "PATCH", path, len(film) - there, Upload_Offset=str(there), Content_Type=PIECE
        )
        line.sendall(film[there : there + chance.randrange(1, 600_000)])
        time.sleep(chance.random() * 0.2)
        server.kill()
        line.close()
        server.start()

    there = wire.offset(path)
    durable = next(tmp_path.glob("**/incoming/*/*"))
    assert counted <= there <= durable.stat().st_size
    assert durable.read_bytes()[:there] == film[:there]
    assert wire.patch(path, there, film[there:]).status == 204
    assert kept_bytes(tmp_path, path) == film


def test_a_new_head_frees_a_file_whose_writer_was_killed(server, wire, film):
    path = wire.create(len(film))
    line = wire.begin("PATCH", path, len(film), Upload_Offset="0", Content_Type=PIECE)
    line.sendall(film[: 2 * MB])
    time.sleep(1.5)
    server.kill()
    line.close()
    server.start()
    assert ResumableUpload.objects.get().claim is not None

    began = time.monotonic()
    there = wire.offset(path)

    assert time.monotonic() - began < 2.5
    assert 0 < there <= 2 * MB
    assert wire.patch(path, there, film[there : there + 1000]).status == 204


def test_a_cut_piece_leaves_what_arrived(wire, film):
    path = wire.create(len(film))

    line = wire.begin("PATCH", path, 2_000_000, Upload_Offset="0", Content_Type=PIECE)
    line.sendall(film[:1_500_000])
    line.close()

    # Asking would end the request: its own end is waited for.
    deadline = time.monotonic() + 20
    while ResumableUpload.objects.get().claim is not None and time.monotonic() < deadline:
        time.sleep(0.1)
    # The last bytes may be lost with the line; the rest must not be.
    assert wire.offset(path) >= 1_300_000


def test_a_new_head_makes_the_old_request_save_and_let_go(wire, film):
    path = wire.create(len(film))
    old = wire.begin("PATCH", path, len(film), Upload_Offset="0", Content_Type=PIECE)
    old.sendall(film[:900_000])
    time.sleep(1)

    there = wire.offset(path)

    assert there >= 700_000
    assert wire.patch(path, there, film[there:]).status == 204
    # The phone of the old request is silent and connected: nobody else may wait for it.
    assert wire.ask("OPTIONS", ALL, timeout_s=10).status == 204
    old.close()
    assert json.loads(wire.receipt(path).body)["sha256"] == sha256(film).hexdigest()


def test_one_of_eight_parallel_pieces_wins(tmp_path, film):
    server = Server(tmp_path, workers=2)
    server.start()
    try:
        wire = Wire(server.port, token_of(person("officer"), "media:write")[1])
        rounds = 40
        data = film[: rounds * 3_000]
        path = wire.create(len(data))
        with ThreadPoolExecutor(8) as pool:
            for number in range(rounds):
                at = number * 3_000
                start = threading.Barrier(8)

                def send(at=at, start=start):
                    start.wait()
                    return wire.patch(path, at, data[at : at + 3_000]).status

                statuses = sorted(done.result() for done in [pool.submit(send) for _n in range(8)])
                if number < rounds - 1:
                    assert statuses[0] == 204, statuses
                    assert set(statuses[1:]) <= {409, 423}, statuses
                assert wire.offset(path) == at + 3_000 if number < rounds - 1 else True
        # Not a film any more, but every byte once and in order: that is what it was refused for.
        assert json.loads(wire.receipt(path).body)["state"] == "refused"
    finally:
        server.kill()


def test_a_stalled_phone_does_not_hold_memory_or_the_others(server, wire, film):
    """Twelve phones that stopped in the middle of a piece, and one that sends."""
    paths = [wire.create(len(film)) for _n in range(12)]
    lines: list[socket.socket] = []
    for path in paths:
        line = wire.begin("PATCH", path, len(film), Upload_Offset="0", Content_Type=PIECE)
        line.sendall(film[:100_000])
        lines.append(line)
    path = wire.create(len(film))

    began = time.monotonic()
    assert wire.patch(path, 0, film).status == 204

    assert time.monotonic() - began < 15
    for line in lines:
        line.close()


def test_a_large_file_takes_little_memory(server, wire):
    """64 MB in one request; the bench does the same with a gigabyte."""
    size = 64 * MB
    path = wire.create(size + 1)
    block = bytes(MB)
    wire.patch(path, 0, block)
    before = peak = server.resident_bytes()
    line = wire.begin("PATCH", path, size - MB, Upload_Offset=str(MB), Content_Type=PIECE)
    for number in range(size // MB - 1):
        line.sendall(block)
        if number % 8 == 0:
            peak = max(peak, server.resident_bytes())
    assert read_answer(line).status == 204
    line.close()

    assert peak - before < 24 * MB
    assert wire.offset(path) == size


def test_twenty_broken_connections_cost_little(server, wire, film, tmp_path):
    """Each line that breaks costs at most the chunk that was on it."""
    chunk, chance = 64 * 1024, random.Random(5)
    path = wire.create(len(film))
    drops = sorted(
        chance.sample(range(len(film)), 16) + chance.sample(range(len(film) - 60_000, len(film)), 4)
    )
    at = 0
    while at < len(film):
        data = film[at : at + chunk]
        broken = drops and at <= drops[0] < at + len(data)
        if broken:
            wire.cut_patch(path, at, data[: drops.pop(0) - at], len(data))
            at = wire.offset(path)
            continue
        answer = wire.patch(path, at, data, checked=True)
        # A request that broke may be looked at late: then the next one asks again.
        assert answer.status in {204, 409, 423}, answer
        at = answer.offset if answer.status == 204 else wire.offset(path)

    assert not drops
    assert kept_bytes(tmp_path, path) == film
    assert wire.sent <= 1.18 * len(film)
