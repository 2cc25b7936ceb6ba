"""Who gets what from the pages of reports; read together with `table.py`, which says how.

The report of the table is final and for everybody; its draft is another one, of the employee.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access.world import World

REPORT_PAGES = """
reports                  GET     login   404      200    200      200      200       200
reports                  POST    login   405      405    405      405      405       405
report-make              GET     login   404      403    200      200      200       200
report-make              POST    login   404      403    422      422      422       422
report-making            GET     login   404      404    404      404      200       404
report-making            POST    login   405      405    405      405      405       405
report-again             GET     login   405      405    405      405      405       405
report-again             POST    login   404      404    404      404      302       404
report                   GET     login   404      200    200      200      200       200
report                   POST    login   405      405    405      405      405       405
report-version           GET     login   404      200    200      200      200       200
report-version           POST    login   405      405    405      405      405       405
report-file              GET     login   404      200    200      200      200       200
report-file              POST    login   405      405    405      405      405       405
report-compare           GET     login   404      200    200      200      200       200
report-compare           POST    login   405      405    405      405      405       405
report-make-files        GET     login   405      405    405      405      405       405
report-make-files        POST    login   404      302    302      302      302       302
report-correct           GET     login   404      403    200      403      200       200
report-correct           POST    login   404      403    422      403      422       422
report-words             GET     login   404      404    200      404      200       200
report-words             POST    login   404      404    422      404      422       422
report-renew             GET     login   405      405    405      405      405       405
report-renew             POST    login   404      404    302      404      302       302
report-finalise          GET     login   404      404    200      404      200       200
report-finalise          POST    login   404      404    302      404      302       302
report-delete            GET     login   404      404    200      404      200       200
report-delete            POST    login   404      404    302      404      302       302
"""


def _report(world: World) -> list[Any]:
    return [world.key("reports")]


def _version(world: World) -> list[Any]:
    return [world.key("reports"), 1]


def _draft(world: World) -> list[Any]:
    return [world.rows["report-draft"].pk]


REPORT_ARGUMENTS: dict[str, Callable[[World], list[Any]]] = {
    "report-make": lambda world: ["implementation-plan"],
    "report-making": lambda world: [world.rows["report-making"].pk],
    "report-again": lambda world: [world.rows["report-making"].pk],
    "report": _report,
    "report-version": _version,
    "report-file": lambda world: [*_version(world), "pdf"],
    "report-compare": lambda world: [*_version(world), world.rows["report-before"].pk],
    "report-make-files": _version,
    "report-correct": _report,
    "report-words": _draft,
    "report-renew": _draft,
    "report-finalise": _draft,
    "report-delete": _draft,
}
