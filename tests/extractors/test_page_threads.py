"""Pages come back in their order, few at a time, whatever thread read them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from extractors.page_threads import in_order


@pytest.mark.parametrize("count", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(count: int) -> None:
    def work(item: int) -> int:
        time.sleep(0.002 * (item % 3))
        return item * item

    assert list(in_order(work, range(20), count)) == [item * item for item in range(20)]


@pytest.mark.parametrize("count", [1, 3])
def test_no_more_items_are_taken_than_are_needed(count: int) -> None:
    taken = []

    def items() -> Iterator[int]:
        for item in range(100):
            taken.append(item)
            yield item

    results = in_order(lambda item: item, items(), count)
    assert next(results) == 0
    assert len(taken) <= count + 1


def test_items_are_taken_by_the_caller_alone() -> None:
    callers = set()

    def items() -> Iterator[int]:
        for item in range(9):
            callers.add(threading.get_ident())
            yield item

    assert len(set(in_order(lambda _: threading.get_ident(), items(), 3)) - callers) >= 1
    assert callers == {threading.get_ident()}


def test_an_error_reaches_the_caller_in_its_turn() -> None:
    def work(item: int) -> float:
        return 1 / (3 - item)

    results = in_order(work, range(10), 2)
    assert [next(results) for _ in range(3)] == [1 / 3, 1 / 2, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)
