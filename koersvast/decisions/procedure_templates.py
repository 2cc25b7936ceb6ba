"""Templates of procedures: files that come with the application, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from koersvast.core.schemas import Code, Line, OptionalLine, Text

FOLDER = Path(__file__).parent / "templates_of_procedures"
BodyKind = Literal[
    "council",
    "college",
    "management_team",
    "works_council",
    "union_consultation",
    "steering_group",
    "consultation",
]


class TemplateStep(BaseModel):
    """A step of a template; `body` is the kind of body that does it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    title: Line
    kind: Literal["step", "intention", "decision", "advice", "placement", "start"] = "step"
    body: BodyKind | None = None
    output: Text = ""
    term: OptionalLine = ""
    waits: bool = True


class Template(BaseModel):
    """A procedure to start from: ordered steps, and where they come from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    title: Line
    description: Text = ""
    source: OptionalLine = ""
    steps: tuple[TemplateStep, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _codes_differ(self) -> Template:
        codes = [step.code for step in self.steps]
        if len(codes) != len(set(codes)):
            raise ValueError("two steps have the same code")
        return self

    @property
    def bodies(self) -> list[str]:
        """The kinds of body that do the steps, in order, each once."""
        return list(dict.fromkeys(step.body for step in self.steps if step.body))


def read_template(text: str) -> Template:
    """Return the template that a text in YAML holds. Raises ValidationError of Pydantic."""
    import yaml

    return Template.model_validate(yaml.safe_load(text))


@cache
def templates() -> dict[str, Template]:
    """Return the templates that come with the application, by code, ordered by title."""
    files = sorted(FOLDER.glob("*.yaml"))
    found = [read_template(path.read_text(encoding="utf-8")) for path in files]
    return {each.code: each for each in sorted(found, key=lambda each: each.title)}
