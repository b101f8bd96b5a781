"""Awards become ribbons: the news arrives from above as a call, and stays as a row."""

from django.db import transaction

from cms.base import audit
from cms.people.models import Officer
from local_heroes.models import HeroProfilePage, Recognition
from publishing import services as publishing


def recognise(
    *, actor, officer: Officer, title: str, edition_path: str, year: int, category: str = ""
) -> Recognition:
    """Record that ``officer`` received ``title``; the public profile, if any, shows it at once.

    Told twice, it is one recognition. Side effects: a row, an audit event, a new release of the
    profile. The caller answers for permission: only an announcement of an award calls this.
    """
    with transaction.atomic():
        recognition, is_new = Recognition.objects.get_or_create(
            officer=officer,
            edition_path=edition_path,
            category=category,
            defaults={"title": title, "year": year},
        )
        if is_new:
            audit.append(
                actor=actor,
                verb="hero.recognised",
                target=recognition,
                data={"officer": officer.pk, "title": title, "edition": edition_path},
                chain=f"local_heroes:{officer.unit.path[:8]}",
            )
            page = HeroProfilePage.objects.filter(officer=officer).first()
            if page is not None and page.is_releasable:
                publishing.release(actor=actor, page=page)
    return recognition
