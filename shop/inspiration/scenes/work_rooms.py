"""Rooms in which people work."""

from __future__ import annotations

from shop.inspiration.scenes.furniture import (
    INK,
    PAPER,
    WOOD,
    books,
    cabinet,
    chair,
    cup,
    desk_lamp,
    framed,
    monitor,
    plant,
    printer,
    rug,
    shelf,
    table,
    trailing_plant,
    window,
)
from shop.inspiration.scenes.shapes import at, box, disc, line, room, shadow, shape


def home_office() -> str:
    sun = shape("M820 548 L560 700 H1010 L1110 548 Z", "#fff3cf", opacity=0.35)
    curtain = shape("M0 0 H70 Q50 180 74 400 H0 Z", "#f3d9c3") + line(
        "M22 0 Q16 200 24 396 M46 0 Q34 200 48 396", "#e6c4a8", width=4
    )
    return (
        room(wall="#e9e3f0", floor="#d6b28c", skirting="#faf8fc")
        + sun
        + at(800, 90, window(300, 300, sky="#fbe3c6", hills="#d8b9a5"))
        + at(744, 70, curtain)
        + f'<g transform="translate(1156 70) scale(-1 1)">{curtain}</g>'
        + at(
            170,
            150,
            framed(
                110, 140, frame="#ffffff", art=disc(55, 62, 26, "#b79ccf") + line("M55 88 V120", "#5f9c7c", width=5)
            ),
        )
        + at(
            300,
            180,
            framed(
                110,
                110,
                frame="#ffffff",
                back="#f7e2d3",
                art=shape("M9 101 L46 44 L70 76 L84 60 L101 101 Z", "#b7866b"),
            ),
        )
        + at(
            450,
            240,
            shelf(
                250,
                at(20, 0, books("#8f7fb0", "#e0a07c", "#f3d08b", "#7fa39a", "#d8c7e6")),
                at(200, 0, trailing_plant()),
            ),
        )
        + at(470, 664, rug(760, "#cfc2e0", "#f1ecf6"))
        + at(460, 640, table(620, h=196, top="#efd6b8"))
        + at(470, 432, monitor(screen="#9db7d8", w=210))
        + at(
            300,
            432,
            box(0, -10, 90, 10, "#8f7fb0", r=3),
            box(6, -20, 80, 10, PAPER, r=3),
            box(2, -30, 84, 10, "#e0a07c", r=3),
        )
        + at(610, 432, cup(colour="#e59a6f"))
        + at(690, 432, desk_lamp(colour="#8f7fb0"))
        + at(470, 660, chair(colour="#6b5c8f"))
        + at(950, 650, plant(pot="#ffffff", height=1.1))
        + at(90, 640, plant(pot="#8f7fb0", height=0.8))
    )


def print_corner() -> str:
    tray = lambda y, colour: box(-80, y, 160, 14, colour, r=4) + box(-70, y - 10, 140, 10, PAPER, r=2)  # noqa: E731
    board = framed(
        330,
        200,
        frame="#ffffff",
        back="#f3ead9",
        art="".join(
            box(34 + i % 3 * 92, 34 + i // 3 * 74, 74, 56, c, r=3)
            + disc(71 + i % 3 * 92, 38 + i // 3 * 74, 6, "#d96f54")
            for i, c in enumerate(["#fff4b8", "#cfe6d8", "#ffffff", "#ffffff", "#f7d3c2", "#cfe0ee"])
        ),
    )
    return (
        room(wall="#d7e4ea", floor="#c2c9c8", skirting="#f3f7f9")
        + at(120, 110, board)
        + at(
            560,
            170,
            shelf(
                420,
                at(
                    30,
                    0,
                    box(0, -64, 54, 64, "#5f8fa3", r=4),
                    box(60, -64, 54, 64, "#e59a6f", r=4),
                    box(120, -64, 54, 64, "#f3d08b", r=4),
                ),
                at(240, 0, books("#7fa39a", "#c5d4da", "#5f8fa3")),
                at(360, 0, trailing_plant()),
            ),
        )
        + at(470, 640, cabinet(620, 210, colour="#5f8fa3", doors=3))
        + box(150, 414, 640, 22, "#f4f6f4", r=8)
        + at(360, 414, printer())
        + at(650, 414, tray(-14, "#33444d"), tray(-44, "#33444d"), tray(-74, "#33444d"))
        + at(
            960,
            640,
            shadow(0, 0, 90),
            shape("M-78 -170 H78 L64 0 H-64 Z", "#7fb08f"),
            box(-86, -184, 172, 22, "#6a9c7c", r=8),
            line("M-24 -70 L0 -112 L24 -70 M34 -56 L10 -30 H-30 M-36 -56 L-20 -30", "#f4f6f4", width=9),
            shape("M-40 -184 L-20 -236 L34 -222 L40 -184 Z", PAPER),
        )
        + at(1110, 640, plant(pot="#e59a6f", height=1.15))
        + at(60, 640, plant(pot="#f4f6f4", height=0.8))
    )


def green_office() -> str:
    hanging = line("M0 0 V90", INK, width=3) + at(0, 130, trailing_plant(pot="#e7b59a"))
    wall_leaves = "".join(
        disc(
            66 + (i * 0.618 % 1) * 290,
            72 + (i * 0.755 % 1) * 430,
            20 + i % 3 * 7,
            ["#5f9c7c", "#7fb08f", "#47826a", "#93c19f"][i * 3 % 7 % 4],
            ry=12 + i % 3 * 5,
        )
        for i in range(120)
    )
    return (
        room(wall="#e6efe2", floor="#cfb48f", skirting="#f8fbf6")
        + box(30, 40, 360, 490, "#3f7560", r=12)
        + wall_leaves
        + at(520, 110, window(300, 240, hills="#9ac4a3"))
        + at(
            930,
            170,
            shelf(240, at(20, 0, books("#5f9c7c", "#f3d08b", "#cfe6d8", "#e0a07c")), at(180, 0, trailing_plant())),
        )
        + at(
            930,
            310,
            shelf(
                240,
                at(50, 0, trailing_plant(pot="#e59a6f")),
                at(120, 0, books("#47826a", "#fbf8f2", "#7fb08f", "#d9a877")),
            ),
        )
        + at(470, 0, hanging)
        + at(846, 0, hanging)
        + at(670, 650, rug(700, "#c3d6bf", "#eef5ea"))
        + at(670, 630, table(540, h=180, top=WOOD))
        + at(600, 438, monitor(screen="#9fc9ae", w=180))
        + at(760, 438, cup(colour="#5f9c7c"))
        + at(
            850, 438, box(-26, -42, 52, 42, "#f4efe6", r=8), disc(-12, -54, 18, "#5f9c7c"), disc(12, -58, 20, "#7fb08f")
        )
        + at(556, 656, chair(colour="#5f9c7c"))
        + at(
            1010,
            640,
            shadow(0, 0, 100),
            *[
                box(-96 + i * 66, -116, 58, 116, c, r=8) + box(-82 + i * 66, -94, 30, 8, "#ffffff", r=4, opacity=0.7)
                for i, c in enumerate(["#5f8fa3", "#7fb08f", "#f3d08b"])
            ],
        )
        + at(1140, 650, plant(pot="#e7b59a", height=1.25))
    )
