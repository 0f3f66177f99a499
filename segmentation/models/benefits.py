"""What groups of companies look for in what they buy, and what products give of it. All of it is data."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.dimension import normalise_code
from segmentation.models.profiles import KEY_LENGTH

LEAST_WEIGHT, MOST_WEIGHT = 1, 10
MOST_SCORE = 10


class Benefit(models.Model):
    """One thing that a purchase may be made for, such as a low running cost."""

    key = models.SlugField(_("key"), max_length=50, unique=True)
    label = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.label


class BenefitSegment(models.Model):
    """Companies that look for the same benefits."""

    key = models.SlugField(_("key"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("benefit segment")
        verbose_name_plural = _("benefit segments")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class BenefitWeight(models.Model):
    """How much a segment cares for a benefit."""

    segment = models.ForeignKey(BenefitSegment, on_delete=models.CASCADE, related_name="weights")
    benefit = models.ForeignKey(Benefit, on_delete=models.CASCADE, related_name="weights", verbose_name=_("benefit"))
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        validators=[MinValueValidator(LEAST_WEIGHT), MaxValueValidator(MOST_WEIGHT)],
        help_text=_("From 1 (hardly matters) to 10 (decides)."),
    )

    class Meta:
        verbose_name = _("weight of a benefit")
        verbose_name_plural = _("weights of benefits")
        ordering = ["benefit__position", "benefit__key"]
        constraints = [
            models.UniqueConstraint(fields=["segment", "benefit"], name="segmentation_one_weight_a_benefit"),
            models.CheckConstraint(
                condition=models.Q(weight__range=(LEAST_WEIGHT, MOST_WEIGHT)), name="segmentation_weight_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit_id}: {self.weight}"


class BenefitIndustry(models.Model):
    """Companies of an industry belong to a segment unless somebody chose another."""

    class Scheme(models.TextChoices):
        NACE = "nace", "NACE"
        ISIC = "isic", "ISIC"
        NAICS = "naics", "NAICS"

    segment = models.ForeignKey(BenefitSegment, on_delete=models.CASCADE, related_name="industries")
    scheme = models.CharField(_("scheme"), max_length=5, choices=Scheme)
    prefix = models.CharField(
        _("code begins with"), max_length=12, help_text=_("The longest one that fits a company counts.")
    )

    class Meta:
        verbose_name = _("industry of a segment")
        verbose_name_plural = _("industries of a segment")
        ordering = ["scheme", "prefix"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "prefix"], name="segmentation_one_segment_an_industry"),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.prefix}"

    def clean(self) -> None:
        self.prefix = normalise_code(self.prefix)


class CompanyBenefits(models.Model):
    """What one company answered when it was asked how much it cares for each benefit."""

    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH, primary_key=True)
    weights = models.JSONField(_("weights"), default=dict, help_text=_("Key of a benefit to its weight, 1 to 10."))
    asked_on = models.DateField(_("asked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("benefits a company looks for")
        verbose_name_plural = _("benefits companies look for")

    def __str__(self) -> str:
        return self.customer_key


class ProductBenefit(models.Model):
    """How much of a benefit a product gives."""

    sku = models.CharField(_("item number"), max_length=120, db_index=True)
    benefit = models.ForeignKey(Benefit, on_delete=models.CASCADE, related_name="scores", verbose_name=_("benefit"))
    score = models.PositiveSmallIntegerField(
        _("score"),
        validators=[MaxValueValidator(MOST_SCORE)],
        help_text=_("From 0 (gives none of it) to 10 (could not give more)."),
    )

    class Meta:
        verbose_name = _("benefit of a product")
        verbose_name_plural = _("benefits of products")
        ordering = ["sku", "benefit__position"]
        constraints = [
            models.UniqueConstraint(fields=["sku", "benefit"], name="segmentation_one_score_a_benefit"),
            models.CheckConstraint(condition=models.Q(score__lte=MOST_SCORE), name="segmentation_score_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.benefit_id}: {self.score}"
