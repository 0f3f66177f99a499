"""Machines of the kitchen."""

from __future__ import annotations

from shop.demo.pictures.shapes import (
    BODY,
    COFFEE,
    EDGE,
    GLASS,
    INK,
    IRON,
    PAPER,
    SHINE,
    SIDE,
    STEEL,
    oval,
    path,
    rect,
    shadow,
    stroke,
)
from shop.demo.pictures.tones import Tones


def coffee_machine(_t: Tones) -> str:
    return (
        shadow(across=150)
        + rect(124, 96, 232, 88, 24, BODY)
        + rect(124, 150, 96, 226, 10, SIDE)
        + rect(124, 360, 232, 36, 14, EDGE)
        + rect(220, 176, 136, 186, 0, "#ffffff", opacity=0.25)
        + rect(252, 182, 72, 26, 8, IRON)
        + rect(272, 206, 12, 16, 4, INK)
        + rect(294, 206, 12, 16, 4, INK)
        + path("M256 276 H324 V322 Q324 352 296 352 H284 Q256 352 256 322Z", PAPER)
        + stroke("M324 292 h14 q10 0 10 14 t-22 16", "#d3dae2", 8)
        + oval(290, 278, 34, 7, COFFEE)
        + stroke("M278 226 V270 M300 226 V270", COFFEE, 4)
        + rect(150, 116, 92, 40, 10, INK)
        + oval(172, 136, 8, 8, "#7fd3a2")
        + rect(190, 130, 38, 5, 2.5, "#8a97a6")
        + rect(190, 141, 26, 5, 2.5, "#8a97a6")
        + oval(320, 136, 15, 15, STEEL)
        + rect(140, 190, 12, 150, 6, SHINE, opacity=0.35)
    )


def kettle(_t: Tones) -> str:
    return (
        shadow(across=140)
        + stroke("M316 158 Q398 158 384 262 Q376 318 330 334", IRON, 26)
        + path("M152 148 H312 L342 366 Q344 380 330 380 H142 Q128 380 130 366Z", BODY)
        + path("M276 148 H312 L342 366 Q344 380 330 380 H292Z", SIDE, opacity=0.7)
        + path("M152 148 L104 176 Q98 182 106 188 L146 214Z", SIDE)
        + path("M164 148 Q172 110 232 110 Q292 110 300 148Z", EDGE)
        + rect(220, 92, 24, 22, 10, IRON)
        + rect(122, 378, 228, 18, 9, IRON)
        + rect(204, 206, 18, 140, 9, GLASS)
        + rect(207, 264, 12, 80, 6, "#8fc4e6")
        + path("M166 162 H182 L166 366 H150Z", SHINE, opacity=0.45)
    )
