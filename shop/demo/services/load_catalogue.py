from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from shop.catalogue.models import Attribute, AttributeValue, Brand, Category, Product, ProductPicture, ProductRelation
from shop.demo.catalogue import PlannedProduct
from shop.demo.pictures.draw import draw_department, draw_product
from shop.demo.tables.departments import DEPARTMENTS
from shop.demo.tables.goods import ATTRIBUTES
from shop.stock.models import StockItem, StockMovement

ACCESSORIES = {
    "boards": "markers",
    "kitchen-machines": "coffee",
    "laptops": "keyboards-and-mice",
    "printers": "toner",
    "sit-stand-desks": "lamps-and-bulbs",
}
"""What goes with the products of a category: the first ones of another."""
ACCESSORIES_EACH = 2
TOP_GRADE = frozenset(
    {
        "Bordheim",
        "Bryggo",
        "Klarglas",
        "Lunebo",
        "Lydvig",
        "Papiro",
        "Printika",
        "Roehus",
        "Saedevig",
        "Skrivlund",
        "Staalby",
        "Torko",
    }
)
"""Brands among the best of their kind."""


def load_catalogue(planned: Sequence[PlannedProduct], *, now: datetime) -> dict[str, Product]:
    """Write the category tree, the products with all that belongs to them, and the stock; products by item number."""
    categories = _load_categories()
    brands = {
        name: Brand(name=name, is_top_grade=name in TOP_GRADE)
        for name in sorted({product.brand for product in planned})
    }
    Brand.objects.bulk_create(brands.values())
    products = {
        each.sku: Product(
            sku=each.sku,
            name=each.name,
            slug=each.slug,
            category=categories[each.category],
            brand=brands[each.brand],
            description=each.description,
            unit=each.unit,
            pack_size=each.pack_size,
            minimum_quantity=each.minimum,
            quantity_multiple=each.step,
            unit_cost=each.cost,
            is_active=each.discontinued_on is None,
            launched_on=each.launched_on,
        )
        for each in planned
    }
    Product.objects.bulk_create(products.values())
    replaced = [each for each in planned if each.successor]
    for each in replaced:
        products[each.sku].successor = products[each.successor or ""]
    Product.objects.bulk_update([products[each.sku] for each in replaced], ["successor"])
    _load_accessories(planned, products)
    _load_attributes(planned, products)
    _load_pictures(planned, products)
    _load_stock(planned, products, now=now)
    return products


def _load_categories() -> dict[str, Category]:
    leaves = {}
    for department in DEPARTMENTS:
        root = Category.add_root(
            name=department.name,
            slug=department.key,
            description=department.text,
            picture=_save_picture(f"categories/{department.key}", draw_department(department.wall)),
        )
        for leaf in department.leaves:
            leaves[leaf.key] = root.add_child(
                name=leaf.name,
                slug=leaf.key,
                description=leaf.text,
                picture=_save_picture(
                    f"categories/{leaf.key}", draw_product(leaf.drawing, leaf.shade, wall=department.wall)
                ),
            )
    return leaves


def _load_attributes(planned: Sequence[PlannedProduct], products: Mapping[str, Product]) -> None:
    attributes = {key: Attribute(key=key, name=name, unit=unit) for key, (name, unit) in ATTRIBUTES.items()}
    Attribute.objects.bulk_create(attributes.values())
    AttributeValue.objects.bulk_create(
        AttributeValue(
            product=products[each.sku],
            attribute=attributes[key],
            text=value if isinstance(value, str) else "",
            number=None if isinstance(value, str) else Decimal(value),
        )
        for each in planned
        for key, value in each.attributes.items()
    )


def _load_accessories(planned: Sequence[PlannedProduct], products: Mapping[str, Product]) -> None:
    by_category: dict[str, list[Product]] = {}
    for each in planned:
        if each.discontinued_on is None:
            by_category.setdefault(each.category, []).append(products[each.sku])
    ProductRelation.objects.bulk_create(
        ProductRelation(product=product, other=other, kind=ProductRelation.Kind.ACCESSORY, position=position)
        for category, accessories in ACCESSORIES.items()
        for product in by_category[category]
        for position, other in enumerate(by_category[accessories][:ACCESSORIES_EACH])
    )


def _load_pictures(planned: Sequence[PlannedProduct], products: Mapping[str, Product]) -> None:
    looks = {(each.drawing, each.shade, each.wall) for each in planned}
    files = {
        (drawing, shade, wall): _save_picture(
            f"products/{drawing.replace('_', '-')}-{shade}", draw_product(drawing, shade, wall=wall)
        )
        for drawing, shade, wall in sorted(looks)
    }
    ProductPicture.objects.bulk_create(
        ProductPicture(product=products[each.sku], file=files[each.drawing, each.shade, each.wall], alt=each.name)
        for each in planned
    )


def _save_picture(name: str, svg: str) -> str:
    """Where the picture is stored. Its name tells its content, so that an earlier copy is used again."""
    path = f"{name}-{sha256(svg.encode()).hexdigest()[:8]}.svg"
    return path if default_storage.exists(path) else default_storage.save(path, ContentFile(svg.encode()))


def _load_stock(planned: Sequence[PlannedProduct], products: Mapping[str, Product], *, now: datetime) -> None:
    StockItem.objects.bulk_create(
        StockItem(product=products[each.sku], available=each.available, restock_on=each.restock_on) for each in planned
    )
    StockMovement.objects.bulk_create(
        StockMovement(product=products[each.sku], change=each.available, cause=StockMovement.Cause.COUNT, at=now)
        for each in planned
        if each.available
    )
