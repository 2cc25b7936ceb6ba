"""A file that is no YAML at all is refused as a whole."""

from __future__ import annotations

import pytest

from koersvast.core.actors import SYSTEM
from koersvast.direction.models import Plan
from koersvast.exchange.services import import_plan


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"koersvast: 1\nplan: [", b"\xff\xfe", b"a: !!python/x 1"])
def test_what_cannot_be_read_is_refused_with_a_line_and_nothing_is_stored(content: bytes) -> None:
    outcome = import_plan(actor=SYSTEM, content=content)
    assert len(outcome.problems) == 1
    assert outcome.problems[0].line >= 1
    assert not outcome.stored
    assert not Plan.objects.exists()
