"""The examples in ``deploy/`` let files through in pieces: a real nginx before the real server."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from cms.media.models import ResumableUpload
from tests.factories.people import person
from tests.factories.tokens import token_of
from tests.media.tus.client import PIECE
from tests.media.tus.wire import Server, Wire, read_answer
from tests.peers.nginx import nginx

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(280), pytest.mark.once]

MB = 1024 * 1024
FILM = 1024 * MB
JSON = "application/json"


@pytest.fixture(autouse=True)
def own_storage():
    """The server has its own."""


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("behind-nginx"))
    running.start()
    yield running
    running.kill()


@pytest.fixture(params=["nginx.conf", "nginx-cache.conf"])
def wire(request, server, tmp_path):
    """An officer's line through nginx to the server."""
    with nginx(request.param, port=server.port, scratch=tmp_path) as port:
        yield Wire(port, token_of(person("officer"), "media:write")[1])


def test_pieces_of_four_mebibytes_pass(wire, tmp_path):
    path = wire.create(FILM, filename="sambang.mp4")

    answers = [wire.patch(path, at * 4 * MB, bytes(4 * MB)) for at in range(2)]

    assert [(answer.status, answer.offset) for answer in answers] == [(204, 4 * MB), (204, 8 * MB)]
    assert wire.offset(path) == 8 * MB
    assert not any((tmp_path / "bodies").iterdir()), "nothing lies in nginx"


def test_a_whole_film_in_one_piece_is_kept_as_far_as_it_came(wire):
    path = wire.create(FILM, filename="sambang.mp4")
    with wire.begin("PATCH", path, FILM, Upload_Offset="0", Content_Type=PIECE) as line:
        line.sendall(bytes(3 * MB))
        # Counted while the line is open: nginx hands on what has come.
        _until(lambda: ResumableUpload.objects.get().offset > 0)

    # Asking the server would end the request: its own end is waited for.
    _until(lambda: ResumableUpload.objects.filter(claim=None).exists())
    # The last bytes may be lost with the line; the rest must not be.
    assert wire.offset(path) > 2.5 * MB


def test_only_addresses_of_files_take_large_bodies(wire):
    size = 3 * MB

    assert _status_of_head(wire, "POST", "/api/v1/reports/", size) == 413
    photo = "/api/v1/reports/0199aa34-6f0e-7c3a-9d4b-5f3f0e6f7a10/photos/"
    form = "multipart/form-data"
    assert wire.ask("POST", photo, bytes(size), Content_Type=form).status != 413
    assert _status_of_head(wire, "PATCH", wire.create(10), 2 * FILM) == 413


def test_a_body_that_nobody_read_spoils_no_line_for_the_next_one(wire):
    """The server closes a line on which a body was left; nginx must not ask anything on it."""
    photo = "/api/v1/reports/0199aa34-6f0e-7c3a-9d4b-5f3f0e6f7a10/photos/"
    found = []

    def ask(_number: int) -> None:
        wire.ask("POST", photo, bytes(3 * MB), Content_Type="multipart/form-data")
        found.append(wire.ask("POST", "/api/v1/reports/", b"{}", Content_Type=JSON).status)

    with ThreadPoolExecutor(8) as phones:
        list(phones.map(ask, range(200)))

    assert set(found) == {403}


@pytest.mark.parametrize("path", ["/lapor/baru/", "/en/lapor/baru/"])
def test_the_plain_form_takes_photos_in_either_language(wire, path):
    answer = wire.ask("POST", path, bytes(3 * MB), Content_Type="multipart/form-data; boundary=x")

    assert answer.status != 413


def _status_of_head(wire, method: str, path: str, length: int) -> int:
    """What is said to a body of so many bytes before any of them: an answer that comes while they
    are being sent may be lost, for whoever refuses them breaks the line."""
    with wire.begin(method, path, length, Content_Type=PIECE, Upload_Offset="0") as line:
        return read_answer(line, method).status


def _until(is_so, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)
