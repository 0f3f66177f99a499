from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.cart.lines_text import parse_lines


def read(text):
    return [(line.line_no, line.sku, line.quantity) for line in parse_lines(text)]


def problems(text):
    return [line.problem and line.problem.code for line in parse_lines(text)]


@pytest.mark.parametrize("separator", ["\t", ",", ";", " ", " ; ", "   ", " ,", "\t "])
def test_item_number_and_quantity_with_any_separator(separator):
    assert read(f"AB-1{separator}12") == [(1, "AB-1", 12)]


def test_the_separator_is_found_anew_in_each_line():
    assert read("A\t1\nB;2\nC,3\nD 4\nE") == [(1, "A", 1), (2, "B", 2), (3, "C", 3), (4, "D", 4), (5, "E", 1)]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system(end):
    assert read(f"A 1{end}B 2{end}") == [(1, "A", 1), (2, "B", 2)]


def test_a_byte_order_mark_is_no_part_of_an_item_number():
    assert read("\ufeffA 1") == [(1, "A", 1)]


def test_empty_lines_are_left_out_and_still_count():
    assert read("\n\nA 1\n   \nB 2") == [(3, "A", 1), (5, "B", 2)]


@pytest.mark.parametrize("heading", ["SKU;Qty", "item number\tquantity", "Varenummer;Antal", "sku"])
def test_a_heading_is_left_out(heading):
    assert read(f"{heading}\nA;1") == [(2, "A", 1)]


@pytest.mark.parametrize("text", ["A", "A;", "A;;", "A,", "A\t", '"A"'])
def test_an_item_number_alone_means_one(text):
    assert read(text) == [(1, text if text == '"A"' else "A", 1)]


def test_quotes_around_fields_are_no_part_of_them():
    assert read('"A-1";"5"') == [(1, "A-1", 5)]


def test_an_item_number_may_hold_spaces_where_another_separator_stands():
    assert read("AB 12;5") == [(1, "AB 12", 5)]


@pytest.mark.parametrize(
    ("text", "unit"), [("A 5 box", "box"), ("A;5;BX;blue", "BX"), ("A\t5", ""), ("A 5 large box", "large box")]
)
def test_a_third_column_is_the_unit(text, unit):
    assert [line.unit for line in parse_lines(text)] == [unit]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A;0", "not_positive"),
        ("A;000", "not_positive"),
        ("A;-5", "not_positive"),
        ("A;1.5", "not_positive"),
        ("A 1,5", "not_positive"),
        ("A 1 000", "not_positive"),
        ("A;five", "not_positive"),
        ("A;²", "not_positive"),
        ("A;٣", "not_positive"),
        ("A;=1+1", "not_positive"),
        ("A;9999999999", "too_many"),
        ("A;" + "9" * 5000, "too_many"),
        (";5", "no_item_number"),
        ("\t5", "no_item_number"),
        ("A;999999999", None),
    ],
)
def test_what_cannot_be_a_quantity_is_said_so(text, code):
    assert problems(text) == [code]


def test_a_line_keeps_its_text_for_correction():
    [line] = parse_lines("  A ; five ")

    assert (line.raw, line.sku, line.quantity) == ("A ; five", "A", None)


@given(st.text())
def test_any_text_is_read_without_failing_and_every_line_is_told(text):
    entered = parse_lines(text)

    assert all((line.quantity is None) == (line.problem is not None) or line.sku == "" for line in entered)
    assert all(line.line_no <= text.count("\n") + text.count("\r") + 1 for line in entered)
