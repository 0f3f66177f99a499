"""The shapes our scenes are drawn with: flat, rounded, softly coloured. Every function returns a piece of SVG."""

from __future__ import annotations

WIDTH, HEIGHT = 1200, 700


def box(x: float, y: float, w: float, h: float, fill: str, *, r: float = 0, opacity: float = 1) -> str:
    faded = f' opacity="{opacity}"' if opacity != 1 else ""
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{fill}"{faded}/>'


def disc(x: float, y: float, rx: float, fill: str, *, ry: float | None = None, opacity: float = 1) -> str:
    faded = f' opacity="{opacity}"' if opacity != 1 else ""
    return f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{rx if ry is None else ry}" fill="{fill}"{faded}/>'


def shape(d: str, fill: str, *, opacity: float = 1) -> str:
    faded = f' opacity="{opacity}"' if opacity != 1 else ""
    return f'<path d="{d}" fill="{fill}"{faded}/>'


def line(d: str, stroke: str, *, width: float = 4) -> str:
    round_ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width}" {round_ends}/>'


def at(x: float, y: float, *parts: str, scale: float = 1) -> str:
    """The parts moved so that their origin stands at x, y."""
    sized = f" scale({scale})" if scale != 1 else ""
    return f'<g transform="translate({x} {y}){sized}">{"".join(parts)}</g>'


def room(*, wall: str, floor: str, skirting: str, floor_y: float = 560) -> str:
    return (
        box(0, 0, WIDTH, HEIGHT, wall)
        + box(0, floor_y, WIDTH, HEIGHT - floor_y, floor)
        + box(0, floor_y - 12, WIDTH, 12, skirting)
    )


def shadow(x: float, y: float, rx: float, *, ry: float = 10) -> str:
    return disc(x, y, rx, "#2b3a42", ry=ry, opacity=0.12)


def picture(*parts: str, view: tuple[float, float, float, float] = (0, 0, WIDTH, HEIGHT)) -> str:
    """A whole drawing; `view` looks closer at a part of it."""
    x, y, w, h = view
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{round(WIDTH * h / w)}" '
        f'viewBox="{x} {y} {w} {h}">{"".join(parts)}</svg>'
    )
