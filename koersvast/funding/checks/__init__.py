"""What plan check looks at in money: totals, lines, coverage, answers."""

from koersvast.core.checks import checks, norm_kinds
from koersvast.funding.checks import answers, coverage, lines, totals


def register_checks() -> None:
    """Register the rules and the norms they ask for."""
    norm_kinds.add(lines.CONTINGENCY)
    checks.add(
        totals.differs,
        totals.cannot_be_told,
        totals.unknown_mark,
        totals.leaves_out_pm,
        lines.without_counterpart,
        lines.mark_used_twice,
        lines.contingency,
        lines.negative,
        lines.without_mark,
        answers.pm_without_decision,
        answers.without_amount,
        answers.result_without_answer,
        answers.money_without_goal,
        coverage.shortfall,
        coverage.structural_on_incidental,
        coverage.past_its_end,
        coverage.draw_without_decision,
        coverage.overdrawn,
        coverage.source_without_decision,
    )
