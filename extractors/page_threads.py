"""Pages read on several processors at once, handed on in their order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

# Each page in work holds its picture and copies of it, and each thread models of its own.
MOST = 8


_granted: int | None = None


def grant(count: int) -> None:
    """Let this process read on so many processors; without it on all, which is too many beside other such processes."""
    global _granted
    _granted = count


def threads() -> int:
    """Return how many pages are read at once."""
    return max(1, min(_granted or processors(), MOST))


def processors() -> int:
    """Return how many processors this process may use, which may be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(work: Callable[[T], R], items: Iterable[T], count: int) -> Iterator[R]:
    """Yield what `count` threads make of the items; no more items are taken than are being worked on, and one."""
    if count == 1:
        yield from map(work, items)
        return
    pool = ThreadPoolExecutor(count)
    begun: deque[Future[R]] = deque()
    try:
        for item in items:
            begun.append(pool.submit(work, item))
            if len(begun) > count:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
