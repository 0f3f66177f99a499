from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from shop.catalogue import picture_files
from shop.catalogue.models import Category, ProductPicture
from shop.catalogue.picture_files import MAX_BYTES
from shop.demo.pictures.draw import draw_department, draw_product
from shop.demo.tables.departments import DEPARTMENTS

FIELDS = [Category._meta.get_field("picture"), ProductPicture._meta.get_field("file")]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">%s</svg>'
UNREADABLE = "cannot be read as a"


def raster(kind: str, *, size: tuple[int, int] = (8, 8)) -> bytes:
    stored = BytesIO()
    Image.new("RGB", size, "green").save(stored, kind)
    return stored.getvalue()


def problems_of(content: bytes, name: str, *, field=FIELDS[1]) -> str:
    """What a field says of a file; nothing where it takes it."""
    try:
        field.run_validators(ContentFile(content, name=name))
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    ("name", "kind"), [("a.png", "PNG"), ("a.JPG", "JPEG"), ("a.jpeg", "JPEG"), ("a.webp", "WEBP")]
)
def test_pictures_are_taken(field, name, kind):
    assert problems_of(raster(kind), name, field=field) == ""


@pytest.mark.parametrize("field", FIELDS)
def test_only_so_large_a_file_is_taken(field):
    picture = raster("PNG")

    assert problems_of(picture + b"\0" * (MAX_BYTES - len(picture)), "a.png", field=field) == ""
    assert "the most we can take" in problems_of(picture + b"\0" * (MAX_BYTES - len(picture) + 1), "a.png", field=field)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (raster("PNG"), "chair.html", "not allowed"),
        (b"<html><script>alert(1)</script>", "chair.png", UNREADABLE),
        (raster("PNG"), "chair.jpg", UNREADABLE),
        (raster("JPEG")[:-60], "chair.jpg", UNREADABLE),
        (raster("PNG")[:40], "chair.png", UNREADABLE),
        (b"", "chair.webp", UNREADABLE),
        (SVG.encode(), "chair.png", UNREADABLE),
        (raster("PNG"), "chair.svg", UNREADABLE),
    ],
)
def test_what_is_no_such_picture_is_refused(content, name, why):
    assert why in problems_of(content, name)


def test_a_picture_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(picture_files, "MAX_PIXELS", 63)

    assert problems_of(raster("PNG"), "a.png") == "The picture has too many pixels. Please make it smaller."


def test_our_own_drawings_are_taken():
    drawn = [
        *(draw_department(department.wall) for department in DEPARTMENTS),
        *(draw_product(leaf.drawing, leaf.shade, wall=each.wall) for each in DEPARTMENTS for leaf in each.leaves),
        *(path.read_text() for path in Path("shop/static/shop/img").glob("*.svg")),
    ]

    assert len(drawn) > 40
    assert {problems_of(svg.encode(), "a.svg") for svg in drawn} == {""}


@pytest.mark.parametrize(
    "inside",
    [
        "<title>A chair</title><path d='M0 0h9'/>",
        "<defs><linearGradient id='a'/></defs><rect fill='url(#a)' style='fill: url( \"#a\" )'/><use xlink:href='#a'/>",
        "<style>.a { fill: url(#b) }</style>",
        "<i:view xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:zoom='2'/>",
    ],
)
def test_shapes_are_taken(inside):
    assert problems_of((SVG % inside).encode(), "a.svg") == ""


def test_the_heading_of_a_drawing_program_is_taken():
    heading = (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )

    assert problems_of((heading + SVG % "").encode(), "a.svg") == ""


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>Hi</p></foreignObject>", "foreignObject"),
        ("<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>", "script"),
        ("<path onload='alert(1)'/>", "onload"),
        ("<a href='javascript:alert(1)'/>", "a"),
        ("<use href='https://elsewhere.example/a.svg#a'/>", "href"),
        ("<use xlink:href='data:image/svg+xml;base64,AAAA'/>", "href"),
        ("<image href='https://elsewhere.example/a.png'/>", "image"),
        ("<set attributeName='href' to='javascript:alert(1)'/>", "set"),
        ("<animate attributeName='href' values='javascript:alert(1)'/>", "animate"),
        ("<rect style='fill: url(https://elsewhere.example/a)'/>", "style"),
        ("<rect fill='url( //elsewhere.example/a)'/>", "fill"),
        ("<rect style='fill: u\\72l(https://elsewhere.example/a)'/>", "style"),
        ("<style>a<title/>@import 'https://elsewhere.example/a.css'</style>", "style"),
        ("<style>@import 'https://elsewhere.example/a.css';</style>", "style"),
        ('<style>.a { background: URL("https://elsewhere.example/a") }</style>', "style"),
    ],
)
def test_what_runs_or_is_fetched_is_refused_by_name(inside, named):
    assert f"holds “{named}”" in problems_of((SVG % inside).encode(), "a.svg")


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + (SVG % "<text>&a;</text>").encode(),
        (SVG % "").encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-7"?>' + (SVG % "").encode(),
        b"<svg",
        b"\xff\xfe",
    ],
)
def test_a_drawing_that_cannot_be_looked_through_is_refused(content):
    assert UNREADABLE in problems_of(content, "a.svg")


def test_a_page_is_no_drawing():
    assert problems_of(b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "a.svg") == "This is not a drawing (SVG)."


def test_a_style_sheet_from_elsewhere_is_refused():
    content = '<?xml-stylesheet href="https://elsewhere.example/a.xsl"?>' + SVG % ""

    assert "xml-stylesheet" in problems_of(content.encode(), "a.svg")
