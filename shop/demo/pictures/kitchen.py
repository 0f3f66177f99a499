"""Coffee & kitchen."""

from __future__ import annotations

from shop.demo.pictures.shapes import (
    BODY,
    COFFEE,
    EDGE,
    GLASS,
    IRON,
    LEAF,
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


def _bean(x: float, y: float, size: float, tilt: float) -> str:
    return turned(
        tilt,
        x,
        y,
        oval(x, y, size, size * 0.66, COFFEE),
        oval(x - size * 0.2, y - size * 0.2, size * 0.6, size * 0.3, "#93674a", opacity=0.7),
        stroke(
            f"M{x - size * 0.8} {y} q{size * 0.4} {-size * 0.4} {size * 0.8} 0 t{size * 0.8} 0", "#4a2f1f", size * 0.12
        ),
    )


def coffee_bag(t: Tones) -> str:
    return (
        shadow(across=140)
        + path("M152 140 H328 L346 376 Q347 396 327 396 H153 Q133 396 134 376Z", BODY)
        + path("M286 140 H328 L346 376 Q347 396 327 396 H292Z", SIDE, opacity=0.75)
        + path("M152 140 L158 100 Q160 92 168 92 H312 Q320 92 322 100 L328 140Z", SIDE)
        + rect(150, 124, 180, 14, 7, STEEL)
        + stroke("M176 102 H304", t.light, 4, opacity=0.6)
        + oval(240, 168, 8, 8, t.deep, opacity=0.5)
        + rect(168, 196, 124, 146, 18, PAPER)
        + _bean(222, 244, 30, -25)
        + _bean(256, 268, 24, 30)
        + text_lines(192, 304, (76, 48), gap=15)
        + path("M150 150 H164 L152 380 H146Z", SHINE, opacity=0.28)
    )


def coffee_jar(t: Tones) -> str:
    return (
        shadow(across=120)
        + rect(150, 160, 180, 236, 34, GLASS)
        + path("M160 232 Q200 218 240 232 T320 232 V362 Q320 386 296 386 H184 Q160 386 160 362Z", COFFEE, opacity=0.9)
        + rect(158, 104, 164, 58, 16, BODY)
        + rect(158, 138, 164, 24, 8, SIDE)
        + "".join(stroke(f"M{x} 112 V132", t.dark, 3, opacity=0.35) for x in range(178, 312, 16))
        + rect(172, 250, 136, 96, 14, PAPER)
        + oval(240, 284, 26, 18, t.base)
        + text_lines(204, 316, (72,), gap=12)
        + rect(168, 176, 14, 196, 7, SHINE, opacity=0.55)
    )


def tea_box(t: Tones) -> str:
    return (
        shadow(across=150)
        + path("M126 186 L168 150 H362 L330 186Z", t.light)
        + path("M330 186 L362 150 V356 L330 396Z", EDGE)
        + rect(126, 186, 204, 210, 8, BODY)
        + rect(150, 212, 156, 158, 14, PAPER)
        + path("M228 330 Q176 290 204 236 Q262 252 256 312 Q250 328 228 330Z", LEAF)
        + stroke("M228 330 Q222 290 210 250", "#2f6b3a", 4)
        + path("M236 330 Q244 282 286 272 Q296 318 262 334Z", "#a9d8a4")
        + text_lines(196, 346, (64,))
        + stroke("M346 168 V118 Q346 104 362 104", "#a89b88", 3)
        + rect(352, 84, 38, 42, 8, SIDE)
        + rect(362, 98, 18, 5, 2.5, SHINE)
    )


def milk_carton(t: Tones) -> str:
    return (
        shadow(across=112)
        + path("M162 172 L196 116 H300 L318 172Z", t.light)
        + path("M318 172 L300 116 L334 150 V380 L318 396Z", EDGE, opacity=0.75)
        + rect(192, 92, 112, 26, 6, SIDE)
        + rect(162, 170, 156, 226, 8, PAPER)
        + path("M162 290 Q200 262 240 290 T318 290 V388 Q318 396 310 396 H170 Q162 396 162 388Z", BODY)
        + oval(240, 226, 38, 30, t.base, opacity=0.9)
        + path("M240 200 q22 26 0 44 q-22 -18 0 -44", SHINE)
        + oval(292, 148, 18, 10, STEEL)
        + rect(170, 178, 12, 108, 6, SHINE, opacity=0.8)
    )


def sugar_box(t: Tones) -> str:
    cubes = "".join(
        rect(x, y, 46, 46, 7, PAPER) + rect(x, y + 34, 46, 12, 6, "#d5dde6", opacity=0.7)
        for x, y in ((128, 350), (180, 352), (150, 304))
    )
    return (
        shadow(across=160)
        + path("M186 160 L216 132 H372 L346 160Z", t.light)
        + path("M346 160 L372 132 V370 L346 396Z", EDGE)
        + rect(186, 160, 160, 236, 8, BODY)
        + rect(204, 184, 124, 84, 12, PAPER)
        + text_lines(222, 206, (88, 60, 74))
        + path("M186 320 Q230 296 266 324 T346 312 V388 Q346 396 338 396 H194 Q186 396 186 388Z", SIDE, opacity=0.8)
        + cubes
    )


def mug(t: Tones) -> str:
    return (
        shadow(across=140)
        + stroke("M318 216 H350 Q384 216 384 262 Q384 330 318 334", t.dark, 24)
        + stroke("M318 214 H348 Q378 214 378 260 Q378 324 318 328", t.base, 18)
        + path("M118 172 H324 V340 Q324 396 268 396 H174 Q118 396 118 340Z", BODY)
        + path("M268 172 H324 V340 Q324 396 268 396 Q286 330 268 172Z", SIDE, opacity=0.6)
        + oval(221, 174, 103, 25, t.dark)
        + oval(221, 178, 92, 19, COFFEE)
        + oval(196, 174, 38, 7, "#8d6247", opacity=0.8)
        + rect(138, 204, 14, 140, 7, SHINE, opacity=0.45)
        + "".join(stroke(f"M{x} 128 q-14 -20 0 -38 t0 -38", SHINE, 9, opacity=0.75) for x in (188, 244))
    )


def paper_cup(t: Tones) -> str:
    return (
        shadow(across=100)
        + path("M154 150 H326 L302 380 Q300 396 284 396 H196 Q180 396 178 380Z", PAPER)
        + path("M161 214 H319 L308 320 H172Z", BODY)
        + path("M286 214 H319 L308 320 H282Z", SIDE, opacity=0.8)
        + rect(138, 122, 204, 32, 14, IRON)
        + path("M160 122 L168 98 Q170 90 178 90 H302 Q310 90 312 98 L320 122Z", IRON)
        + rect(200, 100, 36, 8, 4, "#1e242b")
        + oval(240, 266, 24, 24, SHINE, opacity=0.9)
        + path("M228 258 h24 q0 26 -12 26 t-12 -26", t.dark)
        + path("M170 160 H182 L200 384 H192Z", SHINE, opacity=0.8)
    )


def glass(t: Tones) -> str:
    return (
        shadow(across=96)
        + path("M158 110 H322 L304 378 Q302 396 284 396 H196 Q178 396 176 378Z", GLASS)
        + path(
            "M166 222 Q204 206 240 222 T315 222 L303 366 Q302 384 284 384 H196 Q179 384 177 366Z", BODY, opacity=0.72
        )
        + oval(240, 110, 82, 15, "#ffffff", opacity=0.85)
        + oval(240, 112, 72, 11, t.dark, opacity=0.25)
        + path("M176 132 H190 L204 370 H196Z", SHINE, opacity=0.8)
        + stroke("M158 110 L176 378 Q178 396 196 396 H284 Q302 396 304 378 L322 110", t.deep, 3, opacity=0.35)
    )


def plate(t: Tones) -> str:
    return (
        shadow(y=372, across=170, down=20)
        + "".join(oval(240, y, 160, 62, t.deep, opacity=0.5) + oval(240, y - 8, 160, 62, BODY) for y in (316, 294, 272))
        + oval(240, 262, 106, 38, t.dark, opacity=0.5)
        + oval(240, 266, 104, 36, t.light)
        + stroke("M104 246 Q150 206 222 204", SHINE, 9, opacity=0.7)
    )


def cutlery(t: Tones) -> str:
    fork = (
        path("M134 96 V176 Q134 212 160 216 V384 Q160 396 170 396 Q180 396 180 384 V216 Q206 212 206 176 V96", BODY)
        + "".join(rect(x, 90, 11, 82, 5.5, SHINE, opacity=0.9) for x in (146, 165, 184))
        + rect(166, 230, 6, 150, 3, t.dark, opacity=0.4)
    )
    knife = path("M236 396 Q226 396 226 384 V108 Q226 88 246 92 Q276 124 272 236 H248 V384 Q248 396 236 396Z", SIDE)
    spoon = (
        path(
            "M340 396 Q330 396 330 384 V226 Q296 212 296 158 Q296 92 340 92 Q384 92"
            " 384 158 Q384 212 350 226 V384 Q350 396 340 396Z",
            BODY,
        )
        + oval(340, 156, 30, 46, t.dark, opacity=0.35)
        + oval(334, 150, 22, 36, t.light, opacity=0.8)
    )
    return shadow(across=150) + fork + knife + stroke("M238 112 V226", SHINE, 6, opacity=0.5) + spoon


def water_bottle(t: Tones) -> str:
    return (
        shadow(across=92)
        + path(
            "M206 116 H274 V150 Q314 178 314 226 V372 Q314 396 290 396 H190 Q166 396 166 372 V226 Q166 178 206 150Z",
            GLASS,
        )
        + path("M172 236 H308 V368 Q308 390 286 390 H194 Q172 390 172 368Z", BODY, opacity=0.5)
        + stroke(
            "M206 116 V150 Q166 178 166 226 V372 Q166 396 190 396 H290 Q314 396 314 372 V226 Q314 178 274 150 V116",
            t.deep,
            3,
            opacity=0.35,
        )
        + rect(202, 78, 76, 40, 10, BODY)
        + rect(202, 100, 76, 18, 6, SIDE)
        + rect(166, 248, 148, 84, 0, PAPER)
        + path("M240 262 q24 28 0 54 q-24 -26 0 -54", t.base)
        + text_lines(182, 286, (28,))
        + text_lines(270, 286, (28,))
        + rect(182, 200, 12, 180, 6, SHINE, opacity=0.7)
    )


def drink_can(t: Tones) -> str:
    return (
        shadow(across=100)
        + path("M162 132 H318 V362 Q318 372 310 380 L300 396 H180 L170 380 Q162 372 162 362Z", BODY)
        + path("M276 132 H318 V362 Q318 372 310 380 L300 396 H272Z", SIDE, opacity=0.8)
        + path("M176 104 H304 L318 134 H162Z", STEEL)
        + oval(240, 104, 64, 14, STEEL)
        + oval(240, 104, 54, 10, "#94a0ad")
        + oval(248, 102, 20, 5, "#e9eef3")
        + oval(240, 250, 56, 56, SHINE, opacity=0.92)
        + oval(240, 250, 38, 38, t.base)
        + path("M240 212 V288 M202 250 H278", "none")
        + stroke("M240 216 V284 M206 250 H274 M216 226 L264 274 M264 226 L216 274", SHINE, 4)
        + rect(176, 144, 14, 220, 7, SHINE, opacity=0.45)
    )


def cookie_pack(t: Tones) -> str:
    def cookie(x: float, y: float, size: float) -> str:
        chips = "".join(
            oval(x + dx * size, y + dy * size, size * 0.13, size * 0.12, COFFEE)
            for dx, dy in ((-0.4, -0.3), (0.2, -0.5), (0.45, 0.1), (-0.1, 0.2), (-0.5, 0.35), (0.2, 0.6))
        )
        return oval(x, y + 5, size, size, "#b98145") + oval(x, y, size, size, "#e0ad6c") + chips

    return (
        shadow(across=160)
        + path("M118 150 L130 138 H318 L330 150 V372 L318 384 H130 L118 372Z", BODY)
        + path("M270 138 H318 L330 150 V372 L318 384 H270Z", SIDE, opacity=0.7)
        + "".join(stroke(f"M{x} 140 V150 M{x} 372 V382", t.deep, 3, opacity=0.4) for x in range(138, 318, 14))
        + rect(142, 172, 164, 62, 14, PAPER)
        + text_lines(164, 192, (120, 84))
        + cookie(206, 306, 46)
        + cookie(318, 344, 52)
        + rect(130, 160, 12, 208, 6, SHINE, opacity=0.4)
    )


def fruit_bowl(t: Tones) -> str:
    return (
        shadow(across=160)
        + oval(176, 226, 52, 52, "#db5a52")
        + oval(160, 208, 16, 12, SHINE, opacity=0.4)
        + stroke("M176 178 q2 -22 14 -30", COFFEE, 7)
        + oval(300, 224, 54, 54, "#f2924a")
        + oval(282, 204, 16, 12, SHINE, opacity=0.4)
        + oval(240, 206, 54, 56, "#8fcb6c")
        + oval(222, 184, 16, 14, SHINE, opacity=0.45)
        + stroke("M240 156 q0 -20 -8 -32", COFFEE, 7)
        + path("M240 146 q22 -32 50 -20 q-14 30 -50 20", LEAF)
        + path("M92 246 H388 Q384 352 300 380 V388 Q300 396 290 396 H190 Q180 396 180 388 V380 Q96 352 92 246Z", BODY)
        + path("M330 246 H388 Q384 352 300 380 V388 Q300 396 290 396 H262 Q330 352 330 246Z", SIDE, opacity=0.6)
        + rect(84, 234, 312, 24, 12, t.light)
        + stroke("M116 280 Q126 324 160 348", SHINE, 10, opacity=0.5)
    )
