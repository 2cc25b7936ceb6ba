"""`koersvast report` on the command line."""

from __future__ import annotations

import re
import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from koersvast.reports.models import Making, Report
from koersvast.reports.services import ask_new
from koersvast.reports.tests.conftest import asked


def run(*arguments):
    out = StringIO()
    call_command("report", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.slow
def test_a_document_is_made_and_nothing_is_kept(cast, small, tmp_path):
    target = tmp_path / "plan.odt"
    said = run("make", "P", "--kind", "implementation-plan", "--output", str(target))
    assert str(target) in said and target.read_bytes().startswith(b"PK")
    assert not Report.objects.exists()


@pytest.mark.slow
def test_a_docx_alone_has_page_numbers_in_its_list_of_contents(cast, small, tmp_path):
    target = tmp_path / "plan.docx"
    run("make", "P", "--kind", "implementation-plan", "--output", str(target))
    with zipfile.ZipFile(target) as package:
        text = package.read("word/document.xml").decode()
    told = re.findall(r"PAGEREF.*?separate.*?<w:t[^>]*?(?:/>|>([^<]*)</w:t>)", text)
    assert told and all(each.isdigit() for each in told)


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere", "--kind", "poster"),
        ("P", "--kind", "poster", "--subject", "nowhere"),
        ("P", "--kind", "progress-report"),
        ("P", "--kind", "poster", "--output", "plan.txt"),
    ],
)
def test_what_cannot_be_made_is_told_with_exit_code_1(cast, small, arguments):
    with pytest.raises(CommandError) as refused:
        run("make", *arguments)
    assert refused.value.returncode == 1


def test_the_kinds_are_listed():
    assert "implementation-plan" in run("kinds") and "poster" in run("kinds")


def test_the_work_that_a_page_asked_for_is_done(cast, small):
    making = ask_new(actor=cast.employee.actor, plan=small.plan, **asked())
    run("work", str(making.pk))
    making.refresh_from_db()
    assert making.state == Making.State.DONE
    with pytest.raises(CommandError):
        run("work", "999999")


def test_work_that_fails_ends_with_exit_code_1(cast, small):
    making = ask_new(actor=cast.employee.actor, plan=small.plan, **asked())
    cast.employee.person.delete()
    with pytest.raises(CommandError) as refused:
        run("work", str(making.pk))
    assert refused.value.returncode == 1 and not Report.objects.exists()
