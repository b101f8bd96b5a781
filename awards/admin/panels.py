"""The edition's editor: words, categories and rubric. Dates are set in the award office."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

CRITERION_PANELS = [
    FieldPanel("name"),
    FieldPanel("description"),
    FieldRowPanel([FieldPanel("weight"), FieldPanel("tie_role"), FieldPanel("may_be_na")]),
    MultiFieldPanel(
        [FieldPanel(f"anchor_{mark}") for mark in range(6)], heading=_("Arti setiap nilai")
    ),
]


def edition_edit_handler() -> TabbedInterface:
    """Words; categories and rubric; who organises."""
    return TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title"),
                    FieldPanel("summary"),
                    FieldPanel("introduction"),
                    FieldPanel("rules"),
                ],
                heading=_("Isi"),
            ),
            ObjectList(
                [
                    HelpPanel(
                        _(
                            "Kategori dan rubrik tetap sejak edisi dibuka. Bobot berjumlah 100; "
                            "satu kriteria memutus nilai sama sebagai integritas, satu sebagai "
                            "dampak."
                        )
                    ),
                    InlinePanel(
                        "categories",
                        label=_("Kategori"),
                        min_num=1,
                        panels=[
                            FieldPanel("name"),
                            FieldPanel("description"),
                            FieldPanel("area_class"),
                        ],
                    ),
                    InlinePanel(
                        "criteria", label=_("Kriteria"), min_num=1, panels=CRITERION_PANELS
                    ),
                ],
                heading=_("Kategori dan rubrik"),
            ),
            ObjectList(
                [
                    HelpPanel(_("Tanggal dan jam diatur di menu Penghargaan.")),
                    FieldPanel("year"),
                    FieldPanel("unit"),
                    FieldPanel("slug"),
                ],
                heading=_("Penyelenggara dan alamat"),
            ),
        ]
    )
