from __future__ import annotations

import pytest

from segmentation.contracts import DecidedBy, FeatureAnswer, Reason
from segmentation.words.because import because_line, because_sentence

TOLD = {"big": "you have a frame contract."}


def answer(code: str, *, enabled: bool = True, **params: str) -> FeatureAnswer:
    reason = Reason(code=code, params=params)
    return FeatureAnswer(feature="toy_reorder", enabled=enabled, decided_by=DecidedBy.SEGMENT, reason=reason)


@pytest.mark.parametrize(
    ("code", "params", "words"),
    [
        ("serves", {"segment": "routine"}, "Because you mostly order the same items again"),
        ("serves", {"segment": "major"}, "Because you compare before you buy"),
        ("serves", {"segment": "new"}, "Because you may be looking for ideas"),
        ("serves", {"segment": "mixed"}, "Because there are things you order again and again"),
        ("serves", {"segment": "major", "category": "chairs"}, "Because there are things you compare before you buy"),
        ("segment_on", {"segment": "big"}, "Because you have a frame contract"),
        ("segment_on", {"segment": "small", "name": "Late payers"}, "Because it fits companies like yours"),
        ("override_on", {"why": "angry on the phone"}, "Because we have switched it on for you"),
        ("everybody_on", {}, ""),
        ("default_on", {}, ""),
    ],
)
def test_reason_is_told_as_to_a_customer(code: str, params: dict[str, str], words: str) -> None:
    assert because_line(answer(code, **params), TOLD) == words


def test_a_feature_for_several_ways_of_buying_is_there_for_buying_in_several() -> None:
    both = FeatureAnswer(
        feature="gone",
        enabled=True,
        decided_by=DecidedBy.DEFAULT,
        reason=Reason(code="serves", params={"segment": "mixed"}),
    )

    assert because_line(both, {}) == "Because you buy in more than one way"


def test_the_sentence_names_the_feature() -> None:
    assert (
        because_sentence(answer("serves", segment="routine"), {})
        == "“Toy reorder” is here because you mostly order the same items again."
    )
    assert because_sentence(answer("default_on"), {}) == "“Toy reorder” is here for every company."


def test_what_is_off_has_no_reason_to_be_here() -> None:
    off = answer("held_out", enabled=False, segment="routine")

    assert (because_line(off, {}), because_sentence(off, {})) == ("", "")
