"""Files of attributes on their way in."""

from __future__ import annotations

import json
import zlib
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.models.attributes import OriginChoice

HEADER_LENGTH = 200
VALUE_LENGTH = 100


class AttributeImport(models.Model):
    """One file: taken in, looked through without writing anything, and then stored on somebody's word."""

    class State(models.TextChoices):
        MAPPING = "mapping", _("Waiting for its columns")
        UPLOADED = "uploaded", _("Being looked through")
        PREVIEWED = "previewed", _("Waiting for your word")
        RUNNING = "running", _("Being stored")
        FINISHED = "finished", _("Stored")
        FAILED = "failed", _("Failed")
        DROPPED = "dropped", _("Dropped")

    name = models.CharField(_("file"), max_length=200)
    packed = models.BinaryField(null=True, editable=False)
    """The file while it is needed, compressed; any worker can get at it."""
    size = models.PositiveBigIntegerField(_("size"))
    """In bytes."""
    header = models.JSONField(default=list)
    example = models.JSONField(default=list)
    """The cells of the first row, shortened."""
    mapping = models.JSONField(default=dict)
    """Column -> dimension, or `customer`; what is not named is left out."""
    signs = models.JSONField(default=dict)
    """Column -> what it shows of how its numbers and days are written."""
    clear_missing = models.BooleanField(_("empty cells clear"), default=False)
    """Whether an empty cell takes back what an earlier import stated."""
    origin = models.CharField(_("source"), max_length=8, choices=OriginChoice, default=OriginChoice.IMPORTED)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.UPLOADED)
    version = models.PositiveIntegerField(default=0)
    """Goes up with every decision about it, so that a worker sees that it was overtaken."""
    claimed_at = models.DateTimeField(null=True)
    """When a worker took it up."""
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("sent"))
    touched_at = models.DateTimeField(_("last heard of"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    preview = models.JSONField(default=dict)
    """What storing it would come to, as `services.check_import` found."""
    rows = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    companies = models.PositiveIntegerField(_("companies changed"), default=0)
    written = models.PositiveIntegerField(_("values changed"), default=0)
    withstood = models.PositiveIntegerField(_("values left as they were stated"), default=0)
    rows_refused = models.PositiveIntegerField(_("rows left out"), default=0)
    problems = models.PositiveIntegerField(_("problems"), default=0)
    error = models.TextField(_("what went wrong"), blank=True)

    class Meta:
        verbose_name = _("import of attributes")
        verbose_name_plural = _("imports of attributes")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def content(self) -> bytes | None:
        """The file as it was sent; None once it is not needed any more."""
        return None if self.packed is None else zlib.decompress(self.packed)

    @property
    def is_at_work(self) -> bool:
        return self.state in {self.State.UPLOADED, self.State.RUNNING}


class AttributeImportError(models.Model):
    """What is wrong with a row or a cell of an import; the first ones are kept, all are counted."""

    source = models.ForeignKey(AttributeImport, on_delete=models.CASCADE, related_name="errors")
    row = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=HEADER_LENGTH)
    value = models.CharField(_("value"), max_length=VALUE_LENGTH, blank=True)
    message = models.TextField(_("what is wrong"))

    class Meta:
        verbose_name = _("problem of an import")
        verbose_name_plural = _("problems of an import")
        ordering = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.row}, {self.column}: {self.message}"


class AttributeImportRest(models.Model):
    """Rows of an import with something wrong, as they were sent and with what it is, to be mended and sent again."""

    source = models.ForeignKey(AttributeImport, on_delete=models.CASCADE, related_name="rest")
    packed = models.BinaryField()

    class Meta:
        verbose_name = _("rows to mend")
        verbose_name_plural = _("rows to mend")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.source_id)

    @property
    def rows(self) -> list[tuple[list[str], str]]:
        """Cells, and what is wrong with them."""
        return [(cells, wrong) for cells, wrong in json.loads(zlib.decompress(self.packed))]


def pack_rows(rows: list[tuple[Any, str]]) -> bytes:
    """As `AttributeImportRest` keeps them."""
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), level=1)
