"""The app's pure modules, in the browser that runs them: one for all, and no server."""

import base64
import hashlib
import json
import random

import pytest
from django.contrib.staticfiles import finders

from tests import files
from tests.journeys.conftest import browser_for, chromium

pytestmark = [pytest.mark.browser, pytest.mark.once]

PAGE = "https://sambang.test/"

# A store and a sender in memory; `fails` says how the next things that are sent end, `meanwhile`
# what happens while a file goes out (true: the server looks through it, and there is only to wait).
WORLD = """
const world = (reports, files, fails = {}, meanwhile = {}) => {
  const sent = [];
  const counts = [];
  const find = (rows, id) => rows.find((row) => row.id === id);
  const change = (rows) => async (id, edit) => Object.assign(find(rows, id), edit(find(rows, id)));
  const problem = (kind, more) => Object.assign(new Error(kind), { kind, ...more });
  const outcome = (id) => {
    const next = fails[id]?.shift();
    const { kind = next, waitMs = 7, status = 0 } = next ?? {};
    if (next) throw problem(kind, { detail: "alasan", waitMs, status });
    sent.push(id);
  };
  return {
    sent, counts, reports, files,
    run: (work, wifi = true) => work({
      store: {
        reports: async () => reports, files: async () => files,
        blob: async (id) => (find(files, id).lost ? undefined : id),
        changeReport: change(reports), changeFile: change(files), free: async () => {},
      },
      sender: {
        words: async (report, begin, count) => {
          counts.push(count);
          const { status } = await begin((row) => ({ title: row.title }));
          if (status !== "queued") return null;
          outcome(report.id);
          return {};
        },
        count: async (report, count) => { counts.push(count); outcome(`n-${report.id}`); },
        file: async (file, blob, note) => {
          const isIdle = meanwhile[file.id]?.shift()?.() === true;
          await note({ offset: 1 }, isIdle);
          outcome(file.id);
        },
      },
      onWifi: () => wifi, changed: () => {},
    }),
  };
};
const queued = (id, at) => ({ id, status: "queued", wordsSent: false, queuedAt: at });
const file = (id, report, kind, position = 0, more = {}) =>
  ({ id, report, kind, position, status: "waiting", size: 100, offset: 0, ...more });
const { work, nextJob, progressOf, waitAfter } = await import("/static/stories/app/outbox.js");
"""


@pytest.fixture(scope="module")
def browser(request):
    with chromium(browser_for(request)) as browser:
        yield browser


@pytest.fixture
def run(browser):
    """Run a piece of module code on an empty page; what it returns."""
    context = browser.new_context()
    context.route(
        PAGE, lambda route: route.fulfill(content_type="text/html", body="<!doctype html>")
    )
    context.route(
        f"{PAGE}static/**",
        lambda route: route.fulfill(
            path=finders.find(route.request.url.removeprefix(f"{PAGE}static/"))
        ),
    )
    page = context.new_page()
    page.goto(PAGE)
    yield lambda code: page.evaluate(f"async () => {{ {code} }}")
    context.close()


def test_words_of_all_go_first_then_photos_sound_and_films(run):
    sent = run(
        WORLD
        + """
        const w = world([queued("b", 2), queued("a", 1)], [
          file("film", "a", "video"), file("b1", "b", "photo"), file("a2", "a", "photo", 2),
          file("a1", "a", "photo", 1), file("suara", "b", "audio")]);
        const ended = await w.run(work);
        return [w.sent, ended.stopped, w.reports.map((r) => r.status)];
        """
    )

    assert sent == [["a", "b", "a1", "a2", "b1", "suara", "film"], None, ["sent", "sent"]]


def test_a_report_is_not_through_before_its_photos_were_made_small(run):
    first, then = run(
        WORLD
        + """
        const w = world([queued("a", 1)], [
          file("f", "a", "photo"), file("g", "a", "photo", 1, { status: "chosen" })]);
        await w.run(work);
        const first = [[...w.sent], w.reports[0].status];
        w.files[1].status = "waiting";
        await w.run(work);
        return [first, [w.sent, w.reports[0].status]];
        """
    )

    assert first == [["a", "f"], "queued"]
    assert then == [["a", "f", "g"], "sent"]


@pytest.mark.parametrize("kind", ["offline", "busy", "signed-out"])
def test_what_stops_the_outbox_loses_nothing_and_it_goes_on_there(run, kind):
    first, again = run(
        WORLD
        + f"""
        const w = world([queued("a", 1)], [file("f", "a", "photo")], {{ f: ["{kind}"] }});
        const ended = await w.run(work);
        const first = [ended, w.reports[0].status, w.files[0].status, w.files[0].offset];
        await w.run(work);
        return [first, [w.sent, w.reports[0].status]];
        """
    )

    ended = {"stopped": kind, "waitMs": 7, "code": "", "detail": "alasan"}
    assert first == [ended, "queued", "waiting", 1]
    assert again == [["a", "f"], "sent"]


def test_a_refused_file_stops_no_other_and_a_refused_report_waits_to_be_mended(run):
    result = run(
        WORLD
        + """
        const w = world([queued("a", 1), queued("b", 2)],
          [file("x", "a", "photo"), file("y", "a", "photo", 1), file("z", "b", "photo")],
          { x: ["refused"], b: ["refused"] });
        await w.run(work);
        return [w.sent, w.reports.map((r) => r.status), w.files.map((f) => f.status),
          w.reports[1].reason.detail];
        """
    )

    assert result == [
        ["a", "y", "n-a"],
        ["sent", "refused"],
        ["refused", "received", "waiting"],
        "alasan",
    ]


def test_what_is_sent_is_made_once_and_sent_again_until_it_is_refused(run):
    first, again, refused = run(
        WORLD
        + """
        const w = world([queued("a", 1)], [], { a: ["offline", "offline", "refused"] });
        const title = (text) => Object.assign(w.reports[0], { title: text });
        const steps = [];
        for (const text of ["satu", "dua", "tiga"]) {
          title(text);
          await w.run(work);
          steps.push([w.reports[0].posted?.title, w.reports[0].status]);
        }
        return steps;
        """
    )

    assert first == again == ["satu", "queued"]
    assert refused == [None, "refused"]


def test_what_the_officer_took_back_in_the_last_moment_is_not_sent(run):
    result = run(
        WORLD
        + """
        const w = world([queued("a", 1)], []);
        const stale = structuredClone(w.reports[0]);
        w.reports[0].status = "draft";
        let asked = 0;
        const begun = await work({
          store: {
            reports: async () => (asked++ ? w.reports : [stale]), files: async () => [],
            changeReport: async (id, change) => Object.assign(w.reports[0], change(w.reports[0])),
          },
          sender: { words: async (report, begin) =>
            ((await begin(() => ({}))).status === "queued" ? {} : null) },
          onWifi: () => true, changed: () => {},
        });
        return [begun.stopped, w.reports[0].status, w.reports[0].wordsSent, w.reports[0].posted];
        """
    )

    assert result == [None, "draft", False, None]


def test_a_file_that_must_wait_for_an_hour_is_set_aside_and_the_others_go_on(run):
    first, again = run(
        WORLD
        + """
        const hour = { kind: "busy", waitMs: 3600_000 };
        const w = world([queued("a", 1), queued("b", 2)],
          [file("film", "a", "video"), file("small", "b", "video")], { film: [hour] });
        const ended = await w.run(work);
        const first = [w.sent.slice(), ended.stopped, ended.detail, ended.waitMs > 3500_000,
          w.reports.map((r) => r.status), w.files[0].reason.detail];
        w.files[0].laterAt -= 3600_000;
        const later = await w.run(work);
        return [first, [w.sent.slice(3), later.stopped, w.files[0].reason]];
        """
    )

    assert first == [["a", "b", "small"], "busy", "alasan", True, ["queued", "sent"], "alasan"]
    assert again == [["film"], None, None]


@pytest.mark.parametrize(
    ("newer", "expected"),
    [
        ('w.reports.push(queued("b", 2))', ["a", "b", "film"]),
        ('w.files.push(file("foto", "a", "photo", 1))', ["a", "foto", "film"]),
        ('w.files.push(file("film-2", "a", "video", 1))', ["a", "film", "film-2"]),
        ("Object.assign(w.reports[0], { status: 'draft' })", ["a"]),
    ],
)
def test_between_two_pieces_of_a_film_goes_what_comes_first_by_now(run, newer, expected):
    sent = run(
        WORLD
        + f"""
        const w = world([queued("a", 1)], [file("film", "a", "video")], {{}},
          {{ film: [() => {{ {newer}; }}] }});
        await w.run(work);
        return w.sent;
        """
    )

    assert sent == expected


def test_a_film_that_the_server_looks_through_holds_up_no_other(run):
    first, offset, again = run(
        WORLD
        + """
        const w = world([queued("a", 1)], [file("film", "a", "video")], {},
          { film: [() => w.files.push(file("film-2", "a", "video", 1)) && true, () => true] });
        const ended = await w.run(work);
        const first = [w.sent.slice(), ended.stopped, ended.waitMs > 0 && ended.waitMs <= 10_000];
        const { offset } = w.files[0];
        w.files[0].laterAt = Date.now();
        await w.run(work);
        return [first, offset, [w.sent.slice(2), w.reports[0].status]];
        """
    )

    assert first == [["a", "film-2"], "busy", True]
    assert offset == 1
    assert again == [["film"], "sent"]


@pytest.mark.parametrize(
    ("failing", "before", "others", "after"),
    [
        ("a", [], ["b"], ["a", "x"]),  # its words: its photo waits for them
        ("x", ["a", "b"], [], ["x"]),
        ("n-a", ["a", "b", "x"], [], ["n-a"]),  # the number of its files
    ],
)
def test_what_the_server_fails_at_three_times_holds_up_no_other(
    run, failing, before, others, after
):
    first, aside, again = run(
        WORLD
        + f"""
        const bad = {{ kind: "busy", status: 500 }};
        const w = world([queued("a", 1), queued("b", 2)],
          [file("x", "a", "photo"), file("y", "a", "photo", 1, {{ status: "refused" }})],
          {{ "{failing}": [bad, bad, bad] }});
        await w.run(work);
        await w.run(work);
        const first = w.sent.splice(0);
        const ended = await w.run(work);
        const aside = [w.sent.splice(0), ended.stopped, ended.detail, ended.waitMs > 240_000,
          w.reports[0].status];
        for (const row of [...w.reports, ...w.files]) row.laterAt = 0;
        await w.run(work);
        return [first, aside, [w.sent.slice(0, {len(after)}), w.reports.map((r) => r.status)]];
        """
    )

    assert first == before
    assert aside == [others, "busy", "alasan", True, "queued"]
    assert again == [after, ["sent", "sent"]]


HOUR, DAY = 3_600_000, 86_400_000
NOW = 1_800_000_000_000  # of the server, at sending


@pytest.mark.parametrize(
    ("said", "then", "offset", "expected"),
    [
        # Three days ahead all the time.
        (NOW - HOUR + 3 * DAY, (-3 * DAY, -DAY, False), -3 * DAY, (-HOUR, True)),
        # Three days ahead at the writing, right at sending.
        (NOW - HOUR + 3 * DAY, (-3 * DAY, -DAY, False), 0, (-HOUR, True)),
        (NOW - 5 * DAY + 3 * DAY, (-3 * DAY, -6 * DAY, True), 0, (-5 * DAY, True)),
        # Right at the writing, three days ahead at sending.
        (NOW - HOUR, (0, -DAY, False), -3 * DAY, (-HOUR, True)),
        (NOW - HOUR, (0, -9 * DAY, True), -3 * DAY, (-HOUR, True)),
        # Right when last heard of, three days ahead at the writing already.
        (NOW - HOUR + 3 * DAY, (0, -DAY, False), -3 * DAY, (-HOUR, True)),
        # Either may be: nobody heard of the server for long.
        (NOW - HOUR, (0, -9 * DAY, False), -3 * DAY, (-HOUR, False)),
        # Neither can be.
        (NOW - 5 * DAY, (0, -DAY, False), -3 * DAY, (-DAY, False)),
        # Nothing was known.
        (NOW - HOUR, None, 0, (-HOUR, True)),
        (NOW + 3 * DAY, None, 0, (0, False)),
    ],
)
def test_a_moved_clock_is_put_right_or_known_to_be_unsure(run, said, then, offset, expected):
    """``then``: offset, when that was measured (by the server), sure; ``expected``: after NOW."""
    known = (
        f"{{ offset: {then[0]}, at: {NOW + then[1] - then[0]}, isSure: {str(then[2]).lower()} }}"
        if then
        else "null"
    )

    found = run(
        f"""
        const {{ putRight }} = await import("/static/stories/app/clock.js");
        return putRight({said}, {known}, {{ offset: {offset}, at: {NOW - offset} }});
        """
    )

    assert found == {"at": NOW + expected[0], "isSure": expected[1]}


def test_a_clock_that_was_moved_since_it_was_measured_is_not_sure(run):
    found = run(
        """
        const { measured, sinceThen } = await import("/static/stories/app/clock.js");
        const clock = measured(5, Date.now());
        const real = Date.now;
        const found = [sinceThen(undefined), sinceThen(clock).isSure];
        for (const by of [60_000, 86_400_000, -86_400_000]) {
          Date.now = () => real() + by;
          found.push(sinceThen(clock).isSure);
        }
        Date.now = real;
        return [...found, sinceThen({ ...clock, origin: 1 }).isSure];
        """
    )

    assert found == [None, True, True, False, False, False]


def test_bytes_that_are_gone_are_said_to_be_gone(run):
    result = run(
        WORLD
        + """
        const w = world([queued("a", 1)], [file("x", "a", "photo", 0, { lost: true })]);
        await w.run(work);
        return [w.sent, w.files[0].status, w.files[0].reason.code];
        """
    )

    assert result == [["a", "n-a"], "refused", "bytes-gone"]


def test_the_desk_is_told_how_many_files_belong_to_a_report(run):
    result = run(
        WORLD
        + """
        const w = world([{ ...queued("a", 1), kept: [{}, {}] }, queued("b", 2)],
          [file("x", "a", "photo"), file("y", "a", "photo", 1), file("z", "b", "photo")],
          { x: ["refused"], "n-a": ["offline"] });
        const ended = await w.run(work);
        const before = [ended.stopped, [...w.counts]];
        await w.run(work);
        return [before, w.counts, w.reports.map((r) => r.status)];
        """
    )

    # Words with their number; after a refusal the smaller one, again when nobody heard it.
    assert result == [["offline", [4, 1, 3]], [4, 1, 3, 3], ["sent", "sent"]]


def test_an_answer_that_was_overtaken_changes_nothing(run):
    states = run(
        """
        const store = await import("/static/stories/app/store.js");
        const account = await import("/static/stories/app/account.js");
        await account.settle({ key: "1" }, 0);
        const states = [];
        const told = [["returned", 1], ["submitted", 2], ["returned", 1], ["claimed", 2]];
        for (const [state, minute] of told) {
          const changed_at = `2026-11-26T21:0${minute}:00Z`;
          await account.keepKnown("1", [{ id: "a", state, changed_at }]);
          states.push((await store.known("1", "a")).state);
        }
        await account.keepKnown("1", [{ id: "a", seenState: "claimed" }]);
        return [...states, (await store.known("1", "a")).seenState];
        """
    )

    assert states == ["returned", "submitted", "submitted", "claimed", "claimed"]


def test_whose_phone_it_is(run):
    seen = run(
        """
        const account = await import("/static/stories/app/account.js");
        const store = await import("/static/stories/app/store.js");
        const ani = { key: "1", name: "Ani" }, budi = { key: "2", name: "Budi" };
        const here = async () => (await account.whoIsHere())?.name ?? null;
        const told = async () => [await account.noticesOf("1"), await store.knownOf("1")];
        const seen = {};
        const before = await account.asOfNow();
        await account.settle(ani, before.departures);
        await account.settle(null, before.departures);
        seen.sessionEnded = await here();
        await account.keepNotices("1", ["Dimuat"]);
        await account.keepKnown("1", [{ id: "a" }]);
        await account.leave();
        const after = await account.asOfNow();
        seen.left = [await here(), after.leaving, ...(await told())];
        const overtaken = await account.settle(ani, before.departures);
        seen.answerFromBefore = [overtaken ?? "not believed", await here()];
        await account.leave();
        seen.leftTwice = (await account.asOfNow()).leaving;
        await account.heard("2");
        seen.anotherWasHeard = (await account.asOfNow()).leaving;
        await account.heard("1");
        seen.heard = (await account.asOfNow()).leaving;
        await account.enter();
        seen.entered = [await account.hasEntered(), await account.hasEntered()];
        await account.settle(budi, (await account.asOfNow()).departures);
        await account.keepNotices("1", ["Dimuat"]);
        await account.keepKnown("1", [{ id: "a" }]);
        seen.another = [await here(), ...(await told())];
        return JSON.stringify(seen, (_, value) => value === undefined ? null : value);
        """
    )

    assert json.loads(seen) == {
        "sessionEnded": "Ani",
        "left": [None, "1", None, []],
        "answerFromBefore": ["not believed", None],
        "leftTwice": "1",
        "anotherWasHeard": "1",
        "heard": None,
        "entered": [True, False],
        "another": ["Budi", None, []],
    }


def test_originals_wait_for_wifi_and_hold_up_nothing_else(run):
    result = run(
        WORLD
        + """
        const w = world([queued("a", 1)],
          [file("besar", "a", "photo", 0, { wifiOnly: true }), file("kecil", "a", "photo", 1)]);
        await w.run(work, false);
        const before = [[...w.sent], w.reports[0].status, progressOf(w.reports[0], w.files)];
        await w.run(work, true);
        return [before, w.sent, w.reports[0].status];
        """
    )

    (sent, state, progress), all_sent, end = result
    assert (sent, state) == (["a", "kecil"], "queued")
    assert progress == {
        "parts": 3,
        "partsDone": 2,
        "bytes": 200,
        "bytesDone": 100,
        "isWaitingForWifi": True,
    }
    assert (all_sent, end) == (["a", "kecil", "besar"], "sent")


def test_it_waits_longer_after_each_failure_but_never_for_hours(run):
    waits = run(
        WORLD + "return [0, 1, 2, 3, 6, 60].map((n) => [waitAfter(n, 0), waitAfter(n, 0.999)]);"
    )

    assert waits[0] == [0, 0]
    assert [low for low, _high in waits] == sorted(low for low, _high in waits)
    assert waits[-1][1] <= 400_000
    assert all(low < high for low, high in waits[1:])


def test_a_bug_is_not_taken_for_bad_weather(run):
    with pytest.raises(Exception, match="salah kami"):
        run(
            WORLD
            + """
            const w = world([queued("a", 1)], []);
            await work({ store: { reports: async () => w.reports, files: async () => [] },
              sender: { words: async () => { throw new TypeError("salah kami"); } },
              onWifi: () => true, changed: () => {} });
            """
        )


@pytest.mark.parametrize("length", [0, 1, 55, 56, 63, 64, 65, 119, 128, 100_003])
def test_the_hash_of_large_files_is_sha256(run, length):
    data = random.Random(length).randbytes(length)

    got = run(
        f"""
        const {{ Sha256 }} = await import("/static/stories/app/sha256.js");
        const bytes = Uint8Array.from(atob("{_base64(data)}"), (c) => c.charCodeAt(0));
        const hash = new Sha256();
        const half = bytes.length >> 1;
        return hash.update(bytes.subarray(0, half)).update(bytes.subarray(half)).hex();
        """
    )

    assert got == hashlib.sha256(data).hexdigest()


def test_pieces_grow_while_they_are_quick_and_are_halved_after_a_failure(run):
    sizes = run(
        """
        const { grown, halved, PIECE_FIRST } = await import("/static/stories/app/tus.js");
        const up = [PIECE_FIRST];
        for (let i = 0; i < 6; i++) up.push(grown(up.at(-1), 900));
        const down = [up.at(-1)];
        for (let i = 0; i < 9; i++) down.push(halved(down.at(-1)));
        return [up, grown(PIECE_FIRST, 15000), down.at(1), down.at(-1)];
        """
    )

    kib = 1024
    assert sizes == [
        [256 * kib, 512 * kib, 1024 * kib, 2048 * kib, 4096 * kib, 4096 * kib, 4096 * kib],
        256 * kib,
        2048 * kib,
        32 * kib,
    ]


def test_a_photo_is_made_small_and_loses_what_the_camera_wrote(run):
    size, head, made, sides = run(
        f"""
        const {{ shrink }} = await import("/static/stories/app/photos.js");
        const bytes = Uint8Array.from(atob("{_base64(files.jpeg_with_gps(3000, 2000))}"),
          (c) => c.charCodeAt(0));
        const source = new File([bytes], "IMG.JPG", {{ type: "image/jpeg" }});
        const {{ blob, thumb }} = await shrink(source);
        const bitmap = await createImageBitmap(blob);
        const made = [...new Uint8Array(await blob.arrayBuffer())];
        return [blob.size, thumb.slice(0, 22), made, [bitmap.width, bitmap.height]];
        """
    )

    assert size <= 400_000
    assert head == "data:image/jpeg;base64"
    assert max(sides) == 1920
    assert sides[1] > sides[0]  # turned the right way up
    assert files.carries(bytes(made)) == []


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
