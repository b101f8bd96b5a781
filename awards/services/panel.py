"""The panel: who sits on it, and whom they may judge."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards import conflicts
from awards.models import (
    AwardEditionPage,
    Category,
    ConflictDeclaration,
    ConflictKind,
    ConflictSource,
    EditionState,
    Nomination,
    NominationState,
    Panelist,
    Ruling,
)
from awards.permissions import may_judge, may_manage, may_rule
from awards.selectors.conflict_facts import nomination_facts, panelist_facts
from awards.selectors.panel import missing_nomination, panel_of, standing_of
from awards.services.edition_row import locked_edition, record
from awards.services.words import optional_text, required_text
from cms.base.errors import Conflict, Invalid
from cms.base.workflow import lock
from cms.people import roles
from cms.people.models import Role
from cms.people.services.notices import notify

SETTLED = (EditionState.DECIDED, EditionState.PUBLISHED, EditionState.ARCHIVED)
DECLARABLE = (
    ConflictKind.SAME_UNIT,
    ConflictKind.SUPERIOR,
    ConflictKind.FAMILY,
    ConflictKind.NOMINATOR,
    ConflictKind.ENDORSER,
    ConflictKind.OTHER,
)


@transaction.atomic
def invite_panelist(
    *,
    actor,
    edition: AwardEditionPage,
    user,
    public_name: str,
    biography: str = "",
    is_external: bool = False,
    is_chair: bool = False,
    categories: Iterable[Category] = (),
) -> Panelist:
    """Put ``user``, who holds the role of panelist, on the panel; return the seat.

    A removed member may be invited again. Side effects: the conflict rules are applied, a notice,
    an audit event. Raises Refused, Conflict (on the panel already, a second chair), Invalid.
    """
    edition = locked_edition(edition)
    may_manage(actor, edition).require()
    if edition.state in SETTLED:
        raise Conflict(_("Panel edisi ini tidak diubah lagi."))
    if not roles.may(user, Role.PANELIST, unit_path=edition.unit_path):
        sentence = _("Orang ini belum diberi peran juri. Minta administrator memberikannya.")
        raise Invalid(sentence, fields={"user": sentence})
    public_name = required_text(public_name, field="public_name", least=3, most=150)
    biography = optional_text(biography, field="biography", most=400)
    categories = list(categories)
    if any(category.edition_id != edition.pk for category in categories):
        raise Invalid(_("Kategori itu bukan dari edisi ini."))
    seats = Panelist.objects.filter(edition=edition)
    if seats.filter(user=user, removed_at=None).exists():
        raise Conflict(_("Orang ini sudah duduk di panel."))
    if is_chair and seats.filter(is_chair=True, removed_at=None).exists():
        raise Conflict(_("Panel ini sudah punya ketua."))
    panelist, _is_new = Panelist.objects.update_or_create(
        edition=edition,
        user=user,
        defaults={
            "public_name": public_name,
            "biography": biography,
            "is_external": is_external,
            "is_chair": is_chair,
            "invited_by": actor,
            "removed_at": None,
        },
    )
    panelist.categories.set(categories)
    record(
        actor,
        edition,
        "panelist_invited",
        panelist,
        user=user.pk,
        is_external=is_external,
        is_chair=is_chair,
        categories=[category.pk for category in categories],
    )
    refresh_conflicts(edition, panelists=[panelist])
    notify(
        user=user,
        text=lambda: _("Anda diundang menjadi juri “%(edition)s”.") % {"edition": edition.title},
        path="/juri/",
    )
    return panelist


@transaction.atomic
def remove_panelist(*, actor, panelist: Panelist, reason: str) -> Panelist:
    """Take somebody off the panel; their marks no longer count. Raises Refused, Conflict."""
    edition = locked_edition(panelist.edition)
    may_manage(actor, edition).require()
    reason = required_text(reason, field="reason")
    panelist = lock(Panelist.objects.all(), pk=panelist.pk)
    if panelist.removed_at is not None or edition.state in SETTLED:
        raise Conflict(_("Panel edisi ini tidak diubah lagi."))
    panelist.removed_at = timezone.now()
    panelist.save(update_fields=["removed_at"])
    record(actor, edition, "panelist_removed", panelist, reason=reason)
    return panelist


@transaction.atomic
def sign_statement(*, actor, panelist: Panelist) -> Panelist:
    """The panelist promises secrecy and honesty; nothing is shown before. Raises Refused."""
    may_judge(actor, panelist).require()
    panelist = lock(Panelist.objects.select_related("edition"), pk=panelist.pk)
    if panelist.statement_signed_at is None:
        panelist.statement_signed_at = timezone.now()
        panelist.save(update_fields=["statement_signed_at"])
        record(actor, panelist.edition, "statement_signed", panelist)
    return panelist


def declare_conflict(
    *, actor, panelist: Panelist, nomination: Nomination, kind: str, note: str = ""
) -> ConflictDeclaration:
    """A panelist says what binds them to the nominee: before anything is shown to them, or when
    they find it while reading; then marks that they gave count no more.

    Raises Refused, Missing (not theirs to judge, or a tie was declared already), Invalid.
    """
    if kind not in DECLARABLE:
        raise Invalid(_("Pilih jenis hubungan."), fields={"kind": _("Pilih dari daftar.")})
    note = optional_text(note, field="note", most=300)
    if kind == ConflictKind.OTHER and len(note) < 10:
        sentence = _("Jelaskan hubungan itu dalam satu kalimat.")
        raise Invalid(sentence, fields={"note": sentence})
    return _declare(actor, panelist, nomination, kind, note)


def declare_none(*, actor, panelist: Panelist, nomination: Nomination) -> ConflictDeclaration:
    """A panelist says aloud that nothing binds them to the nominee. Raises Refused, Missing."""
    return _declare(actor, panelist, nomination, ConflictKind.NONE, "")


@transaction.atomic
def _declare(actor, panelist: Panelist, nomination: Nomination, kind: str, note: str):
    may_judge(actor, panelist).require()
    edition = locked_edition(panelist.edition)
    panelist = lock(Panelist.objects.select_related("edition"), pk=panelist.pk)
    if panelist.statement_signed_at is None:
        raise Conflict(_("Tanda tangani pernyataan juri lebih dulu."))
    if edition.state in SETTLED:
        raise Conflict(_("Penilaian edisi ini sudah selesai."))
    standing = standing_of(panelist, nomination)
    found_later = standing == conflicts.CLEAR and kind != ConflictKind.NONE
    if standing != conflicts.UNDECLARED and not found_later:
        raise missing_nomination()
    declaration, _is_new = ConflictDeclaration.objects.update_or_create(
        panelist=panelist,
        nomination=nomination,
        source=ConflictSource.SELF,
        defaults={
            "kind": kind,
            "ruling": conflicts.declared_ruling(kind),
            "note": note,
            "made_by": actor,
            "made_at": timezone.now(),
        },
    )
    if found_later:
        # What the chair allowed was about what was known then.
        ConflictDeclaration.objects.filter(
            panelist=panelist, nomination=nomination, source=ConflictSource.CHAIR
        ).delete()
    record(
        actor,
        edition,
        "conflict_declared",
        declaration,
        panelist=panelist.pk,
        nomination=nomination.pk,
        kind=str(kind),
    )
    return declaration


@transaction.atomic
def rule_conflict(
    *, actor, panelist: Panelist, nomination: Nomination, may_take_part: bool, note: str
) -> ConflictDeclaration:
    """The chair or the secretary decides about a conflict; a hard rule cannot be lifted.

    Raises Refused (also about oneself), Conflict, Invalid.
    """
    edition = locked_edition(panelist.edition)
    may_rule(actor, edition).require()
    note = required_text(note, field="note", most=300)
    if panelist.user_id == actor.pk:
        raise Conflict(_("Tentang diri Anda sendiri, orang lain yang memutuskan."))
    if edition.state in SETTLED:
        raise Conflict(_("Penilaian edisi ini sudah selesai."))
    if nomination.category.edition_id != edition.pk:
        raise missing_nomination()
    hard = ConflictDeclaration.objects.filter(
        panelist=panelist,
        nomination=nomination,
        source=ConflictSource.RULE,
        ruling=Ruling.RECUSED,
    )
    if may_take_part and hard.exists():
        raise Conflict(_("Aturan ini tidak dapat dikesampingkan."))
    declaration, _is_new = ConflictDeclaration.objects.update_or_create(
        panelist=panelist,
        nomination=nomination,
        source=ConflictSource.CHAIR,
        defaults={
            "kind": ConflictKind.NONE if may_take_part else ConflictKind.OTHER,
            "ruling": Ruling.CLEAR if may_take_part else Ruling.RECUSED,
            "note": note,
            "made_by": actor,
            "made_at": timezone.now(),
        },
    )
    record(
        actor,
        edition,
        "conflict_ruled",
        declaration,
        panelist=panelist.pk,
        nomination=nomination.pk,
        may_take_part=may_take_part,
        note=note,
    )
    return declaration


@transaction.atomic
def refresh_conflicts(
    edition: AwardEditionPage,
    *,
    panelists: Iterable[Panelist] | None = None,
    nominations: Iterable[Nomination] | None = None,
) -> int:
    """Apply the conflict rules anew to the given pairs (all of ``edition`` without); return how
    many findings changed. The system acts: no permission. Side effects: rows, one audit event."""
    panelists = panel_of(edition) if panelists is None else list(panelists)
    if nominations is None:
        nominations = list(
            Nomination.objects.filter(category__edition=edition, state=NominationState.ELIGIBLE)
        )
    ours, theirs = panelist_facts(panelists), nomination_facts(nominations)
    today = timezone.now().astimezone(edition.zone_info).date()
    known = {
        (row.panelist_id, row.nomination_id): row
        for row in ConflictDeclaration.objects.filter(
            panelist__in=list(ours), nomination__in=list(theirs), source=ConflictSource.RULE
        )
    }
    changed = []
    for panelist_id, facts in ours.items():
        for nomination_id, nomination in theirs.items():
            finding = conflicts.find(facts, nomination, on=today)
            row = known.get((panelist_id, nomination_id))
            now = (finding.kind, finding.ruling) if finding else None
            if now == ((row.kind, row.ruling) if row else None):
                continue
            changed.append([panelist_id, nomination_id, now[0] if now else None])
            if finding is None:
                row.delete()
                continue
            ConflictDeclaration.objects.update_or_create(
                panelist_id=panelist_id,
                nomination_id=nomination_id,
                source=ConflictSource.RULE,
                defaults={
                    "kind": finding.kind,
                    "ruling": finding.ruling,
                    "made_at": timezone.now(),
                },
            )
    if changed:
        record(None, edition, "conflict_rules_applied", edition, changed=changed)
    return len(changed)
