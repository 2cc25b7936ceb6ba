"""Who may change many rows is the same as who may change each of them, and asked at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koersvast.core.policy import Policy, policies
from tests.access.crowd import crowd
from tests.access.world import World, make_world
from tests.cast import Cast, SmallPlan

MOST = 5
"""Queries for all rows of a model, however many there are."""


def kept_by_somebody() -> Iterator[tuple[Any, Policy]]:
    """Yield every model with a policy that answers for many rows at once."""
    for model in apps.get_models():
        policy = policies.of(model)
        if type(policy).may_change_each is not Policy.may_change_each:
            yield model, policy


@pytest.mark.one_database
def test_many_rows_are_answered_for_as_each_and_in_few_queries(
    cast: Cast, small: SmallPlan
) -> None:
    world: World = make_world(cast, small)
    crowd(world, "a", 3)
    found = 0
    for player in (cast.secretary, cast.director, cast.employee, cast.reader):
        actor = player.actor
        for model, policy in kept_by_somebody():
            rows = list(model._default_manager.visible_to(actor))
            with CaptureQueriesContext(connection) as queries:
                answers = policy.may_change_each(actor, rows)
            assert len(queries) <= MOST, model
            fresh = list(model._default_manager.visible_to(actor))
            assert answers == [policy.may_change(actor, row) for row in fresh], model
            found += len(rows)
    assert found > 100
