from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from segmentation.contracts import Buyclass, DecidedBy, Feature, FeatureAnswer, Reason
from segmentation.selectors.resolve_feature import resolve_feature
from segmentation.standing import EVERYBODY, FeatureSwitches, OverrideStanding, Standing, Switches, SwitchRule
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
        (
            "segment_on",
            {"segment": "routine", "share": 50},
            "Because you mostly order the same items again, and you are among those who have it",
        ),
        ("everybody_on", {"held_out": 10}, "Because you are among the companies that have it"),
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
    assert because_sentence(answer("default_on"), {}) == "“Toy reorder” is a part of our shop."


def test_what_is_off_has_no_reason_to_be_here() -> None:
    off = answer("held_out", enabled=False, segment="routine")

    assert (because_line(off, {}), because_sentence(off, {})) == ("", "")


FEATURE = Feature(key="toy_reorder", label="Toy reorder", serves=frozenset({Buyclass.ROUTINE}))
FOR_ALL = Feature(key="toy_reorder", label="Toy reorder", default=True)
BY_HAND = "“Toy reorder” is here because we have switched it on for you."
BUYS_SO = "you mostly order the same items again"
SEVERAL = range(40)
"""Companies enough that some are in a share of half and some are not."""


def answers(feature: Feature, *, segment: str, **own: SwitchRule | OverrideStanding) -> set[str]:
    """What a company is told, by any of many companies for which it is on."""
    rules = {EVERYBODY if key == "everybody" else key: rule for key, rule in own.items() if key != "override"}
    switches = Switches(features={"toy_reorder": FeatureSwitches(rules=rules)})
    overrides = {"toy_reorder": own["override"]} if "override" in own else {}
    told = set()
    for number in SEVERAL:
        standing = Standing(customer_key=f"c{number}", segments=frozenset({segment}), overrides=overrides)
        found = resolve_feature(feature, switches=switches, standing=standing, now=datetime(2026, 6, 1, tzinfo=UTC))
        told.add(because_sentence(found, {}))
    return told - {""}


@pytest.mark.parametrize(("share", "held_out"), list(product([0, 50, 100], [0, 50, 100])))
def test_who_has_it_is_told_no_more_than_is_so(share: int, held_out: int) -> None:
    """Whoever decides, and whatever part of the companies it is decided for."""
    rule = SwitchRule(state="on", share=share, held_out=held_out)
    nobody, all_of_them = share == 0 or held_out == 100, (share, held_out) == (100, 0)
    of_some = "“Toy reorder” is here because you are among the companies that have it."
    of_all = "“Toy reorder” is a part of our shop."
    of_some_like = f"“Toy reorder” is here because {BUYS_SO}, and you are among those who have it."
    of_all_like = f"“Toy reorder” is here because {BUYS_SO}."

    everybody = answers(FOR_ALL, segment="new", everybody=rule)
    by_segment = answers(FOR_ALL, segment="routine", routine=rule)
    by_hand = answers(FOR_ALL, segment="routine", routine=rule, override=OverrideStanding(enabled=True))

    assert everybody == (set() if nobody else {of_all} if all_of_them else {of_some})
    assert by_segment == (set() if nobody else {of_all_like} if all_of_them else {of_some_like})
    assert by_hand == {BY_HAND}


def test_where_other_segments_go_without_nobody_is_told_that_all_have_it() -> None:
    off = SwitchRule(state="off")

    assert answers(FOR_ALL, segment="new", routine=off) == {"“Toy reorder” is a part of our shop."}
    assert answers(FEATURE, segment="routine", major=off) == {f"“Toy reorder” is here because {BUYS_SO}."}
