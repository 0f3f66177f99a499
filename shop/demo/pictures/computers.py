"""Computers & screens."""

from __future__ import annotations

from shop.demo.pictures.shapes import (
    BODY,
    DISPLAY,
    EDGE,
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
    text_lines,
    turned,
)
from shop.demo.pictures.tones import Tones


def _scene(x: float, y: float, width: float, height: float) -> str:
    """What a switched-on display shows: hills at dawn."""
    mid, low = y + height * 0.62, y + height
    return (
        rect(x, y, width, height, 6, DISPLAY)
        + oval(x + width * 0.72, y + height * 0.36, height * 0.13, height * 0.13, "#f7c98b")
        + path(
            f"M{x} {mid} Q{x + width * 0.22} {mid - height * 0.3} {x + width * 0.45} {mid} T{x + width}"
            f" {mid - height * 0.08}"
            f" V{low - 6} Q{x + width} {low} {x + width - 6} {low} H{x + 6} Q{x} {low} {x} {low - 6}Z",
            "#4f86d9",
            opacity=0.75,
        )
        + path(
            f"M{x} {mid + height * 0.2} Q{x + width * 0.35} {mid - height * 0.02} {x + width} {mid + height * 0.22}"
            f" V{low - 6} Q{x + width} {low} {x + width - 6} {low} H{x + 6} Q{x} {low} {x} {low - 6}Z",
            "#42a39f",
            opacity=0.85,
        )
        + path(f"M{x} {y} H{x + width * 0.4} L{x + width * 0.18} {low} H{x}Z", SHINE, opacity=0.08)
    )


def laptop(t: Tones) -> str:
    return (
        shadow(y=382, across=200)
        + rect(104, 120, 272, 194, 18, BODY)
        + rect(116, 132, 248, 168, 10, INK)
        + _scene(122, 138, 236, 156)
        + oval(240, 135, 2.5, 2.5, "#9aa5b2")
        + path("M104 314 H376 L424 358 H56Z", SIDE)
        + path("M124 320 H356 L374 340 H106Z", t.deep, opacity=0.55)
        + rect(206, 344, 68, 10, 4, t.light, opacity=0.6)
        + path("M56 358 H424 Q424 378 402 378 H78 Q56 378 56 358Z", BODY)
        + path("M56 364 Q240 372 424 364 Q420 378 402 378 H78 Q60 378 56 364Z", EDGE, opacity=0.45)
    )


def desktop_pc(t: Tones) -> str:
    return (
        shadow(across=130)
        + path("M318 92 L358 116 V374 L318 396Z", EDGE)
        + rect(150, 88, 170, 308, 18, BODY)
        + rect(172, 116, 126, 40, 8, SIDE)
        + rect(182, 132, 106, 6, 3, t.deep, opacity=0.6)
        + oval(235, 194, 16, 16, STEEL)
        + stroke("M235 185 v10", "#42a39f", 4)
        + "".join(rect(176, y, 118, 9, 4.5, t.deep, opacity=0.45) for y in range(252, 360, 20))
        + rect(190, 222, 22, 10, 3, INK)
        + rect(222, 222, 22, 10, 3, INK)
        + oval(272, 227, 6, 6, INK)
        + rect(160, 108, 9, 260, 4.5, SHINE, opacity=0.35)
    )


def screen(_t: Tones) -> str:
    return (
        shadow(across=120)
        + path("M216 316 H264 L272 380 H208Z", SIDE)
        + path("M150 396 Q152 376 240 374 Q328 376 330 396Z", BODY)
        + rect(62, 92, 356, 232, 18, BODY)
        + rect(74, 104, 332, 202, 10, INK)
        + _scene(78, 108, 324, 192)
        + oval(240, 315, 4, 4, "#7fd3a2")
    )


def printer(_t: Tones) -> str:
    return (
        shadow(across=185)
        + path("M148 100 H332 V206 H148Z", PAPER)
        + text_lines(176, 124, (128, 96, 112), gap=20)
        + path("M96 196 Q96 172 120 172 H360 Q384 172 384 196 V240 H96Z", SIDE)
        + rect(72, 214, 336, 142, 26, BODY)
        + path("M72 300 H408 V330 Q408 356 382 356 H98 Q72 356 72 330Z", SIDE, opacity=0.55)
        + rect(122, 298, 236, 22, 11, INK)
        + path("M144 310 H336 L356 388 Q358 396 348 396 H132 Q122 396 124 388Z", PAPER)
        + text_lines(168, 334, (144, 104, 124))
        + rect(304, 236, 76, 40, 8, DISPLAY)
        + rect(314, 248, 36, 5, 2.5, "#8fc4e6")
        + rect(314, 259, 24, 5, 2.5, "#8fc4e6")
        + oval(112, 256, 12, 12, STEEL)
        + oval(144, 256, 7, 7, "#7fd3a2")
        + rect(92, 224, 190, 9, 4.5, SHINE, opacity=0.45)
    )


def keyboard(t: Tones) -> str:
    keys = "".join(
        rect(74 + column * 28 + row * 3, 222 + row * 32, 23, 25, 6, PAPER)
        + rect(74 + column * 28 + row * 3, 241 + row * 32, 23, 6, 3, t.deep, opacity=0.35)
        for row in range(3)
        for column in range(12 if row < 2 else 11)
    )
    return (
        shadow(y=384, across=205)
        + rect(46, 204, 388, 172, 24, EDGE)
        + rect(46, 196, 388, 172, 24, BODY)
        + keys
        + rect(134, 320, 196, 26, 7, PAPER)
        + rect(80, 320, 44, 26, 7, PAPER)
        + rect(340, 320, 58, 26, 7, PAPER)
        + rect(66, 202, 340, 7, 3.5, SHINE, opacity=0.4)
    )


def mouse(t: Tones) -> str:
    return (
        shadow(across=120)
        + stroke("M240 116 Q240 76 280 70 T344 44", "#75818f", 7)
        + rect(144, 108, 192, 288, 96, EDGE)
        + rect(144, 102, 192, 284, 96, BODY)
        + path("M240 102 Q336 102 336 198 V220 H240Z", SIDE, opacity=0.35)
        + stroke("M240 104 V222 M146 222 Q240 246 334 222", t.deep, 4, opacity=0.45)
        + rect(227, 140, 26, 60, 13, INK)
        + rect(233, 150, 14, 38, 7, "#8b97a4")
        + stroke("M168 196 Q172 148 206 128", SHINE, 11, opacity=0.5)
    )


def headset(_t: Tones) -> str:
    return (
        shadow(across=140)
        + stroke("M120 268 V228 Q120 104 240 104 Q360 104 360 228 V268", EDGE, 30)
        + stroke("M120 260 V226 Q122 108 240 106 Q358 108 360 226 V260", BODY, 20)
        + stroke("M164 124 Q196 108 240 108", SHINE, 6, opacity=0.5)
        + rect(88, 238, 70, 116, 32, BODY)
        + rect(130, 244, 34, 104, 16, IRON)
        + rect(322, 238, 70, 116, 32, SIDE)
        + rect(316, 244, 34, 104, 16, IRON)
        + stroke("M116 346 Q128 392 212 390", IRON, 9)
        + rect(202, 374, 58, 30, 15, IRON)
        + stroke("M104 268 V322", SHINE, 8, opacity=0.45)
    )


def webcam(_t: Tones) -> str:
    return (
        shadow(across=120)
        + path("M176 392 Q178 364 240 362 Q302 364 304 392 Q304 398 296 398 H184 Q176 398 176 392Z", IRON)
        + rect(226, 296, 28, 74, 8, STEEL)
        + rect(88, 138, 304, 168, 84, EDGE)
        + rect(88, 130, 304, 168, 84, BODY)
        + oval(240, 214, 70, 70, IRON)
        + oval(240, 214, 52, 52, DISPLAY)
        + oval(240, 214, 28, 28, "#4f86d9", opacity=0.6)
        + oval(222, 196, 14, 11, SHINE, opacity=0.7)
        + oval(344, 214, 8, 8, "#7fd3a2")
        + stroke("M118 188 Q132 154 172 148", SHINE, 10, opacity=0.5)
    )


def cable(t: Tones) -> str:
    return (
        shadow(across=150)
        + stroke(
            "M300 300 Q380 240 300 170 Q220 110 150 176 Q96 240 160 300 Q230 352 300 290 Q350"
            " 230 290 196 Q230 166 186 214 Q160 256 214 276 Q262 286 258 240",
            t.dark,
            20,
        )
        + stroke(
            "M300 297 Q380 237 300 167 Q220 107 150 173 Q96 237 160 297 Q230 349 300 287 Q350"
            " 227 290 193 Q230 163 186 211 Q160 253 214 273 Q262 283 258 237",
            t.base,
            14,
        )
        + turned(
            38,
            316,
            316,
            rect(290, 306, 110, 44, 12, IRON),
            rect(398, 314, 34, 28, 5, STEEL),
            rect(406, 320, 8, 6, 1, INK),
            rect(406, 330, 8, 6, 1, INK),
        )
        + rect(240, 206, 36, 46, 10, IRON)
        + rect(246, 186, 24, 22, 4, STEEL)
    )


def docking_station(t: Tones) -> str:
    ports = rect(104, 312, 40, 22, 5, INK) + rect(158, 312, 40, 22, 5, INK) + rect(212, 308, 48, 30, 6, INK)
    return (
        shadow(across=185)
        + path("M100 232 Q102 214 124 212 H356 Q378 214 380 232 L404 290 H76Z", t.light)
        + rect(70, 276, 340, 96, 24, BODY)
        + path("M70 330 H410 V348 Q410 372 386 372 H94 Q70 372 70 348Z", SIDE, opacity=0.6)
        + ports
        + oval(294, 323, 12, 12, INK)
        + oval(330, 323, 12, 12, INK)
        + oval(376, 323, 7, 7, "#7fd3a2")
        + rect(110, 372, 60, 14, 5, INK)
        + rect(310, 372, 60, 14, 5, INK)
        + stroke("M240 212 V150 Q240 110 290 110 H348", "#525d6a", 9)
        + rect(340, 96, 50, 28, 8, STEEL)
        + stroke("M124 240 H260", SHINE, 7, opacity=0.6)
    )


def battery(t: Tones) -> str:
    def cell(x: float) -> str:
        return (
            rect(x + 26, 116, 28, 22, 6, STEEL)
            + rect(x, 132, 80, 264, 16, IRON)
            + path(f"M{x} 148 Q{x} 132 {x + 16} 132 H{x + 64} Q{x + 80} 132 {x + 80} 148 V222 H{x}Z", BODY)
            + rect(x + 52, 132, 28, 264, 14, "#1b2026", opacity=0.25)
            + stroke(f"M{x + 40} 158 v34 M{x + 23} 175 h34", SHINE, 8)
            + stroke(f"M{x + 46} 262 l-16 34 h20 l-14 34", t.light, 7)
            + rect(x + 10, 146, 9, 234, 4.5, SHINE, opacity=0.35)
        )

    return shadow(across=165) + cell(100) + cell(200) + cell(300)


def router(t: Tones) -> str:
    waves = "".join(
        stroke(
            f"M{240 - r} {150 - r * 0.18} Q240 {150 - r * 1.15} {240 + r} {150 - r * 0.18}",
            t.dark,
            9,
            opacity=0.55 - r / 200,
        )
        for r in (28, 56, 84)
    )
    return (
        shadow(across=185)
        + waves
        + oval(240, 154, 9, 9, t.dark)
        + turned(-12, 118, 300, rect(110, 158, 16, 144, 8, IRON))
        + turned(12, 362, 300, rect(354, 158, 16, 144, 8, IRON))
        + path("M104 286 Q108 262 132 262 H348 Q372 262 376 286 L402 330 H78Z", t.light)
        + rect(72, 314, 336, 78, 26, BODY)
        + path("M72 358 H408 V366 Q408 392 382 392 H98 Q72 392 72 366Z", SIDE, opacity=0.6)
        + "".join(oval(x, 350, 7, 7, colour) for x, colour in ((132, "#7fd3a2"), (164, "#7fd3a2"), (196, "#f5c344")))
        + rect(270, 344, 96, 11, 5.5, t.deep, opacity=0.4)
    )


def phone(_t: Tones) -> str:
    apps = "".join(
        rect(196 + column * 34, 270 + row * 36, 24, 24, 7, colour)
        for row, colours in enumerate((("#f2924a", "#42a39f", "#8d72c8"), ("#4f86d9", "#f5c344", "#db5a52")))
        for column, colour in enumerate(colours)
    )
    return (
        shadow(across=100)
        + rect(150, 74, 188, 322, 34, EDGE)
        + rect(144, 72, 188, 322, 34, BODY)
        + rect(154, 82, 168, 302, 26, INK)
        + _scene(160, 88, 156, 290)
        + rect(212, 96, 52, 11, 5.5, INK)
        + text_lines(190, 140, (70, 96), gap=18, colour="#ffffff")
        + apps
        + rect(214, 364, 48, 5, 2.5, SHINE, opacity=0.8)
    )
