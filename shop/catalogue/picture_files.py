"""Which files are taken as pictures of the catalogue."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import FileExtensionValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 5 * 1024 * 1024

validate_picture_type = FileExtensionValidator(["jpg", "jpeg", "png", "webp", "svg"])


def validate_picture_size(file: File) -> None:
    """Refuses an upload that would keep visitors waiting."""
    is_stored = getattr(file, "_committed", False)
    if not is_stored and file.size > MAX_BYTES:
        raise ValidationError(
            _("The picture is %(size)s; the most we can take is %(most)s."),
            params={"size": filesizeformat(file.size), "most": filesizeformat(MAX_BYTES)},
        )
