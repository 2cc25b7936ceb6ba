"""The chart of cost against coverage: its geometry and its words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from koersvast.core.actors import SYSTEM
from koersvast.core.money import Total
from koersvast.funding.captions import captioned
from koersvast.funding.charts import BOTTOM, HEIGHT, TOP, WIDTH, chart_of
from koersvast.funding.rules import Ledger, Line
from koersvast.funding.selectors import money_of


def line(amount: int, year: int | None, side: Any = "cost", nature: str = "incidental") -> Line:
    return Line(side, Total(Decimal(amount)), year, nature)


def test_there_is_no_chart_of_nothing() -> None:
    for lines in ([], [line(5, None)], [line(0, 2023)]):
        assert chart_of(Ledger(lines)) is None


def test_cost_stands_beside_coverage_and_the_shortfall_on_top_of_that() -> None:
    chart = chart_of(Ledger([line(100, 2023), line(60, 2023, "coverage")]))
    assert chart is not None
    cost, coverage, gap = chart.bars
    assert [bar.kind for bar in chart.bars] == ["incidental", "coverage", "gap"]
    assert (gap.x, gap.y) == (coverage.x, cost.y)
    assert round(gap.height + coverage.height, 1) == cost.height
    assert cost.x + cost.width <= coverage.x + 0.1


def test_without_coverage_the_cost_stands_in_the_middle() -> None:
    chart = chart_of(Ledger([line(100, 2023)]), with_balance=False)
    assert chart is not None
    (bar,) = chart.bars
    assert abs(bar.x + bar.width / 2 - chart.labels[0].x) < 0.2


def test_a_negative_cost_hangs_below_zero() -> None:
    chart = chart_of(Ledger([line(-180, 2023), line(100, 2023, nature="structural")]))
    assert chart is not None
    hanging = next(bar for bar in chart.bars if bar.kind == "incidental")
    assert hanging.y == chart.zero


def test_the_lines_of_the_axis_are_round_and_reach_around_all_bars() -> None:
    chart = chart_of(Ledger([line(3_685_000, 2024)]))
    assert chart is not None
    amounts = [int(tick.amount) for tick in chart.ticks]
    assert amounts == [0, 1_000_000, 2_000_000, 3_000_000, 4_000_000]


amounts = st.integers(-(10**9), 10**9)
given_lines = st.lists(
    st.builds(
        line,
        amounts,
        st.one_of(st.none(), st.integers(2020, 2027)),
        st.sampled_from(["cost", "coverage"]),
        st.sampled_from(["incidental", "structural"]),
    ),
    max_size=12,
)


@given(given_lines, st.booleans())
def test_every_bar_lies_within_the_picture(lines: list[Line], with_balance: bool) -> None:
    chart = chart_of(Ledger(lines), with_balance=with_balance)
    for bar in chart.bars if chart else ():
        assert bar.height >= 0 and bar.width > 0
        assert bar.x >= 0 and bar.x + bar.width <= WIDTH + 0.1
        assert bar.y >= TOP - 0.1 and bar.y + bar.height <= HEIGHT - BOTTOM + 0.2


def test_the_chart_is_told_in_words(small: Any) -> None:
    with override("en"):
        chart = captioned(money_of(SYSTEM, small.works["W"]))
    assert chart is not None
    assert chart.title == "Cost against coverage per year"
    assert chart.description == (
        "2023: cost 100 + pm, coverage 80 + pm, shortfall 20 + pm. "
        "2024: cost 50, coverage 0, shortfall 50."
    ).replace("80 + pm", "80")
    assert "2023, shortfall: 20 + pm" in [bar.label for bar in chart.bars]
    assert [kind.name for kind in chart.kinds] == ["incidental", "coverage", "gap"]


def test_a_part_without_balance_has_a_chart_of_its_cost(small: Any) -> None:
    with override("en"):
        chart = captioned(money_of(SYSTEM, small.works["T1"]))
        nothing = captioned(money_of(SYSTEM, small.works["X"]))
    assert chart is not None and nothing is None
    assert (chart.title, len(chart.kinds)) == ("Cost per year", 1)
