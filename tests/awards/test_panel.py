"""The panel: who sees what, how marks count, what a decision needs."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from awards import services
from awards.models import CriterionScore, Review
from awards.selectors.nominations import content_hash
from awards.selectors.panel import board_of, standing_of
from awards.selectors.standings import sheet_of
from cms.accounts.models import User
from cms.base.errors import Conflict, Invalid, Missing, Refused
from cms.base.models import AuditEvent
from cms.media.services.consent import record_consent
from cms.people.models import Role, RoleAssignment
from tests.factories.awards import (
    REASON,
    Trial,
    eligible,
    open_edition,
    panelist,
    published_story,
    secretary,
)
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import described_photo, figure

pytestmark = pytest.mark.django_db

SECRET = "Rahasia yang ditanam di sini, panjang sekali. " * 4


def planted(trial: Trial):
    """A nomination that carries a word found nowhere else."""
    found = trial.nominations[0]
    found.narrative = SECRET
    found.save()
    return found


def paths_of(nominated, evidence_id: int = 1) -> list[str]:
    base = f"/juri/{nominated.public_id}/"
    return [base, f"{base}bukti/{evidence_id}/"]


def test_nothing_is_shown_before_the_statement_is_signed(client):
    trial = Trial(cleared=False)
    member = trial.panel[0]
    member.statement_signed_at = None
    member.save()
    client.force_login(member.user)

    home = client.get("/juri/").content.decode()

    assert trial.nominations[0].officer.name not in home
    assert client.get(paths_of(trial.nominations[0])[0]).status_code == 302
    client.post(f"/juri/panel/{member.pk}/")
    assert trial.nominations[0].officer.name in client.get("/juri/").content.decode()


def test_before_declaring_only_the_name_is_shown(client):
    trial = Trial(cleared=False)
    nominated = planted(trial)
    client.force_login(trial.panel[0].user)

    page = client.get(paths_of(nominated)[0]).content.decode()

    assert nominated.officer.name in page
    assert "Rahasia yang ditanam" not in page
    assert client.get(paths_of(nominated)[1]).status_code == 404


def test_a_recused_panelist_sees_nothing_of_it(client):
    trial = Trial(cleared=False)
    nominated = planted(trial)
    client.force_login(trial.panel[0].user)

    client.post(f"/juri/{nominated.public_id}/hubungan/", {"kind": "family"})

    home = client.get("/juri/").content.decode()
    assert nominated.officer.name not in home
    assert trial.nominations[1].officer.name in home
    for path in [*paths_of(nominated), f"/juri/{nominated.public_id}/hubungan/"]:
        assert client.get(path).status_code in (404, 405), path
    for path in (paths_of(nominated)[0], f"/juri/{nominated.public_id}/hubungan/"):
        answer = client.post(path, {"kind": "none", "action": "submit"})
        assert answer.status_code == 404, path
        assert nominated.officer.name not in answer.content.decode()
    client.post(f"/juri/{trial.nominations[1].public_id}/hubungan/", {"kind": "none"})
    assert "0 dari 1 terkirim" in client.get("/juri/").content.decode()


def test_recused_and_unknown_answer_in_the_same_words(client):
    trial = Trial(cleared=False)
    client.force_login(trial.panel[0].user)
    client.post(f"/juri/{trial.nominations[0].public_id}/hubungan/", {"kind": "family"})

    recused = client.get(f"/juri/{trial.nominations[0].public_id}/")
    unknown = client.get(f"/juri/{uuid.uuid4()}/")

    strip = str(trial.nominations[0].public_id)
    assert recused.status_code == unknown.status_code == 404
    assert strip not in unknown.content.decode()
    assert "tidak ada dalam daftar Anda" in recused.content.decode()
    assert "tidak ada dalam daftar Anda" in unknown.content.decode()


def test_a_panelist_of_the_same_polres_is_recused_by_rule():
    trial = Trial(panel=3, cleared=False)
    officer = OfficerFactory(signed_up=True)
    RoleAssignment.objects.create(user=officer.user, role=Role.PANELIST, unit=unit("MABES"))

    member = panelist(trial.edition, actor=trial.secretary, user=officer.user, is_external=False)

    board = board_of(member)
    assert (board.to_declare, board.waiting, board.assignments) == ([], [], [])
    with pytest.raises(Missing):
        services.declare_none(actor=member.user, panelist=member, nomination=trial.nominations[0])
    with pytest.raises(Conflict):
        services.rule_conflict(
            actor=trial.secretary,
            panelist=member,
            nomination=trial.nominations[0],
            may_take_part=True,
            note=REASON,
        )


def test_the_nominator_may_not_judge():
    actor = secretary()
    edition = open_edition(actor=actor)
    leader = person(Role.LEADER, "POLDA-32")
    RoleAssignment.objects.create(user=leader, role=Role.PANELIST, unit=unit("MABES"))
    eligible(edition, actor=actor, nominator=leader)

    member = panelist(edition, actor=actor, user=User.objects.get(pk=leader.pk))

    assert board_of(member).to_declare == []


def test_another_relation_waits_for_the_chair(client):
    trial = Trial(cleared=False)
    member, nominated = trial.panel[1], trial.nominations[0]
    client.force_login(member.user)
    client.post(
        f"/juri/{nominated.public_id}/hubungan/",
        {"kind": "other", "note": "Kami pernah satu kelas di SMA."},
    )
    assert client.get(f"/juri/{nominated.public_id}/").status_code == 404

    services.rule_conflict(
        actor=trial.panel[0].user,
        panelist=member,
        nomination=nominated,
        may_take_part=True,
        note="Sudah dua puluh tahun berlalu.",
    )

    assert client.get(f"/juri/{nominated.public_id}/").status_code == 200


def test_who_finds_a_tie_while_reading_says_so_and_counts_no_more(client):
    trial = Trial(nominations=1, panel=4)
    trial.review_all()
    member, nominated = trial.panel[3], trial.nominations[0]
    client.force_login(member.user)
    address = f"/juri/{nominated.public_id}/hubungan/"

    assert f'href="{address}"' in client.get(f"/juri/{nominated.public_id}/").text
    asked = client.get(address)
    answer = client.post(address, {"kind": "family"})

    assert (asked.status_code, answer.status_code) == (200, 302)
    assert 'value="none"' not in asked.text
    assert client.get(f"/juri/{nominated.public_id}/").status_code == 404
    assert sheet_of(trial.category).lines[0].standing.valid_reviews == 3
    assert AuditEvent.objects.filter(verb="award.conflict_declared").last().data["kind"] == "family"


def test_what_the_chair_allowed_before_does_not_cover_a_tie_that_is_found_later():
    trial = Trial(nominations=1, panel=3, cleared=False)
    member, nominated = trial.panel[1], trial.nominations[0]
    who = {"actor": member.user, "panelist": member, "nomination": nominated}
    services.declare_conflict(**who, kind="other", note="Kami pernah satu kelas di SMA.")
    services.rule_conflict(
        actor=trial.secretary,
        panelist=member,
        nomination=nominated,
        may_take_part=True,
        note=REASON,
    )

    services.declare_conflict(**who, kind="family")

    assert standing_of(member, nominated) == "recused"


def test_a_tie_that_was_declared_is_not_taken_back_by_oneself(client):
    trial = Trial(nominations=1, panel=3, cleared=False)
    member, nominated = trial.panel[1], trial.nominations[0]
    who = {"actor": member.user, "panelist": member, "nomination": nominated}
    services.declare_conflict(**who, kind="family")
    client.force_login(member.user)

    answer = client.post(f"/juri/{nominated.public_id}/hubungan/", {"kind": "none"})

    assert answer.status_code == 404
    with pytest.raises(Missing):
        services.declare_none(**who)


def test_nobody_says_twice_that_there_is_no_tie(client):
    trial = Trial(nominations=1)
    client.force_login(trial.panel[0].user)

    answer = client.post(f"/juri/{trial.nominations[0].public_id}/hubungan/", {"kind": "none"})

    assert answer.status_code == 422


@pytest.mark.parametrize("data", [{}, {"kind": "zzz"}, {"kind": "other", "note": "pendek"}])
def test_a_declaration_must_be_complete(client, data):
    trial = Trial(cleared=False)
    client.force_login(trial.panel[0].user)

    answer = client.post(f"/juri/{trial.nominations[0].public_id}/hubungan/", data)

    assert answer.status_code == 422
    assert data.get("note", "") in answer.content.decode()


def test_somebody_else_is_no_panelist(client):
    trial = Trial()
    client.force_login(trial.secretary)

    assert client.get("/juri/").status_code == 403
    assert client.get(f"/juri/{trial.nominations[0].public_id}/").status_code == 404


def test_without_the_role_the_seat_is_worth_nothing(client):
    trial = Trial()
    member = trial.panel[0]
    client.force_login(member.user)
    assert client.get("/juri/").status_code == 200

    RoleAssignment.objects.filter(user=member.user, role=Role.PANELIST).delete()

    assert client.get("/juri/").status_code == 403


def form_of(trial, nominated, mark="4", **others) -> dict:
    return {
        "seen_hash": content_hash(nominated),
        "comment": "Bukti kuat.",
        **{f"mark_{criterion.pk}": mark for criterion in trial.edition.criteria.all()},
        **others,
    }


def test_a_review_is_drafted_then_sealed(client):
    trial = Trial()
    nominated = trial.nominations[0]
    path = f"/juri/{nominated.public_id}/"
    client.force_login(trial.panel[0].user)
    first = trial.edition.criteria.first()

    drafted = client.post(
        path,
        {"seen_hash": content_hash(nominated), f"mark_{first.pk}": "5", "action": "draft"},
    )
    assert drafted.status_code == 302
    assert Review.objects.get().state == "draft"
    assert 'value="5" checked' in client.get(path).content.decode()
    sent = client.post(path, form_of(trial, nominated, action="submit"))
    again = client.post(path, form_of(trial, nominated, mark="0", action="submit"))

    assert sent.status_code == 302
    assert again.status_code == 409
    assert set(CriterionScore.objects.values_list("value", flat=True)) == {4}
    assert "terkunci" in client.get(path).content.decode()


def test_what_cannot_be_judged_needs_a_reason_and_is_no_zero(client):
    trial = Trial(nominations=1)
    nominated = trial.nominations[0]
    path = f"/juri/{nominated.public_id}/"
    lightest = trial.edition.criteria.order_by("weight").first()
    client.force_login(trial.panel[0].user)
    data = form_of(trial, nominated, action="submit") | {f"mark_{lightest.pk}": "na"}

    refused = client.post(path, data)
    accepted = client.post(path, data | {f"reason_{lightest.pk}": "Tidak ada buktinya"})

    assert (refused.status_code, accepted.status_code) == (422, 302)
    assert "Bukti kuat." in refused.content.decode()
    line = sheet_of(trial.category).lines[0]
    assert line.standing.mean == 4
    assert lightest.pk not in line.standing.criterion_means


def test_too_little_answered_is_refused(client):
    trial = Trial(nominations=1)
    nominated = trial.nominations[0]
    client.force_login(trial.panel[0].user)
    heavy = trial.edition.criteria.filter(weight__gte=20)[:2]
    data = form_of(trial, nominated, action="submit")
    for criterion in heavy:
        data |= {f"mark_{criterion.pk}": "na", f"reason_{criterion.pk}": "Tidak ada buktinya"}

    answer = client.post(f"/juri/{nominated.public_id}/", data)

    assert answer.status_code == 422
    assert "70" in answer.content.decode()
    assert Review.objects.count() == 0


@pytest.mark.parametrize("mark", ["6", "-1", "x", "4.5", "١"])
def test_a_mark_outside_the_scale_is_refused(client, mark):
    trial = Trial(nominations=1)
    client.force_login(trial.panel[0].user)

    answer = client.post(
        f"/juri/{trial.nominations[0].public_id}/",
        form_of(trial, trial.nominations[0], mark=mark, action="submit"),
    )

    assert answer.status_code == 422
    assert Review.objects.count() == 0


def test_marks_are_never_given_to_another_text(client):
    trial = Trial(nominations=1)
    nominated = trial.nominations[0]
    client.force_login(trial.panel[0].user)
    data = form_of(trial, nominated, action="submit")
    planted(trial)

    answer = client.post(f"/juri/{nominated.public_id}/", data)

    assert answer.status_code == 409
    assert "berubah" in answer.content.decode()
    assert "Bukti kuat." in answer.content.decode()


def test_the_database_wants_a_value_or_a_reason():
    trial = Trial(nominations=1)
    review = trial.review(trial.panel[0], trial.nominations[0])
    score = review.scores.first()

    for value, reason in ((3, "juga alasan"), (None, ""), (6, "")):
        score.value, score.na_reason = value, reason
        with pytest.raises(IntegrityError), transaction.atomic():
            score.save()


def test_the_chair_reopens_with_a_reason_and_not_their_own():
    trial = Trial(nominations=1)
    chair, other = trial.panel[0], trial.panel[1]
    theirs, own = (trial.review(member, trial.nominations[0]) for member in (other, chair))

    services.reopen_review(actor=chair.user, review=theirs, reason=REASON)

    theirs.refresh_from_db()
    assert theirs.state == "draft"
    with pytest.raises(Conflict):
        services.reopen_review(actor=chair.user, review=own, reason=REASON)
    with pytest.raises(Refused):
        services.reopen_review(actor=other.user, review=own, reason=REASON)


def test_pinned_evidence_is_read_as_it_was(client):
    actor = secretary()
    edition = open_edition(actor=actor)
    officer = OfficerFactory(signed_up=True)
    story = published_story(officer, title="Judul pada hari itu")
    nominated = eligible(edition, actor=actor, officer=officer, stories=[story])
    members = [panelist(edition, actor=actor, is_chair=number == 0) for number in range(3)]
    story.title = "Judul yang diubah kemudian"
    story.save_revision().publish(skip_permission_checks=True)
    services.close_edition(actor=actor, edition=edition)
    services.begin_review(actor=actor, edition=edition)
    services.declare_none(actor=members[0].user, panelist=members[0], nomination=nominated)
    client.force_login(members[0].user)
    evidence = nominated.evidence.get()

    page = client.get(f"/juri/{nominated.public_id}/bukti/{evidence.pk}/").content.decode()

    assert "Judul pada hari itu</h1>" in page


AGREED = {"given_by": "Ibu S", "purpose": "Cerita", "evidence": "Formulir 1"}


def _evidence_page(client, story, officer) -> str:
    actor = secretary()
    edition = open_edition(actor=actor)
    nominated = eligible(edition, actor=actor, officer=officer, stories=[story])
    members = [panelist(edition, actor=actor, is_chair=number == 0) for number in range(3)]
    services.close_edition(actor=actor, edition=edition)
    services.begin_review(actor=actor, edition=edition)
    services.declare_none(actor=members[0].user, panelist=members[0], nomination=nominated)
    client.force_login(members[0].user)
    [_review, address] = paths_of(nominated, nominated.evidence.get().pk)
    return client.get(address).content.decode()


def test_panel_sees_only_pictures_whose_people_agreed_to_awards(client):
    """A consent for the site alone publishes the story; it does not make the picture evidence."""
    editor, officer = person(Role.EDITOR, "MABES"), OfficerFactory(signed_up=True)
    photos = [described_photo() for _number in range(4)]
    only_site, also_awards, _unspoken, in_gallery = photos
    for photo, uses in ((only_site, ["site"]), (also_awards, ["site", "award"]),
                        (in_gallery, ["site", "press"])):  # fmt: skip
        record_consent(actor=editor, photo=photo, subject="Ibu S", uses=uses, **AGREED)
    figures = [figure(photo) for photo in photos]
    body = [("paragraph", "<p>Pagi itu.</p>"), ("figure", figures[0]), ("figure", figures[1]),
            ("gallery", [figures[3], figures[2]])]  # fmt: skip
    story = published_story(officer, body=body)

    page = _evidence_page(client, story, officer)

    def shown(photo) -> bool:
        return any(row.public_file.url in page for row in photo.derivatives.all())

    assert [shown(photo) for photo in photos] == [False, True, True, False]
    assert "2 gambar atau rekaman tidak ditampilkan" in page
    public = client.get(story.public_path).content.decode()
    assert all(
        any(row.public_file.url in public for row in photo.derivatives.all()) for photo in photos
    )


def test_panel_of_a_story_without_objections_reads_no_notice(client):
    officer = OfficerFactory(signed_up=True)

    page = _evidence_page(client, published_story(officer), officer)

    assert "tidak ditampilkan" not in page


@pytest.mark.parametrize("rows", [1, 5])
def test_the_panelists_list_costs_the_same_for_any_number(client, rows, django_assert_num_queries):
    trial = Trial(nominations=rows)
    client.force_login(trial.panel[0].user)
    client.get("/juri/")

    with django_assert_num_queries(8):
        assert client.get("/juri/").status_code == 200


# --- deciding -----------------------------------------------------------------------------------


def test_a_winner_needs_three_valid_reviews():
    trial = Trial(nominations=1)
    for member in trial.panel[:2]:
        trial.review(member, trial.nominations[0])

    with pytest.raises(Invalid, match="tiga penilaian"):
        trial.decide(trial.nominations[0])


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"votes_for": 1}, "lebih dari setengah"),
        ({"votes_for": 9}, "lebih dari setengah"),
        ({"reason": "pendek"}, "sedikitnya 20"),
        ({"present": []}, "kuorum"),
    ],
)
def test_a_decision_needs_a_quorum_a_majority_and_a_reason(change, word):
    trial = Trial(nominations=1)
    trial.review_all()

    with pytest.raises(Invalid, match=word):
        trial.decide(trial.nominations[0], **change)


def test_half_of_those_present_are_from_outside():
    trial = Trial(nominations=1)
    trial.review_all()
    for member in trial.panel[:2]:
        member.is_external = False
        member.save()

    with pytest.raises(Invalid, match="luar Polri"):
        trial.decide(trial.nominations[0])


def test_a_recused_member_does_not_vote_and_their_marks_do_not_count():
    trial = Trial(nominations=1, panel=4)
    trial.review_all()
    services.rule_conflict(
        actor=trial.secretary,
        panelist=trial.panel[3],
        nomination=trial.nominations[0],
        may_take_part=False,
        note=REASON,
    )

    sheet = sheet_of(trial.category)

    assert sheet.lines[0].standing.valid_reviews == 3
    assert trial.panel[3] not in sheet.voters
    with pytest.raises(Invalid, match="benturan"):
        trial.decide(trial.nominations[0])
    assert trial.decide(trial.nominations[0], present=trial.panel[:3], votes_for=2)


def test_a_joint_award_says_so():
    trial = Trial(nominations=2)
    trial.review_all([4, 4])

    decisions = trial.decide(*trial.nominations)

    assert [decision.tie_step for decision in decisions] == ["joint", "joint"]


def test_deciding_against_the_ranking_is_recorded():
    trial = Trial(nominations=2)
    trial.review_all([5, 3])

    (decision,) = trial.decide(trial.nominations[1])

    assert decision.tie_step == "unranked"
    assert AuditEvent.objects.get(verb="award.decided").data["tie_step"] == "unranked"


def test_a_category_is_decided_once():
    trial = Trial(nominations=1)
    trial.review_all()
    trial.decide(trial.nominations[0])

    with pytest.raises(Conflict):
        trial.decide()
