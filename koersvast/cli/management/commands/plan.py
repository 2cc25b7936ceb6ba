"""`koersvast plan`: import, check, export, schema and totals of a plan."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from koersvast.checks.services import note_outcome
from koersvast.cli.asking import confirm
from koersvast.cli.check_reports import check_data, check_lines, check_sarif
from koersvast.cli.checking import Checked, check_code, check_file, content_of, is_file
from koersvast.cli.reports import (
    one_line,
    outcome_data,
    outcome_lines,
    removed_line,
    totals_data,
    totals_lines,
)
from koersvast.core.actors import SYSTEM
from koersvast.core.checks import Severity
from koersvast.core.upsert import Fate, Outcome
from koersvast.direction.models import Plan
from koersvast.exchange.selectors import json_schema, plan_data, to_json, to_yaml
from koersvast.exchange.services import import_plan
from koersvast.funding.selectors import plan_totals

REFUSED = 1
UNREADABLE = 2
NEVER = "never"


class Command(BaseCommand):
    """Work with plan files."""

    help = "Import, export and check plan files. Example: koersvast plan import plan.yaml --dry-run"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add a verb each."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        self._add_import(verbs)
        self._add_check(verbs)
        export = verbs.add_parser(
            "export", description="Example: koersvast plan export M --output plan.yaml"
        )
        export.add_argument("code")
        export.add_argument("--output", type=Path, help="a file; otherwise to standard output")
        export.add_argument("--format", choices=["yaml", "json"], default="yaml")
        verbs.add_parser("schema", description="Example: koersvast plan schema > plan.schema.json")
        totals = verbs.add_parser("totals", description="Example: koersvast plan totals M")
        totals.add_argument("code")
        totals.add_argument("--format", choices=["text", "json"], default="text")

    def _add_import(self, verbs: Any) -> None:
        parser = verbs.add_parser(
            "import",
            description="Bring the registers in line with a plan file (YAML, or JSON by its name). "
            "Exit code 0: stored; 1: refused, nothing stored; 2: cannot be read. "
            "Example: koersvast plan import plan.yaml --dry-run",
        )
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="show all, store nothing")
        parser.add_argument("--prune", action="store_true", help="remove rows not in the file")
        parser.add_argument("--yes", action="store_true", help="do not ask before removing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def _add_check(self, verbs: Any) -> None:
        parser = verbs.add_parser(
            "check",
            description="Tell what is wrong in a plan: of the register (its code), or of a plan "
            "file. A file is checked by itself, in an empty database in memory: yours is not "
            "opened. Exit code 0: nothing of the severity of --fail-on or graver; 1: something; "
            "2: cannot be read. Example: koersvast plan check plan.yaml --format sarif",
        )
        parser.add_argument("target", metavar="FILE|CODE")
        parser.add_argument("--format", choices=["text", "json", "sarif"], default="text")
        parser.add_argument(
            "--fail-on",
            choices=[*map(str, Severity), NEVER],
            default=str(Severity.ERROR),
            help="from which severity on the exit code is 1 (default: error)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says."""
        getattr(self, f"_{options['verb']}")(**options)

    def _import(self, *, file: Path, **options: Any) -> None:
        try:
            content = content_of(file)
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(why)s") % {"file": file, "why": error.strerror},
                returncode=2,
            ) from error
        as_json = file.suffix.lower() == ".json"
        prune = options["prune"]
        if prune and not options["dry_run"] and not options["yes"]:
            prune = self._may_prune(content, as_json)
        outcome = import_plan(
            actor=SYSTEM, content=content, json=as_json, dry_run=options["dry_run"], prune=prune
        )
        if outcome.stored:
            for plan in Plan.objects.filter(code=outcome.plan):
                note_outcome(plan)
        self._report(outcome, file, options["format"])

    def _may_prune(self, content: bytes, as_json: bool) -> bool:
        """Show what would be removed and what hangs on it, and ask."""
        outcome = import_plan(actor=SYSTEM, content=content, json=as_json, dry_run=True)
        missing = outcome.of(Fate.MISSING)
        for row in missing:
            self.stderr.write(_("would be removed: %s") % removed_line(row))
        return bool(missing) and confirm(_("Remove these rows? [y/N]"))

    def _report(self, outcome: Outcome, file: Path, kind: str) -> None:
        if kind == "json":
            self.stdout.write(json.dumps(outcome_data(outcome, file), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(outcome_lines(outcome, file)))
        if not outcome.ok:
            sys.exit(REFUSED)

    def _check(self, *, target: str, format: str, fail_on: str, **options: Any) -> None:
        checked = self._checked(target)
        if format != "text":
            data = check_sarif(checked) if format == "sarif" else check_data(checked)
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        if checked.outcome is not None and checked.file is not None:
            self.stderr.write("\n".join(outcome_lines(checked.outcome, checked.file)))
            sys.exit(UNREADABLE)
        if format == "text":
            self.stdout.write("\n".join(check_lines(checked)))
        worst = min((row.found.severity.rank for row in checked.rows if row.is_open), default=None)
        if fail_on != NEVER and worst is not None and worst <= Severity(fail_on).rank:
            sys.exit(REFUSED)

    def _checked(self, target: str) -> Checked:
        if not is_file(target):
            return check_code(self._plan(target))
        try:
            return check_file(Path(target))
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(why)s") % {"file": target, "why": error.strerror},
                returncode=UNREADABLE,
            ) from error

    def _export(self, *, code: str, output: Path | None, format: str, **options: Any) -> None:
        data = plan_data(self._plan(code), SYSTEM)
        text = to_json(data) if format == "json" else to_yaml(data)
        if output is None:
            self.stdout.write(text, ending="")
        else:
            output.write_text(text, encoding="utf-8")

    def _schema(self, **options: Any) -> None:
        self.stdout.write(json.dumps(json_schema(), ensure_ascii=False, indent=2))

    def _totals(self, *, code: str, format: str, **options: Any) -> None:
        totals = plan_totals(self._plan(code))
        if format == "json":
            self.stdout.write(json.dumps(totals_data(totals), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(totals_lines(totals)))

    def _plan(self, code: str) -> Plan:
        try:
            plan: Plan | None = Plan.objects.filter(code=code).first()
        except DatabaseError as error:
            sentence = _(
                "“%(code)s” is no file, and there is no register to find a plan in: %(why)s"
            )
            raise CommandError(
                sentence % {"code": code, "why": one_line(str(error))}, returncode=UNREADABLE
            ) from error
        if plan is None:
            known = ", ".join(Plan.objects.values_list("code", flat=True)) or "–"
            raise CommandError(
                _("There is no plan “%(code)s”. Known plans: %(known)s.")
                % {"code": code, "known": known},
                returncode=2,
            )
        return plan
