"""Random drafts."""

from __future__ import annotations

from hypothesis import strategies as st

from segmentation.admin.rule_builder.draft import Clause, Group, Join, Node, Place, walk

texts = st.text("abc 1,;.\n", max_size=8)
clauses = st.builds(
    Clause,
    dimension=st.sampled_from(["", "headcount", "buyclass"]),
    operator=st.sampled_from(["", "at_least", "one_of"]),
    value=texts,
    high=texts,
    chosen=st.lists(st.sampled_from(["x", "y", "z"]), unique=True, max_size=2).map(tuple),
    listed=texts,
    items=st.lists(st.sampled_from(["p", "q"]), unique=True, max_size=2).map(tuple),
    find=texts,
    leave=texts,
    within=st.sampled_from(["", "last_days", "between"]),
    within_value=texts,
    within_high=texts,
)


def groups(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Group]:
    return st.builds(Group, join=st.sampled_from(Join), children=st.lists(children, max_size=3).map(tuple))


nodes: st.SearchStrategy[Node] = st.recursive(clauses, groups, max_leaves=8)
roots = groups(nodes)


@st.composite
def roots_with_a_place(draw: st.DrawFn) -> tuple[Group, Place]:
    """A tree, and the place of one of its nodes that is not the outermost group."""
    root = draw(roots.filter(lambda root: root.children != ()))
    places = [place for place, _node in walk(root) if place]
    return root, draw(st.sampled_from(places))
