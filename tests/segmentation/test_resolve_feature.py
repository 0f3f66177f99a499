from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from segmentation.contracts import Buyclass, DecidedBy, Feature, Reason
from segmentation.parameter import Parameter, ParameterKind
from segmentation.selectors.resolve_feature import resolve_feature
from segmentation.shares import holdout_salt, is_in_share, rollout_salt
from segmentation.standing import EVERYBODY, FeatureSwitches, OverrideStanding, Standing, Switches, SwitchRule
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
    parameters=st.just((Parameter(key="length", label="Length", kind=ParameterKind.WHOLE, default=5),)),
)
rules = st.builds(
    SwitchRule,
    state=st.sampled_from(["on", "off", "inherit"]),
    share=st.sampled_from([0, 40, 100]),
    held_out=st.sampled_from([0, 40, 100]),
    parameters=st.dictionaries(st.just("length"), st.integers(1, 9)),
)
switched = st.builds(
    FeatureSwitches,
    killed=st.sampled_from([False, False, False, True]),
    by_category=st.booleans(),
    rules=st.dictionaries(st.sampled_from([*SEGMENTS, EVERYBODY]), rules),
)
switches = st.builds(
    Switches,
    features=st.dictionaries(st.sampled_from(["f", "g"]), switched),
    segments=st.permutations(SEGMENTS).map(tuple),
)
overrides = st.builds(
    OverrideStanding,
    enabled=st.booleans(),
    expires_at=st.sampled_from([None, NOW - timedelta(seconds=1), NOW, NOW + timedelta(seconds=1)]),
    reason=st.just("trial"),
    parameters=st.dictionaries(st.just("length"), st.integers(1, 9)),
)
standings = st.builds(
    Standing,
    customer_key=st.sampled_from(["", "acme", "zeta", "omega"]),
    segments=st.frozensets(st.sampled_from(SEGMENTS)),
    categories=st.dictionaries(st.sampled_from(["chairs", "paper"]), st.sampled_from(["routine", "major", "new"])),
    overrides=st.dictionaries(st.sampled_from(["f", "g"]), overrides),
)


def expected(
    feature: Feature, switches: Switches, standing: Standing, allowed: bool | None, category: str
) -> tuple[str, bool]:
    """The precedence once more, in other words."""
    own, override, mine = switches.of("f"), standing.overrides.get("f"), set(standing.segments)
    if feature.per_category and own.by_category and category in standing.categories:
        mine = (mine & {"vip"}) | {standing.categories[category]}

    def takes(share: int, salt: str) -> bool:
        return is_in_share(salt, standing.customer_key, share)

    rules = {key: rule for key, rule in own.rules.items() if rule.state != "inherit"}
    waits = {key for key, rule in rules.items() if rule.state == "on" and not takes(rule.share, rollout_salt("f"))}
    said = {key: rule.state == "on" and not takes(rule.held_out, holdout_salt("f")) for key, rule in rules.items()}
    ruled = [said[key] for key in switches.segments if key in mine and key in said and key not in waits]
    waiting = [key for key in switches.segments if key in mine & waits]
    if not waiting and EVERYBODY in waits:
        waiting = [EVERYBODY]
    by_others = mine - set(waiting)
    served = feature.serves and ("mixed" in by_others or by_others & {b.value for b in feature.serves})
    on_by_default = bool((feature.default and not waiting) or served)
    steps = [
        ("kill_switch", own.killed, False),
        (
            "company_override",
            override and (not override.expires_at or override.expires_at > NOW),
            override and override.enabled,
        ),
        ("user_permission", feature.permission and allowed is False, False),
        ("segment", ruled, ruled and ruled[0]),
        ("default", EVERYBODY in said and not waiting, said.get(EVERYBODY)),
        ("default" if waiting == [EVERYBODY] else "segment", waiting and not on_by_default, False),
        ("default", True, on_by_default),
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
            features={"f": FeatureSwitches(rules={"routine": SwitchRule(state="off"), "vip": SwitchRule(state="on")})},
            segments=("vip", "routine"),
            names={"vip": "VIPs"},
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

    assert (answer.enabled, answer.reason) == (False, Reason(code="serves_others", params={"category": "chairs"}))


def test_category_without_a_class_goes_by_the_companys_own() -> None:
    answer = resolve_feature(
        REORDER,
        switches=Switches(),
        standing=Standing(segments=frozenset({"routine"}), categories={"chairs": "major"}),
        now=NOW,
        category="paper",
    )

    assert (answer.enabled, answer.reason) == (True, Reason(code="serves", params={"segment": "routine", "name": ""}))


def test_roll_out_takes_nothing_that_another_segment_gives() -> None:
    slowly = FeatureSwitches(rules={"vip": SwitchRule(state="on", share=0)})

    kept, waits = (
        resolve_feature(
            REORDER,
            switches=Switches(features={"f": slowly}, segments=("vip", "routine", "new"), names={"vip": "VIPs"}),
            standing=Standing(customer_key="acme", segments=frozenset({"vip", own})),
            now=NOW,
        )
        for own in ("routine", "new")
    )

    assert (kept.enabled, kept.reason.code) == (True, "serves")
    assert (waits.enabled, waits.decided_by) == (False, DecidedBy.SEGMENT)
    assert feature_reason_text(waits) == "Not yet: on for 0 % of “VIPs” so far."


def test_roll_out_to_those_a_feature_is_made_for_keeps_it_from_whose_turn_has_not_come() -> None:
    answer = resolve_feature(
        REORDER,
        switches=Switches(features={"f": FeatureSwitches(rules={"routine": SwitchRule(state="on", share=0)})}),
        standing=Standing(customer_key="acme", segments=frozenset({"routine"})),
        now=NOW,
    )

    assert (answer.enabled, answer.reason.code) == (False, "not_yet")


def test_what_serves_nobody_is_off_for_no_way_of_buying() -> None:
    plain = Feature(key="f", label="F")

    of_plain = resolve_feature(plain, switches=Switches(), standing=Standing(), now=NOW)
    of_reorder = resolve_feature(REORDER, switches=Switches(), standing=Standing(), now=NOW)

    assert feature_reason_text(of_plain) == "Off for everybody unless switched on."
    assert feature_reason_text(of_reorder) == "Off, because it is made for companies that buy in another way."
