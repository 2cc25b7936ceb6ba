"""Whole plans at random: every section, every optional key, odd but legal texts and shapes."""

from __future__ import annotations

import typing
from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st
from pydantic import BaseModel

from koersvast.communication.models import WAITS_FOR
from koersvast.core.checks import norm_kinds
from koersvast.core.parts import Part, parts

Draw = Any
Row = dict[str, Any]

TRICKY = [
    "yes", "no", "null", "~", "true", "3.10", "007", "1e3", ".inf", "2023-02-28", "12:30", "- x",
    "# geen", "a: b", "{x}", "[y]", "*a", "&a", "!t", "%p", "@q", "`r", "|", ">", "'", '"', "\\",
    "?", ":", "=", "<<", "a #b", "één\nregel\n\n  en nog een", "tab\there", "x\r\ny", "x\ry",
    "\u200bnul", "a\u2028b", "a\x85b", "a\xa0b", "\ufeffbom", "😀", "𝕶", "١٢", "1٢", "-", "--- ",
    "...", "a\n---\nb", "trailing \n spaces ", "\u0301", "ﷺ" * 20,
]  # fmt: skip
_characters = st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\x7f").filter(
    lambda c: c in "\t\n\r" or ord(c) >= 0x20
)
texts = st.one_of(
    st.sampled_from(TRICKY),
    st.text(_characters, min_size=1, max_size=40),
).filter(lambda text: bool(text.strip()))
codes = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True)
days = st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(lambda day: day.isoformat())
years = st.integers(1990, 2100)
PERIODS = [
    "Q4 2021", "Q4 '22", "Q3/Q4 2022", "1 november 2021", "okt '22", "medio 2023", "begin 2024",
    "eind februari 2023", "zomer 2018", "voorjaar '23", "3e kwartaal 2018", "week 15 2021",
    "eind eerste kwartaal 2019", "april/mei 2023", "van 18/7/2022 tot 26/8/2022", "continu",
    "2023", "2023-02", "2023-02-28", "Q1 2023 - Q1 2024", "H1 2023", "2021-W15", "winter 2022/2023",
    "zodra het kan", "na de zomer", "week 15", "nader te bepalen (pm)",
]  # fmt: skip
periods = st.one_of(st.sampled_from(PERIODS), texts.map(lambda text: f"ooit, {text}"))
amounts = st.one_of(
    st.just("pm"),
    st.integers(-(10**13), 10**13),
    st.sampled_from(["1.058.000", "12,50", "-0,01", "1,2 mln", "(300)", "€ 4", 0, -180000]),
)
euros = amounts.filter(lambda value: value != "pm")
LEAST = {"precision": 1}
LEVELS = {"level", "probability"}
IMPACTS = ("money", "time", "quality", "image")
EUROS = ("money_low", "money_likely", "money_high")


def value_of(draw: Draw, name: str, field: Any) -> Any:
    """Return a legal value for a key of a row, by its name or its type."""
    if name == "precision":
        return draw(st.sampled_from([1, 1000, 100_000, "0,01"]))
    if name in {"amount"}:
        return draw(euros)
    if name in {"year", "first_year", "last_year"}:
        return draw(years)
    if name == "fte":
        return draw(st.sampled_from([0, 1, 24.02, -3.5, 99999]))
    if name in {"upper", "percentage"} or name.startswith("money_"):
        return draw(st.integers(0, 100))
    if name in {"case_number", "document_number"}:
        return draw(texts.filter(lambda text: len(text) <= 100))
    if name == "mark":
        return draw(texts.filter(lambda text: len(text) <= 20))
    annotation = str(field.annotation)
    choices = _choices(field.annotation)
    if choices:
        return draw(st.sampled_from(choices))
    if name in LEVELS:
        return draw(st.integers(1, 5))
    if "Period" in annotation:
        return draw(periods)
    if "date" in annotation:
        return draw(days)
    if "bool" in annotation:
        return draw(st.booleans())
    return draw(st.integers(1, 999)) if "int" in annotation else draw(texts)


def _choices(annotation: Any) -> list[Any]:
    if typing.get_origin(annotation) is typing.Literal:
        return [choice for choice in get_args(annotation) if choice != ""]
    return [choice for inner in get_args(annotation) for choice in _choices(inner)]


def row_of(draw: Draw, model: type[BaseModel], skip: set[str]) -> Row:
    """Return a row with what it must have and, now and then, what it may have."""
    return {
        name: value_of(draw, name, field)
        for name, field in model.model_fields.items()
        if name not in skip and (field.is_required() or draw(st.booleans()))
    }


PARTIES = ("contractor", "administrative_principal", "political_principal")


class Maker:
    """Makes one plan; codes that were made can be pointed at."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.codes: dict[str, list[str]] = {}
        self.levels: set[tuple[str, int]] = set()
        self.norms = norm_kinds.all()

    def plan(self) -> Row:
        head = row_of(self.draw, parts.head.row, {"code"})
        data: Row = {"koersvast": 1, "plan": {"code": self.draw(codes), **head}}
        if self.draw(st.booleans()):
            data["municipality"] = {"name": self.draw(texts), "cbs_code": "GM1"}
        for part in parts.all():
            data.setdefault(part.section, {})[part.key] = self._rows(part)
        return data

    def _rows(self, part: Part) -> list[Row]:
        own = self.draw(st.lists(codes, max_size=4, unique=True))
        self.codes[part.name] = []
        rows = []
        for code in own:
            row = self._row(part, code)
            if row is not None:
                rows.append(row)
                self.codes[part.name].append(code)
        if part.table.tree:
            self.draw(st.randoms(use_true_random=False)).shuffle(rows)
        return rows

    def _row(self, part: Part, code: str) -> Row | None:
        table = part.table
        row = {"code": code, **row_of(self.draw, part.row, {"code", *table.refs, *table.children})}
        for name, target in table.refs.items():
            if (found := self._one(target)) is not None and self._wanted(part, name, row):
                row[name] = found
            elif part.row.model_fields[name].is_required():
                return None
        for name in table.children:
            if self.draw(st.booleans()):
                row[name] = getattr(self, f"_{name}")(part, code)
        return self._of_its_own(part, self._sound(part, row))

    def _of_its_own(self, part: Part, row: Row) -> Row | None:
        """A scale has each level once, euros on those of money that go up, and so on."""
        if part.name == "risk.scales":
            level = (row["scale"], row["level"])
            if level in self.levels:
                return None
            self.levels.add(level)
            row["upper"] = 1000 * row["level"] if row["scale"] == "money" else None
            if row["scale"] != "probability":
                row["percentage"] = None
        if part.name == "work.sprints":
            row.pop("told_with", None)
        if part.name == "risk.classes":
            if self.codes[part.name]:
                return None
            bounds = self.draw(st.lists(st.integers(2, 25), min_size=3, max_size=3, unique=True))
            names = ("medium_from", "high_from", "critical_from")
            row.update(zip(names, sorted(bounds), strict=True), code="classes")
            if self.draw(st.booleans()):
                row["critical_from"] = None
        if part.name == "checks.norms":
            if not self.norms:
                return None
            norm = self.norms.pop(self.draw(st.integers(0, len(self.norms) - 1)))
            value = {"words": self.draw(texts)} if norm.words else {"value": self.draw(years)}
            row = {key: row[key] for key in row if key not in ("value", "words")}
            row |= {"code": norm.name, **value}
        if part.name == "checks.accepted":
            rule = self.draw(st.sampled_from(["GELD-01", "X" * 20]))
            row |= {"rule": rule, "kind": "work.work", "row": row["code"], "digest": "0" * 64}
        if row.get("fulfilled_on"):
            row.pop("withdrawn_on", None)
        if part.name == "risk.risks" and row.get("kind") == "precondition":
            row.pop("scores", None)
        if part.name == "risk.risks" and not row.get("measures"):
            befores = [each for each in row.get("scores", []) if each.get("moment") != "after"]
            row |= {"scores": befores} if "scores" in row else {}
        return {key: value for key, value in row.items() if value is not None}

    def _wanted(self, part: Part, name: str, row: Row) -> bool:
        """A row hangs on one thing: not on a work and a result, not on a work and a cost item."""
        if part.row.model_fields[name].is_required():
            return True
        if name in WAITS_FOR and not {*WAITS_FOR}.isdisjoint(row):
            return False
        both = name in {"result", "cost_item"} and "work" in row
        both = both or (name == "work" and bool({"result", "cost_item"} & {*row}))
        return not both and bool(self.draw(st.booleans()))

    def _sound(self, part: Part, row: Row) -> Row:
        if row.get("valid_from") and row.get("valid_to"):
            row["valid_from"], row["valid_to"] = sorted([row["valid_from"], row["valid_to"]])
        if row.get("first_year") and row.get("last_year"):
            row["first_year"], row["last_year"] = sorted([row["first_year"], row["last_year"]])
        if part.name == "communication.moments" and row.get("done_on"):
            row["done"] = True
        if row.get("secrecy_from") and row.get("secrecy_lifted_on"):
            secret = sorted([row["secrecy_from"], row["secrecy_lifted_on"]])
            row["secrecy_from"], row["secrecy_lifted_on"] = secret
        if part.name == "funding.allocations":
            if not str(row["amount"]).startswith("-"):
                row["amount"] = -5  # what is given back is never too much
            row.pop("beyond", None)
            row.pop("decided_by", None)
        if part.name == "funding.sources":
            row.pop("decided_by", None)
        for note in row.get("notes", ()):
            note["work"] = row["work"]  # a line of the programme whose sprint it is
        if "number" in row:
            row["number"] = len(self.codes[part.name]) + 1
        return row

    def _one(self, target: str) -> Any:
        known = self.codes.get(target, [])
        return self.draw(st.sampled_from(known)) if known else None

    def _some(self, target: str) -> list[Any]:
        known = self.codes.get(target, [])
        return self.draw(st.lists(st.sampled_from(known), unique=True, max_size=3)) if known else []

    def _nested(self, part: Part, name: str, unique: str, most: int = 3) -> list[Row]:
        table = part.table.children[name]
        assert table.row is not None
        found: dict[Any, Row] = {}
        for _number in range(self.draw(st.integers(0, most))):
            row = row_of(self.draw, table.row, {"code", *table.refs})
            for key, target in table.refs.items():
                one = self._one(target)
                if one is None and table.row.model_fields[key].is_required():
                    return []
                if one is not None:
                    row[key] = one
            found[row.get(unique) if unique else len(found)] = self._sound(part, row)
        return list(found.values())

    def _placements(self, part: Part, code: str) -> list[Row]:
        return [{}] if self.draw(st.booleans()) else []

    def _holdings(self, part: Part, code: str) -> list[Row]:
        return self._nested(part, "holdings", "role")

    def _goals(self, part: Part, code: str) -> list[Any]:
        return self._some("direction.goals")

    def _needs(self, part: Part, code: str) -> list[Any]:
        return self._some("work.results")

    def _responsibilities(self, part: Part, code: str) -> list[Row]:
        return self._nested(part, "responsibilities", "kind")

    def _updates(self, part: Part, code: str) -> list[Row]:
        return [{**row, "done": True} for row in self._nested(part, "updates", "date")]

    def _ready_by(self, part: Part, code: str) -> list[Row]:
        return self._nested(part, "ready_by", "")

    def _phases(self, part: Part, code: str) -> list[Row]:
        return self._nested(part, "phases", "kind")

    def _expertise(self, part: Part, code: str) -> list[str]:
        return self.draw(st.lists(texts, unique_by=str.strip, max_size=3))

    def _actions(self, part: Part, code: str) -> list[Row]:
        rows = self._nested(part, "actions", "")
        return [{"code": f"{code}_{number}", **row} for number, row in enumerate(rows)]

    def _notes(self, part: Part, code: str) -> list[Row]:
        return self._nested(part, "notes", "", most=1)

    def _risks(self, part: Part, code: str) -> list[Any]:
        return self._some("risk.risks")

    def _measures(self, part: Part, code: str) -> list[Row]:
        rows = self._nested(part, "measures", "")
        return [{"code": f"{code}_{number}", **row} for number, row in enumerate(rows)]

    def _scores(self, part: Part, code: str) -> list[Row]:
        rows = self._nested(part, "scores", "date")
        for row in rows:
            given = [name for name in EUROS if name in row]
            row.update(zip(given, sorted(row[name] for name in given), strict=True))
            row.update({name: self.draw(st.integers(1, 5)) for name in IMPACTS if name in row})
        return rows

    def _audiences(self, part: Part, code: str) -> list[Any]:
        return self._some("communication.audiences")

    def _channels(self, part: Part, code: str) -> list[Any]:
        return self._some("communication.channels")

    def _roles(self, part: Part, code: str) -> list[Any]:
        return self._some("organisation.roles")

    def _points(self, part: Part, code: str) -> list[str]:
        return self._expertise(part, code)

    def _members(self, part: Part, code: str) -> list[Row]:
        return self._nested(part, "members", "role")

    def _sections(self, part: Part, code: str) -> list[Row]:
        return self._nested(part, "sections", "heading")

    def _objections(self, part: Part, code: str) -> list[Row]:
        return self._nested(part, "objections", "")

    def _steps(self, part: Part, code: str) -> list[Row]:
        steps = self._nested(part, "steps", "")
        return [{**step, "code": f"S{number}"} for number, step in enumerate(steps, start=1)]

    def _readers(self, part: Part, code: str) -> list[Any]:
        return self._some("organisation.roles")

    def _units(self, part: Part, code: str) -> list[Any]:
        return self._some("organisation.units")

    def _proposals(self, part: Part, code: str) -> list[Any]:
        return self._some("decisions.proposals")

    def _decisions(self, part: Part, code: str) -> list[Any]:
        return self._some("decisions.decisions")

    def _versions(self, part: Part, code: str) -> list[Row]:
        """An assignment that was agreed by some role, and may be changed after that."""
        table = part.table.children["versions"]
        assert table.row is not None
        left_out = {"number", "agreed_on", *table.refs, *table.children}
        rows = [
            {"number": number, **row_of(self.draw, table.row, left_out)}
            for number in range(1, self.draw(st.integers(1, 3)))
        ]
        role = self._one("organisation.roles")
        if len(rows) == 2 and role is not None:
            signed = {"role": role, "agreed_on": "2023-03-01"}
            rows[0]["agreements"] = [{"party": party, **signed} for party in PARTIES]
        return rows

    def _amounts(self, part: Part, code: str) -> Row:
        return self.draw(st.dictionaries(st.one_of(years, st.just("total")), amounts, max_size=4))


@st.composite
def plans(draw: Draw) -> Row:
    """A whole plan as plain data, legal by construction."""
    return Maker(draw).plan()
