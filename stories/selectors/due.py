"""Reading of due rules."""

from django.db.models import Q

from stories.models import ANY_MARK, DueRule

FALLBACK_HOURS = 24  # when somebody put even the rule for everybody out of use


def hours_for(*, activity_id: int | None, protect_mark: str) -> int:
    """How many hours the desk has for such a report, by the most particular rule. One query.

    What must be protected weighs more than the activity; a named mark more than any mark.
    """
    rules = DueRule.objects.filter(
        Q(activity=None) | Q(activity_id=activity_id),
        protect_mark__in=["", ANY_MARK, protect_mark] if protect_mark else [""],
        is_active=True,
    ).values_list("protect_mark", "activity_id", "hours")
    ranked = sorted(rules, key=lambda rule: (_weight(rule[0]), rule[1] is not None))
    return ranked[-1][2] if ranked else FALLBACK_HOURS


def _weight(mark: str) -> int:
    return {"": 0, ANY_MARK: 1}.get(mark, 2)
