"""How a demo page is told. Products are named by words of category keys and chosen when loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class DemoSet:
    """A product set to be: products of categories whose key has one of these words, `count` of them."""

    caption: str
    text: str
    categories: tuple[str, ...]
    count: int = 4


@dataclass(frozen=True)
class DemoPage:
    slug: str
    title: str
    intro: str
    hero: str
    body: tuple[tuple[str, Any], ...]


def gallery(title: str, **captions: str) -> tuple[str, Any]:
    return "gallery", {"title": title, "pictures": {key.replace("_", "-"): text for key, text in captions.items()}}


def call_to_action(title: str, text: str, label: str, *categories: str) -> tuple[str, Any]:
    return "call_to_action", {"title": title, "text": text, "label": label, "categories": categories}
