"""Checks of amounts of money: parts against their whole at each level, and shares against both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from auditors.finding import Claim, accuse, repair
from auditors.rounding import Interval, cut_off, decimals, exactly, meant_by, rounded, share_of, sum_of, within
from auditors.sums import class_groups
from schemas.facts import Facts, Funding, Indicator
from schemas.findings import Code
from schemas.vocabulary import Severity

BILLION = 10**9
FEWEST_PARTS = 2
# Parts that make less of their whole than this are some of them only ("trong đó: …"), unless they are said to be all.
LEAST_LISTED = Fraction(9, 10)
ABOUT = 10  # per cent that shares of a whole may be off


@dataclass(slots=True)
class Node:
    """An amount and the amounts right below it in the tree that the document draws."""

    row: Funding
    parts: list[Node] = field(default_factory=list)

    @property
    def meant(self) -> Interval:
        return within(self.row.amount_vnd, self.row.step_vnd or 1)


def parts_unlike_whole(facts: Facts) -> Iterator[Claim]:
    """Find amounts that the parts printed below them do not add up to."""
    for node in _nodes(facts):
        if len(node.parts) < FEWEST_PARTS or sum_of(part.meant for part in node.parts).meets(node.meant):
            continue
        whole, rows = node.row, [part.row for part in node.parts]
        said = sum(row.amount_vnd for row in rows)
        listed = said >= LEAST_LISTED * whole.amount_vnd or _is_whole([row.percent for row in rows])
        if not listed and whole.part_count != len(rows):
            continue
        yield accuse(
            facts,
            whole,
            Code.PARTS_UNLIKE_WHOLE,
            "sum",
            stated=in_billions(whole.amount_vnd),
            expected=in_billions(said),
            related=(whole, *rows),
            repairs=(
                repair(whole, "amount_vnd", sum_of(part.meant for part in node.parts)),
                *(repair(row, "amount_vnd", row.amount_vnd + whole.amount_vnd - said) for row in rows),
            ),
            label=whole.label,
            number=len(rows),
            apart=Decimal(abs(said - whole.amount_vnd)) / BILLION,
        )


def _is_whole(percents: Sequence[Decimal | None]) -> bool:
    """Tell whether shares are said of all parts and make about the whole."""
    said = [percent for percent in percents if percent is not None]
    return len(said) == len(percents) and abs(sum(said, Decimal()) - 100) < ABOUT


def share_unlike_amount(facts: Facts) -> Iterator[Claim]:
    """Find shares of money that are not amount ÷ whole; the whole may be the tree's or the amount above.

    One that is right only when cut off, or that the rounding of the amounts explains, is a note.
    """
    for root in _trees(facts):
        for node, above in _with_above(root):
            row = node.row
            wholes = [whole for whole in (root, above) if whole is not None and whole.row.amount_vnd]
            if row.percent is None or not wholes or node is root:
                continue
            shares = [share_of(row.amount_vnd, whole.row.amount_vnd) for whole in wholes]
            if any(exactly(share).meets(meant_by(row.percent)) for share in shares):
                continue
            digits = decimals(row.percent)
            cut = any(cut_off(share, digits) == row.percent for share in shares)
            close = any(_quotient(node, whole).meets(meant_by(row.percent)) for whole in wholes)
            yield accuse(
                facts,
                row,
                Code.SHARE_UNLIKE_AMOUNT,
                "cut_off" if cut or close else "wrong",
                severity=Severity.NOTE if cut or close else Severity.ERROR,
                stated=row.percent,
                expected=rounded(shares[0], digits),
                related=(row, wholes[0].row),
                repairs=(
                    *(repair(row, "percent", share) for share in shares[:1]),
                    repair(row, "amount_vnd", meant_by(row.percent).times(Fraction(wholes[0].row.amount_vnd) / 100)),
                    *(repair(wholes[0].row, "amount_vnd", part) for part in _whole_of(row)),
                ),
                amount=in_billions(row.amount_vnd),
                whole=in_billions(wholes[0].row.amount_vnd),
            )


def shares_unlike_100(facts: Facts) -> Iterator[Claim]:
    """Find shares of one whole that do not make 100 %, however they were rounded."""
    for node in _nodes(facts):
        rows: list[Funding | Indicator] = [part.row for part in node.parts]
        wholes = [Decimal(100), *([node.row.percent] if node.row.percent else [])]
        yield from _hundred(facts, rows, wholes)
    for total, classes in class_groups(facts):
        if total is not None and sum(row.low or 0 for row in classes) == total:
            yield from _hundred(facts, [*classes], [Decimal(100)])


def in_billions(amount: int) -> Decimal:
    """Return an amount in tỷ đồng, without needless decimals."""
    value = Decimal(amount) / BILLION
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def _hundred(facts: Facts, rows: list[Funding | Indicator], wholes: list[Decimal]) -> Iterator[Claim]:
    shares = [row.percent for row in rows if row.percent is not None]
    if len(rows) < FEWEST_PARTS or len(shares) != len(rows):
        return
    made = sum_of(meant_by(share) for share in shares)
    if any(made.meets(exactly(100) if whole == 100 else meant_by(whole)) for whole in wholes):
        return
    yield accuse(
        facts,
        rows[0],
        Code.SHARES_UNLIKE_100,
        "sum",
        stated=sum(shares, Decimal(0)),
        expected=100,
        related=rows,
        repairs=[
            repair(row, "percent", made.rest(meant_by(share), 100)) for row, share in zip(rows, shares, strict=True)
        ],
        shares="; ".join(row.percent_text or str(row.percent) for row in rows),
    )


def _quotient(node: Node, whole: Node) -> Interval:
    """Return the shares that the rounding of both amounts allows."""
    least, below = max(node.meant.low, Fraction(0)), max(whole.meant.low, Fraction(1))
    return Interval(least / whole.meant.high * 100, node.meant.high / below * 100)


def _whole_of(row: Funding) -> Iterator[Interval]:
    """Yield the wholes of which the amount is its share, where there are such."""
    share = meant_by(row.percent or Decimal(0))
    if share.low > 0:
        yield Interval(row.amount_vnd / share.high * 100, row.amount_vnd / share.low * 100)


def _trees(facts: Facts) -> Iterator[Node]:
    """Yield the whole of each tree; a new one begins where a path comes again."""
    nodes: dict[str, Node] = {}
    roots: list[Node] = []
    for row in facts.funding:
        if row.path == "0" or row.path in nodes:
            nodes = {}
        node = nodes[row.path] = Node(row)
        above = nodes.get(row.path.rpartition(".")[0] or "0")
        if row.path == "0":
            roots.append(node)
        elif above is not None and above is not node:
            above.parts.append(node)
        else:
            roots.append(node)
    yield from (root for root in roots if root.row.path == "0" or root.parts)


def _nodes(facts: Facts) -> Iterator[Node]:
    for root in _trees(facts):
        yield from (node for node, _ in _with_above(root))


def _with_above(node: Node, above: Node | None = None) -> Iterator[tuple[Node, Node | None]]:
    yield node, above
    for part in node.parts:
        yield from _with_above(part, node)
