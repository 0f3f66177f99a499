from __future__ import annotations

from django.contrib.auth import views as auth_views
from django.urls import path

from shop.storefront.pages.account import addresses, company, invoices, why

urlpatterns = [
    path("account/", company.show_account, name="account"),
    path("account/addresses/", addresses.list_addresses, name="addresses"),
    path("account/addresses/new/", addresses.add_address, name="address-new"),
    path("account/addresses/<int:pk>/", addresses.edit_address, name="address"),
    path("account/addresses/<int:pk>/delete/", addresses.delete_address, name="address-delete"),
    path("account/invoices/", invoices.list_invoices, name="invoices"),
    path("account/sharing/", company.choose_sharing, name="sharing"),
    path("account/why/", why.show_why, name="why"),
    path("companies/switch/", company.switch_company, name="switch-company"),
    path("login/", auth_views.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("password/reset/", auth_views.PasswordResetView.as_view(), name="password_reset"),
    path("password/reset/sent/", auth_views.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "password/reset/<uidb64>/<token>/",
        auth_views.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
    path("password/reset/done/", auth_views.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
]
