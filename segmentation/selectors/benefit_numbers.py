"""Numbers of benefits as tables hold them: how much of each a product gives, or how much each matters to a company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from segmentation.host import open_directory
from segmentation.items import NamesItems
from segmentation.models import BoughtItem, BoughtKindChoice, CompanyBenefits, ProductBenefit
from segmentation.models.among import Among
from segmentation.models.benefits import LEAST_WEIGHT, MOST_SCORE, MOST_WEIGHT
from segmentation.models.profiles import KEY_LENGTH
from segmentation.selectors.known_companies import KnownCustomers

AT_ONCE = 1_000
SKU_LENGTH = 120

Numbers = Mapping[str, Mapping[str, int]]
"""Item number or customer -> key of a benefit -> number; nothing where nothing was said."""


class Subject(StrEnum):
    """Whose numbers they are."""

    PRODUCTS = "products"
    COMPANIES = "companies"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberKind:
    """One of the two tables of numbers."""

    subject: Subject
    least: int
    most: int
    longest: int
    """Most letters of an item number or a customer's."""
    known: Callable[[Collection[str]], set[str]]
    """Those of these that there are."""
    stored: Callable[[Collection[str]], Numbers]
    """What is said of these."""
    all_keys: Callable[[], Iterator[str]]
    """Of whom anything is said, in order."""
    count: Callable[[], int]
    """How many those are."""


def known_products(skus: Collection[str]) -> set[str]:
    """Those of these item numbers that the host sells, that somebody bought, or that have numbers; all of them where
    the host does not say what it sells."""
    directory = open_directory()
    if not isinstance(directory, NamesItems):
        return set(skus)
    known: set[str] = set()
    for part in _parts(skus):
        named = {key.upper() for key in directory.item_labels(part)}
        known |= {sku for sku in part if sku.upper() in named}
        left = [sku for sku in part if sku not in known]
        bought = BoughtItem.objects.filter(Among("item", left), kind=BoughtKindChoice.PRODUCT)
        known |= set(bought.order_by().values_list("item", flat=True).distinct())
        known |= set(ProductBenefit.objects.filter(sku__in=left).order_by().values_list("sku", flat=True))
    return known


def stored_scores(skus: Collection[str]) -> Numbers:
    """How much of each benefit these products give."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for part in _parts(skus):
        rows = ProductBenefit.objects.filter(sku__in=part).order_by()
        for sku, benefit, score in rows.values_list("sku", "benefit__key", "score"):
            found[sku][benefit] = score
    return found


def stored_surveys(customer_keys: Collection[str]) -> Numbers:
    """How much each benefit matters to these companies."""
    found: dict[str, Mapping[str, int]] = {}
    for part in _parts(customer_keys):
        found |= dict(CompanyBenefits.objects.filter(Among("pk", part)).values_list("pk", "weights"))
    return found


def _scored() -> Iterator[str]:
    return ProductBenefit.objects.order_by("sku").values_list("sku", flat=True).distinct().iterator()


def _surveyed() -> Iterator[str]:
    return CompanyBenefits.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _parts(keys: Collection[str]) -> Iterator[Sequence[str]]:
    """Some at a time: databases bound what one question may hold."""
    ordered = sorted(keys)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


PRODUCTS = NumberKind(
    subject=Subject.PRODUCTS,
    least=0,
    most=MOST_SCORE,
    longest=SKU_LENGTH,
    known=known_products,
    stored=stored_scores,
    all_keys=_scored,
    count=lambda: ProductBenefit.objects.order_by().values("sku").distinct().count(),
)
COMPANIES = NumberKind(
    subject=Subject.COMPANIES,
    least=LEAST_WEIGHT,
    most=MOST_WEIGHT,
    longest=KEY_LENGTH,
    known=lambda keys: KnownCustomers().among(keys),
    stored=stored_surveys,
    all_keys=_surveyed,
    count=CompanyBenefits.objects.count,
)
