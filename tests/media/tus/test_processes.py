"""The real web server: killed, raced, cut off; and its memory."""

import json
import random
import select
import socket
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest

from cms.media.models import ResumableUpload, Upload
from cms.media.services.resumable.claims import LETTING_GO_S
from tests import files
from tests.factories.people import person
from tests.factories.tokens import token_of
from tests.media.tus.client import ALL, PIECE
from tests.media.tus.wire import Server, Wire, read_answer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(280), pytest.mark.once]

MB = 1024 * 1024


# On a service a part is counted when it is whole (8 MiB), on a disk every second.
FILM_MB = {True: 6, False: 12}


@pytest.fixture(autouse=True)
def own_storage():
    """The servers have their own."""


@pytest.fixture(scope="module")
def film(store) -> bytes:
    """A whole film of some megabytes: what follows its last box is padding that players skip."""
    data = files.mp4(seconds=1)
    padding = FILM_MB[store.is_disk] * MB
    return data + (padding + 8).to_bytes(4, "big") + b"free" + random.Random(7).randbytes(padding)


@pytest.fixture(scope="module")
def server(django_db_setup, store, tmp_path_factory):
    """A server that lives on after a test: two processes, as in production."""
    running = Server(tmp_path_factory.mktemp("server"), workers=2, **store.environ)
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def mortal(django_db_setup, store, tmp_path_factory):
    """A server that a test may kill; it starts it again, for the next one too."""
    running = Server(tmp_path_factory.mktemp("mortal"), **store.environ)
    running.start()
    yield running
    running.kill()


def _wire(server) -> Wire:
    return Wire(server.port, token_of(person("officer"), "media:write")[1])


@pytest.fixture
def wire(server) -> Wire:
    return _wire(server)


def kept_bytes(store, server, path: str) -> bytes:
    """The stored original of the file at ``path``."""
    return store.read(server, Upload.objects.get(pk=path.rpartition("/")[2]).file.name)


ON_DISK = pytest.mark.parametrize("store", ["disk"], indirect=True, scope="module")


def test_a_killed_server_loses_nothing_that_it_counted(mortal, store, film):
    """SIGKILL in the middle of a piece, again and again."""
    wire, kills, most = _wire(mortal), *((10, 600_000) if store.is_disk else (2, 11 * MB))
    path, chance = wire.create(len(film)), random.Random(11)
    counted = 0
    for _kill in range(kills):
        there = wire.offset(path)
        assert there >= counted
        counted = there
        line = wire.begin(
            "PATCH", path, len(film) - there, Upload_Offset=str(there), Content_Type=PIECE
        )
        line.sendall(film[there : there + chance.randrange(1, most)])
        time.sleep(chance.random() * 0.2)
        mortal.kill()
        line.close()
        mortal.start()

    there = wire.offset(path)
    assert there >= counted
    if store.is_disk:
        key = uuid.UUID(path.rpartition("/")[2]).hex
        durable = next(mortal.private.glob(f"incoming/*/{key}")).read_bytes()
        assert durable[:there] == film[:there]
    assert wire.patch(path, there, film[there:]).status == 204
    assert kept_bytes(store, mortal, path) == film


def test_a_new_head_frees_a_file_whose_writer_was_killed(mortal, store, film):
    wire = _wire(mortal)
    # As much as is counted while the line is open; nobody can ask a service who is alive.
    sent, seconds = (2 * MB, 2.5) if store.is_disk else (9 * MB, LETTING_GO_S + 3)
    path = wire.create(len(film))
    line = wire.begin("PATCH", path, len(film), Upload_Offset="0", Content_Type=PIECE)
    line.sendall(film[:sent])
    _until(lambda: ResumableUpload.objects.get().offset > 0)
    mortal.kill()
    line.close()
    mortal.start()
    assert ResumableUpload.objects.get().claim is not None

    began = time.monotonic()
    there = wire.offset(path)

    assert time.monotonic() - began < seconds
    assert 0 < there <= sent
    assert wire.patch(path, there, film[there : there + 1000]).status == 204


def _until(is_so, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_cut_piece_leaves_what_arrived(wire, film):
    path = wire.create(len(film))

    line = wire.begin("PATCH", path, 2_000_000, Upload_Offset="0", Content_Type=PIECE)
    line.sendall(film[:1_500_000])
    line.close()

    # Asking would end the request: its own end is waited for.
    _until(lambda: ResumableUpload.objects.filter(claim=None, offset__gt=0).exists())
    # The last bytes may be lost with the line; the rest must not be.
    assert wire.offset(path) >= 1_300_000


def test_a_new_head_makes_the_old_request_save_and_let_go(wire, film):
    path = wire.create(len(film))
    old = wire.begin("PATCH", path, len(film), Upload_Offset="0", Content_Type=PIECE)
    old.sendall(film[:900_000])
    _until(lambda: ResumableUpload.objects.get().claim is not None)
    time.sleep(1)  # for what is on its way

    there = wire.offset(path)

    assert there >= 700_000
    assert wire.patch(path, there, film[there:]).status == 204
    # The phone of the old request is silent and connected: nobody else may wait for it.
    assert wire.ask("OPTIONS", ALL, timeout_s=10).status == 204
    old.close()
    assert json.loads(wire.receipt(path).body)["sha256"] == sha256(film).hexdigest()


def test_one_of_eight_parallel_pieces_wins(wire, store, film):
    """The bench does it two hundred times."""
    rounds = 40 if store.is_disk else 10
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
                assert wire.offset(path) == at + 3_000
    # Not a film any more, but every byte once and in order: that is what it was refused for.
    assert json.loads(wire.receipt(path).body)["state"] == "refused"


@ON_DISK
def test_a_stalled_phone_does_not_hold_memory_or_the_others(wire, film):
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


@ON_DISK
def test_more_silent_phones_than_threads_leave_readers_alone(
    django_db_setup, db, store, tmp_path_factory, film
):
    threads = 4
    running = Server(tmp_path_factory.mktemp("narrow"), threads=threads, **store.environ)
    running.start()
    try:
        wire = _wire(running)
        paths = [wire.create(len(film)) for _n in range(threads + 1)]
        lines = [
            wire.begin("PATCH", path, len(film), Upload_Offset="0", Content_Type=PIECE)
            for path in paths
        ]
        turned_away = [line for line in lines if _is_answered(line)]

        answers = [read_answer(line) for line in turned_away]
        assert [answer.status for answer in answers] == [503, 503]
        assert all(answer.headers["retry-after"] == "5" for answer in answers)
        began = time.monotonic()
        assert wire.receipt(paths[0]).status == 200
        assert time.monotonic() - began < 5

        # Who was turned away goes on as soon as somebody else's line has ended.
        for line in lines:
            line.close()
        deadline = time.monotonic() + 20
        while wire.patch(paths[-1], 0, film[:1000]).status != 204:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    finally:
        running.kill()


def _is_answered(line: socket.socket) -> bool:
    """Whether something came within a moment."""
    return bool(select.select([line], [], [], 2)[0])


@ON_DISK
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


def test_twenty_broken_connections_cost_little(server, wire, store, film):
    """Each line that breaks costs at most the chunk that was on it."""
    chunk, chance = (64 if store.is_disk else 512) * 1024, random.Random(5)
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
    assert kept_bytes(store, server, path) == film
    most = 1.18 * len(film) if store.is_disk else 1.02 * len(film) + 20 * chunk
    assert wire.sent <= most
