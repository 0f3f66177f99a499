"""What an editor does in the pages' admin: nothing but forms, no HTML."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from segmentation.testing import override_features
from shop.companies.models import User
from shop.inspiration.models import InspirationPage
from shop.inspiration.services.set_up_inspiration import Inspiration
from shop.inspiration.tasks import publish_scheduled
from tests.factories import CategoryFactory, ProductFactory, UserFactory
from tests.shop.inspiration.conftest import MakePage, set_value


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    """A browser in which an editor is logged in."""
    client.force_login(editor)
    return client


def _add_url(inspiration: Inspiration) -> str:
    return reverse("wagtailadmin_pages:add", args=["shop_inspiration", "inspirationpage", inspiration.index.pk])


def _form(blocks: list[tuple[str, object]], **more: object) -> dict[str, object]:
    fields = {
        "title": "A bright room",
        "slug": "a-bright-room",
        "intro": "Light first.",
        "hero_picture": "",
        "hero_alt": "",
        "body": streamfield(blocks),
        "comments": inline_formset([]),
    }
    return nested_form_data({**fields, **more})


def _picture(image: Image) -> dict[str, object]:
    return {"image": {"image": image.pk, "alt_text": "A lamp", "decorative": ""}, "caption": "Warm light"}


def _list_of(*values: object) -> dict[str, object]:
    items: dict[str, object] = {"count": len(values)}
    for place, value in enumerate(values):
        items[str(place)] = {"value": value, "order": str(place), "deleted": "", "id": ""}
    return items


def test_an_editor_publishes_a_page_with_every_kind_of_block(
    desk: Client, inspiration: Inspiration, make_picture: Callable[[str], Image]
) -> None:
    lamp, chair = make_picture("Lamp"), ProductFactory()
    CategoryFactory(slug="lamps")
    blocks = [
        ("heading", "First the light"),
        ("text", rich_text("<p>Put lamps <b>low</b>.</p>", features=["bold", "italic", "ol", "ul"])),
        ("picture", _picture(lamp)),
        ("gallery", {"title": "Closer", "pictures": _list_of(_picture(lamp), _picture(lamp))}),
        ("quote", {"text": "We can see again.", "said_by": "Kim"}),
        ("product_set", {"caption": "Lamps", "text": "", "products": _list_of(chair.pk)}),
        ("call_to_action", {"title": "More", "text": "", "label": "All lamps", "category": "lamps", "address": ""}),
    ]

    response = desk.post(_add_url(inspiration), _form(blocks, **{"action-publish": "1"}))

    assert response.status_code == 302
    page = InspirationPage.objects.live().get(slug="a-bright-room")
    assert [block.block_type for block in page.body] == [kind for kind, _ in blocks]


def test_a_page_saved_as_a_draft_is_not_public_but_can_be_previewed(desk: Client, inspiration: Inspiration) -> None:
    desk.post(_add_url(inspiration), _form([("heading", "Only a draft")]))
    page = InspirationPage.objects.get(slug="a-bright-room")

    preview = desk.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert (page.live, preview.status_code, "Only a draft" in preview.text) == (False, 200, True)


def test_a_preview_shows_the_products_of_a_set(desk: Client, make_page: MakePage) -> None:
    page = make_page(body=[("product_set", set_value([ProductFactory(name="Lamp Glow")]))], live=False)

    preview = desk.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert ("Lamp Glow" in preview.text, "Add all to cart" in preview.text) == (True, False)


def test_a_page_published_for_later_appears_when_its_time_has_come(client: Client, make_page: MakePage) -> None:
    page = make_page("Autumn", live=False)
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)

    with override_features(inspiration=True):
        before = client.get("/inspiration/autumn/").status_code
        publish_scheduled.delay()
        after = client.get("/inspiration/autumn/").status_code

    assert (before, after) == (404, 200)


def test_a_page_whose_time_is_over_is_taken_down(client: Client, make_page: MakePage) -> None:
    make_page("Summer", expire_at=timezone.now() - timedelta(minutes=1))

    publish_scheduled.delay()

    with override_features(inspiration=True):
        assert client.get("/inspiration/summer/").status_code == 404


@pytest.mark.parametrize(
    ("category", "address"),
    [("", ""), ("lamps", "/inspiration/"), ("", "javascript:alert(1)"), ("", "//elsewhere.test")],
)
def test_a_button_that_leads_nowhere_or_astray_is_refused(
    category: str, address: str, desk: Client, inspiration: Inspiration
) -> None:
    CategoryFactory(slug="lamps")
    button = {"title": "More", "text": "", "label": "Go", "category": category, "address": address}

    response = desk.post(_add_url(inspiration), _form([("call_to_action", button)], **{"action-publish": "1"}))

    assert (response.status_code, InspirationPage.objects.count()) == (200, 0)


@pytest.mark.parametrize("wanted", ["lamp glo", "GL-77", "glow"])
def test_products_are_found_by_name_and_item_number(wanted: str, desk: Client) -> None:
    ProductFactory(name="Lamp Glow", sku="GL-7700")
    ProductFactory(name="Chair Fjord", sku="FJ-1000")

    response = desk.get(reverse("inspiration_product_chooser:choose_results"), {"q": wanted})

    assert [product.name for product in response.context["results"]] == ["Lamp Glow"]


def test_products_not_for_sale_are_not_offered(desk: Client) -> None:
    ProductFactory(is_active=False)

    response = desk.get(reverse("inspiration_product_chooser:choose"))

    assert list(response.context["results"]) == []


@pytest.mark.parametrize("products", [1, 20])
def test_the_chooser_takes_the_same_queries_for_any_number_of_products(
    products: int, desk: Client, django_assert_num_queries: Callable
) -> None:
    for _ in range(products):
        ProductFactory()
    desk.get(reverse("inspiration_product_chooser:choose_results"))

    with django_assert_num_queries(7):
        desk.get(reverse("inspiration_product_chooser:choose_results"))


def test_an_editor_may_not_touch_pages_elsewhere(desk: Client) -> None:
    root = Page.get_first_root_node()

    response = desk.get(
        reverse("wagtailadmin_pages:edit", args=[root.get_children().exclude(slug="inspiration").first().pk])
    )

    assert response.status_code == 302


@pytest.mark.parametrize("place", ["wagtailusers_users:index", "wagtailsites:index", "wagtaildocs:add"])
def test_an_editor_has_no_rights_outside_inspiration(place: str, desk: Client) -> None:
    assert desk.get(reverse(place)).status_code == 302


def test_who_is_no_editor_stays_out(client: Client, inspiration: Inspiration) -> None:
    client.force_login(UserFactory())

    assert client.get(_add_url(inspiration)).status_code == 302


def test_setting_up_again_adds_nothing(inspiration: Inspiration) -> None:
    call_command("set_up_inspiration")

    assert InspirationPage.objects.count() == 0
    assert inspiration.editors.permissions.count() == 1
    assert Page.objects.filter(slug="inspiration").count() == 1
