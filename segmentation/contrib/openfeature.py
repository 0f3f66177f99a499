"""The plugin as a provider of OpenFeature, for programs that run on the shop's Django (extra `openfeature`).

The flag `quick_order` is a feature, `quick_order.lines` one of its parameters, and `quick_order.*` an object of all of
them, which `quick_order` asked for as an object is as well. The targeting key is the company's key; the attributes
`category` and `user` (a log-in name or an e-mail address) are heard as well. Other programs ask over HTTP:
`segmentation.rest` speaks OFREP.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from typing import Any

from asgiref.sync import sync_to_async
from django.db import Error as DatabaseTrouble
from django.db import connections, router
from django.utils import timezone
from openfeature.evaluation_context import EvaluationContext
from openfeature.event import ProviderEventDetails
from openfeature.exception import (
    ErrorCode,
    FlagNotFoundError,
    InvalidContextError,
    ProviderNotReadyError,
    TargetingKeyMissingError,
    TypeMismatchError,
)
from openfeature.flag_evaluation import FlagResolutionDetails, Reason
from openfeature.hook import Hook
from openfeature.provider import AbstractProvider, Metadata

from segmentation.cache import read_published, trouble_since
from segmentation.models import PublishedSnapshot
from segmentation.selectors.feature_set import FeatureSet
from segmentation.selectors.flags import (
    SEPARATOR,
    FlagValue,
    UnknownFlagError,
    evaluate_flag,
    evaluate_parameters,
)
from segmentation.selectors.people import permissions_of
from segmentation.selectors.switches import changed_features
from segmentation.signals import features_changed
from segmentation.standing import Switches

NAME = "Buyclass"


class BuyclassProvider(AbstractProvider):
    """Answers from the published snapshot, so a warm answer costs no query and is at most SNAPSHOT_MAX_AGE old.

    It tells of changed flags when this process changes them, and else when it is asked and finds them changed; and that
    it is stale while the database cannot be read and the last published answers stand.
    """

    def __init__(self, *, hooks: Sequence[Hook] = ()) -> None:
        super().__init__()
        self._hooks = list(hooks)
        self._lock = threading.Lock()
        self._switches: Switches | None = None
        self._ails = False

    def get_metadata(self) -> Metadata:
        return Metadata(name=NAME)

    def get_provider_hooks(self) -> list[Hook]:
        return self._hooks

    def initialize(self, evaluation_context: EvaluationContext) -> None:
        """Read what is published; raises ProviderNotReadyError where it cannot be read."""
        features_changed.connect(self._tell_of_change)
        try:
            self._switches = read_published("", now=timezone.now()).switches
        except DatabaseTrouble as error:
            self._ails = True
            raise _not_ready(error) from error

    def shutdown(self) -> None:
        features_changed.disconnect(self._tell_of_change)

    def resolve_boolean_details(
        self, flag_key: str, default_value: bool, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[bool]:
        return self._resolve(_is(bool), flag_key, evaluation_context)

    def resolve_string_details(
        self, flag_key: str, default_value: str, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[str]:
        return self._resolve(_is(str), flag_key, evaluation_context)

    def resolve_integer_details(
        self, flag_key: str, default_value: int, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[int]:
        return self._resolve(_is(int), flag_key, evaluation_context)

    def resolve_float_details(
        self, flag_key: str, default_value: float, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[float]:
        """Of a decimal parameter, and of a whole one."""
        return self._resolve(_as_float, flag_key, evaluation_context)

    def resolve_object_details(
        self, flag_key: str, default_value: Any, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[Any]:
        """All parameters of a feature, by key."""
        return self._resolve(_as_object, flag_key, evaluation_context)

    async def resolve_boolean_details_async(
        self, flag_key: str, default_value: bool, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[bool]:
        return await sync_to_async(self._resolve)(_is(bool), flag_key, evaluation_context)

    async def resolve_string_details_async(
        self, flag_key: str, default_value: str, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[str]:
        return await sync_to_async(self._resolve)(_is(str), flag_key, evaluation_context)

    async def resolve_integer_details_async(
        self, flag_key: str, default_value: int, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[int]:
        return await sync_to_async(self._resolve)(_is(int), flag_key, evaluation_context)

    async def resolve_float_details_async(
        self, flag_key: str, default_value: float, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[float]:
        return await sync_to_async(self._resolve)(_as_float, flag_key, evaluation_context)

    async def resolve_object_details_async(
        self, flag_key: str, default_value: Any, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[Any]:
        return await sync_to_async(self._resolve)(_as_object, flag_key, evaluation_context)

    def _resolve(
        self, read: Callable[[FlagValue], Any], key: str, context: EvaluationContext | None
    ) -> FlagResolutionDetails[Any]:
        """The flag, its value read as the type that was asked for."""
        asked, category = _question(context)
        evaluate = evaluate_parameters if read is _as_object and SEPARATOR not in key else evaluate_flag
        try:
            flag = evaluate(key, asked, category=category)
            value = read(flag.value)
        except UnknownFlagError:
            raise FlagNotFoundError(f"There is no feature or parameter {key!r}.") from None
        except DatabaseTrouble as error:
            self._tell_of_failure(error)
            raise _not_ready(error) from error
        finally:
            if asked.was_read:
                self._look_round(asked.published.switches)
        return FlagResolutionDetails(
            value=value, reason=Reason(flag.reason), variant=flag.variant, flag_metadata=flag.metadata
        )

    def _look_round(self, switches: Switches) -> None:
        """Tell of what an answer brought to light: other switches, trouble that began, trouble that ended."""
        ails = trouble_since() is not None
        if ails:
            _let_go_of_broken_connection()
        with self._lock:
            ailed, self._ails = self._ails, ails
            before = self._switches or switches
            is_new = switches.version > before.version
            self._switches = switches if is_new else before
        if ails and not ailed:
            self.emit_provider_stale(ProviderEventDetails(message="Answering by what was published last."))
        if ailed and not ails:
            self.emit_provider_ready(ProviderEventDetails(message="What is published can be read again."))
        if is_new:
            self._emit_changed(changed_features(before, switches), {"version": switches.version})

    def _tell_of_change(self, features: Collection[str], version: int | None, **_: Any) -> None:
        """What this process changed, at once: for single companies, or for everybody."""
        if version is None:
            self._emit_changed(features, {})
        else:
            self._look_round(read_published("", now=timezone.now()).switches)

    def _tell_of_failure(self, error: Exception) -> None:
        _let_go_of_broken_connection()
        with self._lock:
            ailed, self._ails = self._ails, True
        if not ailed:
            self.emit_provider_error(ProviderEventDetails(message=str(error), error_code=ErrorCode.GENERAL))

    def _emit_changed(self, keys: Collection[str], facts: dict[str, bool | str | int | float]) -> None:
        self.emit_provider_configuration_changed(ProviderEventDetails(flags_changed=sorted(keys), metadata=facts))


def _question(context: EvaluationContext | None) -> tuple[FeatureSet, str]:
    """Who is asked for, and the category."""
    if context is None or not context.targeting_key:
        raise TargetingKeyMissingError("The targeting key has to be the key of a company.")
    category, user = (context.attributes.get(name) or "" for name in ("category", "user"))
    if not isinstance(category, str) or not isinstance(user, str):
        raise InvalidContextError("The attributes category and user have to be texts.")
    now = timezone.now()
    has_permission = permissions_of(user, customer_key=context.targeting_key or "") if user else None
    return FeatureSet(context.targeting_key, now=now, has_permission=has_permission), category


def _is(kind: type[Any]) -> Callable[[FlagValue], FlagValue]:
    def read(value: FlagValue) -> FlagValue:
        if type(value) is not kind:
            raise TypeMismatchError(f"This is {type(value).__name__}, not {kind.__name__}.")
        return value

    return read


def _as_float(value: FlagValue) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeMismatchError(f"This is {type(value).__name__}, not float.")
    return float(value)


_as_object = _is(dict)


def _not_ready(error: Exception) -> ProviderNotReadyError:
    return ProviderNotReadyError(f"What is published cannot be read: {error}")


def _let_go_of_broken_connection() -> None:
    """What the end of a request does for a web process; a program of another kind has none."""
    connection = connections[router.db_for_read(PublishedSnapshot)]
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
