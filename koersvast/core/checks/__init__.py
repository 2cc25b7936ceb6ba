"""Plan check: what a rule is, what it finds, and the registry that apps fill."""

from koersvast.core.checks.findings import Finding, Found, Severity, named
from koersvast.core.checks.gaps import Lack, Place, gaps
from koersvast.core.checks.norms import Norm, Norms, norm_kinds
from koersvast.core.checks.registry import Rule, Subject, checks, rule
from koersvast.core.checks.scope import Scope
from koersvast.core.checks.usage import used_rows

__all__ = [
    "Finding",
    "Found",
    "Lack",
    "Norm",
    "Norms",
    "Place",
    "Rule",
    "Scope",
    "Severity",
    "Subject",
    "checks",
    "gaps",
    "named",
    "norm_kinds",
    "rule",
    "used_rows",
]
