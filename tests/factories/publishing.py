"""Published items as release would write them; traits are named after situations."""

import uuid
from datetime import UTC, datetime, timedelta

import factory
from django.db import transaction
from factory.django import DjangoModelFactory

from cms.media.public import MediaSource, PublicMedia
from publishing import document
from publishing.item import PublicCorrection, PublicItem, PublicPlace, PublicTerm
from publishing.models import ItemOfficer, ItemState, PublicationCounter, PublishedItem
from publishing.services.release import next_seq, write_index
from publishing.services.search_index import index_item

FIRST = datetime(2026, 11, 1, 2, 5, tzinfo=UTC)


def photo(number: int = 0, **fields) -> dict:
    """A published photo in two formats and two widths."""
    sources = [
        {
            "url": f"/media/m/{number:02d}-{width}.{extension}",
            "content_type": content_type,
            "width": width,
            "height": width * 2 // 3,
            "byte_count": width * 100,
        }
        for content_type, extension in (("image/webp", "webp"), ("image/jpeg", "jpg"))
        for width in (640, 1280)
    ]
    return {
        "kind": "photo",
        "public_id": str(uuid.UUID(int=number + 1)),
        "alt": f"Warga di balai desa, foto {number + 1}",
        "caption": "Warga berkumpul di balai desa.",
        "credit": "Polsek Cibinong",
        "sources": sources,
        "poster": None,
        "duration_s": 0.0,
    } | fields


def video() -> dict:
    """A published film with its poster."""
    poster = photo()["sources"][-1]
    film = {**poster, "url": "/media/m/film.mp4", "content_type": "video/mp4"}
    return photo(99, kind="video", sources=[film], poster=poster, duration_s=12.5)


def _seq() -> int:
    with transaction.atomic():
        return next_seq()


class PublishedItemFactory(DjangoModelFactory):
    """A live story in Pondok Rajeg. ``officer=`` makes it about that officer."""

    class Meta:
        model = PublishedItem
        skip_postgeneration_save = True

    public_id = factory.LazyFunction(uuid.uuid4)
    kind = "story"
    page_id = factory.Sequence(lambda n: n + 1000)
    state = ItemState.LIVE
    seq = factory.LazyFunction(_seq)
    path = factory.LazyAttribute(lambda o: f"/cerita/2026/11/{o.slug}/")
    language = "id"
    title = factory.Sequence(lambda n: f"Ronda malam hidup lagi di RW {n}")
    summary = "Tiga puluh warga bergiliran menjaga kampung. Pencurian tidak terjadi lagi."
    body_html = "<p>Sore itu hujan baru reda.</p><h2>Ronda</h2><p>Semua <b>ikut</b>.</p>"
    published_at = factory.Sequence(lambda n: FIRST + timedelta(minutes=n))
    updated_at = factory.SelfAttribute("published_at")
    unit_name = "Polsek Cibinong"
    region_code = "32.01.01.1001"
    province_code = factory.LazyAttribute(lambda o: o.region_code[:2])
    regency_code = factory.LazyAttribute(lambda o: o.region_code[:5])
    place_line = "Pondok Rajeg, Cibinong, Kabupaten Bogor, Jawa Barat"
    activity = "sambang"
    programme = "kearifan-lokal"
    lead_image = factory.LazyAttribute(lambda o: next((m for m in o.media), None))
    has_photo = factory.LazyAttribute(lambda o: any(m["kind"] == "photo" for m in o.media))
    has_video = factory.LazyAttribute(lambda o: any(m["kind"] == "video" for m in o.media))
    has_audio = factory.LazyAttribute(lambda o: any(m["kind"] == "audio" for m in o.media))
    cache_tags = factory.LazyAttribute(lambda o: f"item-{o.public_id} items kind-{o.kind}")
    etag = factory.LazyAttribute(lambda o: o.public_id.hex)

    class Params:
        slug = factory.Sequence(lambda n: f"ronda-malam-{n}")
        media = ()
        officer = None
        with_photos = factory.Trait(media=[photo(n) for n in range(3)])
        with_video = factory.Trait(media=[photo(), video()], has_video=True)
        hero = factory.Trait(
            kind="hero",
            path=factory.LazyAttribute(lambda o: f"/local-heroes/{o.slug}/"),
            programme="",
            activity="",
        )
        award = factory.Trait(
            kind="award",
            path=factory.LazyAttribute(lambda o: f"/penghargaan/{o.slug}/"),
            programme="",
            activity="",
        )
        withdrawn = factory.Trait(
            state=ItemState.WITHDRAWN,
            title="",
            summary="",
            body_html="",
            place_line="",
            lead_image=None,
            data={},
            withdrawn_at=FIRST,
        )

    @factory.lazy_attribute
    def data(self):
        officer = self.officer
        person = officer and {
            "public_id": str(officer.public_id),
            "name": officer.name,
            "rank": officer.get_rank_display(),
            "path": f"/bhabinkamtibmas/{officer.slug}/",
        }
        programme = {"slug": self.programme, "name": self.programme.replace("-", " ").capitalize()}
        activity = {"slug": self.activity, "name": self.activity.capitalize()}
        return {
            "people": [person] if person else [],
            "place": {
                "code": self.region_code,
                "village": "Pondok Rajeg",
                "district": "Cibinong",
                "regency": "Kabupaten Bogor",
                "province": "Jawa Barat",
            },
            "media": list(self.media),
            "activity": activity if self.activity else None,
            "programme": programme if self.programme else None,
            "topics": [],
            "extra": {},
        }

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        PublicationCounter.objects.get_or_create(pk=1)
        item = super()._create(model_class, *args, **kwargs)
        if item.state == ItemState.LIVE:
            ItemOfficer.objects.bulk_create(
                ItemOfficer(
                    item=item,
                    officer_public_id=person["public_id"],
                    published_at=item.published_at,
                )
                for person in item.data["people"]
            )
            index_item(item)
        return item


def released(number: int, **fields) -> PublishedItem:
    """A live item as release writes it, with everything an item can have; no page behind it."""
    moment = FIRST + timedelta(hours=number)
    source = MediaSource(
        url=f"/media/m/{number}.webp",
        content_type="image/webp",
        width=640,
        height=427,
        byte_count=64_000,
    )
    values = {
        "kind": "story",
        "public_id": uuid.UUID(int=number, version=4),
        "path": f"/cerita/2026/11/{number}/",
        "title": f"Ronda malam {number}",
        "summary": "Tiga puluh warga bergiliran.",
        "body_html": "<p>Sore itu <b>hujan</b> baru reda.</p>",
        "language": "id",
        "published_at": moment,
        "updated_at": moment,
        "unit_name": "Polsek Cibinong",
        "unit_codes": ("POLDA-32", "POLRES-3201", "POLSEK-320101"),
        "place": PublicPlace(
            code="32.01.01.1001",
            village="Pondok Rajeg",
            district="Cibinong",
            regency="Kabupaten Bogor",
            province="Jawa Barat",
        ),
        "activity": PublicTerm(slug="sambang", name="Sambang"),
        "programme": PublicTerm(slug="art-policing", name="Art policing"),
        "topics": (PublicTerm(slug="gotong-royong", name="Gotong royong"),),
        "media": (
            PublicMedia(
                kind="photo",
                public_id=uuid.UUID(int=number + 1000, version=4),
                alt="Warga di balai desa",
                caption="Warga berkumpul.",
                credit="Humas",
                sources=(source,),
            ),
        ),
        "corrections": (PublicCorrection(at=moment, note="Nama desa diperbaiki."),),
    }
    item = document.clean(PublicItem(**(values | fields)))
    row = PublishedItem.objects.create(
        public_id=item.public_id,
        page_id=number + 1_000_000,
        state=ItemState.LIVE,
        seq=_seq(),
        **document.columns(item),
    )
    write_index(row, item, is_new=True)
    return row
