"""What is wrong in a file is told with its line, what it is and how to mend it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from koersvast.exchange.tests.plans import HEAD, bring, changed, refused, stored
from koersvast.organisation.models import UnitPlacement
from koersvast.work.models import Dependency

pytestmark = pytest.mark.django_db
NEXT = 3
"""The line on which what follows the head begins."""


class Bad(NamedTuple):
    """What stands under the head, the line of the problem, and words of the sentence."""

    text: str
    line: int
    words: tuple[str, ...]


BASE = "work:\n  works:\n    - {code: W, kind: programme, title: Werk}\n"
RESULT = BASE + "  results:\n    - {code: R1, work: W, title: Een"
COST = (
    BASE
    + "funding:\n  cost_items:\n    - code: K1\n      title: Kosten\n      nature: incidental\n"
)
BAD = {
    "an unknown section": Bad("wrok: {}\n", 3, ("wrok", "did you mean “work”")),
    "an unknown list": Bad("work:\n  result: []\n", 4, ("did you mean “results”",)),
    "an unknown key in a row": Bad(
        BASE + "    - code: V\n      kind: project\n      titel: Werk\n      title: Werk\n",
        8,
        ("work.works V: titel", "did you mean “title”"),
    ),
    "an unknown key in a nested row": Bad(
        RESULT
        + "\n       , phases: [\n          {kind: build, period: Q1 2023, priod: Q1 2023}]}\n",
        9,
        ("R1: phases.1.priod", "did you mean “period”"),
    ),
    "an unknown key that is like no other": Bad(
        BASE + "    - {code: V, kind: project, title: Werk, zzz: 1}\n", 6, ("known keys: code,",)
    ),
    "a missing key": Bad(
        BASE + "    - code: V\n      kind: project\n", 6, ("works V: title", "is missing; add it")
    ),
    "a wrong choice": Bad(
        "work:\n  works:\n    - code: W\n      title: Werk\n      kind: programma\n",
        7,
        ("“programma” is not possible", "'programme'"),
    ),
    "a list where a text belongs": Bad(
        "work:\n  works:\n    - {code: W, kind: project, title: [a]}\n", 5, ("should be text",)
    ),
    "a text where a list belongs": Bad("work:\n  works: geen\n", 4, ("should be a list",)),
    "a list where a section belongs": Bad("work:\n  - a\n", 3, ("should consist of keys",)),
    "a text where a row belongs": Bad("work:\n  works:\n    - a\n", 5, ("works row 1", "keys")),
    "nothing where a list belongs": Bad("work:\n  works:\n", 4, ("is empty",)),
    "nothing where a text belongs": Bad(
        "work:\n  works:\n    - {code: W, kind: project, title: }\n", 5, ("title", "is empty")
    ),
    "truth for a text": Bad(
        "work:\n  works:\n    - {code: W, kind: project, title: true}\n",
        5,
        ("put it between quotes",),
    ),
    "words for a number": Bad(
        BASE + "  milestones:\n    - {code: M1, work: W, title: Start, number: een}\n",
        7,
        ("number", "“een” is not a whole number"),
    ),
    "truth for a number": Bad(
        BASE + "  milestones:\n    - {code: M1, work: W, title: Start, number: true}\n",
        7,
        ("is not a whole number",),
    ),
    "words for truth": Bad(
        BASE + "    - {code: V, kind: project, title: Werk, illustrative: misschien}\n",
        6,
        ("“misschien” is not true or false",),
    ),
    "a million digits": Bad(
        BASE + f"  milestones:\n    - {{code: M, work: W, title: S, number: {'1' * 1_000_000}}}\n",
        7,
        ("1111…” is not a whole number",),
    ),
    "a number out of range": Bad(
        BASE + "  milestones:\n    - {code: M1, work: W, title: Start, number: 0}\n",
        7,
        ("out of range",),
    ),
    "a text that is too long": Bad(
        f"work:\n  works:\n    - {{code: W, kind: project, title: {'a' * 301}}}\n",
        5,
        ("longer than 300 characters; shorten it",),
    ),
    "a code with a space": Bad(
        "work:\n  works:\n    - {code: W 1, kind: project, title: Werk}\n", 5, ("write “R-12”",)
    ),
    "an unknown reference": Bad(
        BASE + "    - code: V\n      kind: project\n      parent: X\n      title: Werk\n",
        6,
        ("work.works V", "parent “X” is not a code of work.works", "correct it or add it there"),
    ),
    "an unknown reference in a list": Bad(
        RESULT + ",\n       goals:\n         [D7]}\n", 9, ("goal “D7” is not a code",)
    ),
    "an unknown reference in a nested row": Bad(
        BASE + "  results:\n    - code: R1\n      work: W\n      title: Een\n      actions:\n"
        "        - text: Doe\n        - text: Dit\n          role: niemand\n",
        12,
        ("work.results.actions R1.2", "role “niemand” is not a code of organisation.roles"),
    ),
    "a code that stands twice": Bad(
        BASE + "\n    # nog eens\n    - {code: W, kind: project, title: Ook}\n",
        8,
        ("work.works W", "stands here twice (first on line 5)"),
    ),
    "a code that stands twice under different rows": Bad(
        RESULT
        + ", actions: [{code: A, text: a}]}\n"
        + "    - {code: R2, work: W, title: Twee, actions: [{code: A, text: b}]}\n",
        8,
        ("work.results.actions A", "first on line 7"),
    ),
    "a thing that stands twice in a list": Bad(
        RESULT + ",\n       expertise: [Recht,\n         Geld,\n         Recht]}\n",
        10,
        ("expertise R1 / Recht", "first on line 8"),
    ),
    "a goal under itself": Bad(
        "direction:\n  goals:\n    - {code: A, level: strategic, title: A, parent: A}\n",
        5,
        ("goals A", "stands under itself: A › A", "change one parent"),
    ),
    "an amount with three decimals": Bad(
        COST + "      amounts:\n        2023: 12\n        2024: 12.345\n",
        13,
        ("K1: amounts.2024", "more than two decimals. Round it to whole cents"),
    ),
    "an amount with three decimals as text": Bad(
        COST + '      amounts: {2023: "12,3456"}\n', 11, ("more than two decimals",)
    ),
    "an amount in words": Bad(COST + "      amounts: {2023: veel}\n", 11, ("not an amount",)),
    "infinity": Bad(COST + "      amounts: {2023: .inf}\n", 11, ("not an amount",)),
    "not a number": Bad(COST + "      amounts: {2023: .nan}\n", 11, ("not an amount",)),
    "too much money": Bad(
        COST + "      amounts: {2023: 100000000000000}\n", 11, ("number of zeros",)
    ),
    "an amount and pm at once": Bad(
        COST + "      amounts: {2023: 784.000 + pm}\n", 11, ("an amount and pm at once",)
    ),
    "a year that is none": Bad(
        COST + "      amounts:\n        later: 1\n", 12, ("amounts.later", "is not a year")
    ),
    "a year of another age": Bad(COST + "      amounts:\n        1023: 1\n", 12, ("1990 up to",)),
    "a year as number and as text": Bad(
        COST + '      amounts: {2023: 1, "2023": 2}\n', 11, ("one year stands here twice",)
    ),
    "the fifth quarter": Bad(
        "work:\n  works:\n    - {code: W, kind: project, title: W, period: Q5 2023}\n",
        5,
        ("works W: period", "is not a period that exists", "“Q3 2023”"),
    ),
    "the thirty-first of february": Bad(
        BASE + "  milestones:\n    - code: M\n      work: W\n      title: S\n"
        "      when: 31 februari 2023\n",
        10,
        ("is not a period that exists",),
    ),
    "a day that does not exist": Bad(
        BASE + "  milestones:\n    - {code: M, work: W, title: S, reached_on: 2023-02-30}\n",
        7,
        ("is not a day that exists; write “2023-03-31”",),
    ),
    "a period where a day belongs": Bad(
        BASE + "  milestones:\n    - {code: M, work: W, title: S, reached_on: Q1 2023}\n",
        7,
        ("is not a day that exists",),
    ),
    "a control character": Bad(
        'work:\n  works:\n    - {code: W, kind: project, title: "a\\0b"}\n',
        5,
        ("control character",),
    ),
    "an update that says nothing": Bad(
        RESULT + ",\n       updates: [\n         {date: 2023-03-01}]}\n",
        9,
        ("updates R1 / 2023-03-01", "Choose at least one light"),
    ),
    "cost of a work and a result at once": Bad(
        RESULT
        + "}\nfunding:\n  cost_items:\n    - {code: K, title: K, nature: incidental, work: W,"
        " result: R1}\n",
        10,
        ("hangs on a work or on a result, not both",),
    ),
    "a draw for a work and a cost item at once": Bad(
        COST + "  sources:\n    - {code: S, title: S, nature: structural}\n  allocations:\n"
        "    - {code: T, funding_source: S, title: T, amount: -1, work: W, cost_item: K1}\n",
        14,
        ("allocations T", "goes to a work or to a cost item, not both"),
    ),
    "an end before its start": Bad(
        "organisation:\n  units:\n    - {code: u, name: U, level: team, valid_from: 2023-07-01,"
        " valid_to: 2023-01-01}\n",
        5,
        ("units u", "The end lies before the start"),
    ),
    "a unit under itself": Bad(
        "organisation:\n  units:\n    - {code: u, name: U, level: team,"
        " placements: [{parent: u}]}\n",
        5,
        ("placements u / u", "under itself"),
    ),
    "a unit in two places at once": Bad(
        "organisation:\n  units:\n    - {code: t, name: T, level: concern}\n    - code: u\n"
        "      name: U\n      level: team\n      placements:\n        - {}\n"
        "        - {parent: t, valid_from: 2023-07-01}\n",
        11,
        ("placements u / t", "two places from 1 Jul"),
    ),
    "two milestones with one number": Bad(
        BASE + "  milestones:\n    - {code: A, work: W, number: 1, title: A}\n"
        "    - {code: B, work: W, number: 1, title: B}\n",
        8,
        ("milestones B", "number 1: This number is already used"),
    ),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_bad_input_is_told_at_its_line(bad: Bad) -> None:
    problems = refused(HEAD + bad.text)
    assert len(problems) == 1, problems
    assert problems[0].startswith(f"{bad.line}: "), problems[0]
    for words in bad.words:
        assert words in problems[0]


def test_every_unit_of_a_circle_is_told() -> None:
    units = "organisation:\n  units:\n"
    for code, parent in ("ab", "bc", "ca"):
        place = f"placements: [{{parent: {parent}}}]"
        units += f"    - {{code: {code}, name: {code}, level: team, {place}}}\n"
    problems = refused(HEAD + units)
    assert [problem.split(":")[0] for problem in problems] == ["5", "6", "7"]


def test_every_row_of_a_circle_in_a_tree_is_told_and_no_other() -> None:
    rows = "work:\n  works:\n"
    for code, parent in ("AC", "BA", "CB", "DA", "EE"):
        rows += f"    - {{code: {code}, kind: project, title: {code}, parent: {parent}}}\n"
    problems = refused(HEAD + rows)
    assert [problem.split(":")[0] for problem in problems] == ["5", "6", "7", "9"]
    assert "stands under itself" in problems[0]
    assert "E › E" in problems[3]


def test_dependencies_in_a_circle_are_told_and_those_beside_it_not() -> None:
    rows = ""
    for code, needs in (("R1", "R2"), ("R2", "R1"), ("R3", "R2, R4"), ("R4", "R5"), ("R5", "R4")):
        rows += f"    - {{code: {code}, work: W, title: R, needs: [{needs}]}}\n"
    problems = refused(HEAD + BASE + "  results:\n" + rows)
    assert [problem.split(":")[0] for problem in problems] == ["7", "8", "10", "11"]
    assert "part of a circle: R" in problems[0]
    assert "take one of them out" in problems[0]


def test_a_result_that_needs_itself_is_refused() -> None:
    (problem,) = refused(HEAD + RESULT + ", needs: [R1]}\n")
    assert "R1 › R1" in problem


def test_a_circle_closed_by_a_stored_row_is_refused_unless_it_goes() -> None:
    stored()
    text = changed("      needs: [R1]\n", "")
    text = changed(
        "      title: Controleplan\n", "      title: Controleplan\n      needs: [R2]\n", text
    )
    (problem,) = refused(text)
    assert "circle" in problem
    stored(text, prune=True)
    (left,) = Dependency.objects.all()
    assert (left.result.code, left.needs.code) == ("R1", "R2")


def test_a_long_chain_of_needs_is_no_circle() -> None:
    rows = "    - {code: R0, work: W, title: R}\n" + "".join(
        f"    - {{code: R{n}, work: W, title: R, needs: [R{n - 1}]}}\n" for n in range(1, 3000)
    )
    assert stored(HEAD + BASE + "  results:\n" + rows, dry_run=True).ok


def test_a_big_circle_is_told_with_a_short_path() -> None:
    rows = "".join(
        f"    - {{code: R{n}, work: W, title: R, needs: [R{(n + 1) % 500}]}}\n" for n in range(500)
    )
    outcome = bring(HEAD + BASE + "  results:\n" + rows)
    assert len(outcome.problems) == 500
    assert len(outcome.shown_problems()[0].message) < 200


def test_a_register_that_has_no_say_in_placements_is_asked_nothing(monkeypatch: Any) -> None:
    """Stored placements that are wrong do not hinder a file that leaves them alone."""
    stored()
    placement = UnitPlacement.objects.get()
    placement.pk = None
    placement.save()
    assert stored(
        changed(
            "- {code: concern, name: Gemeente, level: concern, placements: [{}]}",
            "- {code: concern, name: Gemeente, level: concern}",
        )
    ).ok
