from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as BaseGroupAdmin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from shop.companies.admin_choices import ShownChoicesInline
from shop.companies.models import Address, Company, CompanyMember, IndustryCode, User

admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(BaseGroupAdmin, ModelAdmin):
    pass


class CompaniesOfPersonInline(ShownChoicesInline):
    model = CompanyMember
    autocomplete_fields = ("company",)
    related = ("company", "user")


@admin.register(User)
class UserAdmin(BaseUserAdmin, ModelAdmin):
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("email", "first_name", "last_name", "is_staff", "is_active")
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    search_fields = ("email", "first_name", "last_name")
    ordering = ("email",)
    readonly_fields = ("last_login", "date_joined")
    inlines = (CompaniesOfPersonInline,)
    fieldsets = (
        (None, {"fields": ("email", "password", "first_name", "last_name")}),
        (
            _("What this person may do"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "first_name", "last_name", "usable_password", "password1", "password2")}),
    )


class MemberInline(ShownChoicesInline):
    model = CompanyMember
    autocomplete_fields = ("user",)
    related = ("company", "user")


class AddressInline(StackedInline):
    model = Address
    extra = 0


class IndustryCodeInline(TabularInline):
    model = IndustryCode
    extra = 0


@admin.register(Company)
class CompanyAdmin(ModelAdmin):
    """A company with its people, addresses and firmographics; the apps that know more of it add their own parts."""

    list_display = ("name", "number", "country", "size_class", "ownership", "customer_since", "is_active")
    list_filter = ("is_active", "country", "ownership")
    search_fields = ("name", "number", "registration_number")
    autocomplete_fields = ("parent",)
    readonly_fields = ("size_class",)
    inlines: ClassVar[list[type[Any]]] = [MemberInline, AddressInline, IndustryCodeInline]
    fieldsets = (
        (None, {"fields": ("number", "name", "registration_number", "country", "language", "is_active")}),
        (_("Trade"), {"fields": ("customer_since", "payment_days", "yearly_spend")}),
        (
            _("Size and ownership"),
            {
                "fields": (
                    ("headcount", "figures_year"),
                    ("turnover", "balance_sheet"),
                    "size_class",
                    ("founded", "ownership"),
                    "parent",
                )
            },
        ),
        (_("Delivery terms"), {"fields": (("incoterm", "incoterm_place"), ("incoterm_edition", "by_sea"))}),
    )

    @admin.display(description=_("size"))
    def size_class(self, company: Company) -> str:
        return str(company.size.label if company.size else _("Not known"))
