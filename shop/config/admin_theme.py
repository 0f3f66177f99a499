"""The admin's looks and its menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

UNFOLD = {
    "SITE_TITLE": "Nordkontor",
    "SITE_HEADER": "Nordkontor",
    "SITE_SUBHEADER": _("Behind the counter"),
    "SITE_URL": "/",
    "SITE_SYMBOL": "storefront",
    "BORDER_RADIUS": "8px",
    "SIDEBAR": {"show_search": False, "navigation": "shop.config.admin_theme.navigation"},
    # The storefront's green, from its palest tint to its ink.
    "COLORS": {
        "primary": {
            "50": "#f0f7f4",
            "100": "#e4f0eb",
            "200": "#cbe2d8",
            "300": "#a5cfbe",
            "400": "#6bb498",
            "500": "#3f9377",
            "600": "#0d5c48",
            "700": "#0b5040",
            "800": "#08402f",
            "900": "#073528",
            "950": "#04201a",
        },
        "base": {
            "50": "#f7f9f7",
            "100": "#eff3f0",
            "200": "#dce2de",
            "300": "#c3ccc6",
            "400": "#93a099",
            "500": "#66736c",
            "600": "#4c5a53",
            "700": "#39453f",
            "800": "#25302a",
            "900": "#16211c",
            "950": "#0d1511",
        },
    },
}

_OVERVIEW = "admin:segmentation_overview"
_PAGES = "wagtailadmin_home"

_GROUPS: Sequence[tuple[Any, Sequence[tuple[Any, str, str]]]] = (
    (
        _("Sales"),
        (
            (_("Orders"), "receipt_long", "admin:shop_orders_order_changelist"),
            (_("Invoices"), "request_quote", "admin:shop_orders_invoice_changelist"),
            (_("Returns"), "assignment_return", "admin:shop_orders_returnline_changelist"),
            (_("Price lists"), "sell", "admin:shop_pricing_pricelist_changelist"),
        ),
    ),
    (
        _("Catalogue"),
        (
            (_("Products"), "inventory_2", "admin:shop_catalogue_product_changelist"),
            (_("Categories"), "account_tree", "admin:shop_catalogue_category_changelist"),
            (_("Brands"), "loyalty", "admin:shop_catalogue_brand_changelist"),
            (_("Stock"), "warehouse", "admin:shop_stock_stockitem_changelist"),
        ),
    ),
    (
        _("Companies"),
        (
            (_("Companies"), "apartment", "admin:shop_companies_company_changelist"),
            (_("People"), "group", "admin:shop_companies_user_changelist"),
        ),
    ),
    (
        _("Buying behaviour"),
        (
            (_("Overview"), "monitoring", _OVERVIEW),
            (_("Which feature for whom"), "toggle_on", "admin:segmentation_featurerule_changelist"),
            (_("What features change"), "science", "admin:segmentation_trial_changelist"),
            (_("How companies buy"), "donut_large", "admin:segmentation_customerprofile_changelist"),
            (_("Key accounts"), "handshake", "admin:segmentation_keyaccount_changelist"),
            (_("Segments"), "groups", "admin:segmentation_segment_changelist"),
            (_("Imports of facts"), "upload_file", "admin:segmentation_attributeimport_changelist"),
            (_("What companies look for"), "target", "admin:segmentation_benefitsegment_changelist"),
            (_("Runs"), "sync", "admin:segmentation_run_changelist"),
            (_("Drafts and plans"), "edit_calendar", "admin:segmentation_draft_changelist"),
            (_("What was changed"), "history", "admin:segmentation_auditentry_changelist"),
        ),
    ),
    (
        _("Other systems"),
        (
            (_("Tokens"), "key", "admin:segmentation_rest_apitoken_changelist"),
            (_("Addresses told of changes"), "webhook", "admin:segmentation_rest_webhookendpoint_changelist"),
            (_("Messages"), "outbox", "admin:segmentation_rest_webhookdelivery_changelist"),
        ),
    ),
    (_("Shop window"), ((_("Pages"), "web", _PAGES),)),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu, with the entries that exist and that this person may open."""
    # The admin has no site before all apps are ready, and settings are read before that.
    from django.contrib import admin

    opened = {model.get("admin_url") for app in admin.site.get_app_list(request) for model in app["models"]}
    if request.user.has_perm("segmentation.view_customerprofile"):
        opened.add(_link(_OVERVIEW))
    if request.user.has_perm("wagtailadmin.access_admin"):
        opened.add(_link(_PAGES))
    groups: list[dict[str, Any]] = []
    for title, entries in _GROUPS:
        items = [
            {
                "title": label,
                "icon": icon,
                "link": link,
                "active": _is_open(request.path, link, name=name),
            }
            for label, icon, name in entries
            if (link := _link(name)) and link in opened
        ]
        if items:
            groups.append({"title": title, "separator": bool(groups), "items": items})
    return groups


def _is_open(path: str, link: str, *, name: str) -> bool:
    """Whether the page belongs to this entry; the overview lies below the companies it is about."""
    overview = _link(_OVERVIEW)
    return path == link if name == _OVERVIEW else path.startswith(link) and path != overview


def _link(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
