"""What the edge cache keeps, for whom, in which form, and for how long."""

import gzip
import os
import threading
import time

import brotli
import pytest
import zstandard

from tests.edge.conftest import PUBLIC, Origin, ask, cache_of


def test_the_second_reader_is_answered_without_the_origin(cache, origin):
    first, second = ask(cache), ask(cache)

    assert (first.status, first.body) == (second.status, second.body) == (200, origin.body)
    assert len(origin.calls) == 1


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip", "gzip", gzip.decompress),
        ("gzip, deflate, br", "br", brotli.decompress),
        ("zstd, gzip", "zstd", lambda body: zstandard.ZstdDecompressor().decompress(body)),
        ("br;q=0.1, gzip;q=0.9", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0", None, bytes),
        ("identity", None, bytes),
        ("*", "br", brotli.decompress),
        ("", None, bytes),
        ("gzip;q=nonsense", None, bytes),
        ("x" * 5000, None, bytes),
    ],
)
def test_the_client_gets_the_encoding_it_likes_best(cache, origin, accepted, encoding, decode):
    ask(cache)

    answer = ask(cache, ACCEPT_ENCODING=accepted)

    assert answer.headers.get("content-encoding") == encoding
    assert decode(answer.body) == origin.body
    assert answer.headers["content-length"] == str(len(answer.body))
    assert "Accept-Encoding" in answer.headers["vary"]


def test_pictures_are_not_compressed_again(cache, origin):
    origin.set("Content-Type", "image/jpeg")

    assert "content-encoding" not in ask(cache, ACCEPT_ENCODING="br").headers


def test_each_encoding_has_its_own_etag_and_is_answered_304(cache):
    plain = ask(cache).headers["etag"]
    packed = ask(cache, ACCEPT_ENCODING="br").headers["etag"]

    same = ask(cache, ACCEPT_ENCODING="br", IF_NONE_MATCH=f'"x", W/{packed}')
    other = ask(cache, ACCEPT_ENCODING="br", IF_NONE_MATCH=plain)

    assert plain != packed
    assert (same.status, same.body, same.headers["etag"]) == (304, b"", packed)
    assert "content-length" not in same.headers
    assert other.status == 200
    assert ask(cache, IF_NONE_MATCH="*").status == 304


def test_a_condition_or_a_range_never_reaches_the_origin(cache, origin):
    answer = ask(cache, IF_NONE_MATCH='"abc"', IF_MODIFIED_SINCE="x", RANGE="bytes=0-3")

    assert answer.status == 304
    assert not {"HTTP_IF_NONE_MATCH", "HTTP_RANGE"} & set(origin.calls[0])
    assert ask(cache, RANGE="bytes=0-3").body == origin.body


def test_head_is_answered_from_what_a_get_left_and_the_other_way(cache, origin):
    head = ask(cache, method="HEAD")
    get = ask(cache)

    assert (head.body, head.headers["content-length"]) == (b"", str(len(origin.body)))
    assert get.body == origin.body
    assert len(origin.calls) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cache-Tag", None),
        ("Cache-Control", None),
        ("Cache-Control", "public, max-age=300"),
        ("Cache-Control", "private, s-maxage=300"),
        ("Cache-Control", f"{PUBLIC}, no-store"),
        ("Set-Cookie", "sessionid=1"),
        ("Vary", "Cookie"),
        ("Vary", "Accept-Encoding, Accept-Language"),
        ("Vary", "*"),
        ("Content-Encoding", "gzip"),
    ],
)
def test_what_does_not_say_that_it_is_public_is_not_kept(cache, origin, name, value):
    origin.set(name, value)

    ask(cache)
    ask(cache)

    assert len(origin.calls) == 2


@pytest.mark.parametrize("status", ["302 Found", "301 Moved", "500 Broken", "400 Bad", "206 Part"])
def test_only_plain_answers_are_kept(cache, origin, status):
    origin.status = status

    ask(cache)
    ask(cache)

    assert len(origin.calls) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"COOKIE": "sessionid=abc"},
        {"COOKIE": "theme=dark; sessionid=abc"},
        {"COOKIE": "csrftoken=abc"},
        {"AUTHORIZATION": "Bearer abc"},
        {"HX_REQUEST": "true"},
    ],
)
def test_whoever_is_somebody_neither_fills_nor_reads_the_cache(cache, origin, headers):
    ask(cache, **headers)
    ask(cache)
    origin.body = b"hanya untuk saya"

    assert ask(cache, **headers).body == b"hanya untuk saya"
    assert ask(cache).body != origin.body


def test_a_cookie_of_no_meaning_changes_nothing(cache, origin):
    ask(cache)

    ask(cache, COOKIE="theme=dark")

    assert len(origin.calls) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_pass(cache, origin, method):
    ask(cache)
    ask(cache, method=method)

    assert [call["REQUEST_METHOD"] for call in origin.calls] == ["GET", method]


@pytest.mark.parametrize(
    "other",
    [{"path": "/en/"}, {"host": "jahat.example"}, {"query": "q=1"}, {"X_FORWARDED_PROTO": "http"}],
)
def test_another_address_is_another_answer(origin, board, other):
    cache = cache_of(origin, board, trusts_proxy=True)
    ask(cache, X_FORWARDED_PROTO="https")
    origin.body = b"lain" * 200

    assert ask(cache, **({"X_FORWARDED_PROTO": "https"} | other)).body == origin.body


def test_files_are_left_to_their_own_server(cache, origin):
    ask(cache, "/media/a.jpg", IF_NONE_MATCH='"abc"')

    assert origin.calls[0]["HTTP_IF_NONE_MATCH"] == '"abc"'


def test_an_address_that_is_too_long_is_not_kept(cache, origin):
    for _number in range(2):
        ask(cache, query="q=" + "a" * 3000)

    assert len(origin.calls) == 2


def test_a_tag_that_is_invalidated_makes_the_answer_anew(cache, origin, board):
    ask(cache)
    board.invalidate(["item-2"])
    ask(cache)
    board.invalidate(["item-1"])
    ask(cache)

    assert len(origin.calls) == 2


def test_what_was_invalidated_while_it_was_made_is_not_kept(cache, origin, board):
    origin.during = lambda: board.invalidate(["item-1"])

    ask(cache)
    origin.during = None
    ask(cache)
    ask(cache)

    assert len(origin.calls) == 2


def test_another_worker_takes_what_one_made_and_hears_of_what_is_stale(origin, board):
    one, other = cache_of(origin, board), cache_of(origin, board)
    ask(one)
    ask(other)
    made_for_both = len(origin.calls)

    board.invalidate(["items"])
    origin.body = b"baru" * 200

    assert made_for_both == 1
    assert ask(other).body == ask(one).body == origin.body
    assert len(origin.calls) == 2


def test_more_invalidations_than_the_board_holds_forget_everything(cache, origin, board):
    ask(cache)
    for start in range(0, 70_000, 7_000):
        board.invalidate([f"lain-{number}" for number in range(start, start + 7_000)])

    ask(cache)

    assert len(origin.calls) == 2


def test_a_board_made_anew_trusts_nothing_on_disk(origin, board, tmp_path):
    ask(cache_of(origin, board))
    (tmp_path / "edge" / "board").unlink()
    fresh = type(board)(tmp_path / "edge")

    ask(cache_of(origin, fresh))

    assert len(origin.calls) == 2


def test_an_answer_on_disk_that_is_broken_is_made_anew(origin, board, tmp_path):
    ask(cache_of(origin, board))
    (path,) = (tmp_path / "edge" / "answers").glob("*/*")
    path.write_bytes(b'{"key": 1}\nx')

    assert ask(cache_of(origin, board)).body == origin.body


def test_many_readers_of_a_new_page_cost_one_rendering(board):
    origin = Origin(during=lambda: time.sleep(0.2))
    workers = [cache_of(origin, board) for _number in range(6)]
    answers = []

    threads = [threading.Thread(target=lambda c=c: answers.append(ask(c))) for c in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(origin.calls) == 1
    assert {answer.body for answer in answers} == {origin.body}


def test_readers_get_what_is_old_while_another_worker_makes_it_anew(board):
    origin = Origin()
    origin.set("Cache-Control", "public, s-maxage=0")
    one, other = cache_of(origin, board), cache_of(origin, board)
    ask(one), ask(other)
    began, go_on = threading.Event(), threading.Event()
    old = origin.body

    def hold():
        began.set()
        go_on.wait(5)

    origin.body, origin.during = b"baru" * 200, hold
    renderer = threading.Thread(target=ask, args=(one,))
    renderer.start()
    began.wait(5)
    answer = ask(other)
    go_on.set()
    renderer.join()

    assert answer.body == old


def test_addresses_with_questions_cannot_push_the_others_out(board):
    origin = Origin(body=b"x" * 5_000)
    cache = cache_of(origin, board, limit=400_000)
    ask(cache, "/cerita/")
    for number in range(200):
        ask(cache, query=f"x={number}")
    before = len(origin.calls)

    ask(cache, "/cerita/")

    assert len(origin.calls) == before
    assert len(cache.entries) < 60


def test_what_is_asked_for_outlives_what_is_not(board):
    origin = Origin(body=b"x" * 10_000)
    cache = cache_of(origin, board, limit=400_000)
    ask(cache, "/sering/")
    for number in range(100):
        ask(cache, f"/jarang-{number}/")
        ask(cache, "/sering/")

    assert sum(call["PATH_INFO"] == "/sering/" for call in origin.calls) == 1


def test_a_withdrawn_page_is_kept_as_gone(cache, origin):
    origin.status = "410 Gone"

    assert ask(cache).status == ask(cache).status == 410
    assert len(origin.calls) == 1


def test_an_answer_that_closes_is_closed(cache, origin):
    closed = []

    class Parts(list):
        def close(self):
            closed.append(True)

    def application(environ, start_response):
        start_response("200 OK", [("Cache-Control", "no-store")])
        return Parts([b"x"])

    cache.application = application
    ask(cache, method="HEAD")
    ask(cache)

    assert len(closed) == 2


def test_counters_of_all_workers_are_one(origin, board):
    one, other = cache_of(origin, board), cache_of(origin, board)
    ask(one), ask(one), ask(other)
    ask(one, IF_NONE_MATCH="*")

    counted = board.counters()

    assert (counted["misses"], counted["stored"], counted["hits"]) == (1, 1, 3)
    assert counted["not_modified"] == 1


def test_the_sweeper_deletes_old_files(origin, board, tmp_path):
    cache = cache_of(origin, board)
    ask(cache)
    (path,) = (tmp_path / "edge" / "answers").glob("*/*")
    old = time.time() - 10_000
    os.utime(path, (old, old))

    assert cache.disk.sweep() == 1
    assert not path.exists()
