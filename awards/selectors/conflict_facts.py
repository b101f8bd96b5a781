"""What the conflict rules need to know, read for many panelists and nominations at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from awards.conflicts import NominationFacts, PanelistFacts, Spell, name_key
from awards.models import Endorsement, Nomination, NominationState, Panelist
from cms.people.models import Officer, Posting, Role, RoleAssignment
from cms.places.models import Unit, UnitLevel

POLRES_LENGTH = 3 * Unit.steplen
POLDA_LENGTH = 2 * Unit.steplen
REGENCY_CODE = 5  # characters of a village's code that name its regency
GONE = (NominationState.INELIGIBLE, NominationState.WITHDRAWN, NominationState.MERGED)


def _polres(unit_path: str) -> str:
    return unit_path[:POLRES_LENGTH] if len(unit_path) >= POLRES_LENGTH else ""


def spells_of(officers: Iterable[Officer]) -> dict[int, tuple[Spell, ...]]:
    """Officer → where they serve and served: by their unit now, and by dated postings. Two
    queries (``unit`` must be loaded)."""
    officers = list(officers)
    found: dict[int, list[Spell]] = defaultdict(list)
    for officer in officers:
        if polres := _polres(officer.unit.path):
            found[officer.pk].append(Spell(polres))
    postings = list(
        Posting.objects.filter(officer__in=officers).values_list(
            "officer_id", "village__code", "begins_on", "ends_on"
        )
    )
    regencies = {code[:REGENCY_CODE] for _officer, code, _begins, _ends in postings}
    polres_of = dict(
        Unit.objects.filter(level=UnitLevel.POLRES, region__code__in=regencies).values_list(
            "region__code", "path"
        )
    )
    for officer_id, code, begins, ends in postings:
        if path := polres_of.get(code[:REGENCY_CODE]):
            found[officer_id].append(Spell(path, begins, ends))
    return {officer_id: tuple(spells) for officer_id, spells in found.items()}


def panelist_facts(panelists: Iterable[Panelist]) -> dict[int, PanelistFacts]:
    """Panelist → facts. Four queries."""
    panelists = list(panelists)
    users = [panelist.user_id for panelist in panelists]
    officers = {
        officer.user_id: officer
        for officer in Officer.objects.filter(user__in=users).select_related("unit")
    }
    spells = spells_of(officers.values())
    held: dict[int, list[Spell]] = defaultdict(list)
    leads: dict[int, list[str]] = defaultdict(list)
    assignments = RoleAssignment.objects.filter(user__in=users).exclude(role=Role.PANELIST)
    for user_id, role, path in assignments.values_list("user_id", "role", "unit__path"):
        if polres := _polres(path):
            held[user_id].append(Spell(polres))
        if role == Role.LEADER and len(path) >= POLDA_LENGTH:
            leads[user_id].append(path)
    facts = {}
    for panelist in panelists:
        officer = officers.get(panelist.user_id)
        own = spells.get(officer.pk, ()) if officer else ()
        facts[panelist.pk] = PanelistFacts(
            user_id=panelist.user_id,
            officer_id=officer.pk if officer else None,
            name_key=name_key(panelist.public_name),
            spells=(*own, *held[panelist.user_id]),
            leads=tuple(leads[panelist.user_id]),
        )
    return facts


def nomination_facts(nominations: Iterable[Nomination]) -> dict[int, NominationFacts]:
    """Nomination → facts, with those merged into it. Six queries at most."""
    nominations = list(nominations)
    keys = [nomination.pk for nomination in nominations]
    officers = Officer.objects.filter(award_nominations__in=keys).distinct()
    by_pk = {officer.pk: officer for officer in officers.select_related("unit")}
    spells = spells_of(by_pk.values())
    nominators: dict[int, set[int]] = defaultdict(set)
    into = {}
    for pk, merged_into, user_id in Nomination.objects.filter(merged_into__in=keys).values_list(
        "pk", "merged_into_id", "nominator_id"
    ):
        into[pk] = merged_into
        nominators[merged_into].add(user_id)
    endorsers: dict[int, set[int]] = defaultdict(set)
    names: dict[int, set[str]] = defaultdict(set)
    for pk, user_id, key in Endorsement.objects.filter(nomination__in=[*keys, *into]).values_list(
        "nomination_id", "user_id", "person_key"
    ):
        target = into.get(pk, pk)
        names[target].add(key)
        if user_id:
            endorsers[target].add(user_id)
    categories = {nomination.category_id for nomination in nominations}
    rivals: dict[int, set[int]] = defaultdict(set)
    standing = Nomination.objects.filter(category__in=categories).exclude(state__in=GONE)
    for category_id, officer_id in standing.values_list("category_id", "officer_id"):
        rivals[category_id].add(officer_id)
    return {
        nomination.pk: NominationFacts(
            officer_id=nomination.officer_id,
            unit_path=by_pk[nomination.officer_id].unit.path,
            spells=spells.get(nomination.officer_id, ()),
            nominator_ids=frozenset({nomination.nominator_id, *nominators[nomination.pk]}),
            endorser_ids=frozenset(endorsers[nomination.pk]),
            endorser_names=frozenset(names[nomination.pk]),
            rivals=frozenset(rivals[nomination.category_id]),
        )
        for nomination in nominations
    }
