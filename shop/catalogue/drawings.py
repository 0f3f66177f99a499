"""What an SVG drawing may hold: shapes, and nothing that runs, moves or is fetched from elsewhere."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset({
    "svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "path", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "text", "tspan", "textPath", "linearGradient", "radialGradient", "stop", "clipPath",
    "mask", "pattern", "marker", "style", "filter", "feBlend", "feColorMatrix", "feComposite", "feDropShadow",
    "feFlood", "feGaussianBlur", "feMerge", "feMergeNode", "feOffset", "switch", "view",
})  # fmt: skip
NOTES = ("http://www.inkscape.org/", "http://sodipodi.sourceforge.net/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
         "http://creativecommons.org/ns#", "http://web.resource.org/cc/", "http://purl.org/dc/")  # fmt: skip
"""Beginnings of the namespaces in which drawing programs note something for themselves; browsers pass it over."""

_FETCHED = re.compile(r"@import|url\((?!\s*['\"]?\s*#)|javascript:|expression\(|\\", re.IGNORECASE)
"""In CSS and attributes; a backslash could spell any of it otherwise."""


class UnsafeDrawingError(Exception):
    """The file is no drawing, or holds what a picture does not need. The message is for who uploads it."""


def check_drawing(content: bytes) -> None:
    """Raises UnsafeDrawingError for anything but shapes that the file itself describes."""
    try:
        text = content.decode("utf-8-sig")
        # Declared otherwise, the same bytes would be read as something else by whoever opens them.
        root = fromstring(text.encode(), forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except (UnicodeDecodeError, ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise UnsafeDrawingError(_("This cannot be read as a drawing (SVG). Please save it anew and try again.")) from (
            problem
        )
    if root.tag != f"{SVG}svg":
        raise UnsafeDrawingError(_("This is not a drawing (SVG)."))
    if "<?xml-stylesheet" in text:
        raise _refusal("xml-stylesheet")
    for element in root.iter():
        _check_element(element)


def _check_element(element: Element) -> None:
    name = element.tag if isinstance(element.tag, str) else ""
    if name.startswith(SVG):
        if name.removeprefix(SVG) not in SHAPES:
            raise _refusal(name.removeprefix(SVG))
    elif not name.removeprefix("{").startswith(NOTES):
        raise _refusal(name.rpartition("}")[2])
    if name == f"{SVG}style" and _FETCHED.search("".join(element.itertext())):
        raise _refusal("style")
    for full_name, value in element.attrib.items():
        attribute = full_name.rpartition("}")[2].lower()
        points_away = attribute in {"href", "src", "base"} and not value.strip().startswith("#")
        if attribute.startswith("on") or points_away or _FETCHED.search(value):
            raise _refusal(attribute)


def _refusal(name: str) -> UnsafeDrawingError:
    return UnsafeDrawingError(
        _("The drawing holds “%s”, which a picture does not need and which could do harm. Please save it without.")
        % name[:40]
    )
