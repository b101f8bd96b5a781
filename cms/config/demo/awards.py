"""The demo's awards: one edition announced, one in review, one open for nominations, by the same
steps that people take."""

from __future__ import annotations

import random
from datetime import timedelta

from django.utils import timezone

from awards import services
from awards.models import Announcement, AwardEditionPage, Category, Nomination, Panelist
from awards.selectors.nominations import content_hash
from cms.config.demo import texts
from cms.people.models import Officer
from cms.places.models import Unit
from cms.places.selectors import place_names
from publishing.services import release
from stories.selectors.stories import published_stories_of

PANEL = (
    # login, as the public reads the name, biography, from outside the police
    (
        "juri2@sambang.test",
        "Dr. Lestari Handayani",
        "Pengajar kriminologi; meneliti pemolisian masyarakat di pedesaan.",
        True,
    ),
    (
        "juri@sambang.test",
        "Yohanes Wenda",
        "Jurnalis; dua puluh tahun meliput desa-desa di Papua dan Maluku.",
        True,
    ),
    (
        "juri3@sambang.test",
        "Pdt. Markus Tefa",
        "Pegiat perdamaian lintas iman di Nusa Tenggara Timur.",
        True,
    ),
    (
        "juri4@sambang.test",
        "Hj. Fatimah Lubis",
        "Pendamping perempuan dan anak; mantan kepala desa.",
        True,
    ),
    (
        "juri5@sambang.test",
        "Kombes Pol. I Gede Mahardika",
        "Pembina masyarakat; pernah bertugas sebagai Bhabinkamtibmas.",
        False,
    ),
)
ENDORSERS = (
    ("village_head", "Kepala desa"),
    ("community_leader", "Tokoh adat"),
    ("babinsa", "Babinsa"),
)
SCREENED = "Surat keterangan satuan lengkap; kepala desa membenarkan lewat telepon."
NO_LETTER = "Surat keterangan rekam jejak dari satuan belum datang sampai usulan ditutup."
RECUSED_LOGIN = "juri4@sambang.test"
INTRODUCTION = (
    "<p>Penghargaan ini mencari Bhabinkamtibmas yang kehadirannya terasa: pertengkaran yang reda, "
    "anak yang kembali bersekolah, sungai yang dirawat bersama. Bukan lomba popularitas: banyaknya "
    "usulan tidak menambah nilai.</p>"
)
RULES = (
    "<p>Setiap usulan disertai cerita yang sudah terbit sebagai bukti. Juri menyatakan hubungan "
    "dengan calon sebelum membaca apa pun; yang punya hubungan tidak melihat usulan itu sama "
    "sekali. Kriteria yang tidak dapat dinilai tidak dihitung nol. Kategori boleh tanpa "
    "penerima.</p>"
)


def make(*, officers: list[Officer], staff: dict, seed: int) -> None:
    """All three editions. ``officers`` come most deserving first; those without a published story
    are passed over. Nothing is made when nobody is left."""
    rng = random.Random(f"awards {seed}")
    known = [officer for officer in officers if published_stories_of(officer).exists()]
    if not known:
        return
    year = timezone.localdate().year
    _finished(known, staff=staff, rng=rng, year=year - 1)
    _in_review(known, staff=staff, rng=rng, year=year)
    _edition(staff=staff, year=year + 1, closes_in=timedelta(days=60))


def _edition(*, staff, year: int, closes_in: timedelta = timedelta(hours=1)) -> AwardEditionPage:
    """An edition that takes nominations now, for ``closes_in`` more."""
    secretary = staff["sekretaris@sambang.test"]
    edition = services.start_edition(
        actor=secretary,
        unit=Unit.objects.get(code="MABES"),
        title=f"Bhabinkamtibmas Award {year}",
        year=year,
    )
    draft = edition.get_latest_revision_as_object()
    draft.summary = (
        "Siapa Bhabinkamtibmas yang paling berarti bagi desanya? Usulkan, dengan bukti dari cerita "
        "yang sudah terbit."
    )
    draft.introduction, draft.rules = INTRODUCTION, RULES
    draft.save_revision(user=secretary)
    now = timezone.now()
    AwardEditionPage.objects.filter(pk=edition.pk).update(
        nominations_open=now - timedelta(days=45),
        nominations_close=now + closes_in,
        review_close=now + closes_in + timedelta(days=28),
    )
    edition = AwardEditionPage.objects.get(pk=edition.pk)
    return services.open_edition(actor=secretary, edition=edition)


def _propose(
    edition: AwardEditionPage,
    category: Category,
    officer: Officer,
    *,
    staff,
    rng,
    login: str = "redaktur@sambang.test",
) -> Nomination:
    """A nomination with evidence and endorsements, not screened yet."""
    names = place_names(officer.postings.first().village)
    return services.nominate(
        actor=staff[login],
        edition=edition,
        category=category,
        officer=officer,
        narrative=texts.nomination_narrative(
            rng, officer=str(officer), category=category.name, village=names.village
        ),
        stories=list(published_stories_of(officer)[:3]),
        endorsements=[
            {
                "name": f"{texts.officer_name(rng, names_code(officer))[0]}",
                "role": role,
                "statement": texts.endorsement(rng, officer=str(officer), village=names.village),
            }
            for role, _label in ENDORSERS[: rng.choice((1, 2, 2))]
        ],
    )


def _nominate(
    edition: AwardEditionPage, category: Category, officer: Officer, *, staff, rng
) -> Nomination:
    """A nomination found eligible."""
    return services.screen(
        actor=staff["sekretaris@sambang.test"],
        nomination=_propose(edition, category, officer, staff=staff, rng=rng),
        is_eligible=True,
        reason=SCREENED,
    )


def _sift(edition: AwardEditionPage, first: Nomination, other: Officer | None, *, staff, rng):
    """What screening also meets: ``first`` proposed by two people, and ``other`` refused."""
    secretary = staff["sekretaris@sambang.test"]
    category = first.category
    _propose(edition, category, first.officer, staff=staff, rng=rng, login="penerbit@sambang.test")
    services.merge_duplicates(actor=secretary, nomination=first)
    if other is not None:
        services.screen(
            actor=secretary,
            nomination=_propose(edition, category, other, staff=staff, rng=rng),
            is_eligible=False,
            reason=NO_LETTER,
        )


def names_code(officer: Officer) -> str:
    """The two digits of the province that ``officer`` serves."""
    return officer.postings.first().village.code[:2]


def _panel(edition: AwardEditionPage, *, staff, unsigned: frozenset[str]) -> list[Panelist]:
    members = []
    for number, (login, public_name, biography, is_external) in enumerate(PANEL):
        member = services.invite_panelist(
            actor=staff["sekretaris@sambang.test"],
            edition=edition,
            user=staff[login],
            public_name=public_name,
            biography=biography,
            is_external=is_external,
            is_chair=number == 0,
        )
        if login not in unsigned:
            member = services.sign_statement(actor=member.user, panelist=member)
        members.append(member)
    return members


def _begin(edition: AwardEditionPage, *, staff) -> AwardEditionPage:
    secretary = staff["sekretaris@sambang.test"]
    services.close_edition(actor=secretary, edition=edition)
    services.begin_review(actor=secretary, edition=edition)
    return AwardEditionPage.objects.get(pk=edition.pk)


def _mark(member: Panelist, nomination: Nomination, *, level: int, rng, seal: bool = True) -> None:
    """One review: marks around ``level``; now and then a criterion that cannot be judged."""
    marks = {}
    for number, criterion in enumerate(nomination.category.edition.criteria.all()):
        if number == 3 and rng.random() < 0.3:
            marks[criterion.pk] = (None, "Bukti yang terlampir tidak menyebut hal ini.")
        else:
            marks[criterion.pk] = (max(1, min(5, level + rng.choice((-1, 0, 0, 1)))), "")
    save = services.submit_review if seal else services.save_review
    if not seal:
        marks = dict(list(marks.items())[:3])
    save(
        actor=member.user,
        panelist=member,
        nomination=nomination,
        marks=marks,
        comment=texts.review_comment(rng),
        seen_hash=content_hash(nomination),
    )


def _finished(officers, *, staff, rng, year: int) -> None:
    secretary = staff["sekretaris@sambang.test"]
    edition = _edition(staff=staff, year=year)
    categories = list(edition.categories.all())
    standing: dict[Category, list[Nomination]] = {category: [] for category in categories}
    places = len(categories) * 3
    for number, officer in enumerate(officers[:places]):
        category = categories[number % len(categories)]
        standing[category].append(_nominate(edition, category, officer, staff=staff, rng=rng))
    other = officers[places] if len(officers) > places else None
    _sift(edition, standing[categories[0]][0], other, staff=staff, rng=rng)
    members = _panel(edition, staff=staff, unsigned=frozenset())
    edition = _begin(edition, staff=staff)
    # In the last category one member is related to the last of the nominees, and stays outside.
    apart = standing[categories[-1]][-1:]
    for category, nominations in standing.items():
        for member in members:
            for place, nomination in enumerate(nominations):
                if nomination in apart and member.user.email == RECUSED_LOGIN:
                    services.declare_conflict(
                        actor=member.user,
                        panelist=member,
                        nomination=nomination,
                        kind="family",
                        note="Keponakan saya.",
                    )
                    continue
                services.declare_none(actor=member.user, panelist=member, nomination=nomination)
                _mark(member, nomination, level=5 - place, rng=rng)
        is_apart = any(nomination in apart for nomination in nominations)
        present = [m for m in members if not is_apart or m.user.email != RECUSED_LOGIN]
        best = max(nominations, key=lambda n: _mean(n), default=None)
        services.decide(
            actor=secretary,
            category=category,
            nominations=[best] if best else [],
            present=present,
            votes_for=len(present),
            reason=texts.decision_reason(
                rng,
                nominee=str(best.officer),
                category=category.name,
                village=place_names(best.officer.postings.first().village).village,
            )
            if best
            else "Belum ada usulan yang memenuhi ukuran kategori ini; juri memilih menunggu.",
        )
    services.announce(actor=secretary, edition=AwardEditionPage.objects.get(pk=edition.pk))
    shift = timedelta(days=-365)
    Announcement.objects.filter(edition=edition).update(
        announced_at=timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
        + shift
        + timedelta(days=32)
    )
    _tidy_dates(edition, secretary=secretary, shift=shift)


def _tidy_dates(edition: AwardEditionPage, *, secretary, shift: timedelta) -> None:
    """Give ``edition`` the round deadlines that a secretary would have set, and show them."""
    today = timezone.localtime().replace(minute=0, second=0, microsecond=0) + shift
    night = today.replace(hour=23, minute=59)
    AwardEditionPage.objects.filter(pk=edition.pk).update(
        nominations_open=today.replace(hour=8) - timedelta(days=45),
        nominations_close=night - timedelta(days=3),
        review_close=night + timedelta(days=25),
    )
    release(actor=secretary, page=AwardEditionPage.objects.get(pk=edition.pk))


def _mean(nomination: Nomination) -> float:
    """A plain mean of the marks, only to pick the demo's winner."""
    values = [
        score.value
        for review in nomination.reviews.all()
        for score in review.scores.all()
        if score.value is not None
    ]
    return sum(values) / len(values) if values else 0.0


def _in_review(officers, *, staff, rng, year: int) -> None:
    edition = _edition(staff=staff, year=year)
    categories = list(edition.categories.all())
    nominations = [
        _nominate(edition, categories[number % len(categories)], officer, staff=staff, rng=rng)
        # Not last year's winners again, unless the demo is too small for that.
        for number, officer in enumerate((officers[3:] or officers)[: len(categories) * 3])
    ]
    members = _panel(edition, staff=staff, unsigned=frozenset({"juri4@sambang.test"}))
    _begin(edition, staff=staff)
    _tidy_dates(edition, secretary=staff["sekretaris@sambang.test"], shift=timedelta(0))
    shown = next(m for m in members if m.user.email == "juri@sambang.test")
    for member in members:
        if member.statement_signed_at is None:
            continue
        for number, nomination in enumerate(nominations):
            if member == shown and number >= len(nominations) - 2:
                continue
            if member == shown and number == 1:
                services.declare_conflict(
                    actor=member.user,
                    panelist=member,
                    nomination=nomination,
                    kind="family",
                    note="Sepupu dari istri calon.",
                )
                continue
            services.declare_none(actor=member.user, panelist=member, nomination=nomination)
            if member == shown and number == 2:
                _mark(member, nomination, level=4, rng=rng, seal=False)
            elif number % 2 == 0 or member != shown:
                _mark(member, nomination, level=rng.choice((3, 4, 5)), rng=rng)
