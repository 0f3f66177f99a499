"""Which files are taken as pictures of the catalogue."""

from __future__ import annotations

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import FileExtensionValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from shop.catalogue.drawings import UnsafeDrawingError, check_drawing

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
"""Of a picture once it is unpacked, which takes four bytes each."""

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
DRAWING = "svg"

validate_picture_type = FileExtensionValidator([*FORMATS, DRAWING])


def validate_picture_size(file: File) -> None:
    """Refuses an upload that would keep visitors waiting."""
    if not _is_stored(file) and file.size > MAX_BYTES:
        raise ValidationError(
            _("The picture is %(size)s; the most we can take is %(most)s."),
            params={"size": filesizeformat(file.size), "most": filesizeformat(MAX_BYTES)},
        )


def validate_picture_content(file: File) -> None:
    """Refuses an upload that is no picture of the kind its name says, and a drawing that holds more than shapes."""
    ending = PurePath(file.name or "").suffix.removeprefix(".").lower()
    # What another check refuses is not opened, and what is stored was checked when it came.
    if _is_stored(file) or file.size > MAX_BYTES or ending not in {*FORMATS, DRAWING}:
        return
    file.seek(0)
    try:
        if ending == DRAWING:
            check_drawing(file.read())
        else:
            _check_pixels(file, FORMATS[ending])
    except UnsafeDrawingError as problem:
        raise ValidationError(str(problem)) from problem
    finally:
        file.seek(0)


def _check_pixels(file: File, kind: str) -> None:
    try:
        with Image.open(file, formats=[kind]) as picture:
            if picture.width * picture.height <= MAX_PIXELS:
                picture.load()
                return
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as problem:
        raise ValidationError(
            _("This cannot be read as a picture (%(kind)s). Please save it anew and try again."), params={"kind": kind}
        ) from problem
    raise ValidationError(_("The picture has too many pixels. Please make it smaller."))


def _is_stored(file: File) -> bool:
    return bool(getattr(file, "_committed", False))
