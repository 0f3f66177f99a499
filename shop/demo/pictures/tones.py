"""Colours of goods, each as four tones of the same light."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tones:
    """One colour as seen in light, in half light, in shade and in deep shade."""

    light: str
    base: str
    dark: str
    deep: str


COLOURS: dict[str, Tones] = {
    "white": Tones("#fdfefe", "#e3e8ee", "#c5ced8", "#9ba7b4"),
    "clear": Tones("#f4fbff", "#d9eef7", "#b5d6e6", "#86b3c9"),
    "grey": Tones("#c3cad3", "#9aa5b2", "#75818f", "#525d6a"),
    "black": Tones("#5a6470", "#3b434d", "#2a3038", "#1b2026"),
    "blue": Tones("#7eb0f2", "#4f86d9", "#3666b4", "#264b89"),
    "navy": Tones("#6480b4", "#3d5a91", "#2b426f", "#1d2e50"),
    "teal": Tones("#76c9c4", "#42a39f", "#2c7f7d", "#1d5c5c"),
    "green": Tones("#8fcb8c", "#5ca961", "#428448", "#2e6135"),
    "sage": Tones("#c5d6bd", "#9fb795", "#7c9673", "#5b7254"),
    "yellow": Tones("#ffe08a", "#f5c344", "#d89f23", "#a87614"),
    "orange": Tones("#ffbe85", "#f2924a", "#cf6f2b", "#9d5019"),
    "red": Tones("#f28b82", "#db5a52", "#b23f3c", "#862c2c"),
    "rose": Tones("#f6c3c9", "#e598a3", "#c37380", "#965361"),
    "purple": Tones("#b9a3e3", "#8d72c8", "#6c53a4", "#4e3b7c"),
    "brown": Tones("#b98a66", "#8f6243", "#6d482f", "#4d311f"),
    "sand": Tones("#f2e4cd", "#dfc9a6", "#c0a67e", "#94805d"),
    "oak": Tones("#f0d3a8", "#deb57c", "#bf9258", "#946d3d"),
    "walnut": Tones("#b58a68", "#8c6346", "#6b4932", "#4b3222"),
    "steel": Tones("#eef2f6", "#c6cfd9", "#98a4b1", "#6c7885"),
}

WALLS: dict[str, tuple[str, str]] = {
    "kitchen": ("#fdf6ec", "#f3e3cf"),
    "hygiene": ("#eefaf6", "#d3ebe3"),
    "paper": ("#f0f6fd", "#d7e5f5"),
    "desk": ("#fdf7e6", "#f2e5bf"),
    "furniture": ("#f8f3ee", "#e5dacf"),
    "computers": ("#f2f3fb", "#dadef0"),
}
"""The wall behind: one tint for each department of the shop."""
