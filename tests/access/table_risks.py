"""Who gets what from the pages of risks; read together with `table.py`, which says how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access.world import World

RISK_PAGES = """
risks                    GET     login   404      200    200      200      200       200
risks                    POST    login   405      405    405      405      405       405
risks-export             GET     login   404      200    200      200      200       200
risks-export             POST    login   405      405    405      405      405       405
preconditions            GET     login   404      200    200      200      200       200
preconditions            POST    login   405      405    405      405      405       405
risk-scales              GET     login   404      200    200      200      200       200
risk-scales              POST    login   405      405    405      405      405       405
risk-page                GET     login   404      200    200      200      200       200
risk-page                POST    login   405      405    405      405      405       405
risk-score               GET     login   404      403    403      403      200       200
risk-score               POST    login   404      403    403      403      422       422
risk-measure             GET     login   404      403    403      403      200       200
risk-measure             POST    login   404      403    403      403      422       422
risk-close               GET     login   404      403    403      403      200       200
risk-close               POST    login   404      403    403      403      422       422
score-change             GET     login   404      403    403      403      200       200
score-change             POST    login   404      403    403      403      422       422
measure-state            GET     login   405      405    405      405      405       405
measure-state            POST    login   404      403    403      403      302       302
risk-scales-example      GET     login   405      405    405      405      405       405
risk-scales-example      POST    login   404      403    403      403      302       302
work-risk-add            GET     login   404      403    403      200      200       200
work-risk-add            POST    login   404      403    403      422      422       422
work-risk-link           GET     login   404      403    403      200      200       200
work-risk-link           POST    login   404      403    403      422      422       422
work-risk-unlink         GET     login   405      405    405      405      405       405
work-risk-unlink         POST    login   404      403    403      302      302       302
"""

RISK_ARGUMENTS: dict[str, Callable[[World], list[Any]]] = {
    "risks-export": lambda world: ["csv"],
    "risk-page": lambda world: [world.key("risks")],
    "risk-score": lambda world: [world.key("risks")],
    "risk-measure": lambda world: [world.key("risks")],
    "risk-close": lambda world: [world.key("risks")],
    "score-change": lambda world: [world.key("risk-scores")],
    "measure-state": lambda world: [world.key("measures")],
    "work-risk-add": lambda world: [world.small.works["T1"].pk],
    "work-risk-link": lambda world: [world.small.works["T1"].pk],
    "work-risk-unlink": lambda world: [world.small.works["T1"].pk, world.key("risks")],
}
