"""Who gets what from the pages that every register has; read together with `table.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# The pages of every register. Who may not look finds nothing (404); who may look but not do this
# is told so (403).
KIT = """
name              method  who     answer

register-list     GET     look    200
register-list     POST    look    405
register-detail   GET     look    200
register-detail   POST    look    405
register-history  GET     look    200
register-history  POST    look    405
register-export   GET     look    200
register-export   POST    look    405
register-add      GET     form    200
register-add      POST    form    422
register-edit     GET     form    200
register-edit     POST    form    422
register-delete   GET     keep    200
register-delete   POST    keep    302
register-deleted  GET     keep    200
register-deleted  POST    keep    409
register-import   GET     import  200
register-import   POST    import  422
"""

LEVELS = {
    # level           who looks       who keeps       who imports
    "editors": ("reader", "secretary", "secretary"),
    "administrators": ("administrator", "administrator", "administrator"),
    "answerers": ("reader", "director", "secretary"),
    "reporters": ("reader", "employee", "secretary"),
    "nobody": ("reader", "nobody", "nobody"),
}
"""Level of a policy -> the first of `ROLES` that may; all after it may too."""

REGISTERS = """
register         level           form  import

units            editors         yes   yes
roles            editors         yes   yes
people           administrators  yes   yes
plans            editors         yes   no
statements       editors         yes   yes
goals            editors         yes   yes
bodies           editors         yes   yes
memberships      editors         yes   no
decision-moments editors         yes   yes
proposals        reporters       yes   yes
decisions        answerers       yes   yes
objections       answerers       no    no
advices          editors         yes   yes
procedures       editors         yes   yes
steps            editors         yes   no
risks            editors         yes   yes
measures         editors         yes   no
risk-scores      editors         no    no
risk-scales      editors         yes   yes
risk-classes     editors         yes   yes
works            answerers       yes   yes
results          answerers       yes   yes
actions          answerers       yes   no
milestones       answerers       yes   yes
status-updates   reporters       yes   no
dependencies     answerers       no    no
sprints          answerers       yes   yes
sprint-notes     answerers       yes   no
responsibilities answerers       yes   no
assignments      answerers       no    yes
escalations      answerers       no    yes
cost-items       answerers       yes   yes
funding-sources  editors         yes   yes
allocations      editors         yes   yes
reports          nobody          no    no
stated-totals    editors         yes   yes
audiences        editors         yes   yes
channels         editors         yes   yes
communication-moments answerers  yes   yes
norms            editors         yes   yes
accepted-findings editors        no    yes
"""

KIT_ARGUMENTS: dict[str, Callable[[int], list[Any]]] = {
    "register-detail": lambda key: [key],
    "register-history": lambda key: [key],
    "register-edit": lambda key: [key],
    "register-delete": lambda key: [key],
    "register-export": lambda key: ["csv"],
}
