"""Rules: JSON from an admin or a program, a checked tree, and one condition for the database."""

from segmentation.rules.condition import condition_of
from segmentation.rules.known import read_new_rule
from segmentation.rules.operators import Operand, Operator, operators_of
from segmentation.rules.parse import parse_rule
from segmentation.rules.problems import RuleError, RuleProblem
from segmentation.rules.tree import All, Any_, Condition, Node, Not, Path, Rule, walk

__all__ = [
    "All",
    "Any_",
    "Condition",
    "Node",
    "Not",
    "Operand",
    "Operator",
    "Path",
    "Rule",
    "RuleError",
    "RuleProblem",
    "condition_of",
    "operators_of",
    "parse_rule",
    "read_new_rule",
    "walk",
]
