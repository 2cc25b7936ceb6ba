"""What the tests of communication share."""

from __future__ import annotations

import pytest

from koersvast.communication.tests.small_messages import Messages, make_messages
from tests.cast import Cast, SmallPlan


@pytest.fixture
def messages(cast: Cast, small: SmallPlan) -> Messages:
    """The audiences and channels of the small plan."""
    return make_messages(small)
