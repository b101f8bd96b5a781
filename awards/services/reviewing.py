"""Marking by the rubric: save as often as wanted, submit once, then it is sealed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards import conflicts, scoring
from awards.models import (
    SCALE_MAX,
    AwardEditionPage,
    Criterion,
    CriterionScore,
    Nomination,
    Panelist,
    Review,
    ReviewState,
)
from awards.permissions import may_judge, may_rule, takes_reviews
from awards.selectors.nominations import content_hash
from awards.selectors.panel import missing_nomination, standing_of
from awards.selectors.standings import criteria_of
from awards.services.edition_row import record
from awards.services.words import optional_text, required_text
from awards.states import REVIEW
from cms.base.errors import Conflict, Invalid
from cms.base.workflow import advance, lock
from cms.people.services.notices import notify

NA = "na"
NA_REASON_MIN, NA_REASON_MAX = 5, 300
COMMENT_MAX = 3000


def save_review(
    *,
    actor,
    panelist: Panelist,
    nomination: Nomination,
    marks: Mapping[int, tuple[int | None, str]],
    comment: str = "",
    seen_hash: str,
) -> Review:
    """Keep a draft: criterion → (mark, "") or (None, why it cannot be judged).

    Criteria that are left out are not answered yet. ``seen_hash`` is of the content that was shown.
    Raises Refused, Missing (recused), Conflict (sealed, too late, or the content changed), Invalid.
    """
    with transaction.atomic():
        review, _edition = _write(actor, panelist, nomination, marks, comment, seen_hash)
    return review


def submit_review(
    *,
    actor,
    panelist: Panelist,
    nomination: Nomination,
    marks: Mapping[int, tuple[int | None, str]],
    comment: str = "",
    seen_hash: str,
) -> Review:
    """Save and seal. Every criterion needs a mark or a reason, and marks must weigh at least 70 of
    100. Side effect: an audit event with the marks. Raises as :func:`save_review` does."""
    with transaction.atomic():
        review, edition = _write(actor, panelist, nomination, marks, comment, seen_hash)
        criteria = criteria_of(edition)
        given = {score.criterion_id: score.value for score in review.scores.all()}
        missing = {
            f"mark_{criterion.pk}": _("Beri nilai, atau tulis mengapa tidak dapat dinilai.")
            for criterion in criteria
            if criterion.pk not in given
        }
        if missing:
            raise Invalid(_("Masih ada kriteria yang belum dijawab."), fields=missing)
        total = scoring.review_total({c.pk: c.weight for c in criteria}, given)
        if not total.is_valid:
            raise Invalid(
                _(
                    "Kriteria yang dinilai baru berbobot %(weight)d dari 100; perlu sedikitnya "
                    "%(least)d. Bila Anda tidak dapat menilai, sampaikan kepada ketua panel."
                )
                % {"weight": total.answered_weight, "least": scoring.MIN_ANSWERED_WEIGHT}
            )
        advance(review, "submit", table=REVIEW)
        review.submitted_at = timezone.now()
        review.save(update_fields=["state", "submitted_at", "updated_at"])
        record(
            actor,
            edition,
            "review_submitted",
            review,
            nomination=nomination.pk,
            content=review.content_hash,
            marks=[[pk, value] for pk, value in sorted(given.items())],
        )
    return review


def _write(actor, panelist, nomination, marks, comment, seen_hash):
    may_judge(actor, panelist).require()
    edition = AwardEditionPage.objects.select_related("unit").get(pk=panelist.edition_id)
    nomination = lock(Nomination.objects.all(), pk=nomination.pk)
    if standing_of(panelist, nomination) != conflicts.CLEAR or not panelist.statement_signed_at:
        raise missing_nomination()
    verdict = takes_reviews(edition, timezone.now())
    if not verdict:
        raise Conflict(verdict.reason)
    now_hash = content_hash(nomination)
    if seen_hash != now_hash:
        raise Conflict(_("Isi usulan berubah sejak Anda membukanya. Baca lagi sebelum menilai."))
    comment = optional_text(comment, field="comment", most=COMMENT_MAX)
    checked = _checked(criteria_of(edition), marks)
    review = (
        Review.objects.select_for_update().filter(panelist=panelist, nomination=nomination).first()
    )
    if review is None:
        review = Review(panelist=panelist, nomination=nomination)
    if review.state != ReviewState.DRAFT:
        raise Conflict(_("Penilaian ini sudah terkirim dan terkunci."))
    review.comment, review.content_hash = comment, now_hash
    review.save()
    review.scores.all().delete()
    CriterionScore.objects.bulk_create(
        CriterionScore(review=review, criterion_id=pk, value=value, na_reason=reason)
        for pk, (value, reason) in checked.items()
    )
    return review, edition


def _checked(
    criteria: tuple[Criterion, ...], marks: Mapping[int, tuple[int | None, str]]
) -> dict[int, tuple[int | None, str]]:
    """The marks, or Invalid naming every criterion that is wrong."""
    by_pk = {criterion.pk: criterion for criterion in criteria}
    found: dict[int, tuple[int | None, str]] = {}
    errors: dict[str, str] = {}
    for pk, (value, reason) in marks.items():
        criterion = by_pk.get(pk)
        if criterion is None:
            raise Invalid(_("Kriteria itu bukan dari edisi ini."))
        if value is not None:
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= SCALE_MAX:
                errors[f"mark_{pk}"] = _("Nilai dari 0 sampai 5.")
            found[pk] = (value, "")
        elif not criterion.may_be_na:
            errors[f"mark_{pk}"] = _("Kriteria ini harus dinilai.")
        else:
            try:
                reason = required_text(
                    reason, field="reason", least=NA_REASON_MIN, most=NA_REASON_MAX
                )
            except Invalid as error:
                errors[f"reason_{pk}"] = str(error)
            found[pk] = (None, reason)
    if errors:
        raise Invalid(_("Ada jawaban yang belum lengkap."), fields=errors)
    return found


@transaction.atomic
def reopen_review(*, actor, review: Review, reason: str) -> Review:
    """Give a sealed review back to its panelist. Raises Refused, Conflict, Invalid."""
    edition = AwardEditionPage.objects.select_related("unit").get(pk=review.panelist.edition_id)
    may_rule(actor, edition).require()
    reason = required_text(reason, field="reason", most=300)
    review = lock(Review.objects.select_related("panelist__user", "nomination"), pk=review.pk)
    if review.panelist.user_id == actor.pk:
        raise Conflict(_("Penilaian Anda sendiri dibuka kembali oleh orang lain."))
    verdict = takes_reviews(edition, timezone.now())
    if not verdict:
        raise Conflict(verdict.reason)
    advance(review, "reopen", table=REVIEW)
    review.submitted_at = None
    review.reopened_by, review.reopen_reason = actor, reason
    review.save(
        update_fields=["state", "submitted_at", "reopened_by", "reopen_reason", "updated_at"]
    )
    record(actor, edition, "review_reopened", review, reason=reason)
    notify(
        user=review.panelist.user,
        text=lambda: _("Penilaian Anda dibuka kembali: %(reason)s") % {"reason": reason},
        path=f"/juri/{review.nomination.public_id}/",
    )
    return review
