from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from shop.companies.firmographics import (
    INCOTERMS,
    IndustryScheme,
    Ownership,
    SizeClass,
    size_class,
    validate_incoterm,
    validate_language_tag,
)


class UserManager(BaseUserManager["User"]):
    def _create(self, email: str, password: str | None, **fields: object) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        return self._create(email, password, **fields)

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        return self._create(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A person, known by e-mail. May act for several companies."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(
        _("e-mail"), unique=True, error_messages={"unique": _("There is a person with this e-mail already.")}
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]
    acts_as: CompanyMember | None = None
    """Their place in the company that the request at hand is made for; stored nowhere."""

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="shop_companies_email_once_in_any_case",
                violation_error_code="unique",
                violation_error_message=_("There is a person with this e-mail already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()


class Company(models.Model):
    """A business customer. `number` is what the outside, the segmentation included, knows it by."""

    number = models.CharField(_("customer number"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=160)
    registration_number = models.CharField(_("company registration number"), max_length=30, blank=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        default="DK",
        validators=[RegexValidator(r"^[A-Z]{2}$")],
        help_text=_("Two letters."),
    )
    language = models.CharField(_("language"), max_length=35, default="da", validators=[validate_language_tag])
    customer_since = models.DateField(_("customer since"), null=True, blank=True)
    is_active = models.BooleanField(_("may order"), default=True)
    shares_purchases = models.BooleanField(
        _("takes part in “bought near you”"),
        default=True,
        help_text=_("Counts, without its name, towards what companies nearby are shown, and is shown the same."),
    )
    payment_days = models.PositiveSmallIntegerField(_("days to pay"), default=30)
    yearly_spend = models.DecimalField(
        _("spends a year in all"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "On goods of the kinds we sell, with us and all others; net, in the shop's currency. An estimate is fine."
        ),
    )

    headcount = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    turnover = models.DecimalField(_("turnover (EUR)"), max_digits=15, decimal_places=2, null=True, blank=True)
    balance_sheet = models.DecimalField(
        _("balance sheet (EUR)"), max_digits=15, decimal_places=2, null=True, blank=True
    )
    figures_year = models.PositiveSmallIntegerField(_("year of the figures"), null=True, blank=True)
    founded = models.PositiveSmallIntegerField(_("founded"), null=True, blank=True)
    ownership = models.CharField(_("ownership"), max_length=12, choices=Ownership, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="subsidiaries", verbose_name=_("group")
    )

    incoterm = models.CharField(_("delivery term"), max_length=3, choices=[(t, t) for t in INCOTERMS], blank=True)
    incoterm_place = models.CharField(_("named place"), max_length=80, blank=True)
    incoterm_edition = models.PositiveSmallIntegerField(
        _("edition"), default=2020, choices=[(2010, 2010), (2020, 2020)]
    )
    by_sea = models.BooleanField(_("delivered by sea or inland water"), default=False)

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        validate_incoterm(code=self.incoterm, place=self.incoterm_place, by_sea=self.by_sea)

    @property
    def size(self) -> SizeClass | None:
        """EU size class of Recommendation 2003/361; None while the figures are unknown."""
        return size_class(headcount=self.headcount, turnover=self.turnover, balance_sheet=self.balance_sheet)


class IndustryCode(models.Model):
    """What a company does, as a code of a named scheme. Text, because leading zeros count."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="industry_codes")
    scheme = models.CharField(_("scheme"), max_length=9, choices=IndustryScheme)
    code = models.CharField(_("code"), max_length=10, validators=[RegexValidator(r"^[A-Z]?[0-9.]*$")])
    is_main = models.BooleanField(_("main activity"), default=False)

    class Meta:
        verbose_name = _("industry code")
        verbose_name_plural = _("industry codes")
        constraints = [
            models.UniqueConstraint(fields=["company", "scheme", "code"], name="shop_companies_industry_code_once"),
            models.UniqueConstraint(
                fields=["company", "scheme"], condition=models.Q(is_main=True), name="shop_companies_one_main_industry"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class CompanyMember(models.Model):
    """A person who may act for a company, and what they may do there."""

    class Role(models.TextChoices):
        ADMIN = "admin", _("Administrator")
        BUYER = "buyer", _("Buyer")
        VIEWER = "viewer", _("May look only")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="members", verbose_name=_("company"))
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="company_memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.BUYER)

    class Meta:
        verbose_name = _("person in a company")
        verbose_name_plural = _("people in a company")
        ordering = ["company__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["company", "user"], name="shop_companies_member_once")]

    def __str__(self) -> str:
        return f"{self.user} / {self.company}"

    @property
    def may_order(self) -> bool:
        return self.role in (self.Role.ADMIN, self.Role.BUYER)


class AddressFields(models.Model):
    recipient = models.CharField(_("recipient"), max_length=160)
    street = models.CharField(_("street and number"), max_length=160)
    postcode = models.CharField(_("postcode"), max_length=16)
    city = models.CharField(_("city"), max_length=80)
    region = models.CharField(_("region"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, default="DK", validators=[RegexValidator(r"^[A-Z]{2}$")])

    class Meta:
        abstract = True


ADDRESS_FIELDS = tuple(field.name for field in AddressFields._meta.local_fields)
"""What an order copies from an address."""


class Address(AddressFields):
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(_("name of the address"), max_length=60)
    is_default = models.BooleanField(_("usual delivery address"), default=False)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["-is_default", "label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company"], condition=models.Q(is_default=True), name="shop_companies_one_default_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.street}, {self.postcode} {self.city}"
