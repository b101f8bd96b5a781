"""The demo's hero profiles, through the same steps that people take."""

from __future__ import annotations

import random

from cms.config.demo import texts
from cms.people.models import Officer
from cms.places.selectors import place_names
from local_heroes import services
from local_heroes.models import MOMENTS_MIN, MONTHS_MIN, HeroImpact, HeroProfilePage, HeroQuote
from local_heroes.selectors import evidence_for


def worthy(officers: list[Officer]) -> list[Officer]:
    """Officers whose published stories suffice for a profile, the most telling first."""
    found = []
    for officer in officers:
        dates = list(evidence_for(officer).values_list("first_published_at", flat=True))
        months = {(moment.year, moment.month) for moment in dates}
        if len(dates) >= MOMENTS_MIN and len(months) >= MONTHS_MIN:
            found.append((len(dates), officer))
    return [officer for _count, officer in sorted(found, key=lambda pair: (-pair[0], pair[1].pk))]


def make(officer: Officer, *, seed: int, editor, publisher) -> HeroProfilePage:
    """Build, fill, agree, propose, approve: a public profile of ``officer``."""
    page = services.build_profile(actor=editor, officer=officer)
    draft = page.get_latest_revision_as_object()
    names = place_names(officer.postings.first().village)
    words = texts.hero_profile(
        random.Random(f"hero {seed} {officer.nrp}"),
        officer=officer.name,
        rank=officer.get_rank_display(),
        village=names.village,
        district=names.district,
        regency=names.regency,
        province=names.province,
    )
    draft.headline = words.headline[:160]
    draft.introduction = "\n\n".join((words.intro, *words.signature_story))[:2000]
    draft.quotes = [
        HeroQuote(
            quote=resident.text[:500],
            attribution=resident.by[:150],
            consent_evidence="Formulir persetujuan bertanda tangan, arsip humas",
            sort_order=number,
        )
        for number, resident in enumerate(words.quotes)
    ]
    moments = list(draft.moments.all())
    draft.impacts = [
        HeroImpact(
            figure=figure,
            label=label,
            story=moments[number % len(moments)].story,
            sort_order=number,
        )
        for number, (figure, label) in enumerate(_figures(words.impact))
    ]
    draft.save_revision(user=editor)
    services.give_consent(actor=officer.user, page_id=page.pk)
    services.propose(actor=editor, page_id=page.pk)
    return services.approve(actor=publisher, page_id=page.pk)


def _figures(lines: tuple[str, ...]) -> list[tuple[str, str]]:
    """(figure, meaning) of each line of impact that begins with or holds a number."""
    found = []
    for line in lines:
        words = line.rstrip(".").split()
        position = next((n for n, word in enumerate(words) if word[:1].isdigit()), None)
        if position is not None:
            rest = " ".join(words[:position] + words[position + 1 :])
            found.append((words[position][:20], rest[:120]))
    return found
