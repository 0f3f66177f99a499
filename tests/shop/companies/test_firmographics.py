from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from shop.companies.firmographics import SizeClass, size_class, validate_incoterm, validate_language_tag
from tests.factories import CompanyFactory, IndustryCodeFactory

M = Decimal("1e6")


@pytest.mark.parametrize(
    ("headcount", "turnover", "balance_sheet", "size"),
    [
        (9, 2 * M, None, SizeClass.MICRO),
        (9, 2 * M + 1, 2 * M, SizeClass.MICRO),
        (9, 2 * M, 2 * M + 1, SizeClass.MICRO),
        (9, 2 * M + 1, 2 * M + 1, SizeClass.SMALL),
        (10, M, M, SizeClass.SMALL),
        (49, 10 * M, 99 * M, SizeClass.SMALL),
        (49, 10 * M + 1, 10 * M + 1, SizeClass.MEDIUM),
        (50, M, M, SizeClass.MEDIUM),
        (249, 50 * M, 99 * M, SizeClass.MEDIUM),
        (249, 99 * M, 43 * M, SizeClass.MEDIUM),
        (249, 50 * M + 1, 43 * M + 1, SizeClass.LARGE),
        (250, M, M, SizeClass.LARGE),
        (250, None, None, SizeClass.LARGE),
        (0, 0 * M, None, SizeClass.MICRO),
    ],
)
def test_size_class_at_its_borders(headcount, turnover, balance_sheet, size):
    assert size_class(headcount=headcount, turnover=turnover, balance_sheet=balance_sheet) == size


@pytest.mark.parametrize(
    ("headcount", "turnover", "balance_sheet"),
    [(None, M, M), (None, None, None), (9, None, None), (9, 2 * M + 1, None), (49, None, 10 * M + 1)],
)
def test_size_class_is_unknown_while_a_missing_figure_could_decide(headcount, turnover, balance_sheet):
    assert size_class(headcount=headcount, turnover=turnover, balance_sheet=balance_sheet) is None


def test_a_company_tells_its_size():
    company = CompanyFactory.build(headcount=9, turnover=M)

    assert company.size == SizeClass.MICRO


@pytest.mark.parametrize("tag", ["da", "fr-CA", "zh-Hant-TW", "zh-Hant", "es-419", "sl-rozaj", "gsw"])
def test_language_tags_of_the_standard_pass(tag):
    validate_language_tag(tag)


@pytest.mark.parametrize("tag", ["", "d", "DA", "da_DK", "da-dk", "danish", "zh-hant", "da-DK ", "fr-CAN"])
def test_other_language_tags_are_refused(tag):
    with pytest.raises(ValidationError, match="Enter a language"):
        validate_language_tag(tag)


@pytest.mark.parametrize("code", ["EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP"])
@pytest.mark.parametrize("by_sea", [True, False])
def test_terms_for_any_transport_need_their_place_only(code, by_sea):
    validate_incoterm(code=code, place="Aarhus", by_sea=by_sea)


@pytest.mark.parametrize("code", ["FAS", "FOB", "CFR", "CIF"])
def test_terms_of_the_sea_are_for_the_sea(code):
    validate_incoterm(code=code, place="Aarhus", by_sea=True)
    with pytest.raises(ValidationError, match="by sea or inland water only"):
        validate_incoterm(code=code, place="Aarhus", by_sea=False)


def test_a_term_without_its_place_is_refused():
    with pytest.raises(ValidationError, match="needs its named place"):
        CompanyFactory.build(incoterm="DAP").clean()


def test_no_term_needs_nothing():
    validate_incoterm(code="", place="", by_sea=False)


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["01.11", "0111", "C", "A01.1", "541512"])
def test_an_industry_code_keeps_its_zeros_and_dots(code):
    saved = IndustryCodeFactory(code=code)
    saved.full_clean()
    saved.refresh_from_db()

    assert saved.code == code


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["AB1", "46-66", "c", ""])
def test_what_is_no_industry_code_is_refused(code):
    with pytest.raises(ValidationError):
        IndustryCodeFactory.build(company=CompanyFactory(), code=code).full_clean()


@pytest.mark.django_db
def test_a_company_has_one_main_code_in_a_scheme():
    main = IndustryCodeFactory(is_main=True, code="46.66")

    with pytest.raises(IntegrityError), transaction.atomic():
        IndustryCodeFactory(company=main.company, is_main=True, code="46.65")


@pytest.mark.django_db
def test_a_company_may_have_a_main_code_in_each_scheme():
    main = IndustryCodeFactory(is_main=True, code="46.66")
    IndustryCodeFactory(company=main.company, scheme="NAICS2022", is_main=True, code="423420")

    assert main.company.industry_codes.filter(is_main=True).count() == 2
