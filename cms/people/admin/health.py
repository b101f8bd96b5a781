"""The health page: what the survey found, in plain words, for administrators."""

from itertools import groupby

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.base.health import SEVERITY, Light, survey, worst
from cms.people.permissions import may_see_health

WORDS = {Light.GREEN: _("Baik"), Light.YELLOW: _("Perhatikan"), Light.RED: _("Bermasalah")}
SUMMARY = {
    Light.GREEN: _("Semua berjalan baik."),
    Light.YELLOW: _("Berjalan, tetapi ada yang perlu diperhatikan."),
    Light.RED: _("Ada yang bermasalah: lihat yang bertanda Bermasalah."),
}


def _group(finding) -> str:
    return str(finding.probe.group)


def _place(finding) -> tuple:
    """By group; within it what is worst comes first."""
    return _group(finding), -SEVERITY[finding.light]


@never_cache
@require_safe
def page(request):
    """What needs a look, then every finding by group, with the worst of all on top."""
    may_see_health(request.user).require()
    findings = survey()
    groups = [
        (group, [(one, WORDS[one.light]) for one in found])
        for group, found in groupby(sorted(findings, key=_place), key=_group)
    ]
    pressing = [one for one in findings if one.light != Light.GREEN]
    pressing.sort(key=lambda one: -SEVERITY[one.light])
    overall = worst(findings)
    return render(
        request,
        "people/health.html",
        {
            "pressing": [(one, WORDS[one.light]) for one in pressing],
            "groups": groups,
            "overall": overall,
            "overall_word": WORDS[overall],
            "summary": SUMMARY[overall],
            "now": timezone.now(),
        },
    )
