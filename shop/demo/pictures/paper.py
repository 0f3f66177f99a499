"""Paper & print."""

from __future__ import annotations

from shop.demo.pictures.shapes import (
    BODY,
    EDGE,
    INK,
    IRON,
    LINE,
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


def paper_ream(t: Tones) -> str:
    return (
        shadow(across=175)
        + path("M92 222 L154 142 H396 L348 222Z", "#ffffff")
        + path("M116 212 L166 150 H386 L344 212Z", "#f1f4f8")
        + path("M348 222 L396 142 V308 L348 396Z", EDGE, opacity=0.9)
        + rect(92, 222, 256, 174, 6, BODY)
        + rect(92, 222, 256, 40, 0, t.light, opacity=0.8)
        + rect(116, 276, 128, 96, 12, PAPER)
        + text_lines(134, 296, (92, 60, 76))
        + oval(296, 324, 32, 32, SHINE, opacity=0.9)
        + path("M284 308 h16 l10 10 v24 h-26Z", t.base)
        + "".join(stroke(f"M352 {y + 14} L392 {y - 60}", SHINE, 2, opacity=0.35) for y in range(250, 372, 16))
    )


def envelope(t: Tones) -> str:
    return (
        shadow(across=170)
        + turned(-8, 240, 250, rect(98, 150, 284, 190, 12, t.dark), rect(98, 146, 284, 190, 12, SIDE))
        + rect(88, 196, 304, 200, 14, BODY)
        + path("M88 384 L206 288 H274 L392 384 Q390 396 378 396 H102 Q90 396 88 384Z", t.dark, opacity=0.35)
        + path("M90 204 Q94 196 104 196 H376 Q386 196 390 204 L256 312 Q240 324 224 312Z", t.light)
        + stroke("M92 206 L224 312 Q240 324 256 312 L388 206", t.deep, 4, opacity=0.3)
        + oval(240, 308, 17, 17, t.deep, opacity=0.18)
    )


def padded_bag(t: Tones) -> str:
    bubbles = "".join(
        oval(142 + column * 28 + (row % 2) * 14, 210 + row * 26, 9, 9, t.light, opacity=0.55)
        for row in range(7)
        for column in range(7)
    )
    return (
        shadow(across=140)
        + rect(116, 128, 248, 268, 16, BODY)
        + bubbles
        + path("M116 144 Q116 96 132 92 H348 Q364 96 364 144 V170 H116Z", SIDE)
        + stroke("M128 168 H352", t.deep, 3, opacity=0.4)
        + rect(148, 252, 128, 84, 10, PAPER)
        + text_lines(166, 272, (92, 64, 78))
        + rect(312, 252, 34, 42, 4, PAPER)
        + rect(317, 258, 24, 30, 2, "#8db4e2")
    )


def toner(t: Tones) -> str:
    return (
        shadow(across=175)
        + rect(78, 236, 324, 122, 22, IRON)
        + path("M78 300 H402 V336 Q402 358 380 358 H100 Q78 358 78 336Z", "#262d35", opacity=0.7)
        + rect(106, 194, 268, 56, 16, "#6b7683")
        + rect(188, 170, 104, 34, 14, IRON)
        + rect(202, 180, 76, 10, 5, "#8c97a4")
        + rect(104, 348, 272, 32, 16, BODY)
        + rect(104, 364, 272, 16, 8, SIDE, opacity=0.8)
        + oval(92, 364, 20, 20, "#3b434d")
        + oval(388, 364, 20, 20, "#3b434d")
        + rect(126, 258, 168, 58, 10, PAPER)
        + rect(138, 270, 34, 34, 8, BODY)
        + text_lines(184, 272, (92, 64), gap=17)
        + oval(346, 288, 18, 18, t.base)
        + rect(92, 246, 292, 8, 4, SHINE, opacity=0.25)
    )


def ink_cartridge(t: Tones) -> str:
    return (
        shadow(across=120)
        + path("M138 140 H330 Q346 140 346 156 V366 Q346 384 328 384 H156 Q138 384 138 366Z", IRON)
        + path("M300 140 H330 Q346 140 346 156 V366 Q346 384 328 384 H300Z", "#262d35", opacity=0.6)
        + rect(164, 104, 96, 44, 12, "#6b7683")
        + rect(190, 384, 104, 12, 6, STEEL)
        + rect(158, 174, 128, 182, 16, PAPER)
        + rect(158, 174, 128, 52, 16, BODY)
        + path("M222 244 q40 50 0 86 q-40 -36 0 -86", BODY)
        + oval(210, 300, 6, 11, SHINE, opacity=0.8)
        + rect(306, 180, 20, 100, 8, t.base)
        + rect(148, 152, 170, 8, 4, SHINE, opacity=0.25)
    )


def label_roll(t: Tones) -> str:
    return (
        shadow(across=175)
        + path("M190 330 H404 Q412 330 412 340 V384 Q412 394 402 394 H190Z", "#f4efe2")
        + rect(256, 342, 58, 42, 8, BODY)
        + rect(328, 342, 58, 42, 8, BODY)
        + oval(190, 252, 142, 142, "#e2dac8")
        + oval(190, 248, 142, 142, "#f7f2e6")
        + "".join(
            f'<circle cx="190" cy="248" r="{r}" fill="none" stroke="{t.base}" stroke-width="5" opacity=".55"/>'
            for r in (128, 112, 96, 80)
        )
        + oval(190, 248, 62, 62, "#c8a273")
        + oval(190, 250, 50, 50, "#8b6b45")
        + oval(190, 254, 46, 44, "#f6efe4")
        + stroke("M86 196 Q112 142 168 126", SHINE, 10, opacity=0.8)
    )


def label_sheets(_t: Tones) -> str:
    cells = "".join(rect(154 + column * 62, 148 + row * 46, 52, 36, 7, BODY) for row in range(5) for column in range(3))
    return (
        shadow(across=140)
        + turned(5, 240, 250, rect(134, 112, 224, 284, 10, "#d6dee7"))
        + rect(132, 112, 216, 284, 10, PAPER)
        + cells
        + rect(160, 156, 40, 5, 2.5, SHINE, opacity=0.8)
        + path("M300 396 L348 348 V386 Q348 396 338 396Z", "#c5cfda")
    )


def notebook(t: Tones) -> str:
    rings = "".join(
        oval(136, y, 7, 7, t.deep) + stroke(f"M136 {y} Q104 {y - 14} 112 {y + 6}", "#9aa5b2", 6)
        for y in range(132, 380, 28)
    )
    return (
        shadow(across=140)
        + rect(128, 98, 240, 298, 16, "#cfd8e2")
        + rect(124, 94, 236, 298, 16, PAPER)
        + rect(116, 90, 236, 300, 16, BODY)
        + path("M300 90 H336 Q352 90 352 106 V374 Q352 390 336 390 H300Z", SIDE, opacity=0.5)
        + rect(318, 90, 12, 300, 0, t.deep, opacity=0.8)
        + rect(172, 146, 116, 66, 10, PAPER)
        + text_lines(188, 166, (84, 56))
        + rings
        + rect(152, 106, 8, 268, 4, SHINE, opacity=0.3)
    )


def sticky_notes(t: Tones) -> str:
    return (
        shadow(across=160)
        + path("M104 366 L128 190 H380 L368 366 Q366 396 340 396 H130 Q104 396 104 366Z", t.dark)
        + "".join(stroke(f"M108 {y} H366", t.light, 2, opacity=0.5) for y in (372, 380, 388))
        + path("M110 130 H356 Q368 130 368 142 V300 Q368 356 300 358 H110 Q98 358 98 346 V142 Q98 130 110 130Z", BODY)
        + path("M368 300 Q368 356 300 358 Q326 342 322 306 Q350 318 368 300Z", t.light)
        + path("M300 358 Q326 342 322 306 Q350 318 368 300 L368 318 Q360 356 300 358Z", t.dark, opacity=0.3)
        + stroke("M138 190 Q168 170 198 190 T258 190 T318 186", t.deep, 7, opacity=0.55)
        + stroke("M138 236 Q168 218 198 236 T272 234", t.deep, 7, opacity=0.55)
        + rect(98, 130, 270, 26, 12, t.light, opacity=0.6)
    )


def parcel_box(t: Tones) -> str:
    return (
        shadow(across=170)
        + path("M92 204 L150 140 H388 L346 204Z", t.light)
        + path("M346 204 L388 140 V328 L346 396Z", EDGE)
        + rect(92, 204, 254, 192, 6, BODY)
        + path("M200 204 L246 140 H286 L242 204Z", "#f6ead4", opacity=0.9)
        + rect(200, 204, 42, 66, 0, "#f6ead4", opacity=0.75)
        + rect(258, 310, 66, 60, 8, PAPER)
        + text_lines(268, 324, (46, 30), colour=LINE)
        + stroke(
            "M122 372 V336 M122 336 l-10 12 M122 336 l10 12 M152 372 V336 M152 336 l-10 12 M152 336 l10 12",
            INK,
            5,
            opacity=0.45,
        )
    )
