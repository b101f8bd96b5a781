"""A file that is here need not be sent again; who only knows its hash learns nothing."""

import hashlib
import uuid
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from cms.base.models import AuditEvent
from cms.media.models import Original, Upload
from cms.media.services.files import delete_doomed
from tests import files
from tests.factories.people import UserFactory, person
from tests.media.tus.client import ALL, Tus, metadata
from tests.media.tus.stores import ON_DISK

pytestmark = pytest.mark.django_db
JSON = "application/json"


def about(data: bytes) -> dict:
    return {"sha256": hashlib.sha256(data).hexdigest(), "length": len(data)}


def ask(tus, data: bytes):
    return tus.client.post(f"{ALL}question", about(data), content_type=JSON)


def proof_of(question: dict, data: bytes) -> str:
    digest = hashlib.sha256(bytes.fromhex(question["nonce"]))
    for first, length in question["ranges"]:
        digest.update(data[first : first + length])
    return digest.hexdigest()


def prove(tus, question: dict, proof: str, **said: str):
    body = {"question": question["question"], "proof": proof, "metadata": said}
    return tus.client.post(f"{ALL}proof", body, content_type=JSON)


def have(tus, data: bytes, **said: str):
    question = ask(tus, data).json()
    return prove(tus, question, proof_of(question, data), **said)


@pytest.fixture
def officers(db) -> list[Tus]:
    return [Tus(UserFactory()) for _n in range(3)]


def test_a_file_from_three_phones_is_stored_once(officers, jpeg, stored):
    first, *others = officers
    first.create(len(jpeg), jpeg, Upload_Metadata=metadata(filename="IMG_1.jpg"))
    before = stored()

    answers = [have(tus, jpeg, filename=f"WA{n}.jpeg") for n, tus in enumerate(others)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert all(answer.json()["is_kept"] for answer in answers)
    assert {a.json()["sha256"] for a in answers} == {about(jpeg)["sha256"]}
    assert stored() == before
    assert Original.objects.get().uploads.count() == 3
    assert {upload.owner for upload in Upload.objects.all()} == {tus.user for tus in officers}


def test_letting_one_go_keeps_the_others_file(
    officers, jpeg, kept_files, django_capture_on_commit_callbacks
):
    first, second, _third = officers
    address = first.create(len(jpeg), jpeg)["Location"]
    other = have(second, jpeg)["Location"]

    with django_capture_on_commit_callbacks(execute=True):
        assert first.ask("DELETE", address).status_code == 204
    delete_doomed()
    with Upload.objects.get().file.open("rb") as file:
        assert file.read() == jpeg
    with django_capture_on_commit_callbacks(execute=True):
        assert second.ask("DELETE", other).status_code == 204
    delete_doomed()

    assert kept_files() == set()
    assert not Original.objects.exists()


@ON_DISK
def test_asking_costs_less_than_4_kb(officers):
    """What goes out: both bodies, and heads as a phone with a session sends them."""
    data = files.jpeg_with_gps(2400, 1800)
    first, second, _third = officers
    first.create(len(data), data)
    question = ask(second, data).json()
    said = {
        "id": str(uuid.uuid4()),
        "report": str(uuid.uuid4()),
        "slot": "9",
        "kind": "photo",
        "filename": "IMG_20261125_080000.jpg",
    }
    heads = 2 * 900

    bodies = len(str(about(data))) + len(str({"q": question["question"], "p": "0" * 64, "m": said}))

    assert len(data) > 20_000
    assert bodies + heads < 4096


def test_the_question_is_the_same_for_a_file_that_is_not_here(officers, jpeg):
    first, second, _third = officers
    first.create(len(jpeg), jpeg)
    unknown = bytes(len(jpeg))

    known, other = ask(second, jpeg), ask(second, unknown)

    assert known.status_code == other.status_code == 200
    assert set(known.json()) == set(other.json()) == {"question", "nonce", "ranges"}
    assert [r[1] for r in known.json()["ranges"]] == [r[1] for r in other.json()["ranges"]]
    answer = prove(second, other.json(), proof_of(other.json(), unknown))
    assert (answer.status_code, answer.json()) == (200, {"is_known": False})


@ON_DISK
def test_a_large_file_is_asked_about_at_sixteen_places(officers):
    data = bytes(5_000_000)

    one, two = (ask(officers[0], data).json()["ranges"] for _n in range(2))

    assert [length for _first, length in one] == [4096] * 16
    assert all(0 <= first <= len(data) - 4096 for first, _length in one)
    assert one != two


def test_who_knows_only_the_hash_learns_nothing(officers, jpeg):
    first, second, _third = officers
    first.create(len(jpeg), jpeg)
    question = ask(second, jpeg).json()

    answer = prove(second, question, "0" * 64)

    assert (answer.status_code, answer.json()) == (200, {"is_known": False})
    assert Upload.objects.count() == 1
    assert AuditEvent.objects.filter(verb="media.false-proof", actor_id=second.user.pk).count() == 1


@ON_DISK
def test_after_five_wrong_proofs_everything_is_sent(officers, jpeg):
    first, second, _third = officers
    first.create(len(jpeg), jpeg)
    for _n in range(5):
        prove(second, ask(second, jpeg).json(), "0" * 64)

    assert have(second, jpeg).json() == {"is_known": False}
    assert have(officers[2], jpeg).status_code == 201


@ON_DISK
def test_a_question_is_answered_by_who_asked_and_soon(officers, jpeg, monkeypatch):
    first, second, third = officers
    first.create(len(jpeg), jpeg)
    question = ask(second, jpeg).json()
    proof = proof_of(question, jpeg)
    later = (timezone.now() + timedelta(minutes=11)).timestamp()

    stolen = prove(third, question, proof)
    broken = prove(second, question | {"question": question["question"] + "x"}, proof)
    monkeypatch.setattr(signing.time, "time", lambda: later)
    late = prove(second, question, proof)

    assert [a.status_code for a in (stolen, broken, late)] == [422, 422, 422]
    assert Upload.objects.count() == 1


def test_the_same_id_again_is_the_same_upload(officers, jpeg):
    first, second, third = officers
    first.create(len(jpeg), jpeg)
    key = str(uuid.uuid4())

    answers = [have(second, jpeg, id=key) for _n in range(2)]

    assert {answer.json()["id"] for answer in answers} == {key}
    assert Upload.objects.filter(owner=second.user).count() == 1
    assert have(third, jpeg, id=key).status_code == 409


def test_what_was_announced_before_need_not_come_any_more(
    officers, jpeg, stored, django_capture_on_commit_callbacks
):
    first, second, _third = officers
    first.create(len(jpeg), jpeg)
    key = uuid.uuid4()
    second.create(len(jpeg), jpeg[:500], Upload_Metadata=metadata(id=str(key)))
    assert any(key.hex in name for name in stored())

    with django_capture_on_commit_callbacks(execute=True):
        assert have(second, jpeg, id=str(key)).status_code == 201

    assert second.status(f"{ALL}{key}")["is_kept"]
    assert not any(key.hex in name for name in stored())


@pytest.mark.parametrize("said", [{"filename": "film.mp4"}, {"kind": "video"}])
def test_a_lie_about_the_content_is_refused_here_too(officers, jpeg, said):
    officers[0].create(len(jpeg), jpeg)

    assert have(officers[1], jpeg, **said).status_code == 415


BROKEN = [
    {},
    {"sha256": "0" * 63, "length": 5},
    {"sha256": "0" * 64, "length": 0},
    {"sha256": "0" * 64, "length": 2**31},
    {"sha256": "0" * 64, "length": 5, "more": 1},
    [],
]


@ON_DISK
@pytest.mark.parametrize("body", BROKEN)
def test_a_broken_question_is_422(officers, body):
    answer = officers[0].client.post(f"{ALL}question", body, content_type=JSON)

    assert answer.status_code == 422


@ON_DISK
def test_a_stranger_asks_nothing(client, db, jpeg):
    assert client.post(f"{ALL}question", about(jpeg), content_type=JSON).status_code == 401
    assert client.post(f"{ALL}proof", {}, content_type=JSON).status_code == 401


@ON_DISK
def test_a_form_is_not_read(officers):
    answer = officers[0].client.post(f"{ALL}question", {"sha256": "x"})

    assert answer.status_code == 415


@ON_DISK
def test_a_file_of_a_report_is_asked_for_like_any_other(jpeg):
    first, officer = Tus(UserFactory()), Tus(person("officer"))
    first.create(len(jpeg), jpeg)

    refused = have(officer, jpeg, report=str(uuid.uuid4()))

    # A user with the role, but nobody's officer record.
    assert refused.status_code == 403
