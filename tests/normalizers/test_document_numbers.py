import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.document_numbers import kind_by_name, parse_document_number
from schemas.errors import WrongFormat
from schemas.vocabulary import CitationKind, DocumentKind


@pytest.mark.parametrize(
    ("text", "number", "kind", "issuer"),
    [
        ("42 /KH-UBND", "42/KH-UBND", "plan", "UBND"),
        ("Số: 15/KH-UBND", "15/KH-UBND", "plan", "UBND"),
        ("06- NQ/TU", "06-NQ/TU", "resolution", "TU"),
        ("27-NQ/HU", "27-NQ/HU", "resolution", "HU"),
        ("36-HD/VPTW", "36-HD/VPTW", "guideline", "VPTW"),
        ("1385/QĐ-TTg", "1385/QĐ-TTg", "decision", "TTg"),
        ("1385/QD-TTg", "1385/QD-TTg", "decision", "TTg"),
        ("13/2020/TT-BGDĐT", "13/2020/TT-BGDĐT", "circular", "BGDĐT"),
        ("98/2018/NĐ-CP", "98/2018/NĐ-CP", "decree", "CP"),
        ("818/NQ-UBTVQH14", "818/NQ-UBTVQH14", "resolution", "UBTVQH14"),
        ("35/2018/QH14", "35/2018/QH14", "law", "QH14"),
        ("394/BNN-VPĐP", "394/BNN-VPĐP", "official_letter", "BNN-VPĐP"),
    ],
)
def test_numbers_of_every_kind_are_read(text: str, number: str, kind: str, issuer: str) -> None:
    read = parse_document_number(text)
    assert (read.number, read.kind, read.issuer) == (number, kind, issuer)


@pytest.mark.parametrize("text", ["/KH-UBND", "Số:      /KH-UBND", "…/KH-UBND", "..... /KH-UBND"])
def test_a_blank_running_number_is_none(text: str) -> None:
    read = parse_document_number(text)
    assert (read.number, read.running, read.document_kind) == (None, None, DocumentKind.PLAN)


@pytest.mark.parametrize("text", ["109/181", "12/31/2024", "01/người", "/xã", "km/h", "", "KH-UBND", "15.2-16.2/xã"])
def test_other_slashes_are_no_numbers(text: str) -> None:
    with pytest.raises(WrongFormat):
        parse_document_number(text)


@given(st.integers(min_value=1, max_value=99999), st.sampled_from(["KH-UBND", "QĐ-TTg", "BC-SNN", "CTr-UBND"]))
def test_a_number_reads_the_same_again(running: int, code: str) -> None:
    read = parse_document_number(f"{running} / {code}")
    assert read.number is not None
    assert parse_document_number(read.number) == read


def test_kinds_fit_both_vocabularies() -> None:
    report = parse_document_number("12/BC-UBND")
    assert (report.document_kind, report.citation_kind) == (DocumentKind.REPORT, CitationKind.OTHER)
    assert kind_by_name("NGHỊ QUYẾT") == "resolution"
