"""Rooms in which people meet."""

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
    framed,
    laptop,
    monitor,
    pendant,
    plant,
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
        + at(
            1000,
            130,
            framed(130, 170, art=disc(65, 70, 34, "#e59a6f") + shape("M9 161 V120 Q60 84 121 130 V161 Z", "#7ea59a")),
        )
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
        box(330 + (i % 9) * 62, 250 + (i // 9) * 40, 58, 36, "#f6efe3" if (i + i // 9) % 3 else "#eadbc4", r=4)
        for i in range(36)
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
    jar = (
        box(-26, -72, 52, 72, "#ffffff", r=10, opacity=0.75)
        + box(-26, -40, 52, 40, "#8a5a3c", r=10)
        + box(-22, -84, 44, 14, WOOD, r=5)
    )
    return (
        room(wall="#f1ddc8", floor="#b98d6c", skirting="#fbf3e8")
        + tiles
        + at(
            330,
            190,
            shelf(
                560,
                at(60, 0, trailing_plant()),
                at(150, 0, books("#7fa39a", "#e0a07c", "#f3d08b", "#4f7f86")),
                at(330, 0, cup(colour="#e59a6f", steam=False)),
                at(400, 0, cup(colour="#7fa39a", steam=False)),
                at(470, 0, cup(colour="#f7f2e8", steam=False)),
            ),
        )
        + at(610, 640, cabinet(640, 220, colour="#7fa39a", doors=4))
        + box(270, 404, 680, 24, WOOD, r=8)
        + at(430, 404, machine)
        + at(590, 404, jar)
        + at(660, 404, jar)
        + at(760, 404, cup(colour="#e59a6f"))
        + at(
            860,
            404,
            box(-44, -30, 88, 30, "#d0b089", r=8),
            disc(-20, -36, 16, "#e7a55b"),
            disc(14, -38, 18, "#d9823f"),
            disc(-4, -50, 15, "#c9c05a"),
        )
        + at(160, 0, pendant(drop=120, colour="#c9764d", w=130))
        + at(1060, 0, pendant(drop=120, colour="#c9764d", w=130))
        + at(1060, 652, table(210, h=230, top=WOOD))
        + at(1040, 410, cup(colour="#ffffff"))
        + at(980, 664, stool())
        + at(1146, 664, stool(colour="#c9764d"))
        + at(140, 640, plant(pot="#c9764d", height=1.15))
    )


def reception() -> str:
    bell = (
        shape("M-26 -8 Q-26 -34 0 -36 Q26 -34 26 -8 Z", "#f3d08b")
        + box(-30, -8, 60, 8, INK, r=4)
        + disc(0, -40, 5, INK)
    )
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
        + at(
            420,
            150,
            framed(
                150,
                190,
                frame=WOOD,
                art=shape("M9 181 V110 Q75 60 141 120 V181 Z", "#7fa39a") + disc(100, 60, 24, "#f3d08b"),
            ),
        )
        + at(760, 0, pendant(drop=190, colour="#f3d08b", w=90))
        + at(1080, 0, pendant(drop=190, colour="#f3d08b", w=90))
        + at(
            920,
            640,
            shadow(0, 0, 260, ry=14),
            box(-240, -220, 480, 216, WOOD, r=14),
            "".join(box(-226 + i * 31, -200, 20, 186, WOOD_DARK, r=8, opacity=0.45) for i in range(15)),
            box(-260, -238, 520, 26, "#fbf6ee", r=10),
        )
        + at(840, 402, monitor(screen="#a8cfd0", w=150))
        + at(1000, 402, bell)
        + at(
            1090,
            402,
            box(-24, -50, 48, 50, "#f0e6d8", r=10),
            line("M-6 -50 V-92 M8 -50 Q14 -80 26 -98 M-14 -50 Q-20 -76 -28 -84", "#5f9c7c", width=5),
            disc(-6, -98, 13, "#e59a6f"),
            disc(28, -104, 12, "#f3d08b"),
            disc(-30, -90, 11, "#d96f54"),
        )
        + at(330, 672, rug(560, "#e2cfb8", "#f7efe3"))
        + at(330, 650, sofa)
        + at(96, 640, plant(pot="#2f5d62", height=1.25))
        + at(560, 640, plant(pot="#ffffff", height=0.95))
    )
