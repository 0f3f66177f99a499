from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from shop.catalogue.models import Category, Product

MOST_WORDS = 10
"""Words of a search that count; what comes after them is not looked at."""


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """A category with those below it, in the order of the tree."""

    category: Category
    children: list[CategoryNode] = field(default_factory=list)


def visible_products() -> QuerySet[Product]:
    """Products for sale, with brand, category and pictures: two queries for any number of them."""
    return Product.objects.filter(is_active=True).select_related("brand", "category").prefetch_related("pictures")


def category_tree() -> list[CategoryNode]:
    """The whole tree from its roots, in one query."""
    roots: list[CategoryNode] = []
    above: list[CategoryNode] = []
    for category in Category.get_tree():
        node = CategoryNode(category)
        del above[category.depth - 1 :]
        (above[-1].children if above else roots).append(node)
        above.append(node)
    return roots


def products_in(category: Category) -> QuerySet[Product]:
    """Products for sale in the category and all below it."""
    return visible_products().filter(category__path__startswith=category.path)


def search_products(text: str) -> QuerySet[Product]:
    """Products for sale that match every word, by item number from its start, name, brand or category.

    Item numbers that match come first. A text without words finds nothing.
    """
    words = text.replace("\0", " ").split()[:MOST_WORDS]
    if not words:
        return visible_products().none()
    found = visible_products()
    for word in words:
        found = found.filter(_matches(word))
    by_item_number = Case(
        When(sku__iexact=words[0], then=0),
        When(sku__istartswith=words[0], then=1),
        When(name__istartswith=words[0], then=2),
        default=Value(3),
        output_field=IntegerField(),
    )
    return found.order_by(by_item_number, "name", "pk")


def similar_products(product: Product, limit: int = 6) -> QuerySet[Product]:
    """Other products for sale in the same category, those that share most attributes first."""
    shared = Q(pk__in=[])
    for value in product.attribute_values.all():
        shared |= Q(
            attribute_values__attribute=value.attribute_id,
            **({"attribute_values__text": value.text} if value.text else {"attribute_values__number": value.number}),
        )
    others = visible_products().filter(category=product.category_id).exclude(pk=product.pk)
    return others.annotate(shared=Count("attribute_values", filter=shared)).order_by("-shared", "name", "pk")[:limit]


def _matches(word: str) -> Q:
    match = Q(sku__istartswith=word)
    for spelling in _spellings(word):
        match |= Q(name__icontains=spelling)
        match |= Q(brand__name__icontains=spelling)
        match |= Q(category__name__icontains=spelling)
    return match


def _spellings(word: str) -> set[str]:
    """SQLite ignores the case of A to Z only, so a word with other letters is looked for in each case."""
    return {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
