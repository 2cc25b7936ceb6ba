"""Translations are found, kept, compiled and judged; see tools/messages.py."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from tools import messages
from tools.message_catalogs import catalog_path
from tools.message_sources import Message, extract_all

FLOORS = """
[[tool.importlinter.contracts]]
layers = ["(portal)", "(work) | (funding)", "core"]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(FLOORS, encoding="utf-8")
    return tmp_path


def write(project: Path, path: str, text: str) -> None:
    target = project / "koersvast" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def translate(project: Path, app: str, lines: str, name: str = "words.txt") -> None:
    write(project, f"{app}/locale/nl/LC_MESSAGES/{name}", lines)


def run(project: Path, verb: str) -> int:
    return messages.main([verb], root=project)


def catalog(project: Path, app: str) -> str:
    return catalog_path(app, project).read_text(encoding="utf-8")


def test_python_and_templates_are_read(project: Path) -> None:
    write(
        project,
        "work/views.py",
        "_('Save')\ngettext_lazy('Result')\npgettext('verb', 'Plan')\n"
        "ngettext('%(n)s row', '%(n)s rows', 2)\nprint('not said')\n",
    )
    write(
        project,
        "work/templates/work/page.html",
        '{% load i18n %}{% translate "Head" %}{% blocktranslate trimmed with a=b %}\n'
        "  Costs {{ a }}\n{% endblocktranslate %}"
        '{% translate "May" context "month" %}'
        "{% blocktranslate count n=rows %}one{% plural %}{{ n }} more{% endblocktranslate %}",
    )
    assert set(extract_all(project)["work"]) == {
        Message("", "Save", ""),
        Message("", "Result", ""),
        Message("verb", "Plan", ""),
        Message("", "%(n)s row", "%(n)s rows"),
        Message("", "Head", ""),
        Message("", "Costs %(a)s", ""),
        Message("month", "May", ""),
        Message("", "one", "%(n)s more"),
    }


def test_tests_and_migrations_say_nothing_and_settings_belong_to_core(project: Path) -> None:
    write(project, "work/tests/test_x.py", "_('Test')")
    write(project, "work/migrations/0001_x.py", "_('Migration')")
    write(project, "config/settings.py", "_('English')")
    assert {app: list(uses) for app, uses in extract_all(project).items()} == {
        "core": [Message("", "English", "")]
    }


def test_a_plain_list_is_merged_and_removed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, "work/views.py", "_('Save')\nngettext('%(n)s row', '%(n)s rows', 2)")
    write(project, "work/forms.py", "pgettext('verb', 'Plan')\n_('Two\\nlines')")
    translate(
        project,
        "work",
        "# buttons\nSave = Opslaan\n\n%(n)s row | %(n)s rows = %(n)s rij | %(n)s rijen\n"
        "[verb] Plan = Plannen\nTwo\\nlines = Twee\\nregels\nNot said = Niet gezegd\n",
    )
    assert run(project, "check") == 1
    assert run(project, "update") == 0
    assert not list(project.rglob("*.txt"))
    assert run(project, "check") == 0
    assert "said nowhere, kept as a comment: 'Not said' = 'Niet gezegd'" in capsys.readouterr().out
    assert '#~ msgid "Not said"' in catalog(project, "work")


def test_a_second_update_changes_nothing_and_no_date_or_line_number_is_written(
    project: Path,
) -> None:
    write(project, "work/views.py", "_('Beta')\n_('Alpha')\nngettext('a', 'b', 2)")
    translate(project, "work", "Alpha = Alfa\nBeta = Bèta\na | b = c | d\nOld = Oud\n")
    run(project, "update")
    first = catalog(project, "work")
    write(project, "work/views.py", "\n\n_('Alpha')\nngettext('a', 'b', 2)\n_('Beta')")
    run(project, "update")
    assert catalog(project, "work") == first
    assert first.index("Alpha") < first.index("Beta")
    assert "Date" not in first
    assert "views.py" not in first


def test_a_text_that_is_no_longer_said_comes_back_with_its_dutch(project: Path) -> None:
    write(project, "work/views.py", "_('Save')\npgettext('verb', 'Plan')\n_('Stays')")
    translate(project, "work", "Save = Opslaan\n[verb] Plan = Plannen\nStays = Blijft")
    run(project, "update")
    write(project, "work/views.py", "_('Stays')")
    run(project, "update")
    assert '\nmsgid "Save"' not in catalog(project, "work")
    write(project, "work/views.py", "_('Save')\npgettext('verb', 'Plan')\n_('Stays')")
    run(project, "update")
    assert run(project, "check") == 0


def test_what_a_lower_app_says_needs_no_second_translation(project: Path) -> None:
    write(project, "core/a.py", "_('Save')")
    write(project, "portal/a.py", "_('Save')\n_('Home')")
    translate(project, "portal", "Save = Opslaan\nHome = Start")
    run(project, "update")
    assert 'msgstr "Opslaan"' in catalog(project, "core")
    assert "Save" not in catalog(project, "portal")
    assert run(project, "check") == 0


def test_a_translation_moves_along_with_its_text(project: Path) -> None:
    write(project, "core/a.py", "_('Save')\n_('Stays')")
    write(project, "portal/a.py", "_('Save')")
    translate(project, "core", "Save = Opslaan\nStays = Blijft")
    run(project, "update")
    write(project, "core/a.py", "_('Stays')")
    run(project, "update")
    assert 'msgstr "Opslaan"' in catalog(project, "portal")
    assert run(project, "check") == 0


@pytest.mark.parametrize(
    ("code", "lines", "complaint"),
    [
        ("_('Save')", "", "'Save' has no Dutch"),
        ("_('%(a)s left')", "%(a)s left = %(b)s over", "has placeholders %(b)s where %(a)s belong"),
        ("_('{a} left')", "{a} left = over", "has placeholders none where {a} belong"),
        ("_('%s of %s')", "%s of %s = %s", "has placeholders %s where %s belong"),
        (
            "ngettext('one', '%(n)s rows', 2)",
            "one | %(n)s rows = een | rijen",
            "has placeholders none where %(n)s belong",
        ),
    ],
)
def test_the_check_says_what_is_wrong_and_where(
    project: Path, capsys: pytest.CaptureFixture[str], code: str, lines: str, complaint: str
) -> None:
    write(project, "work/views.py", code)
    translate(project, "work", lines)
    run(project, "update")
    capsys.readouterr()
    assert run(project, "check") == 1
    printed = capsys.readouterr().out
    assert complaint in printed
    assert printed.startswith("koersvast/work/views.py: ")


def test_one_may_leave_its_number_out_and_a_percent_sign_is_no_placeholder(project: Path) -> None:
    write(project, "work/views.py", "ngettext('%(n)s row', '%(n)s rows', 2)\n_('100% done')")
    translate(
        project, "work", "%(n)s row | %(n)s rows = één rij | %(n)s rijen\n100% done = 100% af"
    )
    run(project, "update")
    assert run(project, "check") == 0


def test_a_fuzzy_text_is_refused_and_survives_an_update(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, "work/views.py", "_('Save')")
    translate(project, "work", "Save = Opslaan")
    run(project, "update")
    marked = catalog(project, "work").replace('msgid "Save"', '#, fuzzy\nmsgid "Save"')
    catalog_path("work", project).write_text(marked, encoding="utf-8")
    run(project, "update")
    assert run(project, "check") == 1
    assert "is marked fuzzy" in capsys.readouterr().out
    assert 'msgstr "Opslaan"' in catalog(project, "work")


def test_a_line_without_dutch_is_refused_before_anything_changes(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, "work/views.py", "_('Save')")
    translate(project, "work", "Save =\n")
    assert run(project, "update") == 1
    assert "words.txt:1: write one line as" in capsys.readouterr().err
    assert list(project.rglob("words.txt"))
    assert not catalog_path("work", project).exists()


def test_a_plural_needs_two_texts(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, "work/views.py", "ngettext('row', 'rows', 2)")
    translate(project, "work", "row = rij")
    assert run(project, "update") == 1
    assert "give Dutch for one and for many" in capsys.readouterr().err


def test_the_compiled_catalog_speaks_dutch(project: Path) -> None:
    write(project, "work/views.py", "_('Save')\nngettext('%(n)s row', '%(n)s rows', 2)")
    translate(project, "work", "Save = Opslaan\n%(n)s row | %(n)s rows = één rij | %(n)s rijen")
    run(project, "update")
    assert run(project, "compile") == 0
    with catalog_path("work", project).with_suffix(".mo").open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    assert dutch.gettext("Save") == "Opslaan"
    assert dutch.ngettext("%(n)s row", "%(n)s rows", 1) == "één rij"
    assert dutch.ngettext("%(n)s row", "%(n)s rows", 3) % {"n": 3} == "3 rijen"


def test_extract_prints_what_each_app_says(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        project, "work/views.py", "_('Save')\nngettext('row', 'rows', 2)\npgettext('verb', 'Plan')"
    )
    assert run(project, "extract") == 0
    assert capsys.readouterr().out.splitlines() == [
        "# koersvast/work: 3",
        "'Save'",
        "'row' | 'rows'",
        "[verb] 'Plan'",
    ]


def test_every_text_of_the_program_has_its_dutch(capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.main(["check"]) == 0, capsys.readouterr().out
