from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.management.report import write_atomically
from segmentation.sources import FileLimits, LineRules, SourceError, open_source
from segmentation.sources.files import FileSource


class FileCommand(BaseCommand):
    """A command that can look at an order file, for which nothing of a host is needed."""

    requires_system_checks = []

    def open_file(self, path: Path, *, columns: str) -> FileSource:
        """The orders of a file, within the bounds that are set for files."""
        limits = FileLimits(max_bytes=conf.get("MAX_FILE_BYTES"))
        rules = LineRules(minor_digits=conf.get("MINOR_DIGITS"))
        try:
            return open_source(path, columns=columns, rules=rules, limits=limits)
        except SourceError as error:
            raise CommandError(str(error)) from error


class ReportCommand(BaseCommand):
    """A command whose result goes to the screen or into a file, and whose remarks go to the screen's other stream."""

    def hand_over(self, text: str, output: Path | None) -> None:
        """Write the result where it was asked for; a file is there whole or not at all."""
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            write_atomically(output, text)
        except OSError as error:
            raise CommandError(_("%(path)s cannot be written: %(why)s") % {"path": output, "why": error}) from error
        self.note(_("Written to %(path)s.") % {"path": output})

    def note(self, text: str) -> None:
        """Say something to the person at the keyboard."""
        self.stderr.write(text, self.style.NOTICE)
