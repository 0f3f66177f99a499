"""Furniture and things, each drawn with its foot or its hook at 0, 0."""

from __future__ import annotations

from shop.inspiration.scenes.shapes import at, box, disc, line, shadow, shape

WOOD, WOOD_DARK, STEEL, INK, PAPER = "#d9a877", "#b98456", "#8d99a0", "#33444d", "#fbf8f2"


def window(w: float, h: float, *, sky: str = "#cfe6ee", frame: str = "#ffffff", hills: str = "#a9cdb5") -> str:
    """Its upper left corner is at 0, 0."""
    return (
        box(-12, -12, w + 24, h + 24, frame, r=6)
        + box(0, 0, w, h, sky)
        + disc(w * 0.74, h * 0.26, 30, "#fff3cf")
        + shape(f"M0 {h} V{h * 0.72} Q{w * 0.25} {h * 0.5} {w * 0.5} {h * 0.7} T{w} {h * 0.6} V{h} Z", hills)
        + shape(f"M0 {h} V{h * 0.86} Q{w * 0.4} {h * 0.7} {w} {h * 0.85} V{h} Z", "#8fbd9f")
        + box(w / 2 - 5, 0, 10, h, frame)
        + box(-24, h + 10, w + 48, 14, frame, r=4)
    )


def pendant(*, drop: float, colour: str, w: float = 120) -> str:
    """Hangs from 0, 0 at the ceiling."""
    h = w * 0.5
    return (
        shape(
            f"M{-w / 2} {drop + h} L{-w * 1.1} {drop + h + 260} H{w * 1.1} L{w / 2} {drop + h} Z",
            "#fff6d8",
            opacity=0.22,
        )
        + line(f"M0 0 V{drop}", INK, width=4)
        + disc(0, drop + h, w * 0.22, "#ffeeb5", ry=12)
        + shape(f"M{-w / 2} {drop + h} Q{-w / 2} {drop} 0 {drop} Q{w / 2} {drop} {w / 2} {drop + h} Z", colour)
    )


def plant(*, pot: str = "#e7b59a", leaf: str = "#5f9c7c", leaf_dark: str = "#47826a", height: float = 1) -> str:
    stalks = [(-62, -190, -20), (-34, -250, -10), (4, -280, 0), (42, -238, 12), (70, -180, 22)]
    leaves = "".join(
        line(f"M0 -84 Q{lean} {top * 0.6} {x} {top + 30}", leaf_dark, width=5)
        + shape(
            f"M{x} {top - 34} Q{x + 44} {top + 4} {x - lean * 0.4} {top + 62} Q{x - 44} {top + 8} {x} {top - 34} Z",
            leaf if i % 2 else leaf_dark,
        )
        for i, (x, top, lean) in enumerate(stalks)
    )
    return at(
        0,
        0,
        shadow(0, 0, 66),
        leaves,
        shape("M-52 -96 H52 L40 0 H-40 Z", pot),
        box(-58, -108, 116, 22, pot, r=6),
        box(-58, -90, 116, 4, "#2b3a42", opacity=0.08),
        scale=height,
    )


def trailing_plant(*, pot: str = "#f4efe6") -> str:
    """Stands on a shelf and hangs over its edge."""
    spots = [
        (-38, -42),
        (-22, -54),
        (-4, -62),
        (14, -58),
        (30, -50),
        (42, -38),
        (-12, -46),
        (8, -46),
        (24, -40),
        (-26, -38),
        (-46, -24),
        (48, -18),
        (-50, -4),
        (52, 2),
        (-44, 14),
        (46, 22),
        (-48, 32),
        (54, 40),
        (50, 58),
    ]
    leaves = "".join(disc(x, y, 13, "#6aa784" if i % 2 else "#4f8c6e", ry=9) for i, (x, y) in enumerate(spots))
    return leaves + box(-30, -40, 60, 40, pot, r=8)


def chair(*, colour: str = "#5f8fa3", facing: int = 1) -> str:
    """A swivel chair seen from the side; facing 1 looks right, -1 left."""
    return (
        f'<g transform="scale({facing} 1)">'
        + shadow(0, 0, 72)
        + line("M-50 -8 Q0 -34 50 -8 M0 -26 V-96", INK, width=9)
        + disc(-50, -6, 9, INK)
        + disc(50, -6, 9, INK)
        + box(-62, -122, 122, 30, colour, r=14)
        + shape("M-66 -118 Q-92 -190 -74 -262 Q-64 -276 -50 -262 Q-60 -190 -40 -116 Z", colour)
        + line("M-40 -150 H22", INK, width=9)
        + "</g>"
    )


def stool(*, colour: str = WOOD) -> str:
    return (
        shadow(0, 0, 46)
        + line("M-22 -130 L-36 -2 M22 -130 L36 -2 M-30 -52 H30", WOOD_DARK, width=8)
        + box(-44, -146, 88, 22, colour, r=11)
    )


def table(w: float, *, h: float = 150, top: str = WOOD, legs: str = WOOD_DARK) -> str:
    return (
        shadow(0, 0, w * 0.5)
        + shape(f"M{-w / 2 + 40} {-h} L{-w / 2 + 24} 0 H{-w / 2 + 40} L{-w / 2 + 66} {-h} Z", legs)
        + shape(f"M{w / 2 - 40} {-h} L{w / 2 - 24} 0 H{w / 2 - 40} L{w / 2 - 66} {-h} Z", legs)
        + box(-w / 2, -h - 12, w, 24, top, r=10)
        + box(-w / 2 + 8, -h + 8, w - 16, 6, "#2b3a42", opacity=0.1)
    )


def cabinet(w: float, h: float, *, colour: str, doors: int = 2) -> str:
    each = w / doors
    fronts = "".join(
        box(-w / 2 + i * each + 6, -h + 8, each - 12, h - 22, "#ffffff", r=4, opacity=0.16)
        + box(-w / 2 + (i + 0.5) * each - 16, -h + 22, 32, 6, INK, r=3, opacity=0.5)
        for i in range(doors)
    )
    return shadow(0, 0, w * 0.52) + box(-w / 2, -h, w, h - 4, colour, r=6) + fronts


def monitor(*, screen: str = "#7fb0b5", w: float = 180) -> str:
    h = w * 0.6
    return (
        box(-w * 0.2, -8, w * 0.4, 8, STEEL, r=4)
        + box(-7, -46, 14, 42, STEEL)
        + box(-w / 2, -h - 40, w, h, INK, r=8)
        + box(-w / 2 + 8, -h - 32, w - 16, h - 16, screen, r=4)
        + shape(f"M{-w / 2 + 8} {-60} Q{-w * 0.1} {-h} {w / 2 - 8} {-72} V-48 H{-w / 2 + 8} Z", "#ffffff", opacity=0.25)
    )


def laptop(*, screen: str = "#bcd7d6") -> str:
    return (
        shape("M-62 -84 H62 L70 -6 H-54 Z", INK)
        + shape("M-53 -77 H55 L61 -12 H-46 Z", screen)
        + box(-76, -8, 166, 8, STEEL, r=4)
    )


def cup(*, colour: str = "#ffffff", steam: bool = True) -> str:
    rising = (
        line("M-8 -48 q-8 -12 0 -22 q8 -10 0 -22 M10 -48 q-8 -12 0 -22 q8 -10 0 -22", "#ffffff", width=4)
        if steam
        else ""
    )
    return (
        rising
        + line("M22 -32 q20 2 14 14 q-4 8 -16 8", colour, width=6)
        + shape("M-24 -40 H24 L18 -4 Q16 0 10 0 H-10 Q-16 0 -18 -4 Z", colour)
    )


def books(*colours: str) -> str:
    tall = [70, 82, 64, 76, 88, 68, 80]
    return "".join(box(i * 22, -tall[i % 7], 19, tall[i % 7], c, r=3) for i, c in enumerate(colours))


def shelf(w: float, *parts: str, colour: str = WOOD) -> str:
    return "".join(parts) + box(0, 0, w, 14, colour, r=4) + box(6, 14, w - 12, 6, "#2b3a42", opacity=0.08)


def framed(w: float, h: float, *, frame: str = WOOD_DARK, back: str = PAPER, art: str = "") -> str:
    """A picture on the wall, its upper left corner at 0, 0."""
    return box(0, 0, w, h, frame, r=4) + box(9, 9, w - 18, h - 18, back) + art


def desk_lamp(*, colour: str = "#e59a6f") -> str:
    return (
        shape("M44 -128 L-6 -4 H150 L104 -108 Z", "#fff6d8", opacity=0.35)
        + box(-40, -8, 62, 8, colour, r=4)
        + line("M-8 -8 L-34 -92 L48 -150", colour, width=7)
        + shape("M34 -166 L82 -146 Q96 -118 108 -104 L40 -126 Q28 -140 34 -166 Z", colour)
    )


def rug(w: float, colour: str, stripe: str) -> str:
    return (
        disc(0, 0, w / 2, colour, ry=34) + disc(0, 0, w / 2 - 26, stripe, ry=26) + disc(0, 0, w / 2 - 40, colour, ry=22)
    )


def printer() -> str:
    return (
        box(-70, -150, 140, 60, PAPER, r=3)
        + "".join(line(f"M-50 {-136 + i * 12} H{40 - 16 * (i % 3)}", "#c4ccd0", width=4) for i in range(3))
        + box(-120, -112, 240, 104, "#f1f3f3", r=14)
        + box(-120, -64, 240, 12, "#c9d1d4")
        + box(-88, -46, 176, 12, INK, r=6)
        + shape("M-76 -40 H76 L92 -14 H-92 Z", PAPER)
        + box(58, -98, 44, 20, "#7fb0b5", r=4)
        + disc(40, -88, 6, "#6aa784")
    )
