"""What services raise about drafts, as refusals of the API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound

from segmentation.models import Draft, Segment
from segmentation.parameters import ParameterError
from segmentation.registry import UnknownFeatureError
from segmentation.rest.errors import Conflict, Path, StandsOtherwise, Unacceptable
from segmentation.rules import RuleError
from segmentation.services.approve_draft import ApprovalError
from segmentation.services.lock_draft import DraftStateError
from segmentation.services.publish_draft import UNUSABLE, SwitchesMovedError
from segmentation.services.save_segment import BuiltinRuleError
from segmentation.services.schedule_draft import MomentsError
from segmentation.words.drafts import moved_text, unusable_text


@contextmanager
def refusing_step() -> Iterator[None]:
    """Of a draft as a whole."""
    try:
        yield
    except Draft.DoesNotExist as error:
        raise NotFound from error
    except DraftStateError as error:
        raise Conflict(str(error), code="draft_state") from error
    except ApprovalError as error:
        raise Conflict(str(error), code="approval") from error
    except SwitchesMovedError as error:
        problems: list[tuple[Path, str]] = [(("changes", moved.change.pk), moved_text(moved)) for moved in error.moved]
        raise StandsOtherwise(problems, code="switches_moved") from error
    except UNUSABLE as error:
        raise Conflict(unusable_text(error), code="unusable") from error
    except MomentsError as error:
        raise Unacceptable([(("ends_at",), str(error))]) from error


@contextmanager
def refusing_change(*, at: Path) -> Iterator[None]:
    """Of a change that is put in; `at` is where it stands in what was sent."""
    try:
        yield
    except DraftStateError as error:
        raise Conflict(str(error), code="draft_state") from error
    except UnknownFeatureError as error:
        text = _("There is no feature with this key.")
        raise Unacceptable([((*at, "feature"), text)], code="unknown_feature") from error
    except Segment.DoesNotExist as error:
        text = _("There is no segment with this key.")
        raise Unacceptable([((*at, "segment"), text)], code="unknown_segment") from error
    except ParameterError as error:
        found = [((*at, "after", "parameters", key), text) for key, text in error.problems.items()]
        raise Unacceptable(found, code="invalid_parameters") from error
    except RuleError as error:
        wrong = [((*at, "after", "rule", *problem.path), problem.message) for problem in error.problems]
        raise Unacceptable(wrong, code="invalid_rule") from error
    except BuiltinRuleError as error:
        raise Unacceptable([((*at, "after", "rule"), _("A built-in segment needs a rule."))], code="builtin") from error
    except ValueError as error:
        raise Unacceptable([((*at, "after"), str(error))]) from error
