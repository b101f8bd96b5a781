"""What is still its sender's own: nobody else sees it in a list, opens it or publishes it.

Which uploads those are is known above this app (the files of a report that was not sent), so
whoever knows registers a rule in ``AppConfig.ready()``. A rule is a query, its only wording: lists
leave out what it finds, and one photo or film is asked about by the same query.

What is in dispute (held, or somebody asks for it to be deleted) the desk goes on seeing, or nobody
could end the hold or decide; it is published no more than before.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.media.models import ERASURE_OPEN, ErasureRequest, Photo, Upload, Video

Rule = Callable[[], QuerySet[Upload]]
_rules: list[Rule] = []


def register_rule(rule: Rule) -> None:
    """``rule() -> QuerySet[Upload]``: those that only their sender may see. Idempotent."""
    if rule not in _rules:
        _rules.append(rule)


def in_dispute() -> Q:
    """The condition for uploads that are held, or whose photo or film somebody asks to be deleted:
    no sender has them to themselves, and nobody drops them."""
    asked = ErasureRequest.objects.filter(state__in=ERASURE_OPEN)
    condition = Q(held_at__isnull=False)
    for kind in ("photo", "video"):
        for name in (kind, f"former_{kind}"):
            condition |= Q(Exists(asked.filter(**{kind: OuterRef(name)})))
    return condition


def is_in_dispute(thing: Photo | Video) -> bool:
    """Whether ``thing`` has to stay: an original of it is held, or somebody asks for its deletion.
    Two queries at most."""
    asked = ErasureRequest.objects.filter(thing_key=thing.public_id, state__in=ERASURE_OPEN)
    return asked.exists() or Upload.that_brought(thing).exclude(held_at=None).exists()


def senders_own() -> Q:
    """The condition for uploads that nobody publishes: they are their sender's own."""
    condition = Q(pk__in=[])
    for rule in _rules:
        condition |= Q(Exists(rule().filter(pk=OuterRef("pk"))))
    return condition


def kept_back(kind: str, *, but_of: int | None = None) -> Q:
    """The condition for those of photos (``kind`` "photo"), films ("video") or uploads ("pk") that
    nobody but their sender sees; what the user ``but_of`` (a key) sent does not count."""
    condition = Q(pk__in=[])
    for rule in _rules:
        found = rule().filter(**{kind: OuterRef("pk")}).exclude(in_dispute())
        condition |= Q(Exists(found if but_of is None else found.exclude(owner=but_of)))
    return condition


def is_kept_back(thing: Photo | Video | Upload, *, but_of: int | None = None) -> bool:
    """The same of one ``thing``. One query."""
    kind = {Photo: "photo", Video: "video", Upload: "pk"}[type(thing)]
    things = type(thing).objects.filter(pk=thing.pk)
    return things.filter(kept_back(kind, but_of=but_of)).exists()
