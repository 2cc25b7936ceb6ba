"""Reads of money across models, each in a fixed number of queries."""

from koersvast.funding.selectors.aggregates import (
    cost_by_work,
    cost_of_reference_year,
    plan_lines,
    reference_year_label,
    reference_years,
    regular_sum,
    sum_in,
    works_reference_years,
)
from koersvast.funding.selectors.answers import CostAnswer, cost_answers
from koersvast.funding.selectors.grids import GridItem, grid_items, grid_keys
from koersvast.funding.selectors.items import amounts_behind, cost_items_of
from koersvast.funding.selectors.money import WorkMoney, money_of
from koersvast.funding.selectors.sources import SourceState, sources_of, states_of
from koersvast.funding.selectors.stated import (
    PlanTotals,
    StatedCheck,
    plan_totals,
    scope_of,
    stated_checks,
)

__all__ = [
    "CostAnswer",
    "GridItem",
    "PlanTotals",
    "SourceState",
    "StatedCheck",
    "WorkMoney",
    "amounts_behind",
    "cost_answers",
    "cost_by_work",
    "cost_items_of",
    "cost_of_reference_year",
    "grid_items",
    "grid_keys",
    "money_of",
    "plan_lines",
    "plan_totals",
    "reference_year_label",
    "reference_years",
    "regular_sum",
    "scope_of",
    "sources_of",
    "stated_checks",
    "states_of",
    "sum_in",
    "works_reference_years",
]
