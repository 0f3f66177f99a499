"""Goods that look much the same in every department."""

from __future__ import annotations

from shop.demo.pictures.shapes import (
    BODY,
    EDGE,
    LEAF,
    PAPER,
    SHINE,
    SIDE,
    WOOD,
    oval,
    path,
    rect,
    shadow,
    stroke,
    text_lines,
)
from shop.demo.pictures.tones import Tones


def carton(t: Tones) -> str:
    return (
        shadow(across=165)
        + path("M104 208 L150 162 H384 L344 208Z", t.light)
        + path("M344 208 L384 162 V346 L344 396Z", EDGE)
        + rect(104, 208, 240, 188, 8, BODY)
        + path("M104 306 Q164 276 224 308 T344 300 V388 Q344 396 336 396 H112 Q104 396 104 388Z", SIDE, opacity=0.7)
        + oval(246, 184, 58, 11, t.deep, opacity=0.35)
        + rect(130, 232, 188, 60, 14, PAPER)
        + text_lines(150, 250, (112, 74))
        + oval(290, 262, 15, 15, t.base)
        + rect(114, 216, 8, 166, 4, SHINE, opacity=0.4)
    )


def capsules(t: Tones) -> str:
    def capsule(x: float, y: float) -> str:
        return (
            path(f"M{x - 40} {y} L{x - 26} {y + 48} Q{x} {y + 60} {x + 26} {y + 48} L{x + 40} {y}Z", BODY)
            + path(
                f"M{x + 12} {y} L{x + 8} {y + 55} Q{x + 20} {y + 53} {x + 26} {y + 48} L{x + 40} {y}Z",
                SIDE,
                opacity=0.7,
            )
            + oval(x, y, 46, 13, t.dark)
            + oval(x, y - 3, 46, 13, "#e9edf1")
            + oval(x, y - 3, 32, 8, t.light)
        )

    return (
        shadow(across=165)
        + path("M150 134 L182 104 H366 L340 134Z", t.light)
        + path("M340 134 L366 104 V292 L340 320Z", EDGE)
        + rect(150, 134, 190, 186, 8, BODY)
        + rect(172, 158, 146, 84, 14, PAPER)
        + text_lines(192, 180, (100, 66))
        + oval(282, 212, 16, 16, t.base)
        + capsule(150, 336)
        + capsule(254, 336)
        + capsule(354, 330)
    )


def moss_picture(_t: Tones) -> str:
    tufts = "".join(
        oval(126 + (i * 67) % 236, 142 + (i * 41) % 186, 20 + (i * 7) % 14, 16 + (i * 5) % 10, shade, opacity=0.75)
        for i, shade in enumerate(("#5ca961", "#8fcb8c", "#428448", "#9fb795", "#76a86a", "#2e6135") * 8)
    )
    return (
        shadow(across=165, y=404)
        + rect(82, 98, 316, 276, 14, WOOD)
        + rect(100, 116, 280, 240, 6, LEAF)
        + tufts
        + stroke("M82 112 Q82 98 96 98 H384 Q398 98 398 112 V360 Q398 374 384 374 H96 Q82 374 82 360Z", "#cfa169", 18)
        + stroke("M92 104 H370", SHINE, 4, opacity=0.5)
    )


def mouse_mat(t: Tones) -> str:
    return (
        shadow(across=185, y=392)
        + path("M96 252 H384 L428 366 Q430 382 414 382 H66 Q50 382 52 366Z", EDGE)
        + path("M96 244 H384 L428 356 Q430 372 414 372 H66 Q50 372 52 356Z", BODY)
        + stroke("M106 256 H374 L412 356 H68Z", t.light, 3, opacity=0.6)
        + oval(262, 336, 62, 18, "#1b2026", opacity=0.25)
        + path("M204 300 Q204 244 254 244 Q304 244 304 300 V312 Q304 334 254 334 Q204 334 204 312Z", PAPER)
        + stroke("M254 246 V288 M206 290 Q254 304 302 290", "#aab5c1", 4)
        + rect(247, 256, 14, 24, 7, "#5f6a77")
    )
