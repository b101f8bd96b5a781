"""OPML 2.0: all feeds in a file that any feed reader can import."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from lxml import etree

from cms.base.addresses import absolute
from cms.base.answers import answer
from publishing.feeds.spec import FeedFamily, FeedSpec, all_families, all_specs, family_named

CONTENT_TYPE = "text/x-opml; charset=utf-8"
LANGUAGE = "id"


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """Everything that can be shown whole, and for each province a file of its own. A query a
    family."""
    with translation.override(LANGUAGE):
        opml, body = _frame(_("Sambang: semua umpan"))
        _outlines(_group(body, _("Utama")), all_specs())
        for family in all_families():
            members = [family.spec(member) for member in family.members()]
            if members:
                _outlines(_group(body, str(family.name)), members)
        provinces = family_named("provinsi")
        group = _group(body, _("Kabupaten, kota dan satuan, menurut provinsi"))
        for member in provinces.members() if provinces else ():
            url = absolute(f"/feeds/umpan/{member.key}.opml")
            etree.SubElement(group, "outline", text=member.title, type="include", url=url)
    return _answer(request, opml)


@require_safe
def of_province(request: HttpRequest, province: str) -> HttpResponse:
    """The feeds of a province, its regencies and its units."""
    provinces = family_named("provinsi")
    if provinces is None or not provinces.pattern.fullmatch(province):
        raise Http404
    member = provinces.find(province)
    if member is None:
        raise Http404
    with translation.override(LANGUAGE):
        opml, body = _frame(f"Sambang: {member.title}")
        _outlines(body, [provinces.spec(member)])
        for family, found in inside(province):
            _outlines(_group(body, str(family.name)), found)
    return _answer(request, opml)


def inside(province: str) -> Iterable[tuple[FeedFamily, list[FeedSpec]]]:
    """Each family that has members within ``province``, with them. A query a family."""
    for family in all_families():
        found = [family.spec(member) for member in family.inside(province)]
        if found:
            yield family, found


def _frame(title: str) -> tuple[etree._Element, etree._Element]:
    opml = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(opml, "head"), "title").text = title
    return opml, etree.SubElement(opml, "body")


def _group(parent: etree._Element, text: str) -> etree._Element:
    return etree.SubElement(parent, "outline", text=text)


def _outlines(parent: etree._Element, specs: Iterable[FeedSpec]) -> None:
    for spec in specs:
        etree.SubElement(
            parent,
            "outline",
            type="rss",
            text=str(spec.title),
            description=str(spec.description),
            xmlUrl=absolute(f"/feeds/{spec.slug}.rss"),
            htmlUrl=absolute(spec.home_path),
            language=LANGUAGE,
        )


def _answer(request: HttpRequest, opml: etree._Element) -> HttpResponse:
    body = etree.tostring(opml, encoding="UTF-8", xml_declaration=True)
    return answer(request, body=body, content_type=CONTENT_TYPE, tags=["feeds"])
