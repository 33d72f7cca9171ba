from datetime import date

import pytest

from normalizers.criteria import CriteriaBook, load_criteria
from schemas.errors import Ambiguous, UnknownName

OLD, NEW, ADVANCED = "commune-2016-2020", "commune-2021-2025", "commune-advanced-2021-2025"


@pytest.mark.parametrize(
    ("standard", "on", "year", "framework"),
    [
        ("commune", date(2015, 2, 1), 2015, "commune-2009-2015"),
        ("commune", date(2016, 11, 30), 2017, "commune-2009-2015"),
        ("commune", date(2016, 12, 1), 2017, OLD),
        ("commune", date(2021, 2, 17), 2021, OLD),
        ("commune", date(2022, 3, 7), 2022, OLD),
        ("commune", date(2022, 3, 8), 2022, NEW),
        ("commune", date(2024, 1, 18), 2024, NEW),
        ("commune", date(2026, 2, 14), 2026, NEW),
        ("commune", date(2026, 2, 15), 2026, "commune-2026-2030"),
        ("commune_advanced", date(2021, 2, 17), 2021, "commune-advanced-2016-2020"),
        ("commune_advanced", date(2024, 1, 18), 2024, ADVANCED),
        ("commune_model", date(2021, 2, 17), 2021, "commune-model-2016-2020"),
        ("commune_model", date(2024, 1, 18), 2024, "commune-model-2021-2025"),
        ("district", date(2021, 2, 17), 2021, "district-2016-2020"),
        ("district", date(2024, 1, 18), 2024, "district-2021-2025"),
        ("commune", None, 2021, OLD),
        ("commune", None, 2024, NEW),
    ],
)
def test_a_plan_is_read_by_the_set_in_force_when_it_was_issued(
    criteria_book: CriteriaBook, standard: str, on: date | None, year: int, framework: str
) -> None:
    found = criteria_book.framework_for(standard, on, year)
    assert found is not None
    assert found.id == framework


@pytest.mark.parametrize("standard", ["village", "garden_model", "other"])
def test_standards_without_a_national_set_have_none(criteria_book: CriteriaBook, standard: str) -> None:
    assert criteria_book.framework_for(standard, date(2024, 1, 1)) is None


@pytest.mark.parametrize(
    ("framework", "text", "number"),
    [
        (OLD, "Tiêu chí số 1 về quy hoạch", 1),
        (OLD, "thuỷ lợi", 3),
        (OLD, "CSVC văn hóa", 6),
        (OLD, "Cơ sở hạ tầng TM nông thôn", 7),
        (OLD, "TT&TT", 8),
        (OLD, "hộ nghèo đa chiều", 11),
        (OLD, "lao động có việc làm", 12),
        (OLD, "tỷ lệ lao động có việc làm thường xuyên", 12),
        (OLD, "hình thức tổ chức sản xuất", 13),
        (OLD, "Giáo dục, đào tạo", 14),
        (OLD, "Môi trường và AT thực phẩm", 17),
        (OLD, "HT chính trị và tiếp cận Pháp luật", 18),
        (OLD, "an ninh, trật tự", 19),
        (OLD, "Tiêu chí số 05", 5),
        (NEW, "thủy lợi và phòng chống thiên tai", 3),
        (NEW, "hộ nghèo", 11),
        (NEW, "tổ chức sản xuất", 13),
        (NEW, "Giáo dục", 14),
        (ADVANCED, "Giáo dục", 5),
        (ADVANCED, "tiêu chí số 18 - Chất lượng môi trường sống", 18),
        (ADVANCED, "Môi trường", 17),
        ("district-2021-2025", "Tiêu chí 5 về Y tế - Văn hóa - Giáo dục", 5),
    ],
)
def test_names_mean_the_number_of_their_own_set(
    criteria_book: CriteriaBook, framework: str, text: str, number: int
) -> None:
    assert criteria_book.resolve_name(text, framework).number == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("Môi trưòng", 17), ("thông tin và truyên thông", 8), ("Nhà ở dân cu", 9), ("Thủy lơi", 3), ("Giao thong", 2)],
)
def test_misread_names_are_understood(criteria_book: CriteriaBook, text: str, number: int) -> None:
    assert criteria_book.resolve_name(text, OLD).number == number


@pytest.mark.parametrize("text", ["xây dựng", "nông thôn mới", "", "tiêu chí", "số 20", "đường"])
def test_what_names_no_criterion_is_refused(criteria_book: CriteriaBook, text: str) -> None:
    with pytest.raises((UnknownName, Ambiguous)):
        criteria_book.resolve_name(text, OLD)


def test_words_may_follow_a_leading_name(criteria_book: CriteriaBook) -> None:
    read = criteria_book.resolve_name("thủy lợi và phòng chống thiên tai theo bộ tiêu chí", NEW, leading=True)
    assert read.number == 3
    assert criteria_book.resolve_name("Lao động: tiếp tục tổ chức", NEW, leading=True).number == 12
    with pytest.raises(UnknownName):
        criteria_book.resolve_name("lên 19/20 xã", NEW, leading=True)


def test_every_own_and_other_name_leads_to_its_criterion(criteria_book: CriteriaBook) -> None:
    for framework in criteria_book.frameworks:
        own = {criterion.name for criterion in framework.criteria}
        for criterion in framework.criteria:
            assert criteria_book.resolve_name(criterion.name, framework.id) == criterion
            for name in set(criterion.other_names) - own:
                assert criteria_book.resolve_name(name, framework.id) == criterion, (framework.id, name)


def test_sets_have_the_numbers_of_their_acts(criteria_book: CriteriaBook) -> None:
    counts = {framework.id: len(framework.criteria) for framework in criteria_book.frameworks if framework.criteria}
    assert counts == {
        "commune-2009-2015": 19,
        OLD: 19,
        NEW: 19,
        ADVANCED: 19,
        "commune-2026-2030": 10,
        "district-2016-2020": 9,
        "district-2021-2025": 9,
        "district-advanced-2021-2025": 9,
    }
    assert criteria_book.number_valid(NEW, 19)
    assert not criteria_book.number_valid(NEW, 20)
    assert criteria_book.number_valid("commune-advanced-2016-2020", 14)
    assert not criteria_book.number_valid("commune-model-2021-2025", 1)


def test_sets_are_found_by_the_act_that_made_or_amended_them(criteria_book: CriteriaBook) -> None:
    assert [each.id for each in criteria_book.frameworks_by_decision("318/QĐ-TTg")] == [NEW, ADVANCED]
    assert OLD in [each.id for each in criteria_book.frameworks_by_decision("1980/qđ-ttg")]
    assert criteria_book.frameworks_by_decision("1/QĐ-UBND") == ()


def test_links_say_what_may_be_compared(criteria_book: CriteriaBook) -> None:
    assert len(criteria_book.links) == 3 * 19 + 9 + 3 * 10
    assert {link.comparable for link in criteria_book.links} == {"changed", "none"}
    assert "đa chiều" in criteria_book.link(OLD, 11, NEW, 11).note_vi
    assert criteria_book.link(NEW, 11, OLD, 11) == criteria_book.link(OLD, 11, NEW, 11)
    assert criteria_book.link(OLD, 2, OLD, 2).comparable == "same"
    assert criteria_book.link(OLD, 2, ADVANCED, 2).comparable == "none"


def test_the_ten_criteria_of_2026_are_not_compared_by_their_numbers(criteria_book: CriteriaBook) -> None:
    latest = "commune-2026-2030"
    assert criteria_book.link(NEW, 1, latest, 1).comparable == "changed"
    for number in range(2, 11):
        link = criteria_book.link(NEW, number, latest, number)
        assert (link.comparable, bool(link.note_vi and link.note_en)) == ("none", True)


def test_names_short_and_misread_mean_the_criteria_of_any_set(criteria_book: CriteriaBook) -> None:
    latest = "commune-2026-2030"
    assert criteria_book.resolve_name("Hạ tầng KT-XH", latest).number == 2
    assert criteria_book.resolve_name("KHCN và chuyển đổi số", latest).number == 7
    assert criteria_book.resolve_name("Van hoa, Giao duc, Y te", latest).number == 5


OWN = """
[[framework]]
id = "lang-son-advanced-2018-2020"
standard = "commune_advanced"
decision = "1/QĐ-UBND"
province = "20"
in_force = 2018-01-01
years = [2018, 2020]
criteria = ["Giao thông", "Môi trường", "Vườn hộ"]

[other_names]
"Vườn hộ" = ["vườn gia đình"]

[[pair]]
a = "lang-son-advanced-2018-2020"
b = "commune-advanced-2021-2025"
comparable = "none"
changed = [1]
note_vi = "Bộ tiêu chí riêng của tỉnh."
note_en = "The province's own set."
"""


def test_a_province_reads_its_plans_by_its_own_set_while_it_is_the_latest() -> None:
    book = load_criteria((OWN,))

    def framework(day: date, province: str | None) -> str | None:
        found = book.framework_for("commune_advanced", day, province=province)
        return found.id if found else None

    assert framework(date(2019, 3, 1), "20") == "lang-son-advanced-2018-2020"
    assert framework(date(2019, 3, 1), "04") == "commune-advanced-2016-2020"
    assert framework(date(2024, 3, 1), "20") == ADVANCED
    assert book.resolve_name("vườn gia đình", "lang-son-advanced-2018-2020").number == 3
    assert not book.number_valid("lang-son-advanced-2018-2020", 4)
    assert book.link("lang-son-advanced-2018-2020", 1, ADVANCED, 1).comparable == "changed"
    assert book.frameworks_by_decision("1/QĐ-UBND", "04") == ()
    assert len(book.frameworks_by_decision("1/QĐ-UBND", "20")) == 1


@pytest.mark.parametrize(
    "text",
    ["[[framework]]\nid = 3", "[[frame]]", "not toml", OWN.replace("lang-son-advanced-2018-2020", ADVANCED)],
)
def test_own_sets_of_another_form_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - by pydantic, tomllib or ourselves
        load_criteria((text,))
