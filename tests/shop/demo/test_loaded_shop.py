from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Coalesce
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from segmentation.models import NearbyItem, SkuRelation
from segmentation.public import profiles_of
from shop.catalogue.models import Category, Product
from shop.companies.models import Company, User
from shop.demo.comparison import compare_planted
from shop.demo.models import PlantedType
from shop.demo.people import FEATURED, PASSWORD
from shop.demo.planted import Kind
from shop.demo.services.load_demo import Loaded, ShopNotEmptyError, load_demo
from shop.orders.models import Order, OrderEvent, OrderLine, ReturnLine
from shop.pricing.models import CompanyPriceList, Price
from shop.pricing.money import round_money
from shop.pricing.totals import order_totals

pytestmark = pytest.mark.django_db

AS_OF = date(2026, 6, 15)
YESTERDAY = AS_OF - timedelta(days=1)


@dataclass(frozen=True)
class LoadedShop:
    counts: Loaded
    queries: int


@pytest.fixture(scope="module")
def shop(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LoadedShop]:
    """The demo, loaded and classified once for every test here; what one of them changes is undone after it."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        with CaptureQueriesContext(connection) as captured:
            counts = load_demo(seed=1, as_of=AS_OF)
        call_command("classify_customers", as_of=YESTERDAY, stdout=StringIO())
        yield LoadedShop(counts=counts, queries=len(captured))
        transaction.set_rollback(True)


def test_load_demo_writes_what_it_says(shop: LoadedShop) -> None:
    assert (Product.objects.count(), Company.objects.count(), Order.objects.count()) == (
        shop.counts.products,
        shop.counts.companies,
        shop.counts.orders,
    )
    assert (shop.counts.products, shop.counts.companies) == (615, 120)


def test_load_demo_needs_few_queries_for_all_its_rows(shop: LoadedShop) -> None:
    assert OrderLine.objects.count() + OrderEvent.objects.count() + Order.objects.count() > 30_000
    assert shop.queries < 2_000


def test_load_demo_refuses_a_shop_that_has_companies(shop: LoadedShop) -> None:
    with pytest.raises(ShopNotEmptyError):
        load_demo(seed=1, as_of=AS_OF)


def test_load_demo_command_leaves_a_filled_shop_alone_if_asked_to(shop: LoadedShop) -> None:
    said = StringIO()

    call_command("load_demo", if_empty=True, stdout=said)

    assert (said.getvalue(), Company.objects.count()) == ("", 120)


def test_load_demo_command_fails_on_a_filled_shop(shop: LoadedShop) -> None:
    with pytest.raises(CommandError, match="already has companies"):
        call_command("load_demo", stdout=StringIO())


def test_every_category_has_a_picture_and_hangs_below_one_of_six_roots(shop: LoadedShop) -> None:
    leaves = Category.objects.filter(numchild=0)

    assert (Category.get_root_nodes().count(), leaves.count()) == (6, 42)
    assert [each.slug for each in Category.objects.all() if not default_storage.exists(each.picture.name)] == []


def test_every_product_has_a_picture_a_plain_price_and_stock(shop: LoadedShop) -> None:
    priced = Product.objects.filter(prices__price_list__is_default=True, prices__from_quantity=1)

    assert priced.count() == 615
    assert Product.objects.filter(Q(pictures=None) | Q(stock=None)).count() == 0
    assert [
        name
        for name in set(Product.objects.values_list("pictures__file", flat=True))
        if not default_storage.exists(name)
    ] == []


def test_stock_is_what_its_movements_add_up_to(shop: LoadedShop) -> None:
    wrong = Product.objects.annotate(moved=Coalesce(Sum("stock_movements__change"), 0)).exclude(
        moved=F("stock__available")
    )

    assert wrong.count() == 0


def test_only_products_without_successor_are_for_sale(shop: LoadedShop) -> None:
    assert Product.objects.exclude(successor=None).filter(is_active=True).count() == 0
    assert Product.objects.filter(is_active=False, successor=None).count() == 0


def test_order_totals_add_up(shop: LoadedShop) -> None:
    for order in Order.objects.annotate(goods=Sum("lines__line_total")):
        totals = order_totals(order.goods)
        assert (order.net_total, order.freight, order.vat, order.total) == (
            totals.net,
            totals.freight,
            totals.vat,
            totals.total,
        )


def test_line_totals_are_price_times_quantity(shop: LoadedShop) -> None:
    assert [
        line.pk for line in OrderLine.objects.all() if line.line_total != round_money(line.unit_price * line.quantity)
    ] == []


def test_this_years_lines_were_sold_at_a_price_of_the_company_s_list(shop: LoadedShop) -> None:
    agreed = dict(CompanyPriceList.objects.values_list("company", "price_list"))
    prices: dict[tuple[int | None, int], set[Decimal]] = {}
    for price in Price.objects.select_related("price_list"):
        key = None if price.price_list.is_default else price.price_list_id
        prices.setdefault((key, price.product_id), set()).add(price.unit_price)
    lines = OrderLine.objects.filter(order__placed_at__year=AS_OF.year).select_related("order")

    wrong = [
        line.pk
        for line in lines
        if line.unit_price
        not in (prices.get((agreed.get(line.order.company_id, 0), line.product_id)) or prices[None, line.product_id])
    ]
    assert wrong == []
    assert len(agreed) >= 10


def test_orders_are_numbered_by_year_and_key(shop: LoadedShop) -> None:
    wrong = [
        order.number
        for order in Order.objects.all()
        if order.number != f"{timezone.localdate(order.placed_at).year}-{order.pk:06d}"
    ]

    assert wrong == []


def test_orders_are_placed_by_members_who_may_order(shop: LoadedShop) -> None:
    outsiders = Order.objects.exclude(
        placed_by__company_memberships__company=F("company"),
        placed_by__company_memberships__role__in=("admin", "buyer"),
    )

    assert outsiders.count() == 0


def test_order_states_are_their_last_steps(shop: LoadedShop) -> None:
    states = dict(Order.objects.values_list("pk", "state"))
    last = dict(OrderEvent.objects.order_by("at", "pk").values_list("order", "state"))

    assert states == last
    assert Order.objects.filter(state="cancelled").count() > 10
    assert (
        Order.objects.exclude(state__in=("delivered", "cancelled"))
        .filter(placed_at__date__lt=AS_OF - timedelta(days=8))
        .count()
        == 0
    )


def test_returns_credit_no_more_than_was_bought(shop: LoadedShop) -> None:
    returns = ReturnLine.objects.select_related("order_line")

    assert returns.count() > 30
    assert [each.pk for each in returns if each.quantity > each.order_line.quantity] == []
    assert [each.pk for each in returns if each.credit != round_money(each.order_line.unit_price * each.quantity)] == []


def test_customers_since_is_the_day_of_the_first_order(shop: LoadedShop) -> None:
    first = dict(Order.objects.order_by("-placed_at").values_list("company", "placed_at"))
    since = dict(Company.objects.filter(pk__in=first).values_list("pk", "customer_since"))

    assert since == {pk: timezone.localdate(at) for pk, at in first.items()}


def test_featured_people_log_in_with_the_printed_password(shop: LoadedShop) -> None:
    for person in FEATURED.values():
        assert User.objects.get(email=person.email).check_password(PASSWORD)


def test_planted_kinds_are_recognised_in_95_of_100_companies_with_three_or_more_orders(shop: LoadedShop) -> None:
    comparison = compare_planted()

    assert len(comparison.companies) == 120
    assert len(comparison.counted) >= 100
    assert comparison.share_right >= 0.95, [each for each in comparison.counted if not each.right]


def test_companies_without_repeated_orders_are_new(shop: LoadedShop) -> None:
    quiet = [each for each in compare_planted().companies if each.kind in (Kind.ONE_ORDER, Kind.PROSPECT)]

    assert {each.buyclass for each in quiet} == {"new"}


def test_lapsed_companies_are_known_to_be(shop: LoadedShop) -> None:
    keys = list(PlantedType.objects.filter(kind=Kind.LAPSED).values_list("company__number", flat=True))

    activities = [each.computed.activity for each in profiles_of(keys).values() if each.computed]

    assert activities == ["lapsed"] * 8


def test_the_featured_companies_buy_as_they_are_shown_to(shop: LoadedShop) -> None:
    featured = {each.kind: each for each in reversed(compare_planted().companies) if each.kind in FEATURED}

    assert [kind for kind, each in featured.items() if not each.right] == []
    assert [kind for kind, each in featured.items() if each.mixed] == [Kind.ALL_THREE]


def test_compare_planted_takes_four_queries(shop: LoadedShop, django_assert_num_queries) -> None:
    with django_assert_num_queries(4):
        compare_planted()


def test_compare_planted_command_prints_the_table(shop: LoadedShop) -> None:
    said = StringIO()

    call_command("compare_planted", stdout=said)

    assert "Steady replenisher" in said.getvalue()
    assert "companies with 3 or more orders are right" in said.getvalue().splitlines()[-1]


def test_compare_planted_command_fails_when_too_few_are_recognised(shop: LoadedShop) -> None:
    PlantedType.objects.filter(kind=Kind.PROJECT).update(kind=Kind.STEADY)

    with pytest.raises(CommandError, match="companies with 3 or more orders are right"):
        call_command("compare_planted", stdout=StringIO())


def test_demo_logins_command_names_everybody_and_what_they_see(shop: LoadedShop) -> None:
    said = StringIO()

    call_command("demo_logins", port=8123, stdout=said)

    assert "http://localhost:8123/   Everybody's password: nordkontor" in said.getvalue()
    row = {line.split("│")[1].strip(): line for line in said.getvalue().splitlines() if "@nordkontor.example" in line}
    assert list(row) == [
        "routine@nordkontor.example",
        "major@nordkontor.example",
        "new@nordkontor.example",
        "mixed@nordkontor.example",
        "prospect@nordkontor.example",
        "several@nordkontor.example",
        "admin@nordkontor.example",
        "sees@nordkontor.example",
        "proposes@nordkontor.example",
        "approves@nordkontor.example",
    ]
    assert "Order again, Quick order" in row["routine@nordkontor.example"]
    assert "Volume prices, Alternatives" in row["major@nordkontor.example"]
    assert "Inspiration" in row["new@nordkontor.example"]


def test_lines_of_different_orders_number_from_one(shop: LoadedShop) -> None:
    assert not Order.objects.annotate(count=Count("lines"), last=Max("lines__position")).exclude(last=F("count"))


def test_pictures_are_stored_once_a_drawing_and_colour(shop: LoadedShop) -> None:
    names = Product.objects.values_list("pictures__file", flat=True)

    assert {Path(name).suffix for name in names} == {".svg"}
    assert len(set(names)) < len(names)


def test_demo_has_relations_of_every_kind_and_something_bought_nearby(shop: LoadedShop) -> None:
    call_command("refresh_relations", as_of=YESTERDAY, verbosity=0)
    assert (SkuRelation.objects.values("kind").distinct().count(), NearbyItem.objects.exists()) == (6, True)
