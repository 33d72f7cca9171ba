"""Money of random documents in which everything adds up."""

from __future__ import annotations

from auditors.rounding import rounded, share_of
from schemas.facts import Funding
from schemas.vocabulary import FundingSource
from tests.auditors.draft import PROVINCE, YEAR, Draft, Page, place_of


def money(draft: Draft, page: Page) -> None:
    """Print a tree of two levels in billions with three decimals, shares to two."""
    chance = draft.chance
    million = 10**6
    parts = [chance.randint(10_000, 900_000) * million for _ in range(4)]
    below = [chance.randint(1000, parts[0] // million // 3) * million for _ in range(2)]
    below.append(parts[0] - sum(below))
    whole = sum(parts)
    tree = [("0", whole), *((str(i + 1), amount) for i, amount in enumerate(parts))]
    tree[2:2] = [(f"1.{i + 1}", amount) for i, amount in enumerate(below)]
    for path, amount in tree:
        share = rounded(share_of(amount, whole), 2) if len(path) == 1 and path != "0" else None
        draft.rows["funding"].append(
            Funding(
                **place_of(PROVINCE),
                year=YEAR,
                path=path,
                label=f"Vốn {path}",
                source=FundingSource.TOTAL if path == "0" else FundingSource.OTHER,
                amount_vnd=amount,
                step_vnd=million,
                percent=share,
                percent_text=None if share is None else str(share),
                part_count={"0": len(parts), "1": len(below)}.get(path),
                evidence=page.at(f"Vốn {path}: {amount}"),
            )
        )
    _some_money(draft, page)


def _some_money(draft: Draft, page: Page) -> None:
    """Print a whole of which some parts are said, and not that they are all."""
    parts = [draft.chance.randint(10, 90) * 10**9 for _ in range(2)]
    whole = sum(parts) * draft.chance.randint(2, 5)
    for path, amount in (("0", whole), ("1", parts[0]), ("2", parts[1])):
        draft.rows["funding"].append(
            Funding(
                **place_of(PROVINCE),
                year=YEAR + 1,
                path=path,
                label=f"Vốn năm sau {path}",
                source=FundingSource.OTHER,
                amount_vnd=amount,
                step_vnd=10**9,
                evidence=page.at(f"Vốn năm sau {path}: {amount}"),
            )
        )
