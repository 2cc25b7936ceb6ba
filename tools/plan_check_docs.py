"""Writes docs/checks: the rules of plan check, and what they find in the five source plans.

python -m tools.plan_check_docs          # write
python -m tools.plan_check_docs --check  # fail when a page is not up to date
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "checks"
DEMO = ROOT / "koersvast" / "demo"
SOURCES = {
    "maastricht-m": ("maastricht/plan-m.yaml", "Maastricht, plan of approach of 2023 (M)"),
    "maastricht-d": ("maastricht/plan-d.yaml", "Maastricht, social domain of 2021 (D)"),
    "huizen-h": ("huizen/plan-h.yaml", "Huizen, progress report of 2022 (H)"),
    "huizen-j": ("huizen/plan-j.yaml", "Huizen, steering and yearly plans of 2023 (J)"),
    "almelo-a": ("almelo/plan-a.yaml", "Almelo, organisation plan of 2018 (A)"),
}
MADE = "Made by `python -m tools.plan_check_docs`; do not change it by hand."


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every page."""
    from django.utils import translation

    yield "rules.md", rules_page()
    with translation.override("nl"):
        for name, (file, title) in SOURCES.items():
            yield f"{name}.md", source_page(title, DEMO / file)


def rules_page() -> str:
    """Return the page with all rules and norms, from the code."""
    from django.utils import translation

    from koersvast.core.checks import checks, norm_kinds

    with translation.override("en"):
        lines = [
            "# The rules of plan check",
            "",
            MADE,
            "",
            "| code | severity | rule | why it matters | how to mend it | source | app |",
            "|---|---|---|---|---|---|---|",
        ]
        for rule in checks.all():
            cells = (
                rule.code, rule.severity, rule.title, rule.why, rule.mend, rule.source, rule.app,
            )  # fmt: skip
            lines.append("| " + " | ".join(_cell(str(cell)) for cell in cells) + " |")
        lines += ["", "## Norms", "", "| norm | code | default | for instance | source |"]
        lines.append("|---|---|---|---|---|")
        for norm in norm_kinds.all():
            default = ", ".join(norm.default) if isinstance(norm.default, tuple) else norm.default
            row = (
                norm.label, f"`{norm.name}`", "–" if default is None else default,
                "–" if norm.example is None else norm.example, norm.source or "–",
            )  # fmt: skip
            lines.append("| " + " | ".join(_cell(str(cell)) for cell in row) + " |")
    return "\n".join(lines) + "\n"


def source_page(title: str, file: Path) -> str:
    """Return the page with what is found in a plan file, with the lines of its rows."""
    from koersvast.checks.selectors import counts_of
    from koersvast.cli.checking import check_file
    from koersvast.core.checks import Severity

    checked = check_file(file)
    counts = counts_of(checked.rows)
    told = ", ".join(f"{count} {severity}" for severity, count in counts.items())
    lines = [
        f"# Findings: {title}",
        "",
        MADE,
        "",
        f"`koersvast plan check {file.relative_to(ROOT)}`: {told}. The sentences are those of the "
        "screen; what each rule is about stands in [rules](rules.md).",
    ]
    for severity in Severity:
        rows = [row for row in checked.rows if row.found.severity is severity]
        if rows:
            lines += ["", f"## {severity.value.capitalize()}", "", "| rule | line | finding |"]
            lines.append("|---|---|---|")
        for row in rows:
            text = _cell(row.found.text)
            lines.append(f"| {row.found.rule.code} | {checked.line(row)} | {text} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Write the pages; with --check, only tell which are not up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koersvast.config.settings")
    import django

    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, text in pages():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"not up to date: {', '.join(stale)}; run python -m tools.plan_check_docs")


if __name__ == "__main__":
    main()
