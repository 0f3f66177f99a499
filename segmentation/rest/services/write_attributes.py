from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from segmentation.dimension import Origin
from segmentation.host import open_directory
from segmentation.models import AttributeBatch, CompanyAttributes, CustomerProfile
from segmentation.registry import dimensions
from segmentation.rest.attribute_values import read_value
from segmentation.services.audit import write_audit, write_audits
from segmentation.services.store_attributes import MOST_NAMED, StoredAttributes, store_attributes
from segmentation.values.problems import UnfitValueError
from segmentation.words.audited_values import describe_attribute

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class WrittenAttributes:
    stored: StoredAttributes
    problems: Sequence[tuple[Path, str]]
    """What was left out, by where it stands in what was sent."""


@transaction.atomic
def write_attributes(
    rows: Sequence[tuple[Path, str, Mapping[str, Any]]], *, system: str, actor: AbstractBaseUser, now: datetime
) -> WrittenAttributes:
    """Store values that another system sent: of each row its place, its company and dimension -> value.

    What is wrong is left out and told, and the rest is stored. None takes back what a system sent before.
    """
    problems: list[tuple[Path, str]] = []
    given: dict[str, dict[str, Any]] = {}
    known = known_companies({key for _path, key, _values in rows})
    for path, key, values in rows:
        if key not in known:
            problems.append((path, _("There is no company with this key.")))
            continue
        for name, raw in values.items():
            try:
                given.setdefault(key, {})[name] = _read(name, raw)
            except UnfitValueError as error:
                problems.append(((*path, name), str(error)))
    batch = AttributeBatch(origin=Origin.API, detail=system, actor_id=actor.pk, at=now)
    stored = _store(given, batch=batch)
    _keep_in_audit(stored, system=system, actor=actor)
    return WrittenAttributes(stored, problems)


def _keep_in_audit(stored: StoredAttributes, *, system: str, actor: AbstractBaseUser) -> None:
    """Few values one by one, from what to what; more of them are one entry, with how many companies they are of."""
    if stored.written + stored.cleared > MOST_NAMED:
        companies = f"{system}: {len(stored.customer_keys)}"
        write_audit(action="attributes_sent", actor=actor, before="", after=companies)
        return
    write_audits(
        action="attribute",
        actor=actor,
        changes=[
            (
                value.customer_key,
                describe_attribute(value.dimension.key, value.before),
                describe_attribute(value.dimension.key, value.after),
            )
            for value in stored.changed
        ],
        reason=system,
    )


def _read(name: str, raw: Any) -> Any:
    if name not in dimensions:
        raise UnfitValueError(_("There is no dimension with this key."))
    dimension = dimensions.get(name)
    if not dimension.is_attribute or dimension.follows_from_others:
        raise UnfitValueError(_("This is worked out and cannot be written."))
    return read_value(dimension, raw)


def _store(given: Mapping[str, Mapping[str, Any]], *, batch: AttributeBatch) -> StoredAttributes:
    # Only who writes needs it, and every web process knows this module.
    import pandas as pd

    outcome = StoredAttributes()
    for name in sorted({name for values in given.values() for name in values}):
        for is_taken_back in (False, True):
            column = {
                key: values[name]
                for key, values in given.items()
                if name in values and (values[name] is None) == is_taken_back
            }
            if column:
                frame = pd.DataFrame({name: pd.Series(column, dtype="object")})
                outcome += store_attributes(frame, batch=batch, clear_missing=is_taken_back)
    return outcome


def known_companies(customer_keys: Collection[str]) -> set[str]:
    """Those of these keys that a run, somebody's facts or the host's directory knows."""
    found = {*CustomerProfile.objects.filter(pk__in=customer_keys).values_list("pk", flat=True)}
    found.update(CompanyAttributes.objects.filter(pk__in=customer_keys).values_list("pk", flat=True))
    if missing := sorted(set(customer_keys) - found):
        found.update(open_directory().labels(missing))
    return found
