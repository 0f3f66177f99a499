from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from shop.inspiration.models import InspirationIndexPage

EDITORS = "Inspiration editors"
PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
PICTURE_RIGHTS = ("add_image", "change_image", "choose_image")


@dataclass(frozen=True)
class Inspiration:
    """What the editors work in."""

    index: InspirationIndexPage
    pictures: Collection
    editors: Group


@transaction.atomic
def set_up_inspiration() -> Inspiration:
    """Makes what is missing of inspiration: front page, web address, picture collection, editors' group."""
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    index = InspirationIndexPage.objects.first() or _add_index()
    _serve_from(index)
    pictures = _picture_collection()
    return Inspiration(index=index, pictures=pictures, editors=_editors_of(index, pictures))


def _add_index() -> InspirationIndexPage:
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    index: InspirationIndexPage = root.add_child(
        instance=InspirationIndexPage(
            title=_("Inspiration"),
            slug="inspiration",
            intro=_("Rooms, routines and small improvements, put together by our own people."),
            show_in_menus=True,
        )
    )
    return index


def _serve_from(index: InspirationIndexPage) -> None:
    """Addresses of pages are counted from the site's root page, so that has to be the index."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id == index.pk:
        return
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = settings.SHOP_NAME
    site.root_page = index
    site.save()


def _picture_collection() -> Collection:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    found: Collection | None = root.get_children().filter(name="Inspiration").first()
    return found or root.add_child(name="Inspiration")


def _editors_of(index: InspirationIndexPage, pictures: Collection) -> Group:
    """A group that may enter the editors' admin and there see and change these pages and pictures alone."""
    group, _created = Group.objects.get_or_create(name=EDITORS)
    rights = {
        right.codename: right
        for right in Permission.objects.filter(
            content_type__app_label__in=("wagtailadmin", "wagtailcore", "wagtailimages"),
            codename__in=("access_admin", *PAGE_RIGHTS, *PICTURE_RIGHTS),
        )
    }
    group.permissions.add(rights["access_admin"])
    for right in PAGE_RIGHTS:
        GroupPagePermission.objects.get_or_create(group=group, page_id=index.pk, permission=rights[right])
    for right in PICTURE_RIGHTS:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=pictures, permission=rights[right])
    return group
