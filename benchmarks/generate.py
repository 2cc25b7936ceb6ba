"""A plan of any size, the same each time: for measurements, and to try the screens with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

YEARS = range(2023, 2028)
LIGHTS = ("on_course", "attention", "off_course")
ROLES = 20
GOALS_PER_THEME = 2


@dataclass(frozen=True)
class Size:
    """How large a plan is. Each result has actions and a cost item with an amount a year."""

    results: int = 10_000
    themes: int = 100
    actions: int = 5

    @property
    def rows(self) -> int:
        """The rows that a result brings with it: itself, its actions, cost item and amounts."""
        return self.results * (2 + self.actions + len(YEARS))


def plan_file(size: Size) -> str:
    """Return the plan as YAML."""
    return "\n".join(lines(size)) + "\n"


def lines(size: Size) -> Iterator[str]:
    """Yield the lines of the plan file."""
    yield "koersvast: 1"
    yield "municipality: {name: Meetstad}"
    yield f"plan: {{code: B, title: Plan met {size.results}, reference_date: 2024-03-31}}"
    yield from _organisation()
    yield from _direction(size)
    yield "work:"
    yield from _works(size)
    yield "  results:"
    for number in range(size.results):
        yield from _result(number, size)
    yield "  milestones:"
    for theme in range(size.themes):
        when = f"Q{theme % 4 + 1} {YEARS[theme % 5]}"
        yield f"    - {{code: M{theme}, work: T{theme}, title: Mijlpaal {theme}, when: {when}}}"
    yield from _funding(size)


def _organisation() -> Iterator[str]:
    yield "organisation:"
    yield "  units: [{code: concern, name: Gemeente Meetstad, level: concern, placements: [{}]}]"
    yield "  roles:"
    for role in range(ROLES):
        yield f"    - {{code: rol{role}, name: Rol {role}, unit: concern}}"


def _direction(size: Size) -> Iterator[str]:
    yield "direction:"
    yield "  statements: [{code: S, kind: mission, text: Wat men meet kan men sturen.}]"
    yield "  goals:"
    yield "    - {code: D, level: strategic, kind: business, title: Alles op orde}"
    for theme in range(size.themes):
        for goal in range(GOALS_PER_THEME):
            title = f"Doel {goal} van thema {theme}"
            yield f"    - {{code: D{theme}.{goal}, parent: D, level: tactical, title: {title}}}"


def _works(size: Size) -> Iterator[str]:
    yield "  works:"
    yield "    - {code: W, kind: programme, title: Programma, unit: concern, goals: [D],"
    yield "       responsibilities: [{kind: contractor, role: rol0}]}"
    for theme in range(size.themes):
        yield f"    - code: T{theme}"
        yield "      parent: W"
        yield "      kind: programme_line"
        yield f"      title: Thema {theme}"
        yield f"      responsibilities: [{{kind: contractor, role: rol{theme % ROLES}}}]"


def _result(number: int, size: Size) -> Iterator[str]:
    theme = number % size.themes
    year, quarter = YEARS[number % 5], number % 4 + 1
    yield f"    - code: R{number}"
    yield f"      work: T{theme}"
    yield f"      title: Resultaat {number} over onderwerp {number % 97}"
    yield f"      owner_role: rol{number % ROLES}"
    yield f"      ready_by: [{{when: Q{quarter} {year}}}]"
    yield "      phases:"
    yield f"        - {{kind: build, period: Q1 {year}}}"
    yield f"        - {{kind: implement, period: Q2 {year}}}"
    yield f"      goals: [D{theme}.{number % GOALS_PER_THEME}]"
    if number % 3 == 2:
        yield f"      needs: [R{number - 1}]"
    if number % 2:
        light = LIGHTS[number % 3]
        yield f"      updates: [{{date: 2024-03-01, time: {light}, forecast: Q{quarter} {year}}}]"
    yield "      actions:"
    for action in range(size.actions):
        role, due = (number + action) % ROLES, f"Q{action % 4 + 1} {year}"
        yield f"        - {{text: Doe stap {action}, role: rol{role}, due: {due}}}"


def _funding(size: Size) -> Iterator[str]:
    yield "funding:"
    yield "  cost_items:"
    for number in range(size.results):
        nature = "structural" if number % 4 == 0 else "incidental"
        years = ", ".join(
            f"{year}: {'pm' if (number + year) % 50 == 0 else 1000 + (number * 7 + year) % 9000}"
            for year in YEARS
        )
        yield f"    - {{code: K{number}, result: R{number}, title: Kosten van {number},"
        yield f"       nature: {nature}, amounts: {{{years}}}}}"
    yield "  sources:"
    each = size.results * 4000
    years = ", ".join(f"{year}: {each}" for year in YEARS)
    yield "    - {code: B1, work: W, title: Begroting, nature: structural, decision: Begroting,"
    yield f"       amounts: {{{years}}}}}"
