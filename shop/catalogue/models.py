from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from shop.catalogue.picture_files import validate_picture_content, validate_picture_size, validate_picture_type


class Category(MP_Node):
    """A node of the category tree. `slug` is the key that orders and segmentation know it by."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("key"), max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    picture = models.FileField(
        _("picture"),
        upload_to="categories/",
        blank=True,
        validators=[validate_picture_type, validate_picture_size, validate_picture_content],
    )

    node_order_by = ["name"]

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("category", args=[self.slug])


class Brand(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    is_top_grade = models.BooleanField(
        _("top grade"), null=True, blank=True, help_text=_("Among the best of its kind that we sell.")
    )

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Unit(models.TextChoices):
    """Units of sale, by UN/ECE Recommendation 20."""

    PIECE = "C62", _("piece")
    BOX = "BX", _("box")
    PACK = "PK", _("pack")
    KILOGRAM = "KGM", _("kg")
    LITRE = "LTR", _("litre")
    REAM = "RM", _("ream")
    ROLL = "RO", _("roll")
    SET = "SET", _("set")


class Product(models.Model):
    sku = models.CharField(_("item number"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("web address"), max_length=180, unique=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="products", verbose_name=_("category")
    )
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="products", verbose_name=_("brand"))
    description = models.TextField(_("description"), blank=True)
    unit = models.CharField(_("unit"), max_length=3, choices=Unit, default=Unit.PIECE)
    pack_size = models.PositiveIntegerField(_("pieces in a unit"), default=1, validators=[MinValueValidator(1)])
    minimum_quantity = models.PositiveIntegerField(_("least quantity"), default=1, validators=[MinValueValidator(1)])
    quantity_multiple = models.PositiveIntegerField(_("sold in steps of"), default=1, validators=[MinValueValidator(1)])
    is_active = models.BooleanField(_("for sale"), default=True)
    unit_cost = models.DecimalField(
        _("cost"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("What one costs us, net, in the shop's currency. Buyers never see it."),
    )
    launched_on = models.DateField(_("new since"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("replaced by"),
    )

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.sku})"

    def get_absolute_url(self) -> str:
        return reverse("product", args=[self.slug])

    @property
    def picture(self) -> ProductPicture | None:
        """The first picture; no query where pictures were fetched along."""
        return next(iter(self.pictures.all()), None)


class ProductPicture(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="pictures")
    file = models.FileField(
        _("picture"),
        upload_to="products/",
        validators=[validate_picture_type, validate_picture_size, validate_picture_content],
    )
    alt = models.CharField(_("what it shows"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.alt


class Attribute(models.Model):
    """Something products can be compared by, such as colour or seat height."""

    key = models.SlugField(_("key"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=80)
    unit = models.CharField(_("unit"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AttributeValue(models.Model):
    """A product's value of an attribute: a number where it can be measured, a text otherwise."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="attribute_values")
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="values")
    text = models.CharField(_("text"), max_length=120, blank=True)
    number = models.DecimalField(_("number"), max_digits=12, decimal_places=3, null=True, blank=True)

    class Meta:
        verbose_name = _("attribute of a product")
        verbose_name_plural = _("attributes of a product")
        ordering = ["attribute__name"]
        constraints = [
            models.UniqueConstraint(fields=["product", "attribute"], name="shop_catalogue_attribute_once"),
            models.CheckConstraint(
                condition=models.Q(text="", number__isnull=False)
                | (~models.Q(text="") & models.Q(number__isnull=True)),
                name="shop_catalogue_text_or_number",
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.number)


class ProductRelation(models.Model):
    """What the shop's own people say about two products. That one replaces another is `Product.successor`."""

    class Kind(models.TextChoices):
        EQUAL_PART = "equal_part", _("Does the same")
        ACCESSORY = "accessory", _("Is an accessory")

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="related_from", verbose_name=_("other product")
    )
    kind = models.CharField(_("the other product"), max_length=10, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("related product")
        verbose_name_plural = _("related products")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "other"], name="shop_catalogue_related_once"),
            models.CheckConstraint(
                condition=~models.Q(product=models.F("other")),
                name="shop_catalogue_not_related_to_itself",
                violation_error_message=_("A product is not related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.kind} {self.other_id}"
