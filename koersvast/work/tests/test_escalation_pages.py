"""The pages of dilemmas, as each of those concerned sees them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from koersvast.work.models import (
    Assignment,
    Escalation,
)
from koersvast.work.tests.errands import (
    Parties,
    make_parties,
    offered,
)


@pytest.fixture
def parties(cast: Any) -> Parties:
    return make_parties()


def text(response: Any) -> str:
    return str(response.content.decode())


def get(who: Any, path: str, status: int = 200) -> str:
    response = who.client.get(path, headers={"accept-language": "en"})
    assert response.status_code == status, path
    return text(response)


def post(who: Any, path: str, status: int = 302, **data: Any) -> str:
    response = who.client.post(path, data, headers={"accept-language": "en"})
    assert response.status_code == status, text(response)[:2000]
    return text(response)


def raised(errand: Assignment, who: Any, parties: Parties, **more: Any) -> Escalation:
    data = {
        "title": "Wie gaat voor",
        "raised_by": parties.roles["contractor"].pk,
        "raised_on": "2023-03-01",
        "interests": "Tempo en beheer",
        "tried_together": "Twee keer om tafel",
        "question": "Wie gaat voor?",
        "to_role": parties.roles["administrative_principal"].pk,
    }
    post(who, f"/work/assignments/{errand.pk}/escalate/", **data | more)
    return Escalation.objects.latest("pk")


def test_a_dilemma_goes_from_raised_to_answered_to_closed(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    page = get(parties.contractor, f"/work/assignments/{errand.pk}/escalate/")
    assert f'<option value="{parties.roles["contractor"].pk}" selected' in page
    assert f'name="raised_on" value="{timezone.localdate()}"' in page
    get(cast.reader, f"/work/assignments/{errand.pk}/escalate/", 403)
    row = raised(errand, parties.contractor, parties, answer_by="2023-03-02")
    path = f"/work/escalations/{row.pk}/"
    assert "late" in get(cast.reader, path)
    assert path in get(parties.administrative, "/")
    data = {"title": "Wie eerst", "raised_by": row.raised_by_id, "raised_on": "2023-03-01"}
    data |= {"interests": "a", "tried_together": "b", "question": "c", "to_role": row.to_role_id}
    get(parties.contractor, f"{path}edit/")
    post(parties.contractor, f"{path}edit/", **data)
    get(parties.administrative, f"{path}answer/")
    post(parties.administrative, f"{path}answer/", 422)
    post(parties.administrative, f"{path}answer/", answer="Beheer")
    post(parties.contractor, f"{path}edit/", 422, **data)
    assert path not in get(parties.administrative, "/")
    get(parties.contractor, f"{path}close/")
    post(parties.contractor, f"{path}close/", on=timezone.localdate())
    post(parties.contractor, f"{path}close/", 422, on=timezone.localdate())
    assert "closed on" in get(cast.reader, path)
    assert "Wie eerst" in get(cast.reader, f"/work/assignments/{errand.pk}/")
    for page in ("edit", "answer", "close"):
        get(cast.reader, f"{path}{page}/", 403)
    get(cast.reader, "/work/escalations/999999/", 404)


def test_without_what_was_tried_together_the_form_says_so(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    data = {
        "title": "Wie gaat voor",
        "raised_by": parties.roles["contractor"].pk,
        "raised_on": "2023-03-01",
        "interests": "Tempo",
        "question": "Wie?",
        "to_role": parties.roles["administrative_principal"].pk,
    }
    page = post(parties.contractor, f"/work/assignments/{errand.pk}/escalate/", 422, **data)
    assert "Write first what you tried together" in page
    assert not Escalation.objects.exists()


def test_the_list_of_escalations_has_what_is_late_first(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    later = timezone.localdate() + timedelta(days=9)
    raised(errand, parties.contractor, parties, title="Straks", answer_by=later)
    raised(errand, parties.contractor, parties, title="Te laat", answer_by="2023-03-02")
    page = get(cast.reader, "/registers/escalations/")
    assert page.index("Te laat") < page.index("Straks")
    assert "1 found" in get(cast.reader, "/registers/escalations/?state=late")
