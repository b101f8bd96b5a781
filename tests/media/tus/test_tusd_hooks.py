"""tusd's hooks as its documentation has them, without a tusd: what it is told, and what it tells.

With a real one: ``test_tusd.py``.
"""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from cms.media.models import ResumableUpload, Upload
from cms.media.pieces import LocalPieces, pieces
from cms.media.services.resumable import sweep_resumable, sweep_tusd
from tests.factories.people import UserFactory, person
from tests.factories.tokens import token_of
from tests.media.tus.client import ALL, Tus, metadata
from tests.media.tus.stores import ON_DISK

pytestmark = pytest.mark.django_db

SECRET = "rahasia-antara-nginx-dan-sambang"


@pytest.fixture(autouse=True)
def secret(settings):
    settings.TUSD_SECRET = SECRET


class Tusd:
    """Posts hooks for one file as tusd does, and writes where it is told to."""

    def __init__(self, secret: str = SECRET):
        self.client = Client(headers={"X-Tusd-Secret": secret})
        self.said: dict = {}

    def hook(self, type_: str, *, method="POST", headers=None, **upload):
        event = {
            "Upload": {"ID": "", "SizeIsDeferred": False, "Offset": 0, "MetaData": {}} | upload,
            "HTTPRequest": {
                "Method": method,
                "URI": ALL,
                "RemoteAddr": "127.0.0.1:59395",
                "Header": {"Host": ["testserver"], "Tus-Resumable": ["1.0.0"]}
                | {name: [value] for name, value in (headers or {}).items()},
            },
        }
        return self.client.post(
            "/tusd/hooks", {"Type": type_, "Event": event}, content_type="application/json"
        )

    def pre_create(self, length: int, token: str = "", **headers: str):
        wanted = {"Upload-Length": str(length)} | headers
        if token:
            wanted["Authorization"] = f"Bearer {token}"
        return self.hook("pre-create", headers=wanted, Size=length).json()

    def take(self, told: dict, data: bytes) -> str:
        """Have tusd receive ``data`` where it was told; its id of the file."""
        place, store = told["ChangeFileInfo"], pieces()
        if isinstance(store, LocalPieces):
            Path(place["Storage"]["Path"]).write_bytes(data)
            return place["ID"]
        assert "Storage" not in place
        prefix = f"{storages['default'].location}/incoming/"
        at = {"Bucket": store.bucket, "Key": prefix + place["ID"]}
        store.client.put_object(**at, Body=data)
        store.client.put_object(Bucket=store.bucket, Key=f"{at['Key']}.info", Body=b"{}")
        return f"{place['ID']}+multipart.of_the_service"


@pytest.fixture
def tusd() -> Tusd:
    return Tusd()


@pytest.fixture
def officer(db):
    return person("officer")


@pytest.fixture
def token(officer) -> str:
    return token_of(officer, "media:write")[1]


def test_what_tusd_has_whole_is_kept_without_a_copy(tusd, officer, token, jpeg, kept_files):
    key = uuid.uuid4()
    said = metadata(id=str(key), filename="IMG_1.jpg", kind="photo")
    told = tusd.pre_create(len(jpeg), token, **{"Upload-Metadata": said})
    tusd_id = tusd.take(told, jpeg)
    tusd.hook("post-create", ID=tusd_id)

    answer = tusd.hook("pre-finish", ID=tusd_id, Offset=len(jpeg), Size=len(jpeg))
    again = tusd.hook("post-finish", ID=tusd_id, Offset=len(jpeg), Size=len(jpeg))

    assert (answer.json(), again.json()) == ({}, {})
    upload = Upload.objects.get(pk=key)
    assert (upload.owner, upload.byte_count) == (officer, len(jpeg))
    with upload.file.open("rb") as kept:
        assert kept.read() == jpeg
    assert kept_files() == {upload.file.name}
    assert Tus(officer).status(f"{ALL}{key}")["is_kept"]


def test_a_file_whose_end_nobody_heard_is_swept_in(
    tusd, token, jpeg, django_capture_on_commit_callbacks
):
    tusd_id = tusd.take(tusd.pre_create(len(jpeg), token), jpeg)
    tusd.hook("post-receive", ID=tusd_id, Offset=5)
    ResumableUpload.objects.update(
        expires_at=timezone.now() + timedelta(days=7) - timedelta(minutes=5)
    )

    with django_capture_on_commit_callbacks(execute=True):
        sweep_tusd()

    assert ResumableUpload.objects.get().state == "kept"


def test_what_nobody_continues_is_swept_with_what_tusd_noted(tusd, token, jpeg, stored):
    tusd_id = tusd.take(tusd.pre_create(len(jpeg), token), jpeg[:9])
    tusd.hook("post-receive", ID=tusd_id, Offset=9)
    if isinstance(pieces(), LocalPieces):
        (pieces().root / "incoming" / f"{tusd_id}.info").write_bytes(b"{}")
    assert len(stored()) == 2
    ResumableUpload.objects.update(expires_at=timezone.now())

    sweep_resumable()

    assert stored() == set()
    assert not ResumableUpload.objects.exists()


def test_what_tusd_says_is_whole_and_is_not_there_is_not_kept(tusd, token, jpeg):
    tusd_id = tusd.take(tusd.pre_create(len(jpeg), token), jpeg[:-1])

    answer = tusd.hook("pre-finish", ID=tusd_id, Offset=len(jpeg))

    assert answer.json()["HTTPResponse"]["StatusCode"] == 503
    assert ResumableUpload.objects.get().state == "receiving"


def test_the_last_piece_is_answered_with_why_the_file_is_refused(tusd, token, stored):
    text = b"bukan foto" * 10
    tusd_id = tusd.take(tusd.pre_create(len(text), token), text)

    answer = tusd.hook("pre-finish", ID=tusd_id, Offset=len(text)).json()["HTTPResponse"]

    assert answer["StatusCode"] == 415
    assert answer["Header"]["Content-Type"] == "application/problem+json"
    assert ResumableUpload.objects.get().state == "refused"
    assert stored() == set()


def test_a_file_that_was_begun_at_tusd_begins_anew_without_it(tusd, officer, token, jpeg):
    key = uuid.uuid4()
    said = metadata(id=str(key))
    tusd.take(tusd.pre_create(len(jpeg), token, **{"Upload-Metadata": said}), jpeg[:9])
    sender = Tus(officer)

    assert sender.ask("HEAD", f"{ALL}{key}").status_code == 410
    assert sender.patch(f"{ALL}{key}", 9, jpeg[9:]).status_code == 410
    assert sender.create(len(jpeg), Upload_Metadata=said).status_code == 201
    assert sender.patch(f"{ALL}{key}", 0, jpeg).status_code == 204
    assert Upload.objects.get(pk=key).byte_count == len(jpeg)


def test_tusd_makes_a_file_once(tusd, token, jpeg):
    said = {"Upload-Metadata": metadata(id=str(key := uuid.uuid4()))}
    first = tusd.pre_create(len(jpeg), token, **said)
    # It died before it made anything.
    second = tusd.pre_create(len(jpeg), token, **said)
    tusd_id = tusd.take(second, jpeg[:9])
    tusd.hook("post-receive", ID=tusd_id, Offset=9)

    third = tusd.pre_create(len(jpeg), token, **said)

    assert first["ChangeFileInfo"] == second["ChangeFileInfo"]
    assert third["RejectUpload"]
    answer = third["HTTPResponse"]
    assert answer["StatusCode"] == 201
    assert answer["Header"]["Location"] == f"http://testserver{ALL}{key}"
    assert answer["Header"]["Upload-Offset"] == "9"


@pytest.mark.parametrize("own_storage", ["disk"], indirect=True)
class TestBeforeTheFirstByte:
    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({}, 401),
            ({"Authorization": "Bearer sbg_tidakada"}, 401),
            ({"Cookie": "sessionid=tidakada"}, 401),
        ],
    )
    def test_strangers(self, tusd, db, headers, status):
        answer = tusd.pre_create(9, **headers)

        assert answer["RejectUpload"]
        assert answer["HTTPResponse"]["StatusCode"] == status
        assert not ResumableUpload.objects.exists()

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Upload-Length": str(2**40)}, 413),
            ({"Upload-Length": "0"}, 415),
            ({"Upload-Length": "x"}, 400),
            ({"Upload-Metadata": "id !"}, 400),
            ({"Upload-Defer-Length": "1"}, 400),
            ({"Upload-Concat": "partial"}, 422),
            ({"Upload-Metadata": metadata(kind="photo"), "Upload-Length": str(41 * 2**20)}, 413),
        ],
    )
    def test_what_our_own_server_refuses(self, tusd, token, headers, status):
        answer = tusd.pre_create(9, token, **headers)

        assert answer["RejectUpload"]
        assert answer["HTTPResponse"]["StatusCode"] == status
        assert not ResumableUpload.objects.exists()

    def test_a_full_quota(self, tusd, token, settings):
        settings.UPLOADS_PER_DAY = {"files": 1, "bytes": 100}
        tusd.pre_create(9, token)

        assert tusd.pre_create(9, token)["HTTPResponse"]["StatusCode"] == 429

    def test_a_token_without_the_scope(self, tusd, officer):
        answer = tusd.pre_create(9, token_of(officer, "read")[1])

        assert answer["HTTPResponse"]["StatusCode"] == 403

    def test_a_session_shows_its_pages_token(self, tusd, db):
        client = Client()
        client.force_login(UserFactory())
        cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={'a' * 32}"

        refused = tusd.pre_create(9, Cookie=cookie)
        good = tusd.pre_create(9, **{"Cookie": cookie, "X-Csrftoken": "a" * 32})

        assert refused["HTTPResponse"]["StatusCode"] == 403
        assert "RejectUpload" not in good
        assert ResumableUpload.objects.get().tusd_id == good["ChangeFileInfo"]["ID"]

    def test_whoever_has_a_password_for_once(self, tusd, db):
        client = Client()
        client.force_login(UserFactory(one_time_password_until=timezone.now() + timedelta(days=1)))
        cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={'a' * 32}"

        answer = tusd.pre_create(9, **{"Cookie": cookie, "X-Csrftoken": "a" * 32})

        assert answer["HTTPResponse"]["StatusCode"] == 403


@ON_DISK
def test_a_file_that_nobody_wants_is_sent_no_further(tusd, token, jpeg):
    tusd_id = tusd.take(tusd.pre_create(len(jpeg), token), jpeg[:9])
    heard = tusd.hook("post-receive", ID=tusd_id, Offset=9).json()
    offset = ResumableUpload.objects.get().offset
    ResumableUpload.objects.all().delete()

    stopped = tusd.hook("post-receive", ID=tusd_id, Offset=10).json()

    assert (heard, offset) == ({}, 9)
    assert stopped["StopUpload"]
    assert stopped["HTTPResponse"]["StatusCode"] == 410
    assert tusd.hook("post-receive", ID="../../etc/passwd").json()["StopUpload"]
    assert tusd.hook("pre-finish", ID=tusd_id, Offset=len(jpeg)).json() == {}


@ON_DISK
def test_only_its_sender_gives_a_file_up(tusd, token, jpeg):
    tusd_id = tusd.take(tusd.pre_create(len(jpeg), token), jpeg[:9])
    other = token_of(person("officer"), "media:write")[1]

    def give_up(token: str) -> dict:
        headers = {"Authorization": f"Bearer {token}"}
        return tusd.hook("pre-terminate", method="DELETE", headers=headers, ID=tusd_id).json()

    assert give_up(other)["RejectTermination"]
    assert give_up(other)["HTTPResponse"]["StatusCode"] == 404
    assert give_up(token) == {}
    assert not ResumableUpload.objects.exists()


@ON_DISK
def test_nginx_is_told_what_is_for_tusd(tusd, officer, token, jpeg):
    own = Tus(officer).address(len(jpeg))
    tusd_id = tusd.pre_create(len(jpeg), token)["ChangeFileInfo"]["ID"]
    at_tusd = f"{ALL}{tusd_id}"
    other = token_of(person("officer"), "media:write")[1]

    def asked(method: str, path: str, token: str, **headers: str) -> tuple[int, str | None]:
        answer = tusd.client.generic(
            method,
            "/tusd/access",
            headers={"X-Original-URI": path, "Authorization": f"Bearer {token}"} | headers,
        )
        return answer.status_code, answer.headers.get("X-Tusd-Path")

    for method in ("HEAD", "PATCH", "DELETE"):
        assert asked(method, at_tusd, token) == (204, at_tusd)
        assert asked(method, at_tusd, other) == (403, None)
        assert asked(method, at_tusd, "sbg_tidakada") == (403, None)
        assert asked(method, own, token) == (403, None)
        assert asked(method, f"{ALL}{uuid.uuid4()}", token) == (403, None)
    assert asked("POST", at_tusd, token, **{"X-HTTP-Method-Override": "PATCH"}) == (204, at_tusd)
    assert asked("POST", at_tusd, token) == (403, None)
    assert asked("GET", at_tusd, token) == (403, None)
    assert asked("PATCH", "/admin/", token) == (403, None)


@ON_DISK
@pytest.mark.parametrize("shown", ["", "rahasia-antara-nginx-dan-sambanG", "sandi", "ä"])
def test_without_the_secret_there_is_nothing(db, shown):
    stranger = Tusd(shown)

    assert stranger.hook("pre-create").status_code == 404
    assert stranger.client.get("/tusd/access").status_code == 404


@ON_DISK
def test_it_is_off_by_default(db, settings):
    settings.TUSD_SECRET = ""

    assert Tusd("").hook("pre-create").status_code == 404
    assert Tusd(SECRET).hook("pre-create").status_code == 404


@ON_DISK
@pytest.mark.parametrize("body", ["", "[]", '{"Type": "pre-create"}', '{"Type": 1, "Event": {}}'])
def test_what_is_no_hook_is_refused(tusd, db, body):
    answer = tusd.client.post("/tusd/hooks", body, content_type="application/json")

    assert answer.status_code == 422


@ON_DISK
def test_hooks_that_came_later_mean_nothing(tusd, db):
    assert tusd.hook("post-something").json() == {}
