"""Administrative areas (Kemendagri) and the police units that are derived from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from cms.places.naming import with_kind

# Kemendagri's code of an area of any level, as a pattern for what others ask for.
REGION_CODE = r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$"


class Level(models.IntegerChoices):
    PROVINCE = 1, _("Provinsi")
    REGENCY = 2, _("Kabupaten/Kota")
    DISTRICT = 3, _("Kecamatan")
    VILLAGE = 4, _("Desa/Kelurahan")


class VillageKind(models.TextChoices):
    NONE = "", "—"
    KELURAHAN = "kelurahan", _("Kelurahan")
    DESA = "desa", _("Desa")
    DESA_ADAT = "desa_adat", _("Desa adat")


class Region(models.Model):
    """A province, regency, district or village; ``code`` is Kemendagri's (``32.01.01.1001``).

    Rows are never deleted, since reports point to them: a village that a newer edition no longer
    has gets ``retired_on``. ``code`` tells the ancestors: it begins with theirs.
    """

    code = models.CharField(_("kode"), max_length=13, unique=True)
    level = models.PositiveSmallIntegerField(_("tingkat"), choices=Level)
    name = models.CharField(
        _("nama"), max_length=120, help_text=_("Seperti ditulis orang: “Kabupaten Bogor”.")
    )
    kind = models.CharField(
        _("jenis"), max_length=10, choices=VillageKind, default=VillageKind.NONE, blank=True
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    search_key = models.CharField(
        max_length=120, editable=False, help_text=_("Nama tanpa tanda baca dan spasi.")
    )
    place_line = models.CharField(
        max_length=300,
        editable=False,
        help_text=_("“Cibinong, Cibinong, Kabupaten Bogor, Jawa Barat”: beda nama yang sama."),
    )
    retired_on = models.DateField(_("tidak berlaku sejak"), null=True, blank=True)

    class Meta:
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level=Level.PROVINCE, parent=None)
                | models.Q(level__gt=Level.PROVINCE, parent__isnull=False),
                name="region_parent_by_level",
            )
        ]
        indexes = [
            models.Index(fields=["level", "code"]),
            models.Index(fields=["parent", "name"]),
        ]

    def __str__(self):
        return self.place_line or self.name

    @property
    def full_name(self) -> str:
        """ "Kelurahan Pondok Rajeg", "Desa Sukamaju"; an area above a village is its name."""
        return with_kind(self.name, self.kind)


class RegionTerm(models.Model):
    """One word, or more closed up, by which a region that is in force is found.

    Derived from the name (``cms.places.naming.search_terms``) and rebuilt with it; ``inner`` is
    False for the term that is the whole name. ``level`` and ``code`` copy the region's, so that a
    search is answered from the index alone.
    """

    region = models.ForeignKey(Region, models.CASCADE, related_name="terms", db_index=False)
    level = models.PositiveSmallIntegerField(choices=Level)
    inner = models.BooleanField()
    term = models.CharField(max_length=80)
    code = models.CharField(max_length=13)

    class Meta:
        verbose_name = _("kata pencarian")
        indexes = [
            models.Index(
                fields=["level", "inner", "term", "code", "region"], name="region_term_search"
            ),
            models.Index(fields=["region"], name="region_term_owner"),
        ]

    def __str__(self):
        return self.term


class FormerCode(models.Model):
    """A code that a region had before an edition gave it another."""

    code = models.CharField(_("kode lama"), max_length=13)
    region = models.ForeignKey(Region, models.CASCADE, related_name="former_codes")
    changed_on = models.DateField(_("berlaku sampai"))

    class Meta:
        verbose_name = _("kode lama")
        verbose_name_plural = _("kode lama")
        constraints = [models.UniqueConstraint(fields=["code", "region"], name="former_code_once")]

    def __str__(self):
        return self.code


class UnitLevel(models.TextChoices):
    MABES = "mabes", "Mabes"
    POLDA = "polda", "Polda"
    POLRES = "polres", "Polres"
    POLSEK = "polsek", "Polsek"


class Unit(MP_Node):
    """A police unit in the tree Mabes → Polda → Polres → Polsek.

    ``path`` (from treebeard) is the unit's place in the tree: everything at or below a unit has a
    path that begins with the unit's own. Rows elsewhere copy it as ``unit_path`` to be filtered
    by range in one index (``cms.places.selectors.within``).
    """

    steplen = 4
    code = models.CharField(_("kode"), max_length=20, unique=True)
    level = models.CharField(_("tingkat"), max_length=6, choices=UnitLevel)
    name = models.CharField(_("nama"), max_length=140)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name=_("wilayah hukum"),
    )
    is_active = models.BooleanField(_("aktif"), default=True)
    is_manual = models.BooleanField(
        _("diatur manual"),
        default=False,
        help_text=_("Perintah derive_units tidak mengubah satuan ini lagi."),
    )

    node_order_by = None

    class Meta:
        verbose_name = _("satuan")
        verbose_name_plural = _("satuan")

    def __str__(self):
        return self.name

    @classmethod
    def path_after(cls, path: str) -> str:
        """The path of the next sibling of ``path``; every path at or below ``path`` sorts before.

        Raises treebeard's PathOverflow at 36^4 siblings.
        """
        return cls(path=path)._inc_path()
