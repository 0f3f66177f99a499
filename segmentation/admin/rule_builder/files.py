"""Lists that were uploaded with the form: each goes into the list of its condition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from segmentation.admin.rule_builder.draft import Clause, Group, NoSuchPlaceError, Place, node_at, put
from segmentation.admin.rule_builder.lists import join_list, split_list
from segmentation.admin.rule_builder.posted import place_named
from segmentation.registry import dimensions
from segmentation.tables.read import UploadError
from segmentation.tables.uploaded import read_first_column

_NAME = re.compile(r"(rule(?:\.\d+)*):file")


def take_files(draft: Group, files: Mapping[str, UploadedFile]) -> tuple[Group, Mapping[Place, str]]:
    """The draft with the uploaded lists added to what was typed, and what could not be read, by place."""
    refused: dict[Place, str] = {}
    for name, file in files.items():
        found = _NAME.fullmatch(name)
        place = place_named(found[1]) if found else None
        if place is None:
            continue
        try:
            clause = node_at(draft, place)
        except NoSuchPlaceError:
            continue
        if not isinstance(clause, Clause):
            continue
        try:
            values = [value for _row, value in read_first_column(file, heads=_heads(clause))]
        except UploadError as error:
            refused[place] = str(error)
            continue
        if not values:
            refused[place] = _("There is nothing in the first column of this file.")
        listed = dict.fromkeys((*split_list(clause.listed), *values))
        draft = put(draft, place, replace(clause, listed=join_list(listed)))
    return draft, refused


def _heads(clause: Clause) -> set[str]:
    """What may stand above a column of such values."""
    label = str(dimensions.get(clause.dimension).label) if clause.dimension in dimensions else ""
    return {clause.dimension.casefold(), label.casefold()}
