"""Furniture & light."""

from __future__ import annotations

from shop.demo.pictures.shapes import (
    BODY,
    EDGE,
    GLASS,
    IRON,
    LEAF,
    PAPER,
    SHINE,
    SIDE,
    STEEL,
    WOOD,
    oval,
    path,
    rect,
    shadow,
    stroke,
    turned,
)
from shop.demo.pictures.tones import Tones

_LEG = "#4a545f"


def office_chair(t: Tones) -> str:
    castors = "".join(
        oval(x, y, 12, 12, "#2a3038") for x, y in ((146, 386), (194, 392), (240, 396), (286, 392), (334, 386))
    )
    return (
        shadow(y=402, across=140)
        + stroke("M240 346 L146 378 M240 346 L194 384 M240 346 L286 384 M240 346 L334 378 M240 346 V388", IRON, 13)
        + castors
        + rect(229, 290, 22, 66, 6, STEEL)
        + rect(186, 282, 108, 18, 9, IRON)
        + rect(228, 190, 24, 70, 8, IRON)
        + rect(162, 72, 156, 152, 44, SIDE)
        + rect(168, 72, 144, 142, 40, BODY)
        + stroke("M190 178 Q240 196 290 178", t.dark, 4, opacity=0.5)
        + stroke("M186 118 Q190 92 216 88", SHINE, 10, opacity=0.5)
        + stroke("M142 254 V216 M338 254 V216", IRON, 12)
        + rect(116, 202, 56, 18, 9, IRON)
        + rect(308, 202, 56, 18, 9, IRON)
        + path("M140 262 Q140 238 166 238 H314 Q340 238 340 262 V268 Q340 290 314 290 H166 Q140 290 140 268Z", BODY)
        + path("M140 266 Q240 282 340 266 V270 Q340 290 314 290 H166 Q140 290 140 270Z", SIDE, opacity=0.8)
    )


def meeting_chair(_t: Tones) -> str:
    return (
        shadow(y=400, across=130)
        + stroke("M178 268 L150 392 M302 268 L330 392", _LEG, 13)
        + stroke("M200 268 L192 372 M280 268 L288 372", "#7c8794", 9)
        + path("M158 96 Q160 72 188 72 H292 Q320 72 322 96 L334 232 Q336 250 316 250 H164 Q144 250 146 232Z", BODY)
        + path("M282 72 H292 Q320 72 322 96 L334 232 Q336 250 316 250 H284Z", SIDE, opacity=0.5)
        + path("M132 252 Q132 228 158 228 H322 Q348 228 348 252 Q348 284 318 284 H162 Q132 284 132 252Z", SIDE)
        + path("M136 248 Q138 228 160 228 H320 Q342 228 344 248 Q240 264 136 248Z", BODY)
        + stroke("M178 128 Q180 96 206 92", SHINE, 10, opacity=0.5)
    )


def stool(t: Tones) -> str:
    return (
        shadow(y=400, across=110)
        + stroke("M186 190 L150 392 M294 190 L330 392", _LEG, 13)
        + stroke("M214 196 L204 384 M266 196 L276 384", "#7c8794", 10)
        + stroke("M166 316 H314", "#7c8794", 10)
        + oval(240, 180, 104, 32, t.dark)
        + path("M136 156 H344 V180 A104 32 0 0 1 136 180Z", SIDE)
        + oval(240, 154, 104, 34, BODY)
        + stroke("M164 146 Q190 130 236 128", SHINE, 9, opacity=0.6)
    )


def desk(t: Tones) -> str:
    return (
        shadow(y=400, across=190)
        + stroke("M92 222 L76 392 M388 222 L404 392", _LEG, 14)
        + stroke("M128 226 V368 M352 226 V368", "#8b97a4", 10)
        + rect(262, 226, 104, 112, 8, SIDE)
        + rect(270, 236, 88, 42, 6, BODY)
        + rect(270, 286, 88, 42, 6, BODY)
        + rect(300, 252, 28, 7, 3.5, STEEL)
        + rect(300, 302, 28, 7, 3.5, STEEL)
        + path("M74 196 L116 166 H364 L406 196Z", t.light)
        + rect(66, 194, 348, 34, 10, BODY)
        + rect(66, 212, 348, 16, 8, SIDE, opacity=0.7)
        + stroke("M130 182 H220", SHINE, 6, opacity=0.7)
    )


def sit_stand_desk(t: Tones) -> str:
    return (
        shadow(y=400, across=180)
        + rect(74, 378, 92, 18, 9, IRON)
        + rect(314, 378, 92, 18, 9, IRON)
        + rect(104, 268, 32, 116, 6, IRON)
        + rect(344, 268, 32, 116, 6, IRON)
        + rect(109, 176, 22, 104, 5, STEEL)
        + rect(349, 176, 22, 104, 5, STEEL)
        + rect(104, 168, 272, 14, 6, IRON)
        + path("M70 138 L112 108 H368 L410 138Z", t.light)
        + rect(62, 136, 356, 34, 12, BODY)
        + rect(62, 154, 356, 16, 8, SIDE, opacity=0.7)
        + rect(290, 168, 62, 20, 6, "#2a3038")
        + stroke("M304 182 l6 -8 6 8 M328 174 l6 8 6 -8", "#7fd3a2", 3)
        + stroke(
            "M240 346 V240 M240 240 l-16 18 M240 240 l16 18 M240 346 l-16 -18 M240 346 l16 -18", t.dark, 8, opacity=0.35
        )
        + stroke("M130 122 H220", SHINE, 6, opacity=0.7)
    )


def cabinet(t: Tones) -> str:
    drawers = "".join(
        rect(142, y, 196, 84, 8, BODY)
        + rect(142, y + 66, 196, 18, 8, SIDE, opacity=0.35)
        + rect(206, y + 22, 68, 11, 5.5, STEEL)
        for y in (108, 200, 292)
    )
    return (
        shadow(across=140)
        + rect(150, 384, 26, 14, 4, _LEG)
        + rect(304, 384, 26, 14, 4, _LEG)
        + rect(126, 88, 228, 302, 14, SIDE)
        + rect(126, 88, 228, 12, 6, t.light)
        + drawers
        + oval(322, 124, 6, 6, _LEG)
        + rect(150, 118, 8, 250, 4, SHINE, opacity=0.35)
    )


def shelf(_t: Tones) -> str:
    def books(x: float, y: float, colours: tuple[str, ...]) -> str:
        return "".join(
            rect(x + i * 22, y - 62 - (i % 3) * 7, 18, 62 + (i % 3) * 7, 4, colour)
            + rect(x + i * 22 + 4, y - 50, 10, 5, 2.5, "#ffffff", opacity=0.7)
            for i, colour in enumerate(colours)
        )

    return (
        shadow(across=150)
        + rect(118, 72, 244, 324, 10, SIDE)
        + "".join(rect(134, y, 212, 86, 4, EDGE, opacity=0.55) for y in (88, 190, 292))
        + books(146, 174, ("#4f86d9", "#f5c344", "#42a39f", "#db5a52"))
        + path("M272 174 h48 l-6 -30 h-36Z", PAPER)
        + oval(296, 130, 26, 22, "#5ca961")
        + oval(284, 122, 12, 14, "#8fcb8c")
        + books(250, 276, ("#8d72c8", "#f2924a", "#eef1f5", "#42a39f"))
        + rect(148, 240, 78, 36, 8, WOOD)
        + rect(174, 252, 26, 8, 4, "#946d3d")
        + books(146, 378, ("#3d5a91", "#3d5a91", "#3d5a91", "#c6cfd9", "#db5a52"))
        + rect(280, 338, 52, 40, 8, "#dfc9a6")
        + "".join(rect(118, y, 244, 16, 5, BODY) for y in (72, 174, 276, 380))
        + rect(118, 72, 16, 324, 5, BODY)
        + rect(346, 72, 16, 324, 5, SIDE)
    )


def desk_lamp(t: Tones) -> str:
    return (
        shadow(x=190, across=120)
        + path("M250 176 L196 392 H420 L356 226Z", "#fff2c4", opacity=0.55)
        + path("M110 378 Q112 354 190 354 Q268 354 270 378 V388 Q270 396 262 396 H118 Q110 396 110 388Z", BODY)
        + path("M110 380 Q190 366 270 380 V388 Q270 396 262 396 H118 Q110 396 110 388Z", SIDE, opacity=0.7)
        + stroke("M190 356 L136 226 L262 126", STEEL, 13)
        + stroke("M190 356 L136 226 L262 126", "#75818f", 4, opacity=0.5)
        + oval(136, 226, 15, 15, BODY)
        + turned(
            38,
            296,
            150,
            path("M246 178 Q248 106 296 98 Q344 106 346 178Z", BODY),
            path("M306 99 Q344 108 346 178 H312Z", SIDE, opacity=0.6),
            oval(296, 178, 50, 14, "#fff6d8"),
            rect(284, 82, 24, 22, 8, t.dark),
            stroke("M266 150 Q270 122 288 114", SHINE, 8, opacity=0.5),
        )
    )


def floor_lamp(_t: Tones) -> str:
    return (
        shadow(across=90)
        + path("M176 190 L120 392 H360 L304 190Z", "#fff2c4", opacity=0.45)
        + rect(234, 180, 12, 206, 5, STEEL)
        + path("M172 390 Q174 372 240 372 Q306 372 308 390 Q308 396 300 396 H180 Q172 396 172 390Z", IRON)
        + path("M184 78 H296 L330 190 H150Z", BODY)
        + path("M262 78 H296 L330 190 H278Z", SIDE, opacity=0.5)
        + oval(240, 190, 90, 11, "#fff6d8")
        + path("M196 88 H208 L182 182 H170Z", SHINE, opacity=0.6)
    )


def bulb(_t: Tones) -> str:
    return (
        shadow(across=80)
        + oval(240, 198, 152, 152, "#fff0b8", opacity=0.55)
        + path(
            "M240 84 Q344 84 344 190 Q344 246 304 282 Q288 298 288 322 H192 Q192"
            " 298 176 282 Q136 246 136 190 Q136 84 240 84Z",
            GLASS,
        )
        + path(
            "M240 84 Q344 84 344 190 Q344 246 304 282 Q288 298 288 322 H192 Q192"
            " 298 176 282 Q136 246 136 190 Q136 84 240 84Z",
            BODY,
            opacity=0.55,
        )
        + stroke("M216 318 L206 214 l20 18 14 -22 14 22 20 -18 L264 318", "#f2924a", 6)
        + rect(190, 320, 100, 22, 8, STEEL)
        + rect(194, 344, 92, 20, 8, STEEL)
        + path("M204 366 H276 L262 392 Q258 396 252 396 H228 Q222 396 218 392Z", IRON)
        + stroke("M166 186 Q168 126 222 112", SHINE, 12, opacity=0.85)
    )


def plant(_t: Tones) -> str:
    def leaf(tilt: float, length: float, fill: str) -> str:
        return turned(
            tilt,
            240,
            290,
            path(
                f"M240 290 Q{240 - 46} {290 - length * 0.55} 240 {290 - length}"
                f" Q{240 + 46} {290 - length * 0.55} 240 290Z",
                fill,
            ),
            stroke(f"M240 288 V{290 - length * 0.82}", "#2f6b3a", 3, opacity=0.5),
        )

    return (
        shadow(across=104)
        + leaf(-58, 170, "#5ca961")
        + leaf(58, 170, "#428448")
        + leaf(-30, 212, LEAF)
        + leaf(32, 206, "#5ca961")
        + leaf(0, 232, LEAF)
        + path("M160 290 H320 L302 380 Q299 396 284 396 H196 Q181 396 178 380Z", BODY)
        + path("M280 290 H320 L302 380 Q299 396 284 396 H266Z", SIDE, opacity=0.6)
        + rect(148, 274, 184, 34, 12, BODY)
        + rect(148, 294, 184, 14, 7, SIDE, opacity=0.5)
        + path("M176 312 H188 L198 384 H192Z", SHINE, opacity=0.5)
    )
