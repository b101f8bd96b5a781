"""Which feeds a page of the site should name, so that browsers and readers find them."""

from __future__ import annotations

from dataclasses import dataclass

from publishing.models import PublishedItem


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed as a page names it."""

    slug: str
    title: str


def feeds_of_item(item: PublishedItem) -> list[FeedLink]:
    """The feeds that an item is in and a reader of it may want, without a query."""
    data = item.data or {}
    programme, place = data.get("programme"), data.get("place") or {}
    unit = item.polsek or item.polres or item.polda
    found = []
    if programme:
        found.append(FeedLink(f"program/{programme['slug']}", programme["name"]))
    if unit and item.unit_name:
        found.append(FeedLink(f"satuan/{unit}", item.unit_name))
    if item.province_code and place.get("province"):
        found.append(FeedLink(f"provinsi/{item.province_code}", place["province"]))
    found += [
        FeedLink(f"petugas/{person['public_id']}", f"{person['rank']} {person['name']}".strip())
        for person in data.get("people") or []
    ]
    found += [FeedLink(f"topik/{t['slug']}", t["name"]) for t in data.get("topics") or []]
    return found
