"""The house rules that no other tool guards. Each test lists every offender with file and line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "koersvast"
CODE_FOLDERS = ("koersvast", "tests", "tools", "benchmarks")
NOT_OURS = {"var", "dist", "htmlcov", "__pycache__"}
HIDDEN_BUT_OURS = {".ci", ".github", ".gitignore", ".gitattributes", ".editorconfig"}

LINES_OF_PYTHON = 400
LINES_OF_FUNCTION = 60
LINES_OF_TEMPLATE = 200

# A file gets the name of its subject; these names have none.
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}

# Slow to import and needed now and then only.
HEAVY = {"openpyxl", "odfdo", "python_calamine", "granian", "yaml", "numpy", "scipy", "resource"}
BEFORE_DJANGO = {"koersvast/cli/main.py"}  # sets the environment that the settings read

# What one app may use of another. Core and engines are there to be used as a whole.
ROOMS_FOR_OTHERS = {"models", "services", "selectors", "policy", "rules"}
OPEN_TO_ALL = {"core", "engines"}
MAY_NAME_ALL = {"config"}

# These write without history; only the place that adds the history itself may call them.
WITHOUT_HISTORY = {"bulk_create", "bulk_update"}
WRITES_HISTORY_ITSELF = {"koersvast/core/upsert/store.py"}

# In two parts, so that this file does not hold what it forbids.
OPEN_ENDS = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b")
PLACES = re.compile(
    r"/(?:ho"
    r"me|Us"
    r"ers)/\w|/ro"
    r"ot/|(?:py"
    r"pi\.org|python"
    r"hosted\.org|npm"
    r"js\.org)"
    r"|index"
    r"-url"
)


class Import(NamedTuple):
    line: int
    module: str
    name: str
    """Imported from the module; empty for `import module`."""


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def python_files() -> tuple[Path, ...]:
    found = (path for folder in CODE_FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def app_of(path: Path) -> str:
    """Return the app of a file in the package, or an empty string."""
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "koersvast" and len(parts) > 2 else ""


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(ROOT).parts


def imports(path: Path, within: ast.AST) -> Iterator[Import]:
    """Yield the imports below a node, relative ones written out."""
    package = list(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(within):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(node.lineno, alias.name, "")
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                yield Import(node.lineno, module, alias.name)


def foreign_imports(path: Path) -> Iterator[tuple[Import, str, list[str]]]:
    """Yield what a file imports of other apps: the import, the app, and the rest of the name."""
    for found in imports(path, tree(path)):
        top, *parts = [*found.module.split("."), *([found.name] if found.name else [])]
        if top == "koersvast" and parts and parts[0] not in {app_of(path), "__version__"}:
            yield found, parts[0], parts[1:]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def none_of(offenders: list[str]) -> None:
    assert not offenders, "\n" + "\n".join(offenders)


def test_python_files_are_short() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in python_files()}
    none_of([f"{relative(path)}: {n} lines" for path, n in lengths.items() if n > LINES_OF_PYTHON])


def test_functions_are_short() -> None:
    none_of(
        [
            f"{relative(path)}:{node.lineno}: {node.name} has {length} lines"
            for path in python_files()
            for node in functions(path)
            if (length := (node.end_lineno or 0) - node.lineno + 1) > LINES_OF_FUNCTION
        ]
    )


def test_templates_are_short() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in PACKAGE.rglob("*.html")}
    none_of(
        [f"{relative(path)}: {n} lines" for path, n in lengths.items() if n > LINES_OF_TEMPLATE]
    )


def test_files_are_named_after_their_subject() -> None:
    none_of(
        [
            relative(path)
            for path in python_files()
            if NAMELESS & {path.stem, *path.relative_to(ROOT).parent.parts}
        ]
    )


def test_no_private_name_crosses_the_border_of_an_app() -> None:
    none_of(
        [
            f"{relative(path)}:{found.line}: {'.'.join([app, *rest])}"
            for path in python_files()
            for found, app, rest in foreign_imports(path)
            if any(part.startswith("_") and not part.startswith("__") for part in rest)
        ]
    )


def test_imports_stand_at_the_top() -> None:
    """Except of a heavy library, in `ready()` (before it Django has no models to import), and in
    tests and benchmarks, which choose their moment."""
    none_of(
        sorted(
            {
                f"{relative(path)}:{found.line}: {found.module} inside {node.name}()"
                for path in python_files()
                if app_of(path) and not is_test(path) and relative(path) not in BEFORE_DJANGO
                for node in functions(path)
                if not (path.name == "apps.py" and node.name == "ready")
                for found in imports(path, node)
                if found.module.split(".")[0] not in HEAVY
            }
        )
    )


def test_apps_use_only_the_public_rooms_of_other_apps() -> None:
    none_of(
        [
            f"{relative(path)}:{found.line}: {'.'.join([app, *rest])}"
            for path in python_files()
            if app_of(path) and app_of(path) not in MAY_NAME_ALL and not is_test(path)
            for found, app, rest in foreign_imports(path)
            if app not in OPEN_TO_ALL and (not rest or rest[0] not in ROOMS_FOR_OTHERS)
        ]
    )


def writes_without_history(call: ast.Call) -> bool:
    """Tell whether this is `.bulk_create(...)` or the `.update(field=...)` of a query set.

    A dictionary's `.update({...})` has an argument without a keyword, a query set's has none; so
    give a dictionary its items in that way, or write `|=`.
    """
    if not isinstance(call.func, ast.Attribute):
        return False
    is_update = call.func.attr == "update" and bool(call.keywords) and not call.args
    return is_update or call.func.attr in WITHOUT_HISTORY


def test_every_write_keeps_history() -> None:
    none_of(
        [
            f"{relative(path)}:{node.lineno}: {ast.unparse(node.func)}"
            for path in python_files()
            if app_of(path) and not is_test(path) and relative(path) not in WRITES_HISTORY_ITSELF
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call) and writes_without_history(node)
        ]
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Work.objects.update(name='x')", True),
        ("rows.filter(a=1).update(**changes)", True),
        ("Work.objects.bulk_create(rows)", True),
        ("Work.objects.bulk_update(rows, ['name'])", True),
        ("bulk_update_with_history(rows, Work, ['name'])", False),
        ("context.update({'a': 1})", False),
        ("digest.update(b'x')", False),
    ],
)
def test_a_write_without_history_is_recognised(code: str, expected: bool) -> None:
    expression = ast.parse(code, mode="eval").body
    assert isinstance(expression, ast.Call)
    assert writes_without_history(expression) is expected


def text_files() -> Iterator[tuple[Path, str]]:
    """Yield what stands in the project; lock files hold what their tool writes."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = parts[0].startswith(".") and parts[0] not in HIDDEN_BUT_OURS
        if NOT_OURS & set(parts) or hidden or not path.is_file() or path.suffix == ".lock":
            continue
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_open_ends_and_no_places_of_one_machine() -> None:
    """What must be done is an issue; where a file or package comes from, each machine decides."""
    here = str(ROOT) + "/" if len(ROOT.parts) > 2 else None
    none_of(
        [
            f"{relative(path)}:{number}: {line.strip()[:100]}"
            for path, text in text_files()
            for number, line in enumerate(text.splitlines(), start=1)
            if OPEN_ENDS.search(line) or PLACES.search(line) or (here and here in line)
        ]
    )


def test_the_tests_run_on_the_versions_that_are_shipped() -> None:
    """The developer's lock holds every line of the runtime's, so one .venv serves both."""

    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.split(" ")[0] for line in lines if re.match(r"[A-Za-z0-9]", line)}

    none_of(sorted(pins("requirements.lock") - pins("requirements-dev.lock")))
