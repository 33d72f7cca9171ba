from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.document_resolution import Setting
from normalizers.funding_resolution import resolve_funding
from normalizers.money import format_money
from normalizers.place_resolution import PlaceColumns
from normalizers.places import Gazetteer
from schemas.evidence import Evidence, Piece
from schemas.facts import Doubt, Funding
from schemas.mentions import FundingMention
from schemas.vocabulary import FundingSource

EVIDENCE = Evidence(pieces=(Piece(page=1, box=None, quote="…"),))
ON = date(2024, 3, 1)
SETTING = Setting(None, ON, 2024, ())
PLACE = PlaceColumns(place_code="20", place_name="Lạng Sơn", district_name=None, province_name="Lạng Sơn")


def mention(
    amount: str,
    *,
    percent: str | None = None,
    year: str | None = None,
    label: str = "Vốn tín dụng",
    source: FundingSource = FundingSource.CREDIT,
) -> FundingMention:
    return FundingMention(
        path="1", label=label, source=source, amount=amount, percent=percent, year=year, evidence=EVIDENCE
    )


def resolved(found: FundingMention, setting: Setting = SETTING) -> Funding:
    fact = resolve_funding(found, setting, PLACE)
    assert isinstance(fact, Funding)
    return fact


@given(st.integers(min_value=0, max_value=10**15))
def test_every_written_amount_is_read_in_dong(amount: int) -> None:
    assert resolved(mention(format_money(amount))).amount_vnd == amount


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("164,880 tỷ đồng", 164_880_000_000),
        ("643.5 tỷ đồng", 643_500_000_000),
        ("2.500 triệu đồng", 2_500_000_000),
        ("750.000 nghìn đồng", 750_000_000),
    ],
)
def test_the_decimal_mark_is_that_of_the_amount(printed: str, amount: int) -> None:
    assert resolved(mention(printed)).amount_vnd == amount


def test_shares_keep_their_printed_decimals() -> None:
    fact = resolved(mention("3 tỷ đồng", percent="53,0"))
    assert (fact.percent, fact.percent_text) == (Decimal("53.0"), "53,0")


def test_the_year_is_the_one_said_else_the_plans() -> None:
    assert resolved(mention("3 tỷ đồng", year="2022")).year == 2022
    assert resolved(mention("3 tỷ đồng")).year == 2024


def test_an_amount_that_cannot_be_read_becomes_a_doubt() -> None:
    doubt = resolve_funding(mention("1.2.3 tỷ đồng"), SETTING, PLACE)
    assert isinstance(doubt, Doubt)
    assert (doubt.code, doubt.stated) == ("low_confidence", "1.2.3 tỷ đồng")


@pytest.mark.parametrize(
    ("code", "source"), [("48", FundingSource.PROVINCE_BUDGET), ("178", FundingSource.DISTRICT_BUDGET)]
)
def test_a_citys_budget_is_the_provinces_where_the_city_is_one(
    code: str, source: FundingSource, gazetteer: Gazetteer
) -> None:
    setting = Setting(gazetteer.unit(code, ON), ON, 2024, ())
    found = mention("3 tỷ đồng", label="Ngân sách thành phố", source=FundingSource.DISTRICT_BUDGET)
    assert resolved(found, setting).source is source
