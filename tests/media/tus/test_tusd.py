"""tusd in front: a real one behind a real nginx, with the examples in ``deploy/``."""

import json
import time
import uuid
from hashlib import sha256

import pytest

from cms.media.models import ResumableUpload, Upload
from tests import files
from tests.factories.people import person
from tests.factories.tokens import token_of
from tests.media.tus.client import ALL, PIECE, metadata
from tests.media.tus.wire import Server, Wire
from tests.peers.nginx import nginx
from tests.peers.ports import free_port
from tests.peers.tusd import tusd

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(280),
    pytest.mark.once,
]

SECRET = "rahasia-antara-nginx-dan-sambang"


@pytest.fixture(autouse=True)
def own_storage():
    """The server has its own."""


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("behind-tusd"), SAMBANG_TUSD_SECRET=SECRET)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def line(server, tmp_path):
    """A function: somebody's line through nginx and tusd to the server."""
    hooks, taking = free_port(), free_port()
    more = {
        "127.0.0.1:1080": f"127.0.0.1:{taking}",
        "127.0.0.1:1081": f"127.0.0.1:{hooks}",
        "change-me-to-24-letters-or-more": SECRET,
        "Host sambang.example.id": "Host 127.0.0.1",
    }
    with (
        tusd(port=taking, hooks=hooks, incoming=server.private / "incoming"),
        nginx("nginx-tusd.conf", port=server.port, scratch=tmp_path, more=more) as port,
    ):
        yield lambda: Wire(port, token_of(person("officer"), "media:write")[1])


@pytest.fixture
def film() -> bytes:
    data = files.mp4(seconds=1)
    return data + (300_008).to_bytes(4, "big") + b"free" + bytes(range(250)) * 1200


def test_a_file_arrives_through_tusd(line, server, film):
    wire = line()
    path = wire.create(len(film), filename="sambang.mp4", sha256=sha256(film).hexdigest())
    assert ResumableUpload.objects.get().tusd_id, "tusd has it"

    with wire.begin("PATCH", path, len(film), Upload_Offset="0", Content_Type=PIECE) as broken:
        broken.sendall(film[:200_000])
        # Told while the line is open.
        _until(lambda: ResumableUpload.objects.get().offset > 0)
    at = wire.offset(path)
    assert at == 200_000
    answer = wire.patch(path, at, film[at:])

    assert (answer.status, answer.offset) == (204, len(film))
    receipt = json.loads(wire.receipt(path).body)
    assert (receipt["is_kept"], receipt["sha256"]) == (True, sha256(film).hexdigest())
    upload = Upload.objects.get()
    assert (server.private / upload.file.name).read_bytes() == film
    # Asked again, our own server answers: tusd has nothing any more.
    assert wire.offset(path) == len(film)
    assert _left(server, path) == []


def test_what_our_server_refuses_is_refused_in_its_words(line, film):
    wire = line()
    huge = wire.ask("POST", ALL, Upload_Length=str(2**40))
    text = b"bukan foto" * 100
    path = wire.create(len(text))
    refused = wire.patch(path, 0, text)

    assert huge.status == 413
    assert json.loads(huge.body)["code" if "code" in json.loads(huge.body) else "type"]
    assert refused.status == 415
    assert json.loads(wire.receipt(path).body)["state"] == "refused"
    assert wire.ask("HEAD", path).status == 410
    assert Wire(wire.port, "").ask("POST", ALL, Upload_Length="9").status == 401


def test_somebody_elses_file_is_404_to_every_method(line, film):
    mine, theirs = line(), line()
    path = mine.create(len(film))
    mine.patch(path, 0, film[:1000])

    asked = {
        "HEAD": theirs.ask("HEAD", path),
        "PATCH": theirs.patch(path, 1000, film[1000:]),
        "DELETE": theirs.ask("DELETE", path),
        "POST": theirs.ask("POST", path, X_HTTP_Method_Override="DELETE"),
        "GET": theirs.receipt(path),
    }

    assert {name: answer.status for name, answer in asked.items()} == dict.fromkeys(asked, 404)
    assert Wire(mine.port, "").ask("HEAD", path).status == 401
    assert mine.offset(path) == 1000


def test_announced_again_it_is_the_same_file(line, film):
    wire = line()
    path = wire.create(len(film), id=str(key := uuid.uuid4()))
    wire.patch(path, 0, film[:1000])

    again = wire.ask(
        "POST", ALL, Upload_Length=str(len(film)), Upload_Metadata=metadata(id=str(key))
    )

    assert again.status == 201
    assert again.headers["location"].endswith(path)
    assert wire.offset(path) == 1000
    assert ResumableUpload.objects.count() == 1


def test_a_file_that_is_given_up_leaves_nothing(line, server, film):
    wire = line()
    path = wire.create(len(film))
    wire.patch(path, 0, film[:1000])

    assert wire.ask("DELETE", path).status == 204

    assert not ResumableUpload.objects.exists()
    assert wire.ask("HEAD", path).status == 404
    assert _left(server, path) == []


def test_parts_that_are_joined_stay_with_our_server(line, film):
    wire = line()
    halves = [film[:1000], film[1000:]]
    parts = []
    for half in halves:
        answer = wire.ask(
            "POST", ALL, half, Upload_Length=str(len(half)), Upload_Concat="partial",
            Content_Type=PIECE,
        )  # fmt: skip
        parts.append(answer.headers["location"])

    whole = wire.ask("POST", ALL, Upload_Concat=f"final;{' '.join(parts)}")

    assert whole.status == 201
    assert Upload.objects.get().byte_count == len(film)
    assert not ResumableUpload.objects.exclude(tusd_id="").exists()


def _left(server: Server, path: str) -> list[str]:
    """Files on their way, and tusd's notes of them, that are still there."""
    key = uuid.UUID(path.rpartition("/")[2])
    found = (server.private / "incoming").rglob("*")
    return [one.name for one in found if one.stem in {str(key), key.hex}]


def _until(is_so, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
