from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from shop.inspiration.blocks import BodyBlock
from shop.inspiration.pictures import load_renditions, pictures_in


class InspirationIndexPage(Page):
    """The front page of all inspiration pages."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["shop_inspiration.InspirationPage"]
    private_page_options: ClassVar[list[str]] = []
    max_count = 1
    template = "shop/inspiration/index.html"

    class Meta:
        verbose_name = _("front page of inspiration")
        verbose_name_plural = _("front pages of inspiration")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from shop.inspiration.selectors import latest_pages

        return {**super().get_context(request, *args, **kwargs), "cards": latest_pages(limit=None)}


class InspirationPage(Page):
    """Ideas for a room or a task, with products to go with them. The shop's feature switch says who sees it."""

    intro = models.CharField(
        _("introduction"), max_length=300, help_text=_("One or two sentences; they also stand on the page's card.")
    )
    hero_picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("large picture at the top"),
    )
    hero_alt = models.CharField(
        _("what the picture shows"),
        max_length=200,
        blank=True,
        help_text=_("For people who cannot see it. Left empty, the picture's own description is used."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel([FieldPanel("hero_picture"), FieldPanel("hero_alt")], heading=_("Picture at the top")),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["shop_inspiration.InspirationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    private_page_options: ClassVar[list[str]] = []
    template = "shop/inspiration/page.html"

    class Meta:
        verbose_name = _("inspiration page")
        verbose_name_plural = _("inspiration pages")

    @property
    def hero_text(self) -> str:
        """What to read out in place of the picture at the top."""
        return self.hero_alt or (self.hero_picture.default_alt_text if self.hero_picture else "")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        load_renditions(pictures_in(self))
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context
