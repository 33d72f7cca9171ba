from datetime import date

from normalizers.activity_resolution import resolve_activity
from normalizers.place_resolution import PlaceColumns
from schemas.evidence import Evidence, Piece
from schemas.mentions import ActivityMention

PLACE: PlaceColumns = {"place_code": "185", "place_name": "Cao Lộc", "district_name": None, "province_name": "Lạng Sơn"}
EVIDENCE = Evidence(pieces=(Piece(page=1, box=None, quote="trước tháng 9"),))


def test_a_time_without_a_year_is_read_by_the_plans() -> None:
    mention = ActivityMention(content="sửa đường", lead="UBND các xã", time="trước tháng 9", evidence=EVIDENCE)
    row = resolve_activity(mention, year=2023, place=PLACE, framework="commune-2021-2025", criterion=2)
    assert (row.time_raw, row.time_from, row.time_to) == ("trước tháng 9", None, date(2023, 8, 31))
    assert (row.framework, row.criterion, row.place_code, row.lead) == ("commune-2021-2025", 2, "185", "UBND các xã")


def test_a_framework_without_a_criterion_is_none() -> None:
    mention = ActivityMention(content="họp dân", evidence=EVIDENCE)
    row = resolve_activity(mention, year=2023, place=PLACE, framework="commune-2021-2025")
    assert (row.framework, row.criterion, row.time_from, row.time_to) == (None, None, None, None)
