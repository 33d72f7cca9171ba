from __future__ import annotations

import pytest

from normalizers.places import Gazetteer, load_gazetteer
from pipeline.placing import find_place
from schemas.errors import NotFound


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lạng Sơn", "20"),
        ("thành phố Lạng Sơn", "178"),
        ("Cao Lộc", "183"),
        ("huyện Đình Lập", "189"),
        ("xã Đình Lập", "06628"),
        ("20", "20"),
        ("183", "183"),
        ("06325", "06325"),
    ],
)
def test_a_place_is_meant_by_name_kind_or_code(gazetteer: Gazetteer, text: str, code: str) -> None:
    assert find_place(text, (2021, 2024), gazetteer).code == code


def test_a_name_of_several_places_is_answered_with_their_codes(gazetteer: Gazetteer) -> None:
    with pytest.raises(NotFound, match=r"several places.*\d{5} \(Tân Thành, "):
        find_place("xã Tân Thành", (2021, 2024), gazetteer)


def test_a_name_of_no_place_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(NotFound, match="no place is called so"):
        find_place("Xứ Không Có Thật", (2021, 2024), gazetteer)


def test_a_place_of_the_earlier_year_alone_is_found(gazetteer: Gazetteer) -> None:
    assert find_place("huyện Cao Lộc", (2024, 2026), gazetteer).code == "183"
