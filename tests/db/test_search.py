from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import Store
from db.search import Wanted, marked, plain, search, unsearched
from schemas.document import ParagraphRole
from schemas.evidence import Evidence, Piece
from schemas.facts import PrintedParagraph
from schemas.geometry import Box
from tests.db.made import INGEST, document_id, evidence, plan, roads, target

ROADS = "Phấn đấu cứng hóa đường ô tô đến trung tâm xã, nâng tổng số lên 109/181 xã, đạt 60,02%."
WATER = "Tỷ lệ hộ dùng nước sạch tại các xã Hoà Bình và Ô Tô; mở đường làng."


def paragraph(quote: str, page: int = 1) -> PrintedParagraph:
    return PrintedParagraph(role=ParagraphRole.BODY, marker=None, level=0, evidence=evidence(quote, page))


def put(store: Store, name: str = "plan", year: int = 2024, *quotes: str) -> None:
    store.put(plan(name, *map(paragraph, quotes), plan_year=year), [], INGEST)


def quotes(store: Store, text: str, **asked: object) -> list[str]:
    return [hit["words"] for hit in search(store, text, **asked)]  # type: ignore[arg-type]


def test_words_without_diacritics_find_every_spelling_side_by_side_first(store: Store) -> None:
    put(store, "plan", 2024, WATER, ROADS)
    assert quotes(store, "duong o to") == [ROADS, WATER]
    assert quotes(store, "DUONG O TO") == [ROADS, WATER]


def test_words_with_diacritics_find_that_spelling_alone(store: Store) -> None:
    put(store, "plan", 2024, "đường ô tô", "đương ô tô", "đưỡng ô tô", "duong o to")
    assert quotes(store, "Đường Ô tô") == ["đường ô tô"]
    assert len(quotes(store, "duong o to")) == 4


@pytest.mark.parametrize("typed", ["hòa bình", "hoà bình", "hoa binh", "Hoà Bình", normalize("NFD", "hòa bình")])
def test_where_the_tone_mark_stands_and_how_it_is_coded_means_nothing(store: Store, typed: str) -> None:
    put(store, "plan", 2024, WATER)
    assert quotes(store, typed) == [WATER]


@pytest.mark.parametrize("typed", ["60,02%", "109/181", "109/181 xã, đạt"])
def test_figures_are_found_as_they_are_printed(store: Store, typed: str) -> None:
    put(store, "plan", 2024, ROADS, WATER)
    assert quotes(store, typed) == [ROADS]


@pytest.mark.parametrize(
    "typed", ["", "%%%", '"', "đường NOT xa lạ", "marked : x", "'); DROP TABLE x", "a* OR b", "\0"]
)
def test_nothing_that_is_typed_is_more_than_words(store: Store, typed: str) -> None:
    put(store, "plan", 2024, ROADS)
    assert quotes(store, typed) == []


def test_all_words_must_stand_in_the_passage(store: Store) -> None:
    put(store, "plan", 2024, ROADS, WATER)
    assert quotes(store, "nước sạch tổng số") == []


def test_a_document_that_is_read_anew_or_removed_is_found_no_more(store: Store) -> None:
    put(store, "plan", 2024, ROADS)
    put(store, "plan", 2024, WATER)
    assert quotes(store, "duong o to trung tam") == []
    assert quotes(store, "nuoc sach") == [WATER]
    store.remove(document_id("plan"))
    assert quotes(store, "nuoc sach") == []


def test_a_put_that_fails_changes_no_search(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, "plan", 2024, ROADS)

    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr("db.store.link_renditions", fail)
        with pytest.raises(RuntimeError, match="power cut"):
            put(store, "plan", 2024, WATER)
    assert quotes(store, "o to") == [ROADS]


def test_newer_documents_come_first_and_may_be_chosen(store: Store) -> None:
    put(store, "old", 2021, ROADS)
    put(store, "new", 2024, ROADS)
    hits = search(store, "ô tô")
    assert [hit["document_id"] for hit in hits] == [document_id("new"), document_id("old")]
    assert [hit["document_id"] for hit in search(store, "ô tô", document_ids=[document_id("old")])] == [
        document_id("old")
    ]
    assert len(search(store, "ô tô", limit=1)) == 1


def test_a_passage_names_the_facts_that_were_read_from_it(store: Store) -> None:
    facts = plan("plan", roads(evidence=evidence("nâng tổng số lên 109/181 xã")), target("elsewhere"), paragraph(ROADS))
    store.put(facts, [], INGEST)
    (hit,) = search(store, "đường ô tô")
    assert (hit["view"], hit["page"]) == ("paragraphs", 1)
    assert hit["facts"] == [facts.targets[0].fact_id]
    (other,) = search(store, "elsewhere")
    assert (other["view"], other["fact_id"], other["facts"]) == (
        "targets",
        facts.targets[1].fact_id,
        [facts.targets[1].fact_id],
    )


def test_a_fact_on_the_second_page_of_a_paragraph_belongs_to_it(store: Store) -> None:
    both = Evidence(
        pieces=(Piece(page=1, box=None, quote="Toàn tỉnh có"), Piece(page=2, box=None, quote="thêm 109/181 xã"))
    )
    second = PrintedParagraph(role=ParagraphRole.BODY, marker=None, level=0, evidence=both)
    facts = plan("plan", second, target("x", evidence=evidence("109/181 xã", page=2)))
    store.put(facts, [], INGEST)
    (hit,) = search(store, "109/181")
    assert (hit["view"], hit["facts"]) == ("paragraphs", [facts.targets[0].fact_id])


def test_a_figure_that_stands_in_many_cells_belongs_to_the_one_it_was_read_from(store: Store) -> None:
    left, right = Box(0, 0, 50, 20), Box(60, 0, 110, 20)
    cells = [
        PrintedParagraph(role=ParagraphRole.BODY, marker=None, level=0, evidence=evidence("15", box=box))
        for box in (left, right)
    ]
    facts = plan("plan", target("15", evidence=evidence("15", box=Box(62, 2, 80, 18))), *cells)
    store.put(facts, [], INGEST)
    assert [hit["facts"] for hit in search(store, "15")] == [[], [facts.targets[0].fact_id]]


def test_a_passage_of_any_length_can_be_stored(store: Store) -> None:
    put(store, "plan", 2024, "đường ô tô " + "dài " * 300_000)
    (hit,) = search(store, "o to")
    assert hit["snippet"].startswith("đường «ô tô» dài")
    assert len(hit["snippet"]) < 100


def test_a_word_of_any_length_and_script_can_be_stored(store: Store) -> None:
    put(store, "plan", 2024, "đường " + "ă" * 5000, "Straße 道路 ŉ ǰ ² дорога")
    assert len(search(store, "ă" * 5000)) == 1
    assert len(search(store, "道路")) == 1


def test_documents_without_passages_are_counted(store: Store) -> None:
    assert unsearched(store) == 0
    store.put(plan("bare"), [], INGEST)
    put(store, "plan", 2024, ROADS)
    assert unsearched(store) == 1


@pytest.mark.parametrize(
    ("typed", "snippet"),
    [
        ("o to", "Phấn đấu cứng hóa đường «ô tô» đến trung tâm xã"),
        ("trung tam", "Phấn đấu cứng hóa đường ô tô đến «trung tâm» xã"),
        ("xa o", "Phấn đấu cứng hóa đường «ô» tô đến trung tâm xã"),
    ],
)
def test_a_snippet_frames_the_words(typed: str, snippet: str) -> None:
    assert Wanted.of(typed).snippet("Phấn đấu cứng hóa đường ô tô đến trung tâm xã") == snippet


@given(st.text(min_size=1, max_size=30))
def test_any_text_can_be_folded_and_framed(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert marked(text) == marked(text)
    assert Wanted.of(text).snippet(text).replace("«", "").replace("»", "") == text.replace("«", "").replace("»", "")
