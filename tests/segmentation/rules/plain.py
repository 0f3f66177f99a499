"""What a rule means, read from its description and written in plain Python over plain values."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.segmentation.rules.companies import TODAY, Company

MONEY = {"turnover", "year"}
BOUGHT = {"product", "brand"}
IN_CATEGORY = {"in_category", "share_in_category"}


def holds(rule: Any, company: Company) -> bool:  # noqa: PLR0911
    """Whether the rule, as JSON, holds of the company."""
    if "all" in rule:
        return all(holds(node, company) for node in rule["all"])
    if "any" in rule:
        return any(holds(node, company) for node in rule["any"])
    if "not" in rule:
        return not holds(rule["not"], company)
    if rule["dimension"] in BOUGHT | IN_CATEGORY:
        asked = _bought if rule["dimension"] in BOUGHT else _in_category
        stays = "leave" in rule and company.member == "automatic"
        return asked(rule, company) or (stays and asked({**rule, "value": rule["leave"]}, company))
    value = value_of(rule["dimension"], company)
    asked, wanted = rule["is"], rule.get("value")
    if asked in {"known", "unknown"}:
        return (value is not None) == (asked == "known")
    if value is None:
        return False
    if _passes(rule["dimension"], asked, value, wanted):
        return True
    stays = "leave" in rule and company.member == "automatic"
    return stays and _passes(rule["dimension"], asked, value, rule["leave"])


def value_of(dimension: str, company: Company) -> Any:
    """The company's own value; None where nobody knows it."""
    if company.chosen and dimension in {"buyclass", "mixed"}:
        return company.chosen if dimension == "buyclass" else False
    if dimension in {"staff", "turnover", "began", "colour", "colours", "town", "industry", "listed"}:
        return company.values.get(dimension) if company.has_attributes else None
    return company.values.get(dimension)


def _passes(dimension: str, asked: str, value: Any, wanted: Any) -> bool:  # noqa: C901, PLR0911, PLR0912
    if dimension in MONEY:
        wanted = [Decimal(one) for one in wanted] if isinstance(wanted, list) else Decimal(wanted)
    if isinstance(value, date) and not asked.endswith("days"):
        days = [date.fromisoformat(one) for one in ([wanted] if isinstance(wanted, str) else wanted)]
        wanted = days if asked == "between" else days[0]
    if dimension == "industry":
        wanted = [one.replace(".", "").replace(" ", "").upper() for one in wanted]
    match asked:
        case "at_least" | "on_or_after":
            return value >= wanted
        case "at_most" | "on_or_before":
            return value <= wanted
        case "more_than":
            return value > wanted
        case "less_than":
            return value < wanted
        case "equals":
            return value == wanted
        case "between":
            return wanted[0] <= value <= wanted[1]
        case "in_last_days":
            return TODAY - timedelta(days=wanted) <= value <= TODAY
        case "in_next_days":
            return TODAY <= value <= TODAY + timedelta(days=wanted)
        case "longer_ago_than_days":
            return value < TODAY - timedelta(days=wanted)
        case "one_of":
            return value in wanted
        case "any_of":
            return bool(value & set(wanted))
        case "all_of":
            return set(wanted) <= value
        case "none_of":
            return not (value & set(wanted)) if isinstance(value, frozenset) else value not in wanted
        case "starts_with":
            return any(value.startswith(one) for one in wanted)
        case "contains":
            return any(one.lower() in value.lower() for one in wanted)
        case "yes":
            return value
        case "no":
            return not value
    raise AssertionError(asked)


def _in_category(rule: Any, company: Company) -> bool:
    shares = rule["dimension"] == "share_in_category"
    own = [
        company.share_in(item) if shares else company.categories[item]
        for item in rule["items"]
        if item in company.categories
    ]
    return any(_passes(rule["dimension"], rule["is"], one, rule["value"]) for one in own)


def _bought(rule: Any, company: Company) -> bool:  # noqa: C901, PLR0911
    found = [
        company.bought[rule["dimension"], item].days
        for item in rule["items"]
        if (rule["dimension"], item) in company.bought
    ]
    within, wanted = rule.get("within", {}), rule.get("value")
    if rule["is"] == "between_days":
        within = {"between": wanted}
    if "last_days" in within:
        since = TODAY - timedelta(days=within["last_days"])
        found = [{day: value for day, value in days.items() if day >= since} for days in found]
    if "between" in within:
        first, last = map(date.fromisoformat, within["between"])
        found = [{day: value for day, value in days.items() if first <= day <= last} for days in found]
    found = [days for days in found if days]
    match rule["is"]:
        case "ever" | "between_days":
            return bool(found)
        case "never":
            return not found
        case "in_last_days":
            return any(max(days) >= TODAY - timedelta(days=wanted) for days in found)
        case "not_in_last_days":
            return all(max(days) < TODAY - timedelta(days=wanted) for days in found)
        case "first_in_last_days":
            return any(min(days) >= TODAY - timedelta(days=wanted) for days in found)
        case "since":
            return any(max(days) >= date.fromisoformat(wanted) for days in found)
        case "at_least_orders":
            return any(len(days) >= wanted for days in found)
        case "at_least_value":
            return any(sum(days.values()) >= Decimal(wanted) for days in found)
    raise AssertionError(rule["is"])
