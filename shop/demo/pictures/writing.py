"""Writing & desk."""

from __future__ import annotations

from shop.demo.pictures.shapes import (
    BODY,
    EDGE,
    INK,
    IRON,
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
    text_lines,
    turned,
)
from shop.demo.pictures.tones import Tones


def _ball_pen(x: float, _t: Tones) -> str:
    return (
        path(f"M{x - 17} 330 L{x - 5} 384 Q{x} 394 {x + 5} 384 L{x + 17} 330Z", STEEL)
        + rect(x - 18, 128, 36, 206, 10, BODY)
        + rect(x + 4, 128, 14, 206, 7, SIDE, opacity=0.7)
        + rect(x - 19, 270, 38, 54, 8, IRON)
        + rect(x - 12, 84, 24, 52, 8, STEEL)
        + rect(x + 14, 118, 9, 96, 4.5, STEEL)
        + rect(x - 11, 142, 6, 122, 3, SHINE, opacity=0.6)
    )


def pen(t: Tones) -> str:
    return (
        shadow(across=150)
        + turned(24, 240, 240, _ball_pen(286, t))
        + turned(24, 240, 240, _ball_pen(222, t))
        + stroke("M96 390 q24 -20 44 0 t44 0", t.dark, 6)
    )


def pencil(t: Tones) -> str:
    def one(x: float) -> str:
        return (
            path(f"M{x - 20} 322 L{x} 392 L{x + 20} 322Z", "#f0d7b2")
            + path(f"M{x - 7} 368 L{x} 392 L{x + 7} 368Z", INK)
            + rect(x - 20, 132, 40, 194, 0, BODY)
            + rect(x + 6, 132, 14, 194, 0, t.dark, opacity=0.6)
            + rect(x - 20, 132, 12, 194, 0, t.light, opacity=0.7)
            + rect(x - 21, 106, 42, 30, 4, STEEL)
            + rect(x - 19, 76, 38, 34, 12, "#e598a3")
        )

    return shadow(across=150) + turned(26, 240, 240, one(278)) + turned(20, 240, 240, one(206))


def marker(t: Tones) -> str:
    def one(x: float) -> str:
        return (
            rect(x - 9, 106, 18, 34, 5, t.dark)
            + path(f"M{x - 22} 154 L{x - 13} 128 H{x + 13} L{x + 22} 154Z", IRON)
            + rect(x - 27, 150, 54, 236, 16, PAPER)
            + rect(x - 27, 210, 54, 120, 0, BODY)
            + rect(x + 6, 150, 21, 236, 10, "#aab5c1", opacity=0.45)
            + rect(x - 27, 346, 54, 40, 14, BODY)
            + rect(x - 18, 164, 8, 204, 4, SHINE, opacity=0.7)
        )

    return (
        shadow(across=150)
        + stroke("M98 132 Q160 100 214 130 T330 116", t.base, 22, opacity=0.55)
        + turned(-16, 180, 260, one(176))
        + turned(10, 300, 260, one(292))
    )


def binder(t: Tones) -> str:
    return (
        shadow(across=120)
        + path("M286 96 L352 112 V388 L286 396Z", "#e6ebf1")
        + "".join(
            stroke(f"M{x} {98 + (x - 290) * 0.26} V{394 - (x - 290) * 0.12}", "#c3ccd6", 3)
            for x in (300, 314, 328, 342)
        )
        + path("M150 90 H286 Q296 90 296 100 V386 Q296 396 286 396 H150 Q138 396 138 384 V102 Q138 90 150 90Z", BODY)
        + path("M256 90 H286 Q296 90 296 100 V386 Q296 396 286 396 H256Z", SIDE, opacity=0.6)
        + rect(168, 122, 96, 132, 8, PAPER)
        + text_lines(184, 148, (64, 46, 56, 40), gap=20)
        + oval(216, 320, 28, 28, STEEL)
        + oval(216, 320, 19, 19, t.deep)
        + rect(148, 104, 10, 278, 5, SHINE, opacity=0.4)
    )


def folder(_t: Tones) -> str:
    return (
        shadow(across=170)
        + path(
            "M96 150 Q96 134 112 134 H200 L226 164 H372 Q388 164 388 180 V380 Q388 396 372 396 H112 Q96 396 96 380Z",
            EDGE,
        )
        + turned(-3, 240, 260, rect(128, 150, 224, 200, 8, PAPER), text_lines(152, 180, (150, 112, 132), gap=22))
        + path("M74 232 Q72 216 88 216 H392 Q408 216 406 232 L390 380 Q388 396 372 396 H108 Q92 396 90 380Z", BODY)
        + rect(300, 250, 70, 30, 8, PAPER)
        + stroke("M96 236 L108 372", SHINE, 9, opacity=0.4)
    )


def stapler(_t: Tones) -> str:
    return (
        shadow(across=185)
        + path("M76 372 Q76 352 98 350 H376 Q406 350 406 374 Q406 396 384 396 H96 Q76 396 76 372Z", IRON)
        + rect(104, 336, 250, 18, 8, STEEL)
        + path(
            "M96 312 Q94 300 106 298 L356 208 Q404 196 408 246 V316 Q408 340 384"
            " 340 H338 Q330 310 296 318 L112 336 Q98 336 96 312Z",
            BODY,
        )
        + path("M112 322 L300 300 Q338 300 344 340 H384 Q408 340 408 316 V290 Q360 282 300 284Z", SIDE, opacity=0.6)
        + stroke("M150 290 L352 218", SHINE, 11, opacity=0.5)
        + oval(374, 262, 13, 13, STEEL)
    )


def punch(_t: Tones) -> str:
    return (
        shadow(across=170)
        + rect(84, 344, 312, 52, 20, IRON)
        + rect(132, 268, 34, 86, 8, STEEL)
        + rect(314, 268, 34, 86, 8, STEEL)
        + path("M96 250 Q120 190 240 186 Q360 190 384 250 Q392 290 352 292 H128 Q88 290 96 250Z", BODY)
        + path("M92 262 Q92 292 128 292 H352 Q390 290 388 262 Q240 292 92 262Z", SIDE, opacity=0.7)
        + rect(206, 316, 68, 28, 8, "#dfe6ed")
        + stroke("M134 232 Q170 208 232 206", SHINE, 11, opacity=0.5)
        + oval(149, 378, 7, 7, "#7c8794")
        + oval(331, 378, 7, 7, "#7c8794")
    )


def scissors(_t: Tones) -> str:
    def half(tilt: float) -> str:
        return turned(
            tilt,
            240,
            232,
            path("M226 236 L236 66 Q242 56 248 70 L256 236Z", STEEL),
            stroke("M242 82 L246 220", "#8f9ba8", 3, opacity=0.6),
            '<ellipse cx="240" cy="336" rx="38" ry="56" fill="none" stroke="url(#body)" stroke-width="24"/>',
            rect(226, 226, 28, 66, 12, BODY),
            stroke("M212 312 Q214 292 232 288", SHINE, 6, opacity=0.5),
        )

    return shadow(across=150) + half(-19) + half(19) + oval(240, 232, 13, 13, IRON) + oval(237, 229, 4, 4, "#aab5c1")


def tape(t: Tones) -> str:
    return (
        shadow(across=180)
        + path("M214 372 H398 L408 384 L396 396 H214Z", SIDE, opacity=0.9)
        + oval(214, 250, 146, 146, t.deep, opacity=0.55)
        + oval(210, 246, 146, 146, BODY)
        + "".join(
            f'<circle cx="210" cy="246" r="{r}" fill="none" stroke="{t.dark}" stroke-width="3" opacity=".35"/>'
            for r in (134, 122, 110)
        )
        + oval(210, 246, 94, 94, "#c8a273")
        + oval(213, 249, 82, 82, "#8f6d46")
        + oval(216, 253, 78, 76, "#faf3e4")
        + stroke("M92 200 Q116 138 176 118", SHINE, 11, opacity=0.6)
    )


def whiteboard(t: Tones) -> str:
    return (
        shadow(across=180)
        + stroke("M140 330 L116 394 M340 330 L364 394", "#8b97a4", 10)
        + rect(70, 96, 340, 246, 16, STEEL)
        + rect(84, 110, 312, 218, 8, PAPER)
        + stroke("M120 160 H214 M120 192 H188 M120 224 H204", t.base, 8)
        + stroke("M250 282 V216 M288 282 V176 M326 282 V236 M364 282 V150", t.base, 20, opacity=0.85)
        + stroke("M240 292 H376", "#8b97a4", 5)
        + rect(176, 330, 128, 14, 7, "#8b97a4")
        + rect(192, 322, 34, 10, 4, "#db5a52")
        + rect(234, 322, 34, 10, 4, "#4f86d9")
        + path("M84 110 H180 L110 328 H84Z", SHINE, opacity=0.5)
    )


def pin_board(t: Tones) -> str:
    def note(x: float, y: float, colour: str, tilt: float) -> str:
        return turned(
            tilt,
            x,
            y,
            rect(x, y, 72, 72, 4, colour),
            text_lines(x + 12, y + 28, (46, 32), colour="#ffffff"),
            oval(x + 36, y + 8, 8, 8, "#db5a52"),
        )

    return (
        shadow(across=170)
        + rect(74, 100, 332, 260, 16, WOOD)
        + rect(92, 118, 296, 224, 6, BODY)
        + "".join(oval(104 + (i * 53) % 280, 128 + (i * 37) % 204, 3, 2, t.deep, opacity=0.3) for i in range(48))
        + note(124, 148, "#f5c344", -5)
        + note(214, 184, "#76c9c4", 4)
        + note(298, 144, "#f2924a", -3)
        + note(142, 248, "#ffffff", 3)
        + stroke("M132 360 V392 M348 360 V392", EDGE, 8)
    )
