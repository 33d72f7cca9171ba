"""`solieu places`: what a name meant, and what became of a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any

import typer

from normalizers.dates import parse_date
from normalizers.place_history import Step, load_acts, load_history
from normalizers.place_names import parse_qualified
from normalizers.place_units import AmbiguousPlace, Candidate, PlaceMatch, Unit
from normalizers.places import Gazetteer, load_gazetteer
from pipeline.commands.options import AsJson
from pipeline.output import DASH, Column, show_json, show_lines, show_table
from pipeline.placing import find_place
from schemas.errors import ExitCode, NotFound, NotRecognized, SolieuError

COLUMNS = (
    Column("code"),
    Column("name", least=12),
    Column("kind"),
    Column("district", least=10),
    Column("province", least=10),
    Column("from"),
    Column("until"),
    Column("score", right=True),
    Column("meant"),
)
STEPS = (
    Column("on"),
    Column("from", least=16),
    Column("to", least=16),
    Column("change", least=12),
    Column("extent"),
    Column("rests on"),
    Column("acts", least=12),
)
MOST_SHOWN = 20

Name = Annotated[str | None, typer.Argument(metavar="NAME", help="As printed: xã Chi Lãng - huyện Chi Lăng.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="2024-03-01, 01/03/2024, or a year: 30 June.")]
Within = Annotated[str | None, typer.Option("--in", metavar="PARENT", help="A province or district: name or code.")]
Lineage = Annotated[str | None, typer.Option("--lineage", metavar="CODE", help="What a code came from and became.")]


class BadQuestion(SolieuError):
    """Words of the command that do not go together."""

    exit_code = ExitCode.USAGE


def places_command(
    name: Name = None, on: On = None, within: Within = None, lineage: Lineage = None, as_json: AsJson = False
) -> None:
    """Tell which place a name means on a day, as the pipeline decides it; without a day, who ever bore it.

    With --lineage: what a place came from and became, with the acts; "guess" may be wrong.
    """
    if (name is None) == (lineage is None):
        raise BadQuestion("places: give either a NAME or --lineage CODE")
    gazetteer = load_gazetteer()
    if lineage is not None:
        _show_lineage(lineage, gazetteer, as_json)
    elif on is None:
        _show_bearers(name or "", within, gazetteer, as_json)
    else:
        _show_decision(name or "", _day(on), within, gazetteer, as_json)


def _day(text: str) -> date:
    if text.isdigit() and len(text) == 4:
        return date(int(text), 6, 30)
    try:
        return date.fromisoformat(text) if "-" in text else parse_date(text)
    except ValueError as error:
        raise BadQuestion(f"--on {text}: no date; write 2024-03-01, 01/03/2024 or 2024") from error


def _show_decision(name: str, on: date, within: str | None, gazetteer: Gazetteer, as_json: bool) -> None:
    outer = find_place(within, (on.year,), gazetteer, on=on).code if within else None
    meant: PlaceMatch | None = None
    doubt: str | None = None
    found: tuple[Candidate, ...]
    try:
        meant = _resolved(name, on, outer, gazetteer)
        found = tuple(dict.fromkeys((*meant.candidates, *meant.rivals)))
        doubt = "misread: a guess" if meant.repaired else "may be misread" if meant.rivals else None
    except AmbiguousPlace as error:
        found, doubt = error.found, "ambiguous_place"
    except NotRecognized:
        told = "; ".join(_told_in_time(unit) for unit in gazetteer.bearers(name, on=on, within=outer)[:MOST_SHOWN])
        hint = f"it was borne by {told}" if told else "write its name with its tone marks, or give its code"
        raise NotFound(f"{name}: no place there is called so on {on}; {hint}") from None
    rows = [_row(each.unit, gazetteer, on, each.score) for each in found[:MOST_SHOWN]]
    for row in rows:
        row["meant"] = bool(meant and row["code"] == meant.unit.code)
    if as_json:
        code = meant.unit.code if meant else None
        show_json({"name": name, "on": on, "within": outer, "place_code": code, "doubt": doubt, "candidates": rows})
        return
    show_table(COLUMNS, ([*list(row.values())[:-1], "*" if row["meant"] else ""] for row in rows))
    if doubt:
        show_lines([f"{doubt}; a row of a plan with this name bears a flag"])


def _resolved(name: str, on: date, outer: str | None, gazetteer: Gazetteer) -> PlaceMatch:
    """Resolve as the pipeline does; what is asked by hand may be misread."""
    if parse_qualified(name).district:
        return gazetteer.resolve_qualified(name, on=on, within=outer, doubtful=True)
    return gazetteer.resolve(name, on=on, within=outer, widen=False, doubtful=True)


def _show_bearers(name: str, within: str | None, gazetteer: Gazetteer, as_json: bool) -> None:
    outer = find_place(within, range(2005, date.today().year + 1, 5), gazetteer).code if within else None
    units = [unit for unit in gazetteer.ever_named(name) if outer is None or _lies_in(unit, outer, gazetteer)]
    if not units:
        raise NotFound(f"{name}: no place was ever called so there; --on DATE finds misread names too")
    rows = [_row(unit, gazetteer, unit.valid_from, 1.0) for unit in units]
    if as_json:
        show_json(rows)
    else:
        show_table(COLUMNS[:-2], (list(row.values())[:-1] for row in rows))


def _lies_in(unit: Unit, outer: str, gazetteer: Gazetteer) -> bool:
    return any(above.code == outer for above in gazetteer.ancestors(unit.code, unit.valid_from))


def _row(unit: Unit, gazetteer: Gazetteer, on: date, score: float) -> dict[str, Any]:
    district = gazetteer.district_of(unit.code, on)
    province = gazetteer.province_of(unit.code, on)
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "district": district.name if district else None,
        "province": province.name if province else None,
        "from": unit.valid_from,
        "until": unit.valid_to,
        "score": score,
    }


def _show_lineage(code: str, gazetteer: Gazetteer, as_json: bool) -> None:
    units = gazetteer.records(code)
    if not units:
        raise NotFound(f"{code}: no place bears that code; solieu places NAME tells codes")
    steps = load_history(gazetteer).lineage(units)
    titles = load_acts()
    acts = list(dict.fromkeys(act for step in steps for act in step.change.acts))
    if as_json:
        show_json({"code": code, "steps": [_step(step) for step in steps], "acts": {act: titles[act] for act in acts}})
        return
    show_lines(_told_in_time(unit) for unit in units)
    show_table(STEPS, (_step_row(step) for step in steps))
    show_lines(_beneath(steps, (f"{act}: {titles[act]}" for act in acts)))


def _step(step: Step) -> dict[str, Any]:
    change = step.change
    ends = {
        f"{side}_{part}": getattr(unit, part)
        for side, unit in (("old", step.old), ("new", step.new))
        for part in ("code", "name", "kind")
    }
    return {
        "on": change.on,
        **ends,
        "change": change.kinds,
        "extent": change.extent,
        "basis": change.basis,
        "derived": change.derived,
        "acts": change.acts,
    }


def _step_row(step: Step) -> tuple[object, ...]:
    change = step.change
    return (
        change.on,
        f"{step.old.code} {step.old.name} ({step.old.kind})",
        f"{step.new.code} {step.new.name} ({step.new.kind})",
        ", ".join(change.kinds),
        change.extent or DASH,
        change.basis,
        ", ".join(change.acts) or DASH,
    )


def _beneath(steps: Iterable[Step], acts: Iterable[str]) -> Iterator[str]:
    if any(step.change.derived for step in steps):
        yield "crosswalk and act are published; what rests on anything else is derived, and a guess may be wrong"
    yield from acts


def _told_in_time(unit: Unit) -> str:
    until = f"until {unit.valid_to}" if unit.valid_to else "still"
    return f"{unit.code} {unit.name} ({unit.kind}, from {unit.valid_from}, {until})"
