from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from segmentation.contracts import Buyclass, DecidedBy, Feature, Reason
from segmentation.selectors.resolve_feature import resolve_feature
from segmentation.standing import OverrideStanding, Standing, Switches
from segmentation.words.feature_reasons import feature_reason_text
from segmentation.words.segment_names import segment_name

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SEGMENTS = ("mixed", "routine", "major", "new", "vip")

features = st.builds(
    Feature,
    key=st.just("f"),
    label=st.just("F"),
    serves=st.frozensets(st.sampled_from(list(Buyclass))),
    default=st.booleans(),
    permission=st.sampled_from(["", "shop.use_f"]),
    per_category=st.booleans(),
)
switches = st.builds(
    Switches,
    killed=st.sampled_from([frozenset(), frozenset({"f"}), frozenset({"g"})]),
    rules=st.dictionaries(st.sampled_from(["f", "g"]), st.dictionaries(st.sampled_from(SEGMENTS), st.booleans())),
    segments=st.permutations(SEGMENTS).map(tuple),
)
overrides = st.builds(
    OverrideStanding,
    enabled=st.booleans(),
    expires_at=st.sampled_from([None, NOW - timedelta(seconds=1), NOW, NOW + timedelta(seconds=1)]),
    reason=st.just("trial"),
)
standings = st.builds(
    Standing,
    segments=st.frozensets(st.sampled_from(SEGMENTS)),
    categories=st.dictionaries(st.sampled_from(["chairs", "paper"]), st.sampled_from(["routine", "major", "new"])),
    overrides=st.dictionaries(st.sampled_from(["f", "g"]), overrides),
)


def expected(
    feature: Feature, switches: Switches, standing: Standing, allowed: bool | None, category: str
) -> tuple[str, bool]:
    """The precedence once more, in other words."""
    override = standing.overrides.get("f")
    mine = set(standing.segments)
    if feature.per_category and category in standing.categories:
        mine = (mine & {"vip"}) | {standing.categories[category]}
    ruled = [switches.rules["f"][s] for s in switches.segments if s in mine and s in switches.rules.get("f", {})]
    served = feature.serves and ("mixed" in mine or mine & {b.value for b in feature.serves})
    steps = [
        ("kill_switch", "f" in switches.killed, False),
        (
            "company_override",
            override and (not override.expires_at or override.expires_at > NOW),
            override and override.enabled,
        ),
        ("user_permission", feature.permission and allowed is False, False),
        ("segment", ruled, ruled and ruled[0]),
        ("default", True, bool(feature.default or served)),
    ]
    return next((name, bool(enabled)) for name, decides, enabled in steps if decides)


@given(features, switches, standings, st.sampled_from([None, True, False]), st.sampled_from(["", "chairs", "desks"]))
def test_resolver_agrees_with_the_precedence_in_other_words(
    feature: Feature, switches: Switches, standing: Standing, allowed: bool | None, category: str
) -> None:
    answer = resolve_feature(
        feature,
        switches=switches,
        standing=standing,
        now=NOW,
        has_permission=None if allowed is None else lambda _: bool(allowed),
        category=category,
    )

    assert (answer.decided_by.value, answer.enabled) == expected(feature, switches, standing, allowed, category)
    assert feature_reason_text(answer).endswith(".")


REORDER = Feature(key="f", label="F", serves=frozenset({Buyclass.ROUTINE}), per_category=True)


def test_lowest_priority_number_decides_between_two_rules() -> None:
    answer = resolve_feature(
        REORDER,
        switches=Switches(
            rules={"f": {"routine": False, "vip": True}}, segments=("vip", "routine"), names={"vip": "VIPs"}
        ),
        standing=Standing(segments=frozenset({"routine", "vip"})),
        now=NOW,
    )

    assert (answer.enabled, answer.decided_by) == (True, DecidedBy.SEGMENT)
    assert answer.reason == Reason(code="segment_on", params={"segment": "vip", "name": "VIPs"})
    assert feature_reason_text(answer) == "Switched on for the segment “VIPs”."


def test_segment_that_nobody_renamed_goes_by_its_own_name() -> None:
    assert segment_name("mixed", "Mixed buyers") == segment_name("mixed") == "Mixed buyers"


def test_mixed_company_has_what_any_buyclass_has() -> None:
    answer = resolve_feature(
        REORDER, switches=Switches(), standing=Standing(segments=frozenset({"new", "mixed"})), now=NOW
    )

    assert (answer.enabled, answer.reason) == (True, Reason(code="serves", params={"segment": "mixed", "name": ""}))
    assert feature_reason_text(answer) == "On, because it is made for “Mixed buyers”."


def test_class_in_a_category_stands_for_the_companys_own() -> None:
    answer = resolve_feature(
        REORDER,
        switches=Switches(),
        standing=Standing(segments=frozenset({"new", "mixed"}), categories={"chairs": "major"}),
        now=NOW,
        category="chairs",
    )

    assert (answer.enabled, answer.reason) == (False, Reason(code="default_off", params={"category": "chairs"}))


def test_category_without_a_class_goes_by_the_companys_own() -> None:
    answer = resolve_feature(
        REORDER,
        switches=Switches(),
        standing=Standing(segments=frozenset({"routine"}), categories={"chairs": "major"}),
        now=NOW,
        category="paper",
    )

    assert (answer.enabled, answer.reason) == (True, Reason(code="serves", params={"segment": "routine", "name": ""}))
