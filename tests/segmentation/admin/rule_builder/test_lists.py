from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.admin.rule_builder.lists import join_list, split_list


@pytest.mark.parametrize(
    ("pasted", "values"),
    [
        ("DE\nDK\r\nSE", ("DE", "DK", "SE")),
        ("DE, DK; SE\tNO", ("DE", "DK", "SE", "NO")),
        ("DE\n\n DE \n,,", ("DE",)),
        ('"Smith, Inc"\nJones', ("Smith, Inc", "Jones")),
        ('screw 1/2" long\nnail', ('screw 1/2" long', "nail")),
        ("", ()),
    ],
)
def test_pasted_lists_are_split(pasted: str, values: tuple[str, ...]) -> None:
    assert split_list(pasted) == values


@given(st.lists(st.text(max_size=12).map(str.strip).filter(bool), unique=True))
def test_every_list_reads_back_as_it_was(values: list[str]) -> None:
    assert split_list(join_list(values)) == tuple(values)


def test_five_hundred_values_and_more_are_one_list() -> None:
    assert len(split_list("\n".join(f"PRD-{number}" for number in range(5000)))) == 5000
