"""Six rooms, drawn for the inspiration pages."""

from __future__ import annotations

from shop.inspiration.scenes.furniture import (
    INK,
    PAPER,
    WOOD,
    WOOD_DARK,
    books,
    cabinet,
    chair,
    cup,
    desk_lamp,
    framed,
    laptop,
    monitor,
    pendant,
    plant,
    printer,
    rug,
    shelf,
    stool,
    table,
    trailing_plant,
    window,
)
from shop.inspiration.scenes.shapes import at, box, disc, line, room, shadow, shape


def meeting_room() -> str:
    return (
        room(wall="#dfe7e4", floor="#cbb79d", skirting="#f4f6f4")
        + box(0, 0, 300, 548, "#c9d8d4")
        + "".join(box(20 + i * 28, 40, 14, 480, "#b7cac5", r=7) for i in range(10))
        + at(470, 110, window(430, 230))
        + at(1000, 130, framed(130, 170, art=disc(65, 70, 34, "#e59a6f") + shape("M9 161 V120 Q60 84 121 130 V161 Z", "#7ea59a")))
        + at(390, 0, pendant(drop=90, colour="#4f7f86", w=110))
        + at(680, 0, pendant(drop=60, colour="#4f7f86", w=110))
        + at(960, 0, pendant(drop=90, colour="#4f7f86", w=110))
        + at(680, 620, rug(960, "#b9c9c4", "#e9efec"))
        + at(400, 600, chair(colour="#e0a07c"))
        + at(960, 600, chair(colour="#e0a07c", facing=-1))
        + at(680, 622, table(640, h=168))
        + at(560, 442, laptop())
        + at(760, 442, cup(colour="#4f7f86"))
        + at(860, 442, box(-60, -8, 90, 8, PAPER, r=2), box(-52, -16, 84, 8, "#e59a6f", r=2))
        + at(150, 606, plant(pot="#f4efe6", height=1.2))
        + at(1110, 606, plant(pot="#4f7f86", height=0.85))
    )


def coffee_corner() -> str:
    tiles = "".join(
        box(330 + (i % 9) * 62, 250 + (i // 9) * 40, 58, 36, "#f6efe3" if (i + i // 9) % 3 else "#eadbc4", r=4) for i in range(36)
    )
    machine = (
        box(-84, -190, 168, 190, "#3b4a50", r=14)
        + box(-64, -170, 128, 44, "#56676e", r=8)
        + disc(-34, -148, 9, "#e59a6f")
        + disc(-6, -148, 9, "#f3d08b")
        + box(20, -158, 34, 20, "#a8cfd0", r=4)
        + box(-22, -122, 44, 18, "#22303a", r=4)
        + box(-60, -22, 120, 12, "#22303a", r=4)
        + at(0, -22, cup(steam=True))
    )
    jar = box(-26, -72, 52, 72, "#ffffff", r=10, opacity=0.75) + box(-26, -40, 52, 40, "#8a5a3c", r=10) + box(-22, -84, 44, 14, WOOD, r=5)
    return (
        room(wall="#f1ddc8", floor="#b98d6c", skirting="#fbf3e8")
        + tiles
        + at(330, 190, shelf(560, at(60, 0, trailing_plant()), at(150, 0, books("#7fa39a", "#e0a07c", "#f3d08b", "#4f7f86")),
                             at(330, 0, cup(colour="#e59a6f", steam=False)), at(400, 0, cup(colour="#7fa39a", steam=False)),
                             at(470, 0, cup(colour="#f7f2e8", steam=False))))
        + at(610, 640, cabinet(640, 220, colour="#7fa39a", doors=4))
        + box(270, 404, 680, 24, WOOD, r=8)
        + at(430, 404, machine)
        + at(590, 404, jar)
        + at(660, 404, jar)
        + at(760, 404, cup(colour="#e59a6f"))
        + at(860, 404, box(-44, -30, 88, 30, "#d0b089", r=8), disc(-20, -36, 16, "#e7a55b"), disc(14, -38, 18, "#d9823f"), disc(-4, -50, 15, "#c9c05a"))
        + at(160, 0, pendant(drop=120, colour="#c9764d", w=130))
        + at(1060, 0, pendant(drop=120, colour="#c9764d", w=130))
        + at(1060, 652, table(210, h=230, top=WOOD))
        + at(1040, 410, cup(colour="#ffffff"))
        + at(980, 664, stool())
        + at(1146, 664, stool(colour="#c9764d"))
        + at(140, 640, plant(pot="#c9764d", height=1.15))
    )


def home_office() -> str:
    sun = shape("M820 548 L560 700 H1010 L1110 548 Z", "#fff3cf", opacity=0.35)
    curtain = shape("M0 0 H70 Q50 180 74 400 H0 Z", "#f3d9c3") + line("M22 0 Q16 200 24 396 M46 0 Q34 200 48 396", "#e6c4a8", width=4)
    return (
        room(wall="#e9e3f0", floor="#d6b28c", skirting="#faf8fc")
        + sun
        + at(800, 90, window(300, 300, sky="#fbe3c6", hills="#d8b9a5"))
        + at(744, 70, curtain)
        + f'<g transform="translate(1156 70) scale(-1 1)">{curtain}</g>'
        + at(170, 150, framed(110, 140, frame="#ffffff", art=disc(55, 62, 26, "#b79ccf") + line("M55 88 V120", "#5f9c7c", width=5)))
        + at(300, 180, framed(110, 110, frame="#ffffff", back="#f7e2d3", art=shape("M9 101 L46 44 L70 76 L84 60 L101 101 Z", "#b7866b")))
        + at(450, 240, shelf(250, at(20, 0, books("#8f7fb0", "#e0a07c", "#f3d08b", "#7fa39a", "#d8c7e6")), at(200, 0, trailing_plant())))
        + at(470, 664, rug(760, "#cfc2e0", "#f1ecf6"))
        + at(460, 640, table(620, h=196, top="#efd6b8"))
        + at(470, 432, monitor(screen="#9db7d8", w=210))
        + at(300, 432, box(0, -10, 90, 10, "#8f7fb0", r=3), box(6, -20, 80, 10, PAPER, r=3), box(2, -30, 84, 10, "#e0a07c", r=3))
        + at(610, 432, cup(colour="#e59a6f"))
        + at(690, 432, desk_lamp(colour="#8f7fb0"))
        + at(470, 660, chair(colour="#6b5c8f"))
        + at(950, 650, plant(pot="#ffffff", height=1.1))
        + at(90, 640, plant(pot="#8f7fb0", height=0.8))
    )


def print_corner() -> str:
    tray = lambda y, colour: box(-80, y, 160, 14, colour, r=4) + box(-70, y - 10, 140, 10, PAPER, r=2)  # noqa: E731
    board = framed(
        330, 200, frame="#ffffff", back="#f3ead9",
        art="".join(
            box(34 + i % 3 * 92, 34 + i // 3 * 74, 74, 56, c, r=3) + disc(71 + i % 3 * 92, 38 + i // 3 * 74, 6, "#d96f54")
            for i, c in enumerate(["#fff4b8", "#cfe6d8", "#ffffff", "#ffffff", "#f7d3c2", "#cfe0ee"])
        ),
    )
    return (
        room(wall="#d7e4ea", floor="#c2c9c8", skirting="#f3f7f9")
        + at(120, 110, board)
        + at(560, 170, shelf(420, at(30, 0, box(0, -64, 54, 64, "#5f8fa3", r=4), box(60, -64, 54, 64, "#e59a6f", r=4), box(120, -64, 54, 64, "#f3d08b", r=4)),
                             at(240, 0, books("#7fa39a", "#c5d4da", "#5f8fa3")), at(360, 0, trailing_plant())))
        + at(470, 640, cabinet(620, 210, colour="#5f8fa3", doors=3))
        + box(150, 414, 640, 22, "#f4f6f4", r=8)
        + at(360, 414, printer())
        + at(650, 414, tray(-14, "#33444d"), tray(-44, "#33444d"), tray(-74, "#33444d"))
        + at(960, 640, shadow(0, 0, 90), shape("M-78 -170 H78 L64 0 H-64 Z", "#7fb08f"), box(-86, -184, 172, 22, "#6a9c7c", r=8),
             line("M-24 -70 L0 -112 L24 -70 M34 -56 L10 -30 H-30 M-36 -56 L-20 -30", "#f4f6f4", width=9),
             shape("M-40 -184 L-20 -236 L34 -222 L40 -184 Z", PAPER))
        + at(1110, 640, plant(pot="#e59a6f", height=1.15))
        + at(60, 640, plant(pot="#f4f6f4", height=0.8))
    )


def reception() -> str:
    bell = shape("M-26 -8 Q-26 -34 0 -36 Q26 -34 26 -8 Z", "#f3d08b") + box(-30, -8, 60, 8, INK, r=4) + disc(0, -40, 5, INK)
    sofa = (
        shadow(0, 0, 150)
        + box(-130, -24, 14, 24, WOOD_DARK)
        + box(116, -24, 14, 24, WOOD_DARK)
        + box(-140, -150, 280, 100, "#d98a6a", r=26)
        + box(-160, -104, 50, 84, "#c97654", r=20)
        + box(110, -104, 50, 84, "#c97654", r=20)
        + box(-116, -82, 232, 58, "#e09a7c", r=16)
        + box(-90, -140, 66, 62, "#f3d9b0", r=14)
    )
    return (
        room(wall="#f0e6d8", floor="#c7a585", skirting="#fbf6ee")
        + box(640, 0, 560, 548, "#2f5d62")
        + "".join(box(660 + i * 36, 0, 4, 548, "#3d6d72") for i in range(15))
        + at(920, 180, disc(0, 0, 74, "#f0e6d8"), disc(0, 0, 52, "#2f5d62"), disc(0, -52, 20, "#e59a6f"))
        + at(90, 110, window(240, 260))
        + at(420, 150, framed(150, 190, frame=WOOD, art=shape("M9 181 V110 Q75 60 141 120 V181 Z", "#7fa39a") + disc(100, 60, 24, "#f3d08b")))
        + at(760, 0, pendant(drop=190, colour="#f3d08b", w=90))
        + at(1080, 0, pendant(drop=190, colour="#f3d08b", w=90))
        + at(920, 640, shadow(0, 0, 260, ry=14), box(-240, -220, 480, 216, WOOD, r=14),
             "".join(box(-226 + i * 31, -200, 20, 186, WOOD_DARK, r=8, opacity=0.45) for i in range(15)), box(-260, -238, 520, 26, "#fbf6ee", r=10))
        + at(840, 402, monitor(screen="#a8cfd0", w=150))
        + at(1000, 402, bell)
        + at(1090, 402, box(-24, -50, 48, 50, "#f0e6d8", r=10), line("M-6 -50 V-92 M8 -50 Q14 -80 26 -98 M-14 -50 Q-20 -76 -28 -84", "#5f9c7c", width=5),
             disc(-6, -98, 13, "#e59a6f"), disc(28, -104, 12, "#f3d08b"), disc(-30, -90, 11, "#d96f54"))
        + at(330, 672, rug(560, "#e2cfb8", "#f7efe3"))
        + at(330, 650, sofa)
        + at(96, 640, plant(pot="#2f5d62", height=1.25))
        + at(560, 640, plant(pot="#ffffff", height=0.95))
    )


def green_office() -> str:
    hanging = line("M0 0 V90", INK, width=3) + at(0, 130, trailing_plant(pot="#e7b59a"))
    wall_leaves = "".join(
        disc(66 + (i * 0.618 % 1) * 290, 72 + (i * 0.755 % 1) * 430, 20 + i % 3 * 7, ["#5f9c7c", "#7fb08f", "#47826a", "#93c19f"][i * 3 % 7 % 4], ry=12 + i % 3 * 5)
        for i in range(120)
    )
    return (
        room(wall="#e6efe2", floor="#cfb48f", skirting="#f8fbf6")
        + box(30, 40, 360, 490, "#3f7560", r=12)
        + wall_leaves
        + at(520, 110, window(300, 240, hills="#9ac4a3"))
        + at(930, 170, shelf(240, at(20, 0, books("#5f9c7c", "#f3d08b", "#cfe6d8", "#e0a07c")), at(180, 0, trailing_plant())))
        + at(930, 310, shelf(240, at(50, 0, trailing_plant(pot="#e59a6f")), at(120, 0, books("#47826a", "#fbf8f2", "#7fb08f", "#d9a877"))))
        + at(470, 0, hanging)
        + at(846, 0, hanging)
        + at(670, 650, rug(700, "#c3d6bf", "#eef5ea"))
        + at(670, 630, table(540, h=180, top=WOOD))
        + at(600, 438, monitor(screen="#9fc9ae", w=180))
        + at(760, 438, cup(colour="#5f9c7c"))
        + at(850, 438, box(-26, -42, 52, 42, "#f4efe6", r=8), disc(-12, -54, 18, "#5f9c7c"), disc(12, -58, 20, "#7fb08f"))
        + at(556, 656, chair(colour="#5f9c7c"))
        + at(1010, 640, shadow(0, 0, 100), *[box(-96 + i * 66, -116, 58, 116, c, r=8) + box(-82 + i * 66, -94, 30, 8, "#ffffff", r=4, opacity=0.7)
                                             for i, c in enumerate(["#5f8fa3", "#7fb08f", "#f3d08b"])])
        + at(1140, 650, plant(pot="#e7b59a", height=1.25))
    )
