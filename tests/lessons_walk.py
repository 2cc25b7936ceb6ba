"""The walk through the register of docs/how-to-add-a-register.md; started by the test beside it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from koersvast.core.kit.register import registers
from koersvast.core.parts import parts
from koersvast.direction.models import Plan
from koersvast.exchange.services import import_plan
from koersvast.exchange.writer import plan_data, to_json
from koersvast.organisation.models import Unit
from tests.access.asking import differences
from tests.access.table import kit_cases
from tests.access.world import World
from tests.cast import Cast, SmallPlan

Lesson: Any = apps.get_model("lessons", "Lesson")


def url(page: str, *arguments: Any) -> str:
    return reverse(f"register-{page}", args=["lessons", *arguments])


@pytest.fixture
def lesson(cast: Cast, small: SmallPlan) -> Any:
    for player in cast.all().values():
        player.client.cookies["django_language"] = "en"
    return Lesson.objects.create(
        plan=small.plan,
        code="L1",
        title="Begin klein",
        lesson="Een proef van zes weken zei meer dan een jaar praten.",
        kind="keep",
        unit=Unit.objects.get(code="concern"),
    )


def form(lesson: Any, **values: Any) -> dict[str, Any]:
    return {
        "plan": lesson.plan_id,
        "code": lesson.code,
        "title": lesson.title,
        "lesson": lesson.lesson,
        "kind": lesson.kind,
        "unit": lesson.unit_id,
        "version": lesson.version,
        **values,
    }


def test_list_search_and_filter(cast: Cast, lesson: Any) -> None:
    Lesson.objects.create(plan=lesson.plan, code="L2", title="Praat eerder", kind="change")
    get = cast.reader.client.get
    page = get(url("list")).content.decode()
    assert "Begin klein" in page
    assert "Praat eerder" in page
    assert f'href="{url("list")}"' in page  # in the menu
    for query in ({"q": "proef weken"}, {"kind": "keep"}, {"unit": lesson.unit_id}):
        page = get(url("list"), query).content.decode()
        assert "Begin klein" in page
        assert "Praat eerder" not in page


def test_detail_form_and_history(cast: Cast, lesson: Any) -> None:
    client = cast.secretary.client
    assert "zes weken" in client.get(url("detail", lesson.pk)).content.decode()
    answer = client.post(url("add"), form(lesson, code="L2", title="Nieuwe les"), follow=True)
    assert "Nieuwe les" in answer.content.decode()
    assert client.post(url("add"), form(lesson)).status_code == 422
    client.post(url("edit", lesson.pk), form(lesson, title="Begin heel klein"))
    history = client.get(url("history", lesson.pk)).content.decode()
    assert "<del>Begin klein</del> → <ins>Begin heel klein</ins>" in history
    assert "Secretary" in history


def test_delete_and_undo(cast: Cast, lesson: Any) -> None:
    client = cast.secretary.client
    client.post(url("delete", lesson.pk))
    assert not Lesson.objects.exists()
    page = client.get(url("deleted"))
    (row,) = page.context["rows"]
    client.post(url("deleted"), {"batch": row["batch"]})
    assert Lesson.objects.get() == lesson


def test_panel_on_plan_and_unit(cast: Cast, lesson: Any) -> None:
    get = cast.reader.client.get
    for page in (
        reverse("register-detail", args=["plans", lesson.plan_id]),
        registers.get("units").detail_url(lesson.unit),
    ):
        content = get(page).content.decode()
        assert "Begin klein" in content
        assert f'href="{url("detail", lesson.pk)}"' in content


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_export_and_bulk_import(cast: Cast, lesson: Any, kind: str) -> None:
    client = cast.secretary.client
    exported = client.get(url("export", kind)).content
    upload = SimpleUploadedFile(f"lessons.{kind}", exported)
    same = client.post(url("import"), {"file": upload})
    assert same.status_code == 200
    assert same.context["changed"] == 0
    if kind == "csv":
        (heading, row) = csv.reader(io.StringIO(exported.decode("utf-8-sig")), delimiter=";")
        assert dict(zip(heading, row, strict=True))["unit"] == "concern"


def test_bulk_import_stores_what_the_preview_shows(cast: Cast, lesson: Any) -> None:
    client = cast.secretary.client
    content = (
        "code;title;what we learned;kind;unit\n"
        "L1;Begin klein;Anders;change;\n"
        "L2;Twee;W;keep;concern\n"
    )
    upload = SimpleUploadedFile("lessons.csv", content.encode())
    preview = client.post(url("import"), {"file": upload})
    assert [row.fate for row in preview.context["rows"]] == ["changed", "new"]
    client.post(url("import"), {"rows": preview.context["payload"]})
    lesson.refresh_from_db()
    assert (lesson.kind, lesson.unit, lesson.lesson) == ("change", None, "Anders")
    assert Lesson.objects.get(code="L2").unit.code == "concern"
    wrong = SimpleUploadedFile("lessons.csv", b"code;title;kind\nL3;Drie;weet niet\n")
    assert client.post(url("import"), {"file": wrong}).status_code == 422


def test_everybody_gets_what_the_level_of_its_policy_says(
    cast: Cast, small: SmallPlan, lesson: Any
) -> None:
    world = World(cast, small)
    cases = kit_cases("lessons", "editors", "yes", "yes", lesson.pk)
    assert differences(world, cases) == []


def test_plan_file(cast: Cast, lesson: Any) -> None:
    actor = cast.secretary.actor
    data = plan_data(lesson.plan, actor)
    (row,) = data["lessons"]["lessons"]
    assert (row["code"], row["kind"], row["unit"]) == ("L1", "keep", "concern")
    again = import_plan(actor=actor, content=to_json(data).encode(), json=True)
    assert again.ok, again.problems
    assert not again.rows
    data["lessons"]["lessons"].append({"code": "L2", "title": "T", "lesson": "W", "kind": "change"})
    assert import_plan(actor=actor, content=json.dumps(data).encode(), json=True).ok
    assert Lesson.objects.filter(plan=lesson.plan, code="L2").exists()
    data["lessons"]["lessons"][1]["unit"] = "weg"
    refused = import_plan(actor=actor, content=json.dumps(data).encode(), json=True)
    assert not refused.ok
    assert "lessons.lessons" in {part.name for part in parts.all()}
    assert Plan.objects.count() == 1
