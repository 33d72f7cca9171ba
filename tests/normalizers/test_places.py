import csv
import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizers.place_names import name_key, parse_qualified, split_kind
from normalizers.place_units import AmbiguousPlace
from normalizers.places import Gazetteer
from schemas.errors import UnknownName
from tools.misread_places import tally

IN_2021, IN_2024, IN_2025 = date(2021, 2, 17), date(2024, 3, 1), date(2025, 9, 1)
LANG_SON, CAO_LOC, CHI_LANG = "20", "183", "187"
HA_TINH, QUANG_NAM = "42", "49"


@pytest.mark.parametrize(
    ("written", "kinds", "name"),
    [
        ("Xã Mai Pha", {"commune"}, "Mai Pha"),
        ("X. Cao Lâu", {"commune"}, "Cao Lâu"),
        ("H.Lộc Bình", {"district"}, "Lộc Bình"),
        ("HUYỆN BẮC SƠN", {"district"}, "BẮC SƠN"),
        ("TP Lạng Sơn", {"city", "municipality"}, "Lạng Sơn"),
        ("T.P Lạng Sơn", {"city", "municipality"}, "Lạng Sơn"),
        ("TT. Cao Lộc", {"town"}, "Cao Lộc"),
        ("thị trấn Na Dương", {"town"}, "Na Dương"),
        ("TX Ba Đồn", {"town_district"}, "Ba Đồn"),
        ("P. Chi Lăng", {"ward"}, "Chi Lăng"),
        ("huyen Chi Lang", {"district"}, "Chi Lang"),
        ("Tân Thành", set(), "Tân Thành"),
        ("Xa Dung", set(), "Xa Dung"),
    ],
)
def test_kind_words_are_known_in_every_spelling(written: str, kinds: set[str], name: str) -> None:
    read = split_kind(written)
    assert (set(read.kinds), read.name) == (kinds, name)


@pytest.mark.parametrize(
    ("written", "name", "district"),
    [
        ("xã Chi Lăng - huyện Chi Lăng", "xã Chi Lăng", "huyện Chi Lăng"),
        ("Xã Đình Lập huyện Đình Lập", "Xã Đình Lập", "huyện Đình Lập"),
        ("Xã Mai Pha - T.P Lạng Sơn", "Xã Mai Pha", "T.P Lạng Sơn"),
        ("Xã Tân Tiến huyện Trảng Định", "Xã Tân Tiến", "huyện Trảng Định"),
        ("Hữu Liên của huyện Hữu Lũng", "Hữu Liên", "huyện Hữu Lũng"),
        ("xã Yên Thịnh (huyện Hữu Lũng)", "xã Yên Thịnh", "huyện Hữu Lũng"),
        ("Xã Yên Thịnh - Hữu Lũng", "Xã Yên Thịnh", "Hữu Lũng"),
        ("Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu", None),
        ("xã Cao Lâu", "xã Cao Lâu", None),
    ],
)
def test_a_commune_is_told_from_its_district(written: str, name: str, district: str | None) -> None:
    assert parse_qualified(written) == (name, district)


def test_the_hierarchy_is_that_of_the_day(gazetteer: Gazetteer) -> None:
    assert gazetteer.district_of("06244", IN_2021) == gazetteer.unit(CAO_LOC, IN_2021)
    assert gazetteer.province_of("06244", IN_2021) == gazetteer.unit(LANG_SON, IN_2021)
    assert len(gazetteer.children(LANG_SON, IN_2021)) == 11
    assert gazetteer.unit(CAO_LOC, IN_2025) is None
    assert {unit.level for unit in gazetteer.children(LANG_SON, IN_2025)} == {"commune"}
    assert gazetteer.district_of("06244", IN_2025) is None
    assert len(gazetteer.children(None, IN_2021)) == 63
    assert len(gazetteer.children(None, IN_2025)) == 34


def test_a_code_bears_the_name_of_the_day(gazetteer: Gazetteer) -> None:
    names = [gazetteer.unit("06040", day) for day in (IN_2021, date(2024, 12, 1), IN_2025)]
    assert [(unit.name, unit.kind) for unit in names if unit] == [
        ("Đại Đồng", "commune"),
        ("Thất Khê", "town"),
        ("Thất Khê", "commune"),
    ]


def test_days_before_the_first_list_are_read_by_it(gazetteer: Gazetteer) -> None:
    assert gazetteer.unit(CHI_LANG, date(1999, 1, 1)) == gazetteer.unit(CHI_LANG, date(2004, 8, 31))


def test_only_xa_are_counted_as_communes_of_the_programme(gazetteer: Gazetteer) -> None:
    assert gazetteer.count_communes(LANG_SON, IN_2021) == 181
    assert gazetteer.count_communes(CAO_LOC, IN_2024) == 20
    assert gazetteer.count_communes("06244", IN_2021) == 1


@pytest.mark.parametrize(
    ("raw", "within", "code"),
    [
        ("Xã Mai Pha - T.P Lạng Sơn", LANG_SON, "05992"),
        ("xã Chi Lăng - huyện Chi Lăng", LANG_SON, "06523"),
        ("Tân Thành", CAO_LOC, "06250"),
        ("Xã Tân Thành - H. Cao Lộc", LANG_SON, "06250"),
        ("THUỴ HÙNG", CAO_LOC, "06208"),
        ("Hoà Lạc", LANG_SON, "06430"),
        ("Gia Lộc", CAO_LOC, "06475"),
        ("Tam Xuân 2", QUANG_NAM, "20971"),
        ("Xã Tam Xuân II", QUANG_NAM, "20971"),
        ("Hoàng Đồng (Thành phố)", LANG_SON, "05986"),
        ("Kỳ Giang (Kỳ Anh)", HA_TINH, "18772"),
    ],
)
def test_exact_names_resolve_within_the_documents_place(gazetteer: Gazetteer, raw: str, within: str, code: str) -> None:
    match = gazetteer.resolve_qualified(raw, on=IN_2021, within=within)
    assert (match.unit.code, match.score, match.repaired) == (code, 1.0, False)


@pytest.mark.parametrize(
    ("raw", "within", "code"),
    [
        ("Thanh Lò", LANG_SON, "06193"),
        ("Xã Tân Tiến huyện Trảng Định", LANG_SON, "06019"),
        ("xã Chi Lãng - huyện Chi Lãng", LANG_SON, "06523"),
        ("Xã Yên Thịnh - H. Hữu Lững", LANG_SON, "06400"),
        ("Hoang Dong", LANG_SON, "05986"),
        ("Xuất Lể", CAO_LOC, "06202"),
        ("Bảo Lãm", CAO_LOC, "06190"),
        ("Yên Trach", CAO_LOC, "06247"),
    ],
)
def test_misread_names_are_repaired_and_say_so(gazetteer: Gazetteer, raw: str, within: str, code: str) -> None:
    match = gazetteer.resolve_qualified(raw, on=IN_2021, within=within)
    assert (match.unit.code, match.repaired) == (code, True)
    assert match.score < 1


def test_a_name_with_another_numeral_is_no_misread_one(gazetteer: Gazetteer) -> None:
    with pytest.raises(UnknownName):
        gazetteer.resolve("Tam Xuân 3", on=IN_2021, within=QUANG_NAM, level="commune")


@pytest.mark.parametrize("raw", ["Đồng Tháp Mười", "không có xã nào", "Phường 5", "Bản Nà Pàn", "", "-", "181"])
def test_names_that_no_place_bears_are_refused(gazetteer: Gazetteer, raw: str) -> None:
    with pytest.raises(UnknownName):
        gazetteer.resolve(raw, on=IN_2021, within=LANG_SON, level="commune")


def test_a_commune_of_another_district_is_no_answer_where_the_district_is_said(gazetteer: Gazetteer) -> None:
    with pytest.raises(UnknownName):
        gazetteer.resolve_qualified("xã Tân Liên - huyện Bắc Sơn", on=IN_2021, within=LANG_SON)


def test_homonyms_of_a_province_are_ambiguous_until_the_district_is_known(gazetteer: Gazetteer) -> None:
    with pytest.raises(AmbiguousPlace) as refusal:
        gazetteer.resolve("Tân Thành", on=IN_2021, within=LANG_SON, level="commune")
    assert refusal.value.candidates == ("06250", "06379", "06442")
    with pytest.raises(AmbiguousPlace):
        gazetteer.resolve("Tản Thành", on=IN_2021, within=LANG_SON, level="commune")


def test_a_wanted_kind_decides_between_a_commune_and_a_town_of_one_name(gazetteer: Gazetteer) -> None:
    with pytest.raises(AmbiguousPlace):
        gazetteer.resolve("Chi Lăng", on=IN_2021, within=CHI_LANG, level="commune")
    match = gazetteer.resolve("Chi Lăng", on=IN_2021, within=CHI_LANG, level="commune", kind="commune")
    assert match.unit.code == "06523"
    assert gazetteer.resolve("thị trấn Chi Lăng", on=IN_2021, within=CHI_LANG).unit.kind == "town"


def test_a_bare_name_means_the_highest_level_and_codes_are_taken_as_such(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("Lạng Sơn", on=IN_2024).unit.code == LANG_SON
    assert gazetteer.resolve("TP Lạng Sơn", on=IN_2024).unit.code == "178"
    assert gazetteer.resolve("Chi Lăng", on=IN_2024, within=LANG_SON).unit.code == CHI_LANG
    assert gazetteer.resolve("06325", on=IN_2024).unit.name == "Bắc Sơn"


def test_other_provinces_are_known_from_everywhere(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("tỉnh Cao Bằng", on=IN_2021, within=CAO_LOC).unit.code == "04"


def test_the_two_tier_system_answers_to_the_same_calls(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("Cao Lộc", on=IN_2025, within=LANG_SON).unit.code == "06211"
    assert gazetteer.resolve("phường Kỳ Lừa", on=IN_2025, within=LANG_SON).unit.kind == "ward"
    assert gazetteer.resolve("Cao Loc", on=IN_2025, within=LANG_SON).repaired


def test_a_lost_comma_is_found_where_one_split_fits(gazetteer: Gazetteer) -> None:
    def split(raw: str) -> tuple[str, ...]:
        return gazetteer.split_names(raw, on=IN_2024, within=CAO_LOC)

    assert split("Tân Liên Xuất Lễ") == ("Tân Liên", "Xuất Lễ")
    assert split("xã Tân Liên Xuất Lễ Cao Lâu") == ("Tân Liên", "Xuất Lễ", "Cao Lâu")
    assert split("Cao Lâu") == ("Cao Lâu",)
    assert split("Tân Liên Nơi Khác") == ("Tân Liên Nơi Khác",)


def test_a_lost_comma_is_found_between_misread_names_too(gazetteer: Gazetteer) -> None:
    assert gazetteer.split_names("Tân Liên Xuất Lể", on=IN_2024, within=CAO_LOC) == ("Tân Liên", "Xuất Lể")


def test_misread_names_are_told_with_their_district_and_never_silently_wrong(gazetteer: Gazetteer) -> None:
    """A draw of 10,000 is held by bench/places.py."""
    told = tally(gazetteer, 600, seed=1)
    decided = told["told"]
    right = decided["right"] + decided["right, flagged"]
    assert right / decided.total() >= 0.995
    assert decided["silent"] == told["undecidable"]["silent"] == told["province"]["silent"] == 0
    assert told["undecidable"]["right"] == 0  # flagged all


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("xã Tan Lien", "06244"),
        ("xả Tân Liên", "06244"),
        ("Thi trân Đồng Đăng", "06184"),
        ("xã TânLiên", "06244"),
        ("TT. Đồng Đãng", "06184"),
    ],
)
def test_kind_words_and_blanks_are_misread_too(gazetteer: Gazetteer, raw: str, code: str) -> None:
    match = gazetteer.resolve(raw, on=IN_2024, within=CAO_LOC)
    assert (match.unit.code, match.repaired) == (code, True)
    assert match.candidates[0].unit == match.unit


@pytest.mark.parametrize("raw", ["thị trấn NT Thái Bình", "TT Nông trường Thái Bình", "Thị trấn N.T Thái Bình"])
def test_a_state_farm_is_known_in_every_spelling(gazetteer: Gazetteer, raw: str) -> None:
    match = gazetteer.resolve(raw, on=IN_2021, within=LANG_SON)
    assert (match.unit.code, match.repaired) == ("06616", False)


def test_a_name_of_another_district_is_held_against_misread_ones_at_home(gazetteer: Gazetteer) -> None:
    """Tân Thanh lies in Văn Lãng; in a scan of Cao Lộc's it is rather its own Tân Thành."""
    with pytest.raises(AmbiguousPlace) as refusal:
        gazetteer.resolve("xã Tân Thanh", on=IN_2024, within=CAO_LOC)
    assert set(refusal.value.candidates) == {"06166", "06250"}
    match = gazetteer.resolve("xã Tân Thanh", on=IN_2024, within=CAO_LOC, doubtful=True)
    assert (match.unit.code, match.repaired) == ("06250", True)


def test_an_exact_name_tells_its_rivals_where_it_may_be_misread(gazetteer: Gazetteer) -> None:
    sure = gazetteer.resolve("xã Tân Thanh", on=IN_2024, within="182")
    doubtful = gazetteer.resolve("xã Tân Thanh", on=IN_2024, within=LANG_SON, doubtful=True)
    assert sure.rivals == ()
    assert {rival.unit.name for rival in doubtful.rivals} == {"Tân Thành"}


def test_names_of_other_times_are_remembered(gazetteer: Gazetteer) -> None:
    found = gazetteer.bearers("xã Xuân Mai", on=IN_2021, within=LANG_SON)
    assert [(unit.code, unit.name, unit.valid_to) for unit in found] == [("06298", "Xuân Mai", date(2020, 1, 1))]
    assert gazetteer.bearers("xã Cao Lâu", on=IN_2021, within=CAO_LOC) == ()


def test_a_gazetteer_can_be_handed_to_another_process(gazetteer: Gazetteer) -> None:
    copy = pickle.loads(pickle.dumps(gazetteer))
    assert copy.resolve("Cao Lâu", on=IN_2024, within=LANG_SON) == gazetteer.resolve(
        "Cao Lâu", on=IN_2024, within=LANG_SON
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_name_is_found_below_its_own_parent(gazetteer: Gazetteer, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(gazetteer.units))
    found = gazetteer.find(unit.name, on=unit.valid_from, within=unit.parent_code, level=unit.level)
    assert unit in found
    assert {name_key(each.name) for each in found} == {name_key(unit.name)}


def test_all_places_of_the_reference_resolve(gazetteer: Gazetteer, reference: Path) -> None:
    with (reference / "gold" / "lang-son-2021" / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        match = gazetteer.resolve(row["name"], on=IN_2021, within=row["parent_code"] or None)
        assert (match.unit.code, match.unit.kind, match.repaired) == (row["place_code"], row["kind"], False)
    assert len(rows) == 212


def test_all_communes_named_in_the_reference_resolve(gazetteer: Gazetteer, reference: Path) -> None:
    seen = set()
    for table, column in (("target_communes.csv", "raw"), ("commune_progress.csv", "raw_name")):
        with (reference / "gold" / "lang-son-2021" / table).open(encoding="utf-8", newline="") as file:
            seen |= {(row[column], row["place_code"]) for row in csv.DictReader(file)}
    wrong = {}
    for raw, code in seen:
        names = gazetteer.split_names(raw, on=IN_2021, within=LANG_SON)
        codes = [gazetteer.resolve_qualified(n, on=IN_2021, within=LANG_SON, kind="commune").unit.code for n in names]
        if code not in codes:
            wrong[raw] = (code, codes)
    assert seen
    assert wrong == {}


def test_communes_of_a_district_that_the_list_lacks_before_its_split_are_told_but_not_counted(
    gazetteer: Gazetteer,
) -> None:
    before, after = date(2013, 6, 1), date(2016, 6, 1)
    match = gazetteer.resolve("xã Vĩnh Viễn", on=before, within="936")
    assert (match.unit.code, gazetteer.province_of(match.unit.code, before)) == ("31489", gazetteer.unit("93", before))
    assert gazetteer.count_communes("93", before) == gazetteer.count_communes("936", before) == 0
    assert gazetteer.count_communes("93", after) > 0
