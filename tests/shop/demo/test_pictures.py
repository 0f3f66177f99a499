from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from shop.demo.pictures.draw import DRAWINGS, draw_department, draw_product
from shop.demo.pictures.tones import COLOURS, WALLS

USED = re.compile(r"url\(#([\w-]+)\)")
DEFINED = re.compile(r' id="([\w-]+)"')


@pytest.mark.parametrize("drawing", sorted(DRAWINGS))
def test_draw_product_is_an_svg_that_defines_every_paint_it_uses(drawing: str) -> None:
    svg = draw_product(drawing, "blue", wall="paper")

    assert ET.fromstring(svg).get("viewBox") == "0 0 480 480"  # noqa: S314 -- drawn here, a line above
    assert set(USED.findall(svg)) - set(DEFINED.findall(svg)) == set()


@pytest.mark.parametrize("drawing", ["office_chair", "mug", "binder", "laptop"])
def test_draw_product_is_drawn_in_its_colour(drawing: str) -> None:
    pictures = {colour: draw_product(drawing, colour, wall="paper") for colour in COLOURS}

    assert len(set(pictures.values())) == len(COLOURS)
    assert [colour for colour, svg in pictures.items() if COLOURS[colour].base not in svg] == []


@pytest.mark.parametrize("wall", sorted(WALLS))
def test_draw_department_defines_every_paint_it_uses(wall: str) -> None:
    svg = draw_department(wall)

    assert ET.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 -- drawn here, a line above
    assert set(USED.findall(svg)) - set(DEFINED.findall(svg)) == set()


def test_drawings_are_of_more_than_forty_five_kinds_of_goods() -> None:
    assert len(DRAWINGS) == 76
