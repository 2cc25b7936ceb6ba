"""Plan check on the command line: of a plan of the register, or of a file by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from koersvast.checks.selectors import Judged, check_plan
from koersvast.cli.empty_database import empty_database
from koersvast.core.actors import SYSTEM
from koersvast.core.upsert import Outcome
from koersvast.direction.models import Plan
from koersvast.exchange.selectors import MAX_BYTES, FileLines, file_lines
from koersvast.exchange.services import import_plan

FILE_NAMES = (".yaml", ".yml", ".json")


@dataclass(frozen=True)
class Checked:
    """What plan check found. Of a file it tells where rows stand; of a code there are no lines.

    `outcome` is that of an import that was refused: then nothing was checked.
    """

    plan: str = ""
    file: Path | None = None
    rows: list[Judged] = field(default_factory=list)
    lines: FileLines = field(default_factory=FileLines)
    outcome: Outcome | None = None

    def line(self, row: Judged) -> int:
        """Return the line of a finding in the file; 0 when there is no file or no such row."""
        _rule, kind, code, _about = row.found.key
        return self.lines.line(kind, code, row.found.field)


def is_file(target: str) -> bool:
    """Tell whether what is to be checked is a file: by its name, or because it is there."""
    if Path(target).suffix.lower() in FILE_NAMES:
        return True
    try:
        return Path(target).is_file()
    except OSError:  # longer than a name of a file can be
        return False


def content_of(file: Path) -> bytes:
    """Return what a file holds, as far as a plan file may go: never all of an endless one."""
    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def check_file(file: Path) -> Checked:
    """Import a plan file into an empty database and check it there. Raises OSError."""
    content, as_json = content_of(file), file.suffix.lower() == ".json"
    with empty_database():
        outcome = import_plan(actor=SYSTEM, content=content, json=as_json)
        if not outcome.ok:
            return Checked(file=file, outcome=outcome)
        plan: Any = Plan.objects.get()
        rows = check_plan(plan)
    return Checked(plan.code, file, rows, file_lines(content, json=as_json))


def check_code(plan: Plan) -> Checked:
    """Check a plan of the register."""
    return Checked(plan.code, rows=check_plan(plan))
