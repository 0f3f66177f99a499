from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

SKU_LENGTH = 120
CELL_LENGTH = 300


class RelationChoice(models.TextChoices):
    """How the other item stands to the item; the values of `segmentation.curated.RelationKind`."""

    SUCCESSOR = "successor", _("Replaced by")
    EQUAL_PART = "equal_part", _("Equal part")
    PREDECESSOR = "predecessor", _("Replacement for")
    ACCESSORY = "accessory", _("Accessory")
    ACCESSORY_FOR = "accessory_for", _("Accessory for")
    SUBSTITUTE = "substitute", _("Can stand in for it")
    COMPLEMENT = "complement", _("Bought together")


class SkuRelation(models.Model):
    """How one item stands to another, with the counts that explain it. Written as a difference by refreshes."""

    sku = models.CharField(_("item"), max_length=SKU_LENGTH)
    other = models.CharField(_("other item"), max_length=SKU_LENGTH)
    kind = models.CharField(_("relation"), max_length=13, choices=RelationChoice)
    rank = models.PositiveSmallIntegerField(_("rank"))
    score = models.PositiveIntegerField(_("score (%)"))
    lift = models.PositiveIntegerField(_("times the usual, in tenths"))
    n_both = models.PositiveIntegerField(_("companies with both"))
    n_sku = models.PositiveIntegerField(_("companies with the item"))
    n_other = models.PositiveIntegerField(_("companies with the other"))
    baskets_both = models.PositiveIntegerField(_("orders with both"))
    switches = models.PositiveIntegerField(_("companies that moved to the other"))
    version = models.CharField(_("version"), max_length=20)
    as_of = models.DateField(_("as of"))
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("relation of items")
        verbose_name_plural = _("relations of items")
        constraints = [models.UniqueConstraint(fields=["sku", "other"], name="segmentation_one_relation_a_pair")]

    def __str__(self) -> str:
        return f"{self.sku} / {self.kind}: {self.other}"


class NearbyItem(models.Model):
    """An item that companies near a kind of place buy. Holds no counts, and nothing that few companies bought."""

    class Tier(models.TextChoices):
        POSTCODE_AREA = "postcode_area", _("Postcode area")
        REGION = "region", _("Region")
        COUNTRY = "country", _("Country")
        WORLD = "world", _("Everywhere")

    cell = models.CharField(_("place"), max_length=CELL_LENGTH)
    sku = models.CharField(_("item"), max_length=SKU_LENGTH)
    rank = models.PositiveSmallIntegerField(_("rank"))
    tier = models.CharField(_("how near"), max_length=13, choices=Tier)

    class Meta:
        verbose_name = _("item bought nearby")
        verbose_name_plural = _("items bought nearby")
        constraints = [models.UniqueConstraint(fields=["cell", "sku"], name="segmentation_nearby_once_a_place")]

    def __str__(self) -> str:
        return f"{self.cell}: {self.sku}"
