from __future__ import annotations

from wagtail import hooks

from shop.inspiration.choosers import ProductChooserViewSet, product_chooser_viewset


@hooks.register("register_admin_viewset")
def register_product_chooser() -> ProductChooserViewSet:
    """Puts the product chooser under the editors' admin."""
    return product_chooser_viewset
