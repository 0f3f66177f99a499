from __future__ import annotations

from django.urls import path, re_path

from shop.rest.views import account, cart, catalogue, nowhere, orders

urlpatterns = [
    path("categories/", catalogue.Categories.as_view(), name="api-categories"),
    path("products/", catalogue.Products.as_view(), name="api-products"),
    path("products/<str:sku>/", catalogue.ProductDetail.as_view(), name="api-product"),
    path("cart/", cart.CartContents.as_view(), name="api-cart"),
    path("cart/lines/", cart.CartLines.as_view(), name="api-cart-lines"),
    path("cart/lines/<str:sku>/", cart.CartLineOfProduct.as_view(), name="api-cart-line"),
    path("quick-order/", cart.QuickOrder.as_view(), name="api-quick-order"),
    path("orders/", orders.Orders.as_view(), name="api-orders"),
    path("orders/<str:number>/", orders.OrderDetail.as_view(), name="api-order"),
    path("orders/<str:number>/cancel/", orders.CancelOrder.as_view(), name="api-order-cancel"),
    path("orders/<str:number>/reorder/", orders.Reorder.as_view(), name="api-order-reorder"),
    path("addresses/", account.Addresses.as_view(), name="api-addresses"),
    path("addresses/<int:pk>/", account.AddressDetail.as_view(), name="api-address"),
    path("companies/", account.Companies.as_view(), name="api-companies"),
    path("companies/<str:number>/switch/", account.SwitchCompany.as_view(), name="api-switch-company"),
    path("features/", account.Features.as_view(), name="api-features"),
    re_path("", nowhere.Nowhere.as_view(), name="api-nowhere"),
]
