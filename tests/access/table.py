"""Who gets what from every address: the one place where that is written down.

A number is the status of the answer; `login` sends a visitor to the sign-in page. An empty POST to
a form that one may send is answered with 422: that shows that it was let through.

A new page: add its two lines to `PAGES` and, when its address has arguments, a line to
`ARGUMENTS`. A new register: add its line to `table_kit.REGISTERS`, and a row of it to `world.ROWS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.access.table_checks import CHECK_ARGUMENTS, CHECK_PAGES
from tests.access.table_kit import KIT, KIT_ARGUMENTS, LEVELS
from tests.access.table_reports import REPORT_ARGUMENTS, REPORT_PAGES
from tests.access.table_risks import RISK_ARGUMENTS, RISK_PAGES
from tests.access.world import World

ROLES = ("visitor", "outsider", "reader", "employee", "director", "secretary", "administrator")

# The outsider has an account but no access. The employee owns result R1. The director answers for
# the work W and all below it.
PAGES = """
name                     method  visitor outsider reader employee director secretary administrator

home                     GET     login   404      200    200      200      200       200
home                     POST    login   405      405    405      405      405       405
home-export              GET     login   404      200    200      200      200       200
home-export              POST    login   405      405    405      405      405       405
search                   GET     login   404      200    200      200      200       200
search                   POST    login   405      405    405      405      405       405
thread                   GET     login   404      200    200      200      200       200
thread                   POST    login   405      405    405      405      405       405
thread-goal              GET     login   404      200    200      200      200       200
thread-goal              POST    login   405      405    405      405      405       405
thread-cost              GET     login   404      200    200      200      200       200
thread-cost              POST    login   405      405    405      405      405       405
help                     GET     login   200      200    200      200      200       200
help                     POST    login   405      405    405      405      405       405
health                   GET     200     200      200    200      200      200       200
health                   POST    405     405      405    405      405      405       405

account_login            GET     200     302      302    302      302      302       302
account_login            POST    200     302      302    302      302      302       302
account_logout           GET     302     200      200    200      200      200       200
account_logout           POST    302     302      302    302      302      302       302
account_change_password  GET     login   200      200    200      200      200       200
account_change_password  POST    login   200      200    200      200      200       200
set_language             GET     302     302      302    302      302      302       302
set_language             POST    302     302      302    302      302      302       302

organisation             GET     login   404      200    200      200      200       200
organisation             POST    login   404      200    200      200      200       200
organisation-changes     GET     login   404      200    200      200      200       200
organisation-changes     POST    login   404      200    200      200      200       200
unit                     GET     login   404      200    200      200      200       200
unit                     POST    login   404      200    200      200      200       200
unit-place               GET     login   404      403    403      403      200       200
unit-place               POST    login   404      403    403      403      422       422
unit-end                 GET     login   404      403    403      403      200       200
unit-end                 POST    login   404      403    403      403      302       302
placement-remove         GET     login   404      403    403      403      200       200
placement-remove         POST    login   404      403    403      403      302       302
role                     GET     login   404      200    200      200      200       200
role                     POST    login   404      200    200      200      200       200
role-assign              GET     login   404      403    403      403      200       200
role-assign              POST    login   404      403    403      403      422       422
holding-end              GET     login   404      403    403      403      200       200
holding-end              POST    login   404      403    403      403      302       302
holding-remove           GET     login   404      403    403      403      200       200
holding-remove           POST    login   404      403    403      403      302       302
person                   GET     login   404      200    200      200      200       200
person                   POST    login   404      200    200      200      200       200
person-access            GET     login   404      403    403      403      403       200
person-access            POST    login   404      403    403      403      403       422

direction                GET     login   404      200    200      200      200       200
direction                POST    login   404      200    200      200      200       200

advice-page              GET     login   404      200    200      200      200       200
advice-page              POST    login   404      200    200      200      200       200
advice-part              GET     login   404      403    403      403      200       200
advice-part              POST    login   404      403    403      403      422       422
advice-ask               GET     login   404      403    200      200      200       200
advice-ask               POST    login   404      403    422      422      422       422
decision-told            GET     login   404      403    403      200      200       200
decision-told            POST    login   404      403    403      422      422       422
procedures               GET     login   404      200    200      200      200       200
procedures               POST    login   404      200    200      200      200       200
procedure-page           GET     login   404      200    200      200      200       200
procedure-page           POST    login   404      200    200      200      200       200
procedure-start          GET     login   404      403    403      403      200       200
procedure-start          POST    login   404      403    403      403      422       422
step-add                 GET     login   404      403    403      403      200       200
step-add                 POST    login   404      403    403      403      422       422
step-part                GET     login   404      403    403      403      200       200
step-part                POST    login   404      403    403      403      422       422
step-done                GET     login   405      405    405      405      405       405
step-done                POST    login   404      403    403      403      302       302
step-move                GET     login   405      405    405      405      405       405
step-move                POST    login   404      403    403      403      302       302

decision-calendar        GET     login   404      200    200      200      200       200
decision-calendar        POST    login   404      200    200      200      200       200
body                     GET     login   404      200    200      200      200       200
body                     POST    login   404      200    200      200      200       200
proposal                 GET     login   404      200    200      200      200       200
proposal                 POST    login   404      200    200      200      200       200
proposal-part            GET     login   404      403    403      200      200       200
proposal-part            POST    login   404      403    403      422      422       422
objection-answer         GET     login   404      403    200      200      200       200
objection-answer         POST    login   404      403    302      302      302       302
proposal-add             GET     login   404      403    200      200      200       200
proposal-add             POST    login   404      403    422      422      422       422
proposal-edit            GET     login   404      403    200      200      200       200
proposal-edit            POST    login   404      403    422      422      422       422
proposal-history         GET     login   404      200    200      200      200       200
proposal-history         POST    login   404      405    405      405      405       405

roadmap                  GET     login   404      200    200      200      200       200
roadmap                  POST    login   404      200    200      200      200       200
work-page                GET     login   404      200    200      200      200       200
work-page                POST    login   404      200    200      200      200       200
work-tab                 GET     login   404      200    200      200      200       200
work-tab                 POST    login   404      200    200      200      200       200
work-export              GET     login   404      200    200      200      200       200
work-export              POST    login   404      200    200      200      200       200
work-part                GET     login   404      403    403      200      200       200
work-part                POST    login   404      403    403      422      422       422
sprint-report            GET     login   404      403    403      200      200       200
sprint-report            POST    login   404      403    403      302      302       302
result-page              GET     login   404      200    200      200      200       200
result-page              POST    login   404      200    200      200      200       200
result-row               GET     login   404      200    200      200      200       200
result-row               POST    login   404      200    200      200      200       200
result-part              GET     login   404      403    200      200      200       200
result-part              POST    login   404      403    422      422      422       422
action-done              GET     login   405      405    405      405      405       405
action-done              POST    login   404      403    302      302      302       302

assignment-new           GET     login   404      403      403      200      200       200
assignment-new           POST    login   404      403      403      422      422       422
assignment-page          GET     login   404      200      200      200      200       200
assignment-page          POST    login   404      200      200      200      200       200
assignment-edit          GET     login   404      403      403      200      200       200
assignment-edit          POST    login   404      403      403      422      422       422
assignment-offer         GET     login   404      403      403      200      200       200
assignment-offer         POST    login   404      403      403      422      422       422
assignment-agree         GET     login   404      403      403      403      403       403
assignment-agree         POST    login   404      422      422      422      422       422
assignment-end           GET     login   404      403      403      200      200       200
assignment-end           POST    login   404      403      403      422      422       422
assignment-decisions     GET     login   404      403      403      200      200       200
assignment-decisions     POST    login   404      403      403      422      422       422
escalation-new           GET     login   404      403      403      200      200       200
escalation-new           POST    login   404      403      403      422      422       422
escalation-page          GET     login   404      200      200      200      200       200
escalation-page          POST    login   404      200      200      200      200       200
escalation-edit          GET     login   404      403      403      200      200       200
escalation-edit          POST    login   404      403      403      422      422       422
escalation-answer        GET     login   404      403      403      200      200       200
escalation-answer        POST    login   404      403      403      422      422       422
escalation-close         GET     login   404      403      403      200      200       200
escalation-close         POST    login   404      403      403      422      422       422

work-money-rows          GET     login   404      200    200      200      200       200
work-money-rows          POST    login   405      405    405      405      405       405
work-amounts             GET     login   404      403    403      200      200       200
work-amounts             POST    login   404      403    403      302      302       302
funding-source           GET     login   404      200    200      200      200       200
funding-source           POST    login   405      405    405      405      405       405
allocate                 GET     login   404      403    403      403      200       200
allocate                 POST    login   404      403    403      403      422       422
allocation-edit          GET     login   404      403    403      403      200       200
allocation-edit          POST    login   404      403    403      403      422       422
funding-source-new       GET     login   404      403    403      403      200       200
funding-source-new       POST    login   404      403    403      403      422       422
funding-source-edit      GET     login   404      403    403      403      200       200
funding-source-edit      POST    login   404      403    403      403      422       422

communication                GET   login  404      200    200      200      200       200
communication                POST  login  405      405    405      405      405       405
communication-calendar       GET   login  404      200    200      200      200       200
communication-calendar       POST  login  405      405    405      405      405       405
communication-matrix         GET   login  404      200    200      200      200       200
communication-matrix         POST  login  405      405    405      405      405       405
communication-audiences      GET   login  404      200    200      200      200       200
communication-audiences      POST  login  405      405    405      405      405       405
communication-done           GET   login  405      405    405      405      405       405
communication-done           POST  login  404      403    302      302      302       302
communication-moment-new     GET   login  404      403    403      200      200       200
communication-moment-new     POST  login  404      403    403      422      422       422
communication-moment         GET   login  404      200    200      200      200       200
communication-moment         POST  login  404      405    405      405      405       405
communication-moment-edit    GET   login  404      403    403      200      200       200
communication-moment-edit    POST  login  404      403    403      422      422       422
communication-moment-history GET   login  404      200    200      200      200       200
communication-moment-history POST  login  404      405    405      405      405       405
calendar-feeds               GET   login  404      200    200      200      200       200
calendar-feeds               POST  login  404      200    200      200      200       200
calendar-feed-renew          GET   login  405      405    405      405      405       405
calendar-feed-renew          POST  login  404      404    404      404      200       404
calendar-feed-withdraw       GET   login  405      405    405      405      405       405
calendar-feed-withdraw       POST  login  404      404    404      404      302       404
calendar-feed                GET   404    404      404    404      404      404       404
calendar-feed                POST  405    405      405    405      405      405       405
"""
PAGES += RISK_PAGES + CHECK_PAGES + REPORT_PAGES

ARGUMENTS: dict[str, Callable[[World], list[Any]]] = {
    "home-export": lambda world: ["csv"],
    "thread-goal": lambda world: [world.small.goals["D1"].pk],
    "thread-cost": lambda world: [world.small.costs["K1"].pk],
    **dict.fromkeys(("unit", "unit-place", "unit-end"), lambda world: [world.key("units")]),
    "placement-remove": lambda world: [world.key("placement")],
    "role": lambda world: [world.key("roles")],
    "role-assign": lambda world: [world.key("roles")],
    "holding-end": lambda world: [world.key("holding")],
    "holding-remove": lambda world: [world.key("holding")],
    **dict.fromkeys(("person", "person-access"), lambda world: [world.key("people")]),
    "advice-page": lambda world: [world.key("advices")],
    "advice-part": lambda world: [world.key("advices"), "give"],
    "advice-ask": lambda world: [world.key("proposals")],
    "decision-told": lambda world: [world.key("decisions")],
    "procedure-page": lambda world: [world.key("procedures")],
    "step-add": lambda world: [world.key("procedures")],
    "step-part": lambda world: [world.key("steps"), "link"],
    "step-done": lambda world: [world.key("steps")],
    "step-move": lambda world: [world.key("steps")],
    "body": lambda world: [world.key("bodies")],
    "proposal": lambda world: [world.key("proposals")],
    "proposal-part": lambda world: [world.key("proposals"), "decide"],
    "objection-answer": lambda world: [world.key("objections")],
    "proposal-edit": lambda world: [world.key("proposals")],
    "proposal-history": lambda world: [world.key("proposals")],
    "work-page": lambda world: [world.small.works["T1"].pk],
    "work-tab": lambda world: [world.small.works["T1"].pk, "results"],
    "work-export": lambda world: [world.small.works["T1"].pk, "csv"],
    "work-part": lambda world: [world.small.works["T1"].pk, "report"],
    "sprint-report": lambda world: [world.key("sprints")],
    "result-page": lambda world: [world.small.results["R1"].pk],
    "result-row": lambda world: [world.small.results["R1"].pk],
    "result-part": lambda world: [world.small.results["R1"].pk, "report"],
    "action-done": lambda world: [world.key("actions")],
    "assignment-new": lambda world: [world.small.works["T1"].pk],
    **{
        f"assignment-{page}": lambda world: [world.key("assignments")]
        for page in ("page", "edit", "offer", "agree", "decisions")
    },
    "assignment-end": lambda world: [world.key("assignments"), "withdraw"],
    "escalation-new": lambda world: [world.key("assignments")],
    **{
        f"escalation-{page}": lambda world: [world.key("escalations")]
        for page in ("page", "edit", "answer", "close")
    },
    "work-money-rows": lambda world: [world.small.works["T1"].pk],
    "work-amounts": lambda world: [world.small.works["T1"].pk],
    "allocation-edit": lambda world: [world.key("allocations")],
    "funding-source": lambda world: [world.key("funding-sources")],
    "funding-source-edit": lambda world: [world.key("funding-sources")],
    "communication-done": lambda world: [world.key("communication-moments")],
    "communication-moment": lambda world: [world.key("communication-moments")],
    "communication-moment-edit": lambda world: [world.key("communication-moments")],
    "communication-moment-history": lambda world: [world.key("communication-moments")],
    "calendar-feed-renew": lambda world: [world.key("calendar-feed")],
    "calendar-feed-withdraw": lambda world: [world.key("calendar-feed")],
    "calendar-feed": lambda world: ["onbekend"],
    **RISK_ARGUMENTS,
    **CHECK_ARGUMENTS,
    **REPORT_ARGUMENTS,
}


@dataclass(frozen=True)
class Case:
    """A page, a method, and what everybody gets."""

    name: str
    method: str
    address: str
    expected: tuple[str, ...]


def lines(table: str) -> list[list[str]]:
    """Return the cells of a table without its heading."""
    return [line.split() for line in table.strip().splitlines()[1:] if line.strip()]


def page_cases(world: World) -> Iterator[Case]:
    """Yield what is expected of the pages of apps."""
    for name, method, *expected in lines(PAGES):
        arguments = ARGUMENTS[name](world) if name in ARGUMENTS else []
        yield Case(name, method, reverse(name, args=arguments), tuple(expected))


def kit_cases(register: str, level: str, form: str, imports: str, key: int) -> Iterator[Case]:
    """Yield what is expected of the pages of one register, of which `key` is a row."""
    looks, keeps, brings = (
        ROLES.index(role) if role in ROLES else len(ROLES) for role in LEVELS[level]
    )
    may = {"look": looks, "keep": keeps, "import": brings, "form": keeps}
    if form == "no":
        may["form"] = len(ROLES)
    for name, method, who, answer in lines(KIT):
        arguments = KIT_ARGUMENTS[name](key) if name in KIT_ARGUMENTS else []
        expected = ["login"]
        for rank in range(1, len(ROLES)):
            if rank < looks or (who == "import" and imports == "no"):
                expected.append("404")
            else:
                expected.append(answer if rank >= may[who] else "403")
        address = reverse(name, args=[register, *arguments])
        yield Case(name, method, address, tuple(expected))
