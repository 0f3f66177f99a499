"""The few shapes and paints that every drawing is made of."""

from __future__ import annotations

from collections.abc import Sequence

from shop.demo.pictures.tones import WALLS, Tones

BODY = "url(#body)"
SIDE = "url(#side)"
EDGE = "url(#edge)"
PAPER = "url(#paper)"
STEEL = "url(#steel)"
IRON = "url(#iron)"
WOOD = "url(#wood)"
GLASS = "url(#glass)"
DISPLAY = "url(#display)"
LEAF = "url(#leaf)"
INK = "#2f3842"
LINE = "#c3ccd6"
SHINE = "#ffffff"
COFFEE = "#6b4630"

_LAYER_PAINTS = ("body", "side", "edge")
_FIXED_PAINTS = {
    "paper": ("#ffffff", "#e6ebf1"),
    "steel": ("#f3f6f9", "#aab5c1"),
    "iron": ("#5f6a77", "#333b45"),
    "wood": ("#efd2a8", "#d2a56e"),
    "display": ("#37475f", "#1b2535"),
    "leaf": ("#8fcb8c", "#3f8a4d"),
}


def rect(  # noqa: PLR0917 -- shapes are written the way a pen draws them: place, size, paint
    x: float, y: float, width: float, height: float, radius: float, fill: str, *, opacity: float = 1
) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" fill="{fill}"{_see(opacity)}/>'


def oval(x: float, y: float, across: float, down: float, fill: str, *, opacity: float = 1) -> str:
    """An ellipse around a middle, by its half axes."""
    return f'<ellipse cx="{x}" cy="{y}" rx="{across}" ry="{down}" fill="{fill}"{_see(opacity)}/>'


def path(d: str, fill: str, *, opacity: float = 1) -> str:
    return f'<path d="{d}" fill="{fill}"{_see(opacity)}/>'


def stroke(d: str, colour: str, width: float, *, opacity: float = 1) -> str:
    """A line with round ends."""
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width}"'
        f' stroke-linecap="round" stroke-linejoin="round"{_see(opacity)}/>'
    )


def turned(degrees: float, x: float, y: float, *shapes: str) -> str:
    """Shapes turned around a point."""
    return f'<g transform="rotate({degrees} {x} {y})">{"".join(shapes)}</g>'


def moved(x: float, y: float, *shapes: str, scale: float = 1) -> str:
    """Shapes moved, and made smaller or larger first."""
    return f'<g transform="translate({x} {y}) scale({scale})">{"".join(shapes)}</g>'


def shadow(x: float = 240, y: float = 398, across: float = 150, down: float = 15) -> str:
    """What the thing throws on the floor."""
    return oval(x, y, across, down, "url(#shadow)")


def text_lines(x: float, y: float, widths: tuple[float, ...], *, gap: float = 16, colour: str = LINE) -> str:
    """Printed lines too small to read."""
    return "".join(rect(x, y + gap * row, width, 6, 3, colour) for row, width in enumerate(widths))


def of_layer(drawing: str, layer: int) -> str:
    """The drawing in the colours of another layer of the same picture."""
    if not layer:
        return drawing
    for name in _LAYER_PAINTS:
        drawing = drawing.replace(f"url(#{name})", f"url(#{name}-{layer})")
    return drawing


def picture(drawing: str, *, tones: Sequence[Tones], wall: str) -> str:
    """The whole SVG file around a drawing; each layer of it has its own tones."""
    paints = {"wall": WALLS[wall], **_FIXED_PAINTS}
    for layer, tone in enumerate(tones):
        suffix = f"-{layer}" if layer else ""
        pairs = ((tone.light, tone.base), (tone.base, tone.dark), (tone.dark, tone.deep))
        paints |= {f"{name}{suffix}": pair for name, pair in zip(_LAYER_PAINTS, pairs, strict=True)}
    gradients = "".join(
        f'<linearGradient id="{name}" x1="0" y1="0" x2=".7" y2="1">'
        f'<stop offset="0" stop-color="{first}"/><stop offset="1" stop-color="{last}"/></linearGradient>'
        for name, (first, last) in paints.items()
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 480" width="480" height="480">'
        f"<defs>{gradients}"
        '<linearGradient id="glass" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff" stop-opacity=".85"/>'
        '<stop offset="1" stop-color="#cfe6f2" stop-opacity=".45"/></linearGradient>'
        f'<radialGradient id="shadow"><stop offset="0" stop-color="{INK}" stop-opacity=".30"/>'
        f'<stop offset="1" stop-color="{INK}" stop-opacity="0"/></radialGradient></defs>'
        '<rect width="480" height="480" fill="url(#wall)"/>'
        '<circle cx="240" cy="226" r="178" fill="#fff" opacity=".5"/>'
        f"{drawing}</svg>"
    )


def _see(opacity: float) -> str:
    return "" if opacity == 1 else f' opacity="{opacity}"'
