"""Which column of a source holds what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from django.utils.translation import gettext as _

from segmentation.sources.errors import SourceError

ALIASES: Mapping[str, tuple[str, ...]] = {
    "customer": ("customer_id", "customer", "customer_key", "customer_no", "customer_number", "client", "account"),
    "order": ("order_id", "order", "order_no", "order_number", "invoice", "invoice_no", "order_key"),
    "ordered_at": ("ordered_at", "order_date", "invoice_date", "date", "placed_at", "ordered_on", "created_at"),
    "sku": ("sku", "stock_code", "product_code", "article", "article_no", "item", "item_no", "product_id", "upc"),
    "category": ("category", "product_category", "category_name"),
    "quantity": ("quantity", "qty", "order_qty", "units"),
    "unit_price": ("unit_price", "price", "price_per_unit"),
    "line_total": ("line_total", "line_value", "net_value", "amount"),
    "discount": ("discount_pct", "discount"),
    "currency": ("currency", "currency_code"),
    "is_cancellation": ("is_cancellation", "is_return", "cancelled"),
    "is_adjustment": ("is_adjustment",),
    "is_product": ("is_product",),
    "state": ("state", "order_state", "order_status", "status"),
    "terms": ("terms", "order_terms"),
}
"""Names that are recognised, most telling first; letter case, blanks, dots and underscores do not matter."""

REQUIRED = ("customer", "order", "ordered_at", "sku", "quantity")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """The source's column for each thing an order line says; empty where it says nothing of the kind."""

    customer: str
    order: str
    ordered_at: str
    sku: str
    quantity: str
    category: str = ""
    unit_price: str = ""
    line_total: str = ""
    """Net value of the line; taken before unit price, quantity and discount where both are there."""
    discount: str = ""
    """Share taken off the unit price, 0 to 1."""
    currency: str = ""
    is_cancellation: str = ""
    is_adjustment: str = ""
    is_product: str = ""
    state: str = ""
    terms: str = ""
    """Whether a line was negotiated or came by a standing order (`LineRules.negotiated`, `.standing`)."""

    @property
    def used(self) -> dict[str, str]:
        """Meaning -> column, without what the source does not have."""
        return {field.name: name for field in fields(self) if (name := getattr(self, field.name))}

    @property
    def read(self) -> dict[str, str]:
        """Those that canonical lines are made of; the order number says only where a line stands."""
        return {meaning: column for meaning, column in self.used.items() if meaning != "order"}


def detect_columns(available: Sequence[str], chosen: Mapping[str, str] | None = None) -> ColumnMap:
    """The columns by their names, with those that somebody chose; raises SourceError naming what is missing."""
    chosen = chosen or {}
    _refuse_unknown(available, chosen)
    by_plain_name = {_plain(name): name for name in reversed(available)}
    found = {
        meaning: next((by_plain_name[_plain(alias)] for alias in aliases if _plain(alias) in by_plain_name), "")
        for meaning, aliases in ALIASES.items()
    }
    found.update(chosen)
    missing = [meaning for meaning in REQUIRED if not found[meaning]]
    if not found["unit_price"] and not found["line_total"]:
        missing.append("unit_price")
    if missing:
        raise SourceError(
            _("No column was found for: %(missing)s. The columns are: %(available)s.")
            % {"missing": ", ".join(missing), "available": ", ".join(available)},
            expected=_("a column such as %(names)s, or one named by %(example)s")
            % {"names": " / ".join(ALIASES[missing[0]][:3]), "example": f"{missing[0]}=..."},
        )
    return ColumnMap(**found)


def parse_columns(text: str) -> dict[str, str]:
    """`order=invoice,customer=client` as a mapping; `currency=` says that there is no such column to heed."""
    chosen: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        meaning, separator, column = part.partition("=")
        if not separator or meaning.strip() not in ALIASES:
            raise SourceError(
                _("“%(part)s” does not say which column to use.") % {"part": part},
                expected=_("pairs such as order=invoice,customer=client with any of %(meanings)s")
                % {"meanings": ", ".join(ALIASES)},
            )
        chosen[meaning.strip()] = column.strip()
    return chosen


def _refuse_unknown(available: Sequence[str], chosen: Mapping[str, str]) -> None:
    for meaning, column in chosen.items():
        if meaning not in ALIASES:
            raise SourceError(
                _("“%(meaning)s” is not something an order line says.") % {"meaning": meaning},
                expected=", ".join(ALIASES),
            )
        if column and column not in available:
            raise SourceError(
                _("There is no such column to take %(meaning)s from.") % {"meaning": meaning},
                column=column,
                expected=_("one of %(available)s") % {"available": ", ".join(available)},
            )


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
