"""Cleaning & hygiene."""

from __future__ import annotations

from shop.demo.pictures.shapes import (
    BODY,
    EDGE,
    GLASS,
    INK,
    PAPER,
    SHINE,
    SIDE,
    STEEL,
    oval,
    path,
    rect,
    shadow,
    stroke,
    text_lines,
    turned,
)
from shop.demo.pictures.tones import Tones

_CARDBOARD = "#b58d5f"


def _roll(x: float, y: float, across: float, height: float, *, dots: str) -> str:
    """A standing roll of paper; x and y are the middle of its top."""
    deep = across * 0.34
    sheet = "".join(
        oval(x - across * 0.62 + column * across * 0.4, y + 44 + row * 34 + (column % 2) * 14, 4, 4, dots, opacity=0.5)
        for row in range(int((height - 50) / 34))
        for column in range(4)
    )
    return (
        path(
            f"M{x - across} {y} V{y + height} A{across} {deep} 0 0 0 {x + across} {y + height} V{y}Z",
            PAPER,
        )
        + path(
            f"M{x + across * 0.45} {y} V{y + height + deep * 0.88} A{across}"
            f" {deep} 0 0 0 {x + across} {y + height} V{y}Z",
            "#cfd8e2",
            opacity=0.6,
        )
        + sheet
        + oval(x, y, across, deep, "#ffffff")
        + oval(x, y, across * 0.72, deep * 0.72, "#e3e9ef")
        + oval(x, y, across * 0.68, deep * 0.66, "#f7f9fb")
        + oval(x, y, across * 0.36, deep * 0.38, _CARDBOARD)
        + oval(x, y + 3, across * 0.28, deep * 0.28, "#7d5d3b")
    )


def toilet_paper(t: Tones) -> str:
    return (
        shadow(across=170)
        + _roll(240, 134, 66, 106, dots=t.base)
        + _roll(166, 264, 70, 106, dots=t.base)
        + _roll(314, 264, 70, 106, dots=t.base)
    )


def towel_roll(t: Tones) -> str:
    return (
        shadow(across=130)
        + path("M300 180 L352 170 V372 Q330 384 300 388Z", "#eef2f6")
        + stroke("M316 184 V380", "#d5dde6", 3)
        + _roll(230, 118, 92, 246, dots=t.base)
    )


def towel_stack(_t: Tones) -> str:
    sheets = "".join(
        path(f"M176 {y} Q240 {y - 10} 304 {y} L300 {y + 16} H180Z", "#ffffff" if y % 20 else "#dfe6ed")
        for y in range(316, 386, 10)
    )
    return (
        shadow(across=150)
        + rect(120, 92, 240, 304, 34, BODY)
        + path("M292 92 H326 Q360 92 360 126 V362 Q360 396 326 396 H292Z", SIDE, opacity=0.6)
        + rect(148, 290, 184, 84, 22, INK, opacity=0.65)
        + sheets
        + rect(176, 140, 30, 96, 15, GLASS)
        + rect(182, 182, 18, 48, 9, PAPER)
        + oval(300, 150, 16, 16, STEEL)
        + rect(136, 124, 12, 220, 6, SHINE, opacity=0.5)
    )


def soap_bottle(t: Tones) -> str:
    return (
        shadow(across=106)
        + path("M160 208 Q160 170 204 166 H276 Q320 170 320 208 V364 Q320 396 288 396 H192 Q160 396 160 364Z", BODY)
        + path("M280 166 Q320 170 320 208 V364 Q320 396 288 396 H272Z", SIDE, opacity=0.6)
        + rect(204, 134, 72, 36, 10, PAPER)
        + rect(230, 96, 20, 42, 6, STEEL)
        + path("M196 100 Q196 76 220 76 H276 Q292 76 292 92 V96 H240 V106 H212 Q196 116 196 100Z", PAPER)
        + rect(186, 226, 108, 116, 18, PAPER)
        + path("M240 242 q32 38 0 66 q-32 -28 0 -66", t.base)
        + oval(231, 286, 5, 8, SHINE, opacity=0.8)
        + text_lines(212, 320, (56,))
        + rect(172, 204, 12, 164, 6, SHINE, opacity=0.5)
    )


def spray_bottle(t: Tones) -> str:
    return (
        shadow(across=106)
        + path(
            "M206 166 H276 Q284 220 314 262 V366 Q314 396 284 396 H196 Q166 396 166 366 V262 Q198 220 206 166Z", BODY
        )
        + path("M262 166 H276 Q284 220 314 262 V366 Q314 396 284 396 H270 Q288 270 262 166Z", SIDE, opacity=0.6)
        + rect(206, 138, 72, 34, 8, PAPER)
        + path("M168 84 H278 Q310 84 314 118 L316 140 H212 V128 H168Z", EDGE)
        + rect(146, 88, 26, 30, 6, STEEL)
        + stroke("M206 140 Q184 164 186 198", "#f4f6f8", 13)
        + rect(184, 274, 112, 92, 16, PAPER)
        + path("M240 284 l8 20 20 8 -20 8 -8 20 -8 -20 -20 -8 20 -8Z", t.base)
        + text_lines(214, 348, (52,))
        + "".join(
            oval(118 - dx, 102 + dy, 5, 5, t.base, opacity=0.7) for dx, dy in ((0, 0), (20, -14), (20, 14), (40, 0))
        )
        + rect(180, 270, 10, 104, 5, SHINE, opacity=0.5)
    )


def cloths(t: Tones) -> str:
    layers = "".join(
        rect(118, y, 244, 40, 18, BODY) + rect(118, y + 24, 244, 16, 8, t.dark, opacity=0.45) for y in (352, 310, 268)
    )
    return (
        shadow(across=160)
        + layers
        + path("M126 230 Q126 208 150 208 H330 Q354 208 354 230 V262 Q354 276 338 276 H142 Q126 276 126 262Z", BODY)
        + stroke("M138 236 H342", t.dark, 4, opacity=0.35)
        + "".join(stroke(f"M{x} 220 v44", t.light, 3, opacity=0.7) for x in range(150, 350, 22))
        + rect(206, 196, 68, 196, 8, PAPER)
        + text_lines(220, 236, (40, 28, 34))
        + oval(240, 330, 18, 18, t.base)
    )


def brush(_t: Tones) -> str:
    bristles = "".join(rect(x, 300, 9, 92, 4, "#f3efe4" if x % 22 else "#d9d2bf") for x in range(124, 352, 11))
    return (
        shadow(across=150)
        + turned(-14, 240, 250, rect(228, 56, 26, 210, 13, BODY), rect(233, 70, 6, 180, 3, SHINE, opacity=0.5))
        + bristles
        + rect(112, 256, 256, 56, 24, BODY)
        + rect(112, 286, 256, 26, 13, SIDE, opacity=0.7)
    )


def bin_bags(t: Tones) -> str:
    return (
        shadow(across=160)
        + path("M260 192 H372 Q384 260 366 396 H250Z", SIDE)
        + stroke("M284 210 Q292 300 280 386 M318 210 Q328 300 320 386", t.deep, 4, opacity=0.5)
        + path("M96 178 H292 A36 64 0 0 1 292 306 H96Z", BODY)
        + oval(292, 242, 40, 64, t.dark)
        + oval(292, 242, 28, 46, t.base)
        + oval(292, 242, 13, 22, t.deep)
        + path("M96 178 A40 64 0 0 0 96 306Z", BODY)
        + rect(138, 178, 90, 128, 0, PAPER)
        + text_lines(154, 206, (58, 40, 52, 34))
        + rect(80, 192, 200, 10, 5, SHINE, opacity=0.35)
    )


def waste_bin(_t: Tones) -> str:
    return (
        shadow(across=120)
        + path("M146 158 H334 L314 378 Q312 396 294 396 H186 Q168 396 166 378Z", BODY)
        + path("M286 158 H334 L314 378 Q312 396 294 396 H274Z", SIDE, opacity=0.7)
        + path("M132 156 Q134 108 186 104 H294 Q346 108 348 156Z", EDGE)
        + rect(124, 142, 232, 28, 14, BODY)
        + rect(214, 116, 52, 14, 7, INK, opacity=0.45)
        + stroke("M222 238 l18 -28 18 28 M272 262 l16 28 -32 2 M224 292 h-34 l16 -30", SHINE, 9, opacity=0.85)
        + path("M164 176 H178 L190 380 H182Z", SHINE, opacity=0.45)
    )


def first_aid_box(t: Tones) -> str:
    return (
        shadow(across=170)
        + stroke("M190 150 V128 Q190 108 210 108 H270 Q290 108 290 128 V150", t.deep, 16)
        + rect(92, 148, 296, 248, 34, BODY)
        + path("M92 280 H388 V362 Q388 396 354 396 H126 Q92 396 92 362Z", SIDE, opacity=0.45)
        + rect(92, 246, 296, 8, 0, t.deep, opacity=0.35)
        + oval(240, 276, 70, 70, SHINE)
        + rect(222, 228, 36, 96, 8, t.base)
        + rect(192, 258, 96, 36, 8, t.base)
        + rect(136, 236, 34, 28, 8, STEEL)
        + rect(310, 236, 34, 28, 8, STEEL)
        + rect(112, 168, 200, 12, 6, SHINE, opacity=0.35)
    )


def plasters(t: Tones) -> str:
    def plaster(x: float, y: float, tilt: float) -> str:
        holes = "".join(oval(x + dx, y + dy, 3, 3, "#c99b78") for dx in (-54, -42, 42, 54) for dy in (-8, 8))
        return turned(
            tilt, x, y, rect(x - 82, y - 28, 164, 56, 28, "#ecc9a7"), rect(x - 26, y - 28, 52, 56, 4, "#f8e6d3"), holes
        )

    return (
        shadow(across=160)
        + path("M140 164 L172 136 H340 L312 164Z", t.light)
        + path("M312 164 L340 136 V366 L312 396Z", EDGE)
        + rect(140, 164, 172, 232, 10, BODY)
        + oval(226, 244, 46, 46, SHINE)
        + rect(214, 214, 24, 60, 6, t.base)
        + rect(196, 232, 60, 24, 6, t.base)
        + text_lines(176, 316, (100, 68), colour="#ffffff")
        + plaster(310, 352, -22)
        + plaster(170, 366, 14)
    )
