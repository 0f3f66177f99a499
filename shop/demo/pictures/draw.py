"""From the name of a drawing and a colour to a picture file."""

from __future__ import annotations

from collections.abc import Callable

from shop.demo.pictures import computers, furniture, hygiene, kitchen, machines, paper, plain, writing
from shop.demo.pictures.shapes import moved, of_layer, picture
from shop.demo.pictures.tones import COLOURS, Tones

Drawing = Callable[[Tones], str]

DRAWINGS: dict[str, Drawing] = {
    drawing.__name__: drawing
    for drawing in (
        kitchen.coffee_bag,
        kitchen.coffee_jar,
        kitchen.tea_box,
        kitchen.milk_carton,
        kitchen.sugar_box,
        kitchen.mug,
        kitchen.paper_cup,
        kitchen.glass,
        kitchen.plate,
        kitchen.cutlery,
        kitchen.water_bottle,
        kitchen.drink_can,
        kitchen.cookie_pack,
        kitchen.fruit_bowl,
        machines.coffee_machine,
        machines.kettle,
        hygiene.toilet_paper,
        hygiene.towel_roll,
        hygiene.towel_stack,
        hygiene.soap_bottle,
        hygiene.spray_bottle,
        hygiene.cloths,
        hygiene.brush,
        hygiene.bin_bags,
        hygiene.waste_bin,
        hygiene.first_aid_box,
        hygiene.plasters,
        paper.paper_ream,
        paper.envelope,
        paper.padded_bag,
        paper.parcel_box,
        paper.toner,
        paper.ink_cartridge,
        paper.label_roll,
        paper.label_sheets,
        paper.notebook,
        paper.sticky_notes,
        writing.pen,
        writing.pencil,
        writing.marker,
        writing.binder,
        writing.folder,
        writing.stapler,
        writing.punch,
        writing.scissors,
        writing.tape,
        writing.whiteboard,
        writing.pin_board,
        furniture.office_chair,
        furniture.meeting_chair,
        furniture.stool,
        furniture.desk,
        furniture.sit_stand_desk,
        furniture.cabinet,
        furniture.shelf,
        furniture.desk_lamp,
        furniture.floor_lamp,
        furniture.bulb,
        furniture.plant,
        computers.laptop,
        computers.desktop_pc,
        computers.screen,
        computers.printer,
        computers.keyboard,
        computers.mouse,
        computers.headset,
        computers.webcam,
        computers.cable,
        computers.docking_station,
        computers.battery,
        computers.router,
        computers.phone,
        plain.carton,
        plain.capsules,
        plain.moss_picture,
        plain.mouse_mat,
    )
}

Placed = tuple[str, str, float, float, float]
"""A drawing in a scene: its name and colour, where its upper left corner is, and how large it is."""

_SCENES: dict[str, tuple[Placed, ...]] = {
    "kitchen": (
        ("coffee_machine", "black", 6, 44, 0.72),
        ("coffee_bag", "teal", 222, 118, 0.58),
        ("mug", "yellow", 160, 214, 0.46),
    ),
    "hygiene": (
        ("spray_bottle", "teal", 16, 70, 0.68),
        ("toilet_paper", "blue", 196, 132, 0.58),
        ("soap_bottle", "rose", 128, 206, 0.46),
    ),
    "paper": (
        ("parcel_box", "oak", 168, 92, 0.62),
        ("paper_ream", "blue", 10, 160, 0.56),
        ("notebook", "teal", 196, 214, 0.46),
    ),
    "desk": (
        ("binder", "navy", 18, 84, 0.64),
        ("scissors", "orange", 214, 118, 0.56),
        ("stapler", "red", 116, 220, 0.46),
    ),
    "furniture": (
        ("sit_stand_desk", "oak", 88, 78, 0.78),
        ("office_chair", "blue", -12, 128, 0.66),
        ("plant", "orange", 276, 204, 0.46),
    ),
    "computers": (
        ("screen", "black", 38, 38, 0.82),
        ("keyboard", "white", 46, 222, 0.5),
        ("mouse", "grey", 266, 250, 0.38),
    ),
}


def draw_product(drawing: str, colour: str, *, wall: str) -> str:
    """The SVG of a product by what it is, what colour it has, and the wall of its department."""
    tones = COLOURS[colour]
    return picture(DRAWINGS[drawing](tones), tones=[tones], wall=wall)


def draw_department(wall: str) -> str:
    """The SVG of a whole department: a few of its goods together."""
    placed = _SCENES[wall]
    shapes = "".join(
        moved(x, y, of_layer(DRAWINGS[name](COLOURS[colour]), layer), scale=scale)
        for layer, (name, colour, x, y, scale) in enumerate(placed)
    )
    return picture(shapes, tones=[COLOURS[colour] for _, colour, *_ in placed], wall=wall)
