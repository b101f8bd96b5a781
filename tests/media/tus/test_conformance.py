"""tus 1.0.0, one case a demand of the protocol (and of the servers that fail at it)."""

import email.utils
import re
import uuid

import pytest
from django.utils import timezone

from tests.factories.people import UserFactory
from tests.media.tus.client import ALL, Tus, b64, checksum, key_of, metadata
from tests.media.tus.stores import ON_DISK

pytestmark = pytest.mark.django_db


def _begun(tus, jpeg, at: int = 100, **headers) -> str:
    address = tus.address(len(jpeg), **headers)
    assert tus.patch(address, 0, jpeg[:at]).status_code == 204
    return address


# --- What every answer says, and which requests are understood -----------------------------------


@pytest.mark.parametrize("path", [ALL, f"{ALL}{uuid.UUID(int=7)}"])
def test_options_tells_anybody_what_the_server_can_do(client, db, path):
    answer = client.options(path)

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Tus-Resumable"] == answer["Tus-Version"] == "1.0.0"
    assert set(answer["Tus-Extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "expiration",
        "checksum",
        "termination",
        "concatenation",
    }
    assert answer["Tus-Max-Size"] == str(1024**3)
    assert answer["Tus-Checksum-Algorithm"].split(",") == ["sha1", "sha256"]


VERSIONS = [None, "0.2.2", "2.0.0", "1.0", ""]


@ON_DISK
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
def test_another_version_is_412_with_ours_and_changes_nothing(tus, jpeg, method, version):
    address = tus.address(len(jpeg))
    where = ALL if method == "POST" else address

    answer = tus.ask(
        method, where, jpeg[:10], Tus_Resumable=version, Upload_Offset="0", Upload_Length="10"
    )

    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")
    assert tus.offset(address) == 0


@ON_DISK
@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE", "GET"])
def test_every_answer_names_the_version_also_errors(tus, method):
    assert tus.ask(method, f"{ALL}{uuid.uuid4()}")["Tus-Resumable"] == "1.0.0"


def test_method_override_is_the_method(tus, jpeg):
    address = tus.address(len(jpeg))

    answer = tus.ask("POST", address, jpeg[:50], X_HTTP_Method_Override="PATCH", Upload_Offset="0")

    assert (answer.status_code, answer["Upload-Offset"]) == (204, "50")
    assert tus.ask("POST", address, X_HTTP_Method_Override="HEAD")["Upload-Offset"] == "50"
    assert tus.ask("POST", address, X_HTTP_Method_Override="DELETE").status_code == 204


@ON_DISK
@pytest.mark.parametrize(("method", "path"), [("PUT", ALL), ("HEAD", ALL), ("POST", "one")])
def test_other_methods_are_405_with_what_is_allowed(tus, jpeg, method, path):
    path = tus.address(len(jpeg)) if path == "one" else path

    answer = tus.ask(method, path, Upload_Length="5")

    assert answer.status_code == 405
    assert "OPTIONS" in answer["Allow"]


# --- HEAD ----------------------------------------------------------------------------------------


def test_head_says_offset_and_length_and_is_never_kept(tus, jpeg):
    address = _begun(tus, jpeg)

    answer = tus.ask("HEAD", address)

    assert answer.status_code == 200
    assert (answer["Upload-Offset"], answer["Upload-Length"]) == ("100", str(len(jpeg)))
    assert "no-store" in answer["Cache-Control"]
    assert answer.content == b""


@ON_DISK
def test_head_at_the_beginning_says_zero(tus):
    assert tus.ask("HEAD", tus.address(10))["Upload-Offset"] == "0"


@ON_DISK
def test_head_gives_metadata_back_as_it_came(tus):
    given = f"filename {b64('Kegiatan pagi.jpg')},is_confidential,note {b64('')}"

    address = tus.address(10, Upload_Metadata=given)

    assert tus.ask("HEAD", address)["Upload-Metadata"] == given


@ON_DISK
@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE", "GET"])
def test_what_does_not_exist_is_404_without_an_offset(tus, method):
    answer = tus.ask(method, f"{ALL}{uuid.uuid4()}", Upload_Offset="0", Content_Type=PIECE_TYPE)

    assert answer.status_code == 404
    assert "Upload-Offset" not in answer


PIECE_TYPE = "application/offset+octet-stream"


# --- PATCH ---------------------------------------------------------------------------------------


def test_patch_answers_the_new_offset(tus, jpeg):
    address = tus.address(len(jpeg))

    answer = tus.patch(address, 0, jpeg[:70])

    assert (answer.status_code, answer["Upload-Offset"], answer.content) == (204, "70", b"")
    assert tus.patch(address, 70, jpeg[70:90])["Upload-Offset"] == "90"


def test_pieces_make_the_file(tus, jpeg):
    address = tus.address(len(jpeg))
    for at in range(0, len(jpeg), 5000):
        assert tus.patch(address, at, jpeg[at : at + 5000]).status_code == 204

    assert tus.offset(address) == len(jpeg)
    assert tus.status(address)["state"] == "received"


@pytest.mark.parametrize("offset", [0, 50, 101, 10**6])
def test_a_wrong_offset_is_409_and_changes_nothing(tus, jpeg, offset):
    address = _begun(tus, jpeg)

    answer = tus.patch(address, offset, jpeg[offset : offset + 10] or b"x")

    assert answer.status_code == 409
    assert tus.offset(address) == 100


@ON_DISK
@pytest.mark.parametrize("offset", [None, "", "-1", "abc", "1.5", "1e3", "+5", "９", "9" * 40])
def test_a_missing_or_broken_offset_is_400(tus, jpeg, offset):
    address = _begun(tus, jpeg)

    assert tus.ask("PATCH", address, jpeg[:5], Upload_Offset=offset).status_code == 400
    assert tus.offset(address) == 100


@ON_DISK
@pytest.mark.parametrize(
    "content_type", ["application/octet-stream", "text/plain", "", "multipart/form-data"]
)
def test_another_content_type_is_415(tus, jpeg, content_type):
    address = tus.address(len(jpeg))

    answer = tus.patch(address, 0, jpeg[:5], Content_Type=content_type)

    assert answer.status_code == 415
    assert tus.offset(address) == 0


def test_a_body_longer_than_the_file_is_413_and_nothing_of_it_counts(tus):
    address = tus.address(10)

    assert tus.patch(address, 0, b"x" * 16).status_code == 413
    assert tus.offset(address) == 0
    assert tus.patch(address, 0, b"x" * 4).status_code == 204
    assert tus.patch(address, 4, b"x" * 7).status_code == 413
    assert tus.offset(address) == 4


def test_an_empty_piece_is_a_piece(tus, jpeg):
    address = _begun(tus, jpeg)

    answer = tus.patch(address, 100, b"", Content_Type=PIECE_TYPE)

    assert (answer.status_code, answer["Upload-Offset"]) == (204, "100")


def test_a_complete_file_takes_only_an_empty_piece(tus, jpeg):
    address = tus.address(len(jpeg))
    tus.patch(address, 0, jpeg)

    again = tus.patch(address, len(jpeg), b"", Content_Type=PIECE_TYPE)
    assert (again.status_code, again["Upload-Offset"]) == (204, str(len(jpeg)))
    assert tus.patch(address, len(jpeg), b"x").status_code == 413
    assert tus.patch(address, 0, jpeg).status_code == 409


# --- Creation ------------------------------------------------------------------------------------


@ON_DISK
def test_creation_is_201_with_an_absolute_location(tus):
    answer = tus.create(100)

    assert answer.status_code == 201
    assert re.fullmatch(r"http://testserver/api/v1/uploads/[0-9a-f-]{36}", answer["Location"])


@ON_DISK
@pytest.mark.parametrize("length", [None, "", "-5", "ten", "1.0", "9" * 30])
def test_creation_without_a_length_is_400(tus, length):
    assert tus.ask("POST", ALL, Upload_Length=length).status_code == 400


@ON_DISK
def test_a_length_that_comes_later_is_not_offered(tus):
    assert tus.ask("POST", ALL, Upload_Defer_Length="1").status_code == 400


@ON_DISK
def test_creation_above_the_greatest_size_is_413(tus):
    assert tus.create(1024**3 + 1).status_code == 413


BAD_METADATA = [
    "filename",  # fine: a key without a value
    "filename !!!",
    "a b c",
    f"a {b64('1')},a {b64('2')}",
    f"ключ {b64('1')}",
    ", ,",
    "a " + "A" * 5000,
    ",".join(f"k{n} QQ==" for n in range(60)),
    f"sha256 {b64('not a hash')}",
    f"id {b64('not an id')}",
]


@ON_DISK
@pytest.mark.parametrize("header", BAD_METADATA[1:])
def test_broken_metadata_is_400_never_500(tus, header):
    assert tus.create(10, Upload_Metadata=header).status_code == 400


@ON_DISK
def test_a_key_without_a_value_is_allowed(tus):
    assert tus.create(10, Upload_Metadata="filename").status_code == 201


def test_the_same_id_is_the_same_file(tus, jpeg):
    key = str(uuid.uuid4())
    first = tus.create(len(jpeg), Upload_Metadata=metadata(id=key))
    tus.patch(first["Location"], 0, jpeg[:60])

    again = tus.create(len(jpeg), Upload_Metadata=metadata(id=key))

    assert (again.status_code, again["Location"]) == (201, first["Location"])
    assert again["Upload-Offset"] == "60"
    assert tus.create(len(jpeg) + 1, Upload_Metadata=metadata(id=key)).status_code == 409


@ON_DISK
def test_the_same_id_of_another_person_is_409(tus, jpeg):
    key = metadata(id=str(uuid.uuid4()))
    tus.create(len(jpeg), Upload_Metadata=key)

    assert Tus(UserFactory()).create(len(jpeg), Upload_Metadata=key).status_code == 409


# --- Creation with upload ------------------------------------------------------------------------


def test_creation_with_the_first_piece(tus, jpeg):
    answer = tus.create(len(jpeg), jpeg[:80])

    assert (answer.status_code, answer["Upload-Offset"]) == (201, "80")
    assert tus.offset(answer["Location"]) == 80


def test_creation_with_the_whole_file(tus, jpeg):
    answer = tus.create(len(jpeg), jpeg)

    assert (answer.status_code, answer["Upload-Offset"]) == (201, str(len(jpeg)))
    assert tus.status(answer["Location"])["state"] == "received"


@ON_DISK
def test_creation_with_another_content_type_is_415(tus):
    answer = tus.ask("POST", ALL, b"abc", Upload_Length="3", Content_Type="text/plain")

    assert answer.status_code == 415


def test_creation_with_too_much_is_413(tus):
    assert tus.create(3, b"abcd").status_code == 413


def test_creation_with_a_piece_checks_its_checksum(tus, jpeg):
    good = tus.create(len(jpeg), jpeg[:80], Upload_Checksum=checksum(jpeg[:80]))
    bad = tus.create(len(jpeg), jpeg[:80], Upload_Checksum=checksum(b"other"))

    assert (good.status_code, bad.status_code) == (201, 460)


# --- Expiration ----------------------------------------------------------------------------------


def _expires(answer) -> float:
    return email.utils.parsedate_to_datetime(answer["Upload-Expires"]).timestamp()


def test_creation_and_every_patch_say_when_it_expires(tus, jpeg):
    created = tus.create(len(jpeg))
    patched = tus.patch(created["Location"], 0, jpeg[:10])

    for answer in (created, patched, tus.ask("HEAD", created["Location"])):
        assert 6 < (_expires(answer) - timezone.now().timestamp()) / 86400 < 8


def test_a_complete_file_does_not_expire(tus, jpeg):
    assert "Upload-Expires" not in tus.create(len(jpeg), jpeg)


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE", "GET"])
def test_an_expired_file_is_410(tus, jpeg, expire, method):
    address = _begun(tus, jpeg)
    expire(address)

    answer = tus.ask(method, address, Upload_Offset="100", Content_Type=PIECE_TYPE)

    assert answer.status_code == 410


# --- Checksum ------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_right_checksum_passes(tus, jpeg, algorithm):
    address = tus.address(len(jpeg))

    answer = tus.patch(address, 0, jpeg[:99], Upload_Checksum=checksum(jpeg[:99], algorithm))

    assert (answer.status_code, answer["Upload-Offset"]) == (204, "99")


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_wrong_checksum_is_460_and_the_piece_is_dropped(tus, jpeg, algorithm):
    address = _begun(tus, jpeg)

    answer = tus.patch(address, 100, jpeg[100:200], Upload_Checksum=checksum(b"other", algorithm))

    assert answer.status_code == 460
    assert tus.offset(address) == 100
    assert tus.patch(address, 100, jpeg[100:]).status_code == 204
    assert tus.status(address)["state"] == "received"


@ON_DISK
@pytest.mark.parametrize(
    "header", ["md4 AAAA", "sha256", "sha256 ???", "sha256 AAAA", "", "sha1", "crc32 AAAAAA=="]
)
def test_an_unknown_or_broken_checksum_is_400(tus, jpeg, header):
    address = tus.address(len(jpeg))

    assert tus.patch(address, 0, jpeg[:9], Upload_Checksum=header).status_code == 400
    assert tus.offset(address) == 0


# --- Termination ---------------------------------------------------------------------------------


def test_termination_is_204_and_everything_is_gone(
    tus, jpeg, stored, django_capture_on_commit_callbacks
):
    address = _begun(tus, jpeg)

    with django_capture_on_commit_callbacks(execute=True):
        answer = tus.ask("DELETE", address)

    assert stored() == set()
    assert (answer.status_code, answer.content) == (204, b"")
    for method in ("HEAD", "PATCH", "DELETE"):
        after = tus.ask(method, address, Upload_Offset="100", Content_Type=PIECE_TYPE)
        assert after.status_code == 404


def test_a_kept_file_that_nothing_uses_is_terminated_too(tus, jpeg, stored):
    address = tus.create(len(jpeg), jpeg)["Location"]

    assert tus.ask("DELETE", address).status_code == 204
    assert tus.ask("HEAD", address).status_code == 404
    assert tus.client.get(address).status_code == 404


# --- Concatenation -------------------------------------------------------------------------------


def _parts(tus, *pieces: bytes) -> list[str]:
    return [tus.create(len(p), p, Upload_Concat="partial")["Location"] for p in pieces]


def test_parts_are_joined_in_the_order_of_the_final_one(tus, jpeg):
    second, first = _parts(tus, jpeg[3000:], jpeg[:3000])

    answer = tus.ask("POST", ALL, Upload_Concat=f"final;{first} {second}")

    assert answer.status_code == 201
    head = tus.ask("HEAD", answer["Location"])
    assert head["Upload-Concat"] == f"final;{first} {second}"
    assert head["Upload-Length"] == head["Upload-Offset"] == str(len(jpeg))
    assert tus.status(answer["Location"])["state"] == "received"


def test_paths_name_parts_too(tus, jpeg):
    parts = _parts(tus, jpeg[:3000], jpeg[3000:])
    paths = " ".join(part.removeprefix("http://testserver") for part in parts)

    assert tus.ask("POST", ALL, Upload_Concat=f"final;{paths}").status_code == 201


@ON_DISK
def test_a_part_says_that_it_is_one(tus):
    address = tus.address(10, Upload_Concat="partial")

    assert tus.ask("HEAD", address)["Upload-Concat"] == "partial"


def test_a_complete_part_is_no_file_of_its_own(tus, jpeg):
    address = tus.create(len(jpeg), jpeg, Upload_Concat="partial")["Location"]

    assert tus.status(address)["state"] == "receiving"


def test_a_final_one_cannot_be_patched(tus, jpeg):
    parts = _parts(tus, jpeg[:3000], jpeg[3000:])
    final = tus.ask("POST", ALL, Upload_Concat=f"final;{' '.join(parts)}")["Location"]

    answer = tus.patch(final, len(jpeg), b"", Content_Type=PIECE_TYPE)

    assert answer.status_code == 403


def test_unfinished_parts_are_not_joined(tus, jpeg):
    part = tus.address(10, Upload_Concat="partial")

    assert tus.ask("POST", ALL, Upload_Concat=f"final;{part}").status_code == 409


@ON_DISK
@pytest.mark.parametrize("value", ["final;", "final", "partiall", "final;nonsense", "Partial"])
def test_a_broken_concat_is_4xx(tus, value):
    assert tus.ask("POST", ALL, Upload_Length="9", Upload_Concat=value).status_code in {400, 422}


def test_a_final_one_names_no_length(tus, jpeg):
    (part,) = _parts(tus, jpeg)

    answer = tus.ask("POST", ALL, Upload_Length="9", Upload_Concat=f"final;{part}")

    assert answer.status_code == 400


def test_parts_of_somebody_else_are_not_joined(tus, jpeg):
    parts = _parts(Tus(UserFactory()), jpeg[:3000], jpeg[3000:])

    answer = tus.ask("POST", ALL, Upload_Concat=f"final;{' '.join(parts)}")

    assert answer.status_code == 422


def test_whole_files_are_no_parts(tus, jpeg):
    address = _begun(tus, jpeg)

    assert tus.ask("POST", ALL, Upload_Concat=f"final;{address}").status_code == 422


@ON_DISK
def test_addresses_are_of_the_asked_files(tus, jpeg):
    address = tus.address(10)

    assert tus.status(address)["id"] == str(key_of(address))
