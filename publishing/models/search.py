"""The words by which live items are found; each database keeps its own index of them.

SQLite: the full-text table ``publishing_itemsearch_fts``, kept in step by triggers. PostgreSQL: the
generated column ``lexemes`` with a GIN index. Both are made in the migration and change in the
transaction that changes the row.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models.item import PublishedItem


class ItemSearch(models.Model):
    """One row a live item. ``position`` puts items in the order of their publication, so that the
    newest matches are read from the index without looking at the others."""

    position = models.BigIntegerField(primary_key=True)
    item = models.ForeignKey(PublishedItem, models.CASCADE, related_name="search_rows")
    words = models.TextField(help_text=_("Kata dan tanda, terpisah spasi, urut."))

    class Meta:
        verbose_name = _("kata terbitan")

    def __str__(self):
        return f"{self.item_id} @ {self.position}"
