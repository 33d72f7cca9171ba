"""Tables of money, told by their headings: sources down the rows, or sources as columns over a row of totals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors import funding_wording as wording
from extractors.funding_tree import Node, Tree
from extractors.outline import ROMAN, find_marker
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK, Row, RowKind
from normalizers.text import fold
from schemas.mentions import FundingMention
from schemas.vocabulary import FundingSource

_HEADINGS = {
    role: re.compile(rf"(?<!\w)(?:{wording.any_of(words)})(?!\w)") for role, words in wording.RULES["table"].items()
}
_BARE_YEAR = re.compile(r"20[0-3]\d")
_YEAR_CELL = re.compile(r"(?:năm )?(?P<year>20[0-3]\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_UNNUMBERED = 20  # depth of a row without a number: below every numbered one
_APART = re.compile(
    r"(?:vốn|nguồn).*(?<!\w)(?:khác|ngoài)(?!\w)"
)  # "Vốn khác", "Nguồn vốn ngoài ngân sách" over sources
_LEAST_SOURCES = 2
_SUM = re.compile(r"(?:tổng|cộng|tất cả)(?!\w)")  # of the columns beside it
_PLANNED = re.compile(r"kế hoạch|dự toán|nhu cầu|giao")
# "Tỷ lệ 2022/2021 (%)", "Tỷ lệ giải ngân": no shares of the whole.
_COMPARES = re.compile(r"so (?:với|sánh)|20\d\d ?/ ?20\d\d|(?:tỷ|tỉ) lệ (?:thực hiện|hoàn thành|giải ngân|tăng)")
_LETTER = re.compile(r"[A-H]\.?")
_ROMAN = re.compile(r"[IVX]{1,5}\.?")
_ABOVE = re.compile(r"^(?:(?:[A-H]|[IVX]{1,5})\.)+(?=\w)")


def table_funding(table: StitchedTable) -> list[FundingMention]:
    """Read the trees of one table; none where its headings do not tell money, a unit and what the rows are."""
    titles = fold(f"{table.title or ''} {table.caption or table.above}")
    paths = [fold(path) for path in table.grid.paths]
    unit = wording.unit_in(titles) or next(filter(None, map(wording.unit_in, paths)), None)
    about_money = wording.SECTION.search(titles) or any(
        wording.SECTION.search(path) or (_HEADINGS["amount"].search(path) and wording.MONEY.search(path))
        for path in paths
    )
    if unit is None or not about_money:
        return []
    lasts = [path.split(PATH_MARK)[-1] for path in paths]
    labels = next((i for i, last in enumerate(lasts) if _HEADINGS["label"].search(last)), None)
    if labels is None:
        labels = next((i for i in range(len(paths)) if _tells_sources(table, i)), None)
    amounts = [i for i, path in enumerate(paths) if i != labels and _is_amount(path)]
    if not amounts:
        return []
    sources = [i for i in amounts if _source_of_column(paths[i]) not in (FundingSource.TOTAL, FundingSource.OTHER)]
    if len(sources) >= _LEAST_SOURCES and (labels is None or not _tells_sources(table, labels)):
        amounts = sorted({*amounts, *_untold_sources(paths, sources, labels)})
        trees = list(_by_years(table, paths, amounts, sources, unit, wording.year_of(titles)))
    elif labels is None:
        return []
    else:
        years = {_year_of(paths[i]) for i in amounts}
        columns = amounts if len(years) == len(amounts) else _one_a_year(paths, amounts)
        shares = _shares_of(paths, columns)
        said = sorted(year for year in years if year)
        whole = said[-1] if len(said) > 1 else wording.year_of(titles)  # of the column that sums the years up
        trees = [_down(table, labels, i, shares.get(i), unit, _year_of(paths[i]) or whole) for i in columns]
        if len(sources) >= _LEAST_SOURCES and len(columns) == 1 and columns[0] not in sources:
            trees.append(_crossed(table, paths, labels, sources, unit, trees[0]))
    return [mention for tree in trees for mention in tree.mentions()]


def _tells_sources(table: StitchedTable, labels: int) -> bool:
    """Tell whether the rows are sources, so that columns of sources beside their total part each again."""
    told = [wording.tell_source(row.text(labels)) for row in table.grid.data() if row.text(labels)]
    known = [source for source in told if source not in (FundingSource.TOTAL, FundingSource.OTHER)]
    return len(known) > 1 and len(known) * 2 > len(told)


def _is_amount(path: str) -> bool:
    if _HEADINGS["share"].search(path) or _HEADINGS["number"].fullmatch(path):
        return False
    return bool(_HEADINGS["amount"].search(path) or _year_of(path)) or _source_of_column(path) not in (
        FundingSource.TOTAL,
        FundingSource.OTHER,
    )


def _year_of(path: str) -> str | None:
    """Return the year that heads a column: "Kế hoạch năm 2023", "2023"."""
    last = path.split(PATH_MARK)[-1].strip()
    return last if _BARE_YEAR.fullmatch(last) else wording.year_of(path)


def _one_a_year(paths: list[str], amounts: list[int]) -> list[int]:
    """Return of columns of several kinds those of what is planned, one a year; the first where years do not part them.

    "Năm 2022 > Kế hoạch giao", not "Năm 2022 > Đã giải ngân".
    """
    years: dict[str | None, list[int]] = {}
    for column in amounts:
        years.setdefault(_year_of(paths[column]), []).append(column)
    if None in years or len(years) == 1:
        return amounts[:1]
    return [next((c for c in columns if _PLANNED.search(paths[c])), columns[0]) for columns in years.values()]


def _source_of_column(path: str) -> FundingSource:
    return wording.tell_source(path.split(PATH_MARK)[-1])


def _untold_sources(paths: list[str], sources: list[int], labels: int | None) -> list[int]:
    """Return the columns between those of sources, or under the same heading, whose words tell no one source."""
    above = {path.rpartition(PATH_MARK)[0] for path in (paths[i] for i in sources)} - {""}
    return [
        i
        for i, path in enumerate(paths)
        if i not in (*sources, labels)
        and (sources[0] < i < sources[-1] or path.rpartition(PATH_MARK)[0] in above)
        and _source_of_column(path) is FundingSource.OTHER
        and not any(_HEADINGS[role].search(path) for role in ("share", "amount"))
    ]


def _by_years(
    table: StitchedTable, paths: list[str], amounts: list[int], sources: list[int], unit: str, year: str | None
) -> Iterator[Tree]:
    """Yield the trees of a table whose columns are sources: one, or one a year that columns or rows are of."""
    totals = [row for row in table.grid.rows if row.kind is RowKind.TOTAL]
    of_years = {_year_of(paths[i]) for i in sources}
    if len(of_years) > 1 and None not in of_years:
        for each in sorted(filter(None, of_years)):
            columns = [i for i in amounts if _year_of(paths[i]) == each]
            yield _across(table, paths, columns, [i for i in sources if i in columns], unit, each, totals)
        return
    rows = [(row, _year_of_row(row)) for row in table.grid.data()]
    if len(rows) > 1 and all(said for _, said in rows):
        for row, said in rows:
            yield _across(table, paths, amounts, sources, unit, said, [row])
        year = year or max(said for _, said in rows if said)
    yield _across(table, paths, amounts, sources, unit, year, totals or [row for row, _ in rows])


def _year_of_row(row: Row) -> str | None:
    """Return the year that a row is of: its first words are "2023" or "Năm 2023"."""
    texts = [fold(cell.text).strip() for cell in row.cells[:2] if cell]
    return next((match["year"] for text in texts if (match := _YEAR_CELL.fullmatch(text))), None)


def _across(
    table: StitchedTable,
    paths: list[str],
    amounts: list[int],
    sources: list[int],
    unit: str,
    year: str | None,
    rows: list[Row],
) -> Tree:
    """Read one row of a table whose columns are sources."""
    tree = Tree(Node("", FundingSource.TOTAL, year=year), 0)
    if len(rows) != 1:
        return tree
    held: dict[str, Node] = {}  # "Ngân sách Trung ương" over the columns "ĐTPT" and "Sự nghiệp"
    for column in amounts:
        value = _value(rows[0], column)
        if value is None:
            tree.root.parts += 1
            continue
        node = Node(
            table.grid.paths[column].split(PATH_MARK)[-1],
            _source_of_column(paths[column]),
            amount=f"{value} {unit}",
            evidence=table.grid.evidence([rows[0].cells[column]]),
        )
        above, _, _ = table.grid.paths[column].rpartition(PATH_MARK)
        told = _source_of_column(fold(above)) not in (FundingSource.TOTAL, FundingSource.OTHER)
        kept = told or bool(_APART.search(fold(above)))
        if above and kept and sum(path.startswith(fold(above + PATH_MARK)) for path in paths) > 1:
            if above not in held:
                held[above] = Node(above.split(PATH_MARK)[-1], _source_of_column(fold(above)))
                tree.root.add(held[above])
            if column in sources or not _SUM.match(fold(node.label)):
                held[above].add(node)
            else:
                held[above].amount, held[above].evidence, node = node.amount, node.evidence, held[above]
            tree.printed.append(node)
        elif column in sources:
            tree.root.add(node)
            tree.printed.append(node)
        elif tree.root.amount is None:
            tree.root.label, tree.root.amount, tree.root.evidence = node.label, node.amount, node.evidence
            tree.printed.insert(0, tree.root)
        elif node.source is FundingSource.OTHER:
            tree.root.add(node)
            tree.printed.append(node)
        else:
            tree.root.parts += 1  # another sum
    tree.root.complete = True
    return tree


def _shares_of(paths: list[str], columns: list[int]) -> dict[int, int]:
    """Return the column of shares of each column of amounts: right beside it; a lone one is of the whole."""
    shares = [i for i, path in enumerate(paths) if _HEADINGS["share"].search(path) and not _COMPARES.search(path)]
    wholes = [column for column in columns if not _year_of(paths[column])]
    if len(shares) == 1 and len(wholes or columns) == 1:
        return {(wholes or columns)[0]: shares[0]}
    return {column: column + 1 for column in columns if column + 1 in shares}


def _down(table: StitchedTable, labels: int, column: int, share: int | None, unit: str, year: str | None) -> Tree:
    """Read the rows of a table as a tree, by the numbers in front of them."""
    tree = Tree(Node("", FundingSource.TOTAL, year=year), 0)
    stack: list[tuple[int, Node]] = []
    rows = [(row, row.text(labels)) for row in table.grid.rows]
    told = [wording.tell_source(label) for row, label in rows if label and _value(row, column) is not None]
    if sum(source is not FundingSource.OTHER for source in told) * 2 < len(told):
        return tree  # a list of works or places, no tree of sources
    letters_first = _letters_first(table, labels)
    for row, label in rows:
        value = _value(row, column)
        if label and (value is None or wording.SOME_PARTS.search(fold(label))):
            tree.root.parts += 1
        if value is None or not label:
            continue
        depth = _depth(row, labels, letters_first)
        while stack and stack[-1][0] >= depth:
            stack.pop()
        above = stack[-1][1] if stack else tree.root
        source = wording.tell_source(label, above.source if above.amount else None)
        if row.kind is RowKind.TOTAL and source is FundingSource.OTHER:
            source = FundingSource.TOTAL  # "Cộng"
        percent = row.text(share).rstrip("% ") if share is not None else ""
        own = find_marker(label)
        node = Node(
            label[len(own.text) :].strip() if own else label, source, amount=f"{value} {unit}", percent=percent or None
        )
        node.evidence = table.grid.evidence([row.cells[labels], row.cells[column]])
        if source is FundingSource.TOTAL and tree.root.amount is None and (not stack or row.kind is RowKind.TOTAL):
            node.year, node.parts = year, tree.root.parts
            for part in tree.printed:
                part.parent = node if part.parent is tree.root else part.parent
            node.last_index, tree.root = tree.root.last_index, node
            tree.printed.insert(0, node)
            tree.rows.append((node, row.index))
            continue
        tree.printed.append(above.add(node))
        tree.rows.append((node, row.index))
        stack.append((depth, node))
    tree.root.complete = True  # a table has all rows under its total
    return tree


def _crossed(table: StitchedTable, paths: list[str], labels: int, sources: list[int], unit: str, tree: Tree) -> Tree:
    """Part each row that has no rows of its own by the columns of sources; return the same parts of the whole."""
    whole = Tree(Node("", FundingSource.TOTAL, year=tree.root.year), 0)
    rows = {row.index: row for row in table.grid.rows}
    for node, index in list(tree.rows):
        if any(other.parent is node for other in tree.printed):
            if node is not tree.root:
                continue
            above, printed = whole.root, whole.printed
        else:
            above, printed = node, []
        for column in sources:
            if (value := _value(rows[index], column)) is not None:
                cells = [rows[index].cells[labels], rows[index].cells[column]]
                part = Node(table.grid.paths[column].split(PATH_MARK)[-1], _source_of_column(paths[column]))
                part.amount, part.evidence = f"{value} {unit}", table.grid.evidence(cells)
                printed.append(above.add(part))
        if above is node:
            node.complete = True
            at = tree.printed.index(node) + 1
            tree.printed[at:at] = printed
    return whole


def _value(row: Row, column: int) -> str | None:
    text = row.text(column)
    return text if _NUMBER.fullmatch(text) else None


def _depth(row: Row, labels: int, letters_first: bool) -> int:
    """Return how deep a row's number sets it: A, I, 1, 1.1, a, - or none; "A.I.1" is as deep as "1"."""
    number = _ABOVE.sub("", next((text for i in range(labels) if (text := row.text(i))), ""))
    if not number and (own := find_marker(row.text(labels))):
        return own.level
    if _LETTER.fullmatch(number):
        return -1 if letters_first else ROMAN
    marker = (
        find_marker(f"{number.rstrip('.)')}. x")
        or find_marker(f"{number.rstrip('.)')}) x")
        or find_marker(f"{number} x")
    )
    return marker.level if number and marker else _UNNUMBERED


def _letters_first(table: StitchedTable, labels: int) -> bool:
    """Tell whether letters stand above Roman numerals: A before I."""
    numbers = [next((text for i in range(labels) if (text := row.text(i))), "") for row in table.grid.rows]
    return bool(_LETTER.fullmatch(next((n for n in numbers if _LETTER.fullmatch(n) or _ROMAN.fullmatch(n)), "")))
