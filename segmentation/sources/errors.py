"""An order file that cannot be used is refused as a whole, with the place and what was expected there."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from segmentation.contracts import OrderSourceError


class SourceError(OrderSourceError):
    """Why orders cannot be read: where it went wrong and what was expected. The message is for a person."""

    def __init__(
        self,
        problem: str,
        *,
        column: str = "",
        row: int | None = None,
        line: int | None = None,
        order: str = "",
        expected: str = "",
        customers: Sequence[str] = (),
    ) -> None:
        self.problem = problem
        self.column = column
        self.row = row
        self.line = line
        self.order = order
        self.expected = expected
        self.customers = tuple(dict.fromkeys(customers))
        super().__init__(self.message)

    def about(self, customers: Sequence[str]) -> SourceError:
        """The same error, of more customers."""
        return SourceError(
            self.problem,
            column=self.column,
            row=self.row,
            line=self.line,
            order=self.order,
            expected=self.expected,
            customers=customers,
        )

    @property
    def message(self) -> str:
        """Everything known, in one sentence or two."""
        place = []
        if self.column:
            place.append(_("column “%(column)s”") % {"column": self.column})
        if self.row is not None and self.line is not None:
            place.append(_("row %(row)d (line %(line)d of the file)") % {"row": self.row, "line": self.line})
        elif self.row is not None:
            place.append(_("row %(row)d") % {"row": self.row})
        elif self.line is not None:
            place.append(_("line %(line)d of the file") % {"line": self.line})
        if self.order:
            place.append(_("order %(order)s") % {"order": self.order})
        if self.customers:
            place.append(_("customer %(customer)s") % {"customer": self.customers[0]})
        text = f"{', '.join(place)}: {self.problem}" if place else self.problem
        return f"{text} {_('Expected: %(expected)s.') % {'expected': self.expected}}" if self.expected else text
