"""Order files: how they are bounded, opened and read as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from segmentation.sources.canonical import CanonicalOrders, LineRules
from segmentation.sources.errors import SourceError
from segmentation.sources.in_memory import FrameSource


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimits:
    """What is refused before it is parsed."""

    max_bytes: int = 2 * 1024**3
    max_rows: int = 50_000_000


class FileSource(FrameSource):
    """An order file, read and checked in full before a single line is given out."""

    def __init__(
        self,
        path: str | Path,
        *,
        columns: Mapping[str, str] | None = None,
        rules: LineRules | None = None,
        limits: FileLimits | None = None,
    ) -> None:
        self.path = Path(path)
        self.limits = limits or FileLimits()
        self._check_size()
        orders = self._load(columns or {}, rules or LineRules())
        self.dropped = orders.dropped
        super().__init__(orders.frame, customers=orders.customers)

    def _load(self, columns: Mapping[str, str], rules: LineRules) -> CanonicalOrders:
        raise NotImplementedError

    def _check_size(self) -> None:
        try:
            size = self.path.stat().st_size
        except OSError as error:
            raise SourceError(_("The file %(path)s cannot be read.") % {"path": self.path}) from error
        if not self.path.is_file():
            raise SourceError(_("%(path)s is not a file.") % {"path": self.path})
        if size == 0:
            raise SourceError(_("The file %(path)s is empty.") % {"path": self.path})
        if size > self.limits.max_bytes:
            raise SourceError(
                _("The file %(path)s is too large: %(size)d bytes.") % {"path": self.path, "size": size},
                expected=_("at most %(limit)d bytes") % {"limit": self.limits.max_bytes},
            )

    def _check_rows(self, rows: int) -> None:
        if rows == 0:
            raise SourceError(_("The file %(path)s has no order lines.") % {"path": self.path})
        if rows > self.limits.max_rows:
            raise SourceError(
                _("The file %(path)s has too many lines.") % {"path": self.path},
                expected=_("at most %(limit)d") % {"limit": self.limits.max_rows},
            )
