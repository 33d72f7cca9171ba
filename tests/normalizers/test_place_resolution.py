from datetime import date

import pytest

from normalizers.place_resolution import PlaceResolver, may_be_misread
from normalizers.places import Gazetteer
from schemas.evidence import Evidence, Piece
from schemas.vocabulary import Reader

IN_2024 = date(2024, 3, 1)


@pytest.fixture(scope="module")
def province(gazetteer: Gazetteer) -> PlaceResolver:
    return PlaceResolver(gazetteer, IN_2024, gazetteer.unit("20", IN_2024))


@pytest.fixture(scope="module")
def district(gazetteer: Gazetteer) -> PlaceResolver:
    return PlaceResolver(gazetteer, IN_2024, gazetteer.unit("183", IN_2024))


def test_a_name_of_several_places_tells_them_with_their_districts(province: PlaceResolver) -> None:
    (listed,) = province.resolve_list(["Tân Thành"])
    assert (listed.place.unit, listed.place.doubt) == (None, "ambiguous_place")
    assert listed.place.expected == (
        "06250 (Tân Thành, Cao Lộc), 06379 (Tân Thành, Bắc Sơn), 06442 (Tân Thành, Hữu Lũng)"
    )


def test_a_list_takes_the_district_that_stands_behind_it(province: PlaceResolver) -> None:
    listed = province.resolve_list(["Bình Phúc", "Liên Hội - huyện Văn Quan"])
    assert [each.place.unit.code for each in listed if each.place.unit] == ["06298", "06268"]
    assert [each.place.doubt for each in listed] == [None, None]


def test_a_district_in_brackets_needs_no_kind_word_and_holds_for_the_names_before_it(province: PlaceResolver) -> None:
    listed = province.resolve_list(["Tân Thành", "Chiến Thắng (Bắc Sơn)", "Xuất Lễ (huyện Cao Lộc)"])
    assert [(each.place.unit.code, each.place.doubt) for each in listed if each.place.unit] == [
        ("06379", None),
        ("06364", None),
        ("06202", None),
    ]


def test_a_name_that_the_district_behind_the_next_one_lacks_is_looked_for_by_itself(province: PlaceResolver) -> None:
    listed = province.resolve_list(["Xuất Lễ", "Chiến Thắng (Bắc Sơn)"])
    assert [each.place.unit.code for each in listed if each.place.unit] == ["06202", "06364"]
    assert [each.place.doubt for each in listed] == [None, None]


@pytest.mark.parametrize("heading", ["II. Huyện Bắc Sơn", "2 HUYỆN BẮC SƠN (3 xã)", "Huyện Bắc Sơn: 3 xã"])
def test_a_table_s_rows_lie_in_the_district_that_stands_over_them(province: PlaceResolver, heading: str) -> None:
    (listed,) = province.resolve_list(["Tân Thành"], heading=heading)
    assert listed.place.unit is not None
    assert (listed.place.unit.code, listed.place.doubt) == ("06379", None)


@pytest.mark.parametrize("heading", ["I Kế hoạch xã phấn đấu đạt chuẩn", "Huyện Không Có", None])
def test_other_headings_name_no_district(province: PlaceResolver, heading: str | None) -> None:
    (listed,) = province.resolve_list(["Tân Thành"], heading=heading)
    assert listed.place.doubt == "ambiguous_place"


def test_a_guess_is_flagged(district: PlaceResolver) -> None:
    place = district.resolve("xã Thanh Lò")
    assert place.unit is not None
    assert (place.unit.code, place.doubt, place.expected) == ("06193", "unknown_place", "Thanh Lòa")


def test_tone_marks_alone_are_no_guess_unless_another_place_is_as_near(
    district: PlaceResolver, province: PlaceResolver
) -> None:
    alone, near = district.resolve("xã Xuất Lể"), province.resolve("xã Tân Thánh - huyện Cao Lộc")
    assert alone.unit is not None
    assert (alone.unit.code, alone.doubt) == ("06202", None)
    assert near.doubt is not None


def test_an_exact_name_that_was_read_unsurely_tells_what_else_it_may_be(province: PlaceResolver) -> None:
    (sure,) = province.resolve_list(["xã Tân Thanh - huyện Văn Lãng"])
    (unsure,) = province.resolve_list(["xã Tân Thanh"], doubtful=[True])
    assert sure.place.doubt is None
    assert unsure.place.unit is not None
    assert unsure.place.doubt == "ambiguous_place"


def test_a_name_of_another_time_tells_who_bore_it(province: PlaceResolver) -> None:
    place = province.resolve("xã Xuân Mai")
    assert (place.unit, place.doubt) == (None, "unknown_place")
    assert place.expected == "06298 (Xuân Mai, 31/08/2004 – 01/01/2020)"


@pytest.mark.parametrize(
    ("reader", "confidence", "misread"),
    [(Reader.TEXT_LAYER, 0.5, False), (Reader.OCR, 0.999, False), (Reader.OCR, 0.8, True)],
)
def test_only_words_read_unsurely_by_ocr_may_be_misread(reader: Reader, confidence: float, misread: bool) -> None:
    evidence = Evidence(pieces=(Piece(page=1, box=None, quote="x"),), confidence=confidence, reader=reader)
    assert may_be_misread(evidence) == misread
