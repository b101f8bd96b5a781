"""A small kind of content for the engine's own tests: the front page as an item."""

import pytest

from publishing import registry
from publishing.item import PublicItem
from publishing.models import HomePage


class HomeAdapter:
    """Publishes a HomePage; the one with the title ``broken`` raises an error of its own."""

    kind = "home"

    def __init__(self):
        self.calls = []
        self.broken = None

    def to_item(self, page):
        if page.title == self.broken:
            raise LookupError(page.title)
        return PublicItem(
            kind=self.kind,
            public_id=page.public_id,
            path=f"/uji/{page.slug}/",
            title=page.title,
            summary=page.tagline,
            body_html=f"<p>{page.introduction}</p>",
            language="id",
            published_at=page.first_published_at,
            updated_at=page.last_published_at,
        )

    def prepare(self, page):
        self.calls.append("prepare")

    def retract(self, page):
        self.calls.append("retract")

    def released(self, page, path):
        self.calls.append(f"released {path}")

    def withdrawn(self, page):
        self.calls.append("withdrawn")

    def pages(self):
        return [page for page in HomePage.objects.live().order_by("pk") if page.is_releasable]


@pytest.fixture
def adapter(db):
    # The site's own front page is no content of this test.
    HomePage.objects.update(live=False)
    adapter = HomeAdapter()
    with registry.registered_temporarily(HomePage, adapter):
        yield adapter


@pytest.fixture
def page(adapter, db):
    """A draft page of the small kind, with one revision."""
    root = HomePage.get_first_root_node()
    page = root.add_child(
        instance=HomePage(title="Warga rukun", slug="warga-rukun", tagline="Ringkas", live=False)
    )
    page.save_revision()
    return HomePage.objects.get(pk=page.pk)
