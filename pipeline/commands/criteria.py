"""`solieu criteria`: the sets of criteria, what a name means in one, what is comparable between two."""

from __future__ import annotations

from typing import Annotated

import typer

from normalizers.criteria import CriteriaBook, Framework, load_criteria
from pipeline.commands.options import AsJson, Lang
from pipeline.output import DASH, Column, show_json, show_table
from pipeline.own_criteria import read_own_criteria
from pipeline.settings import load_settings
from schemas.errors import Ambiguous, NotFound, UnknownName

SETS = (
    Column("framework"),
    Column("standard"),
    Column("act"),
    Column("amended by"),
    Column("in force"),
    Column("years"),
    Column("criteria", right=True),
    Column("province"),
)
CRITERIA = (Column("no", right=True), Column("criterion", least=20), Column("also written", least=20))
LINKS = (Column("no", right=True), Column("criterion", least=20), Column("in the other", least=20))

Sets = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FRAMEWORK [FRAMEWORK]]", help="One: its criteria. Two: what is comparable between them."),
]
Meant = Annotated[str | None, typer.Option("--name", help="Which criterion of FRAMEWORK this means: CSVC văn hóa.")]


def criteria_command(frameworks: Sets = None, name: Meant = None, lang: Lang = None, as_json: AsJson = False) -> None:
    """List the sets of criteria; with a set its criteria; with two of them what is comparable."""
    settings = load_settings({"lang": lang})
    book = load_criteria(read_own_criteria(settings.criteria))
    chosen = [_known(book, each) for each in frameworks or ()]
    if len(chosen) > 1:
        _show_links(book, chosen[0], chosen[1], settings.lang, as_json)
    elif chosen:
        _show_criteria(book, chosen[0], name, as_json)
    else:
        _show_sets(book, as_json)


def _known(book: CriteriaBook, framework: str) -> Framework:
    try:
        return book.framework(framework)
    except UnknownName:
        raise NotFound(f"{framework}: no set of criteria is called so; solieu criteria lists them") from None


def _show_sets(book: CriteriaBook, as_json: bool) -> None:
    rows = [
        {
            "framework": each.id,
            "standard": each.standard.value,
            "act": each.decision,
            "amended_by": ", ".join(each.amended_by),
            "in_force": each.in_force,
            "years": f"{each.valid_from_year}-{each.valid_to_year}",
            "criteria": len(each.criteria) or None,
            "province": each.province,
        }
        for each in book.frameworks
    ]
    if as_json:
        show_json(rows)
    else:
        show_table(SETS, ([DASH if value is None else value for value in row.values()] for row in rows))


def _show_criteria(book: CriteriaBook, framework: Framework, name: str | None, as_json: bool) -> None:
    criteria = framework.criteria
    if name is not None:
        try:
            criteria = (book.resolve_name(name, framework.id),)
        except Ambiguous as error:
            raise NotFound(f"{name}: may be {', '.join(error.candidates)}") from error
        except UnknownName:
            raise NotFound(f"{name}: {framework.id} has no criterion called so") from None
    if as_json:
        show_json([{"criterion": c.number, "name": c.name, "other_names": c.other_names} for c in criteria])
    else:
        show_table(CRITERIA, ((c.number, c.name, "; ".join(c.other_names)) for c in criteria))


def _show_links(book: CriteriaBook, first: Framework, second: Framework, lang: str, as_json: bool) -> None:
    rows = []
    for criterion in first.criteria:
        link = book.link(first.id, criterion.number, second.id, criterion.number)
        other = book.criterion(second.id, criterion.number)
        note = link.note_vi if lang == "vi" else link.note_en
        rows.append((criterion.number, criterion.name, other.name if other else None, link.comparable, note))
    if as_json:
        names = ("criterion", "name", "other_name", "comparable", "note")
        show_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        show_table((*LINKS, Column("comparable"), Column("note", least=24)), rows)
