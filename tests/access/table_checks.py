"""Who gets what from the pages of plan check; as `table.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from koersvast.checks.selectors import check_plan
from tests.access.world import World

CHECK_PAGES = """
checks                   GET     login   404      200    200      200      200       200
checks                   POST    login   405      405    405      405      405       405
check-rules              GET     login   404      200    200      200      200       200
check-rules              POST    login   405      405    405      405      405       405
checks-export            GET     login   404      200    200      200      200       200
checks-export            POST    login   405      405    405      405      405       405
check-accept             GET     login   404      403    403      200      200       200
check-accept             POST    login   404      403    403      422      422       422
check-withdraw           GET     login   405      405    405      405      405       405
check-withdraw           POST    login   404      403    403      403      302       302
"""


def finding_token(world: World) -> str:
    """Return the token of a finding on a cost item of the work T1: it has no amount."""
    rows = check_plan(world.small.plan)
    return next(row.found.token for row in rows if row.found.rule.code == "GELD-09")


CHECK_ARGUMENTS: dict[str, Callable[[World], list[Any]]] = {
    "checks-export": lambda world: ["csv"],
    "check-accept": lambda world: [world.small.plan.pk, finding_token(world)],
    "check-withdraw": lambda world: [world.key("accepted-findings")],
}
