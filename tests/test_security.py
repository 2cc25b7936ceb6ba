"""What protects a signed-in person: headers, caches, sessions, and pages without inline code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.test.utils import override_settings

from tests.access.asking import ask
from tests.access.table import kit_cases, lines, page_cases
from tests.access.table_kit import REGISTERS
from tests.access.world import World, make_world
from tests.cast import Cast, SmallPlan

PASSWORD = "een lange zin als wachtwoord"
OWN_CACHING = {"health"}
"""Pages that say something themselves about caching."""
FEED = "calendar-feed"
"""A calendar by token: programs ask whether it changed, and nobody is told its address."""


@pytest.fixture
def world(cast: Cast, small: SmallPlan) -> World:
    return make_world(cast, small)


class Inline(HTMLParser):
    """Collects what the policy for content forbids: code and style in the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [f"<{tag} {name}>" for name in given if name == "style" or name[:2] == "on"]
        code = tag == "script" and not given.get("src") and "nonce" not in given
        if tag == "style" or (code and given.get("type") != "application/json"):
            self.found.append(f"<{tag}>")
        for name in ("href", "src", "action"):
            value = (given.get(name) or "").strip().lower()
            if value.startswith(("javascript:", "http:", "//")):
                self.found.append(f"<{tag} {name}={value[:30]}>")


def pages(world: World) -> list[tuple[str, str]]:
    """Return name and address of every page that one can open."""
    cases = list(page_cases(world))
    for register, *line in lines(REGISTERS):
        cases += kit_cases(register, *line, key=world.key(register))  # type: ignore[arg-type]
    return [(case.name, case.address) for case in cases if case.method == "GET"]


def directives(policy: str) -> dict[str, list[str]]:
    """Return the policy for content as directive -> sources."""
    parts = (part.split() for part in policy.split(";") if part.strip())
    return {name: sources for name, *sources in parts}


@pytest.mark.one_database
@pytest.mark.slow
def test_every_page_is_private_and_holds_no_inline_code_or_style(world: World) -> None:
    problems = []
    for name, address in pages(world):
        for role in ("administrator", "reader"):
            answer = ask(world, role, "GET", address)
            problems += [f"{address}: {problem}" for problem in wrong_in(name, answer)]
    assert problems == []


def wrong_in(name: str, answer: Any) -> list[str]:
    """Return what is wrong with an answer, its headers and its page."""
    headers = answer.headers
    found = []
    policy = directives(headers.get("Content-Security-Policy", ""))
    if policy.get("default-src") != ["'self'"] or policy.get("style-src") != ["'self'"]:
        found.append(f"content security policy {policy}")
    if any("unsafe" in source or "*" in source for each in policy.values() for source in each):
        found.append(f"content security policy {policy}")
    if headers.get("X-Content-Type-Options") != "nosniff":
        found.append("may be sniffed")
    if headers.get("X-Frame-Options") != "DENY":
        found.append("may be framed")
    if headers.get("Referrer-Policy") != ("no-referrer" if name == FEED else "same-origin"):
        found.append("tells others where one comes from")
    caching = headers.get("Cache-Control", "")
    if name == FEED and caching == "private, no-cache":
        return found
    if "no-store" not in caching or ("private" not in caching and name not in OWN_CACHING):
        found.append(f"may be cached: {caching}")
    if headers.get("Content-Type", "").startswith("text/html"):
        page = Inline()
        page.feed(answer.content.decode())
        found += page.found
    return found


@pytest.mark.parametrize("address", ["/accounts/login/", "/nothing/", "/registers/nothing/"])
def test_pages_for_visitors_and_pages_of_errors_are_as_strict(world: World, address: str) -> None:
    for role in ("visitor", "reader"):
        answer = ask(world, role, "GET", address)
        if answer.status_code != 302:
            assert wrong_in("", answer) == []


def test_the_policy_for_content_is_this_one(world: World) -> None:
    policy = directives(ask(world, "reader", "GET", "/").headers["Content-Security-Policy"])
    nonce = [source for source in policy["script-src"] if source != "'self'"]
    assert all(re.fullmatch(r"'nonce-[\w+/=-]+'", source) for source in nonce)
    assert {name: policy[name] for name in policy if name != "script-src"} == {
        "default-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }


def test_an_export_is_not_cached_either(world: World) -> None:
    answer = ask(world, "reader", "GET", "/registers/units/export/csv/")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


class TestSigningIn:
    """Signing in and out; allauth does it, this says that it is switched on."""

    @pytest.fixture(autouse=True)
    def player(self, cast: Cast) -> None:
        cache.clear()
        cast.reader.user.set_password(PASSWORD)
        cast.reader.user.save()

    def sign_in(self, client: Client, password: str = PASSWORD, **data: str) -> Any:
        return client.post("/accounts/login/", {"login": "reader", "password": password, **data})

    def test_the_session_gets_another_key_so_that_nobody_can_fix_it(self) -> None:
        client = Client()
        client.get("/accounts/login/")
        session = client.session
        session["planted"] = True
        session.save()
        client.cookies["sessionid"] = planted = session.session_key
        self.sign_in(client)
        assert client.get("/registers/units/").status_code == 200
        assert client.cookies["sessionid"].value != planted

    def test_signing_out_ends_the_session(self) -> None:
        client = Client()
        self.sign_in(client)
        kept = client.cookies["sessionid"].value
        client.post("/accounts/logout/")
        client.cookies["sessionid"] = kept
        assert client.get("/registers/units/").status_code == 302

    def test_cookies_are_out_of_reach_of_scripts_and_other_sites(self) -> None:
        client = Client()
        self.sign_in(client)
        cookie = client.cookies["sessionid"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"

    def test_guessing_is_slowed_down(self) -> None:
        client = Client()
        for _number in range(5):
            assert self.sign_in(client, password="mis").status_code == 200
        assert self.sign_in(client).status_code == 200
        assert "_auth_user_id" not in client.session

    def test_knocking_without_end_gets_a_page_that_says_to_wait(self) -> None:
        client = Client()
        for number in range(40):
            answer = client.post("/accounts/login/", {"login": f"n{number}", "password": "mis"})
        assert answer.status_code == 429
        assert wrong_in("", answer) == []

    def test_one_cannot_tell_which_names_exist(self) -> None:
        client = Client()
        known = self.sign_in(client, password="mis").content
        unknown = client.post("/accounts/login/", {"login": "nobody", "password": "mis"}).content
        token = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
        assert token.sub(b"", known) == token.sub(b"", unknown).replace(b"nobody", b"reader")

    @pytest.mark.parametrize(
        ("wanted", "reached"),
        [
            ("/registers/units/", "/registers/units/"),
            ("https://evil.example/", "/"),
            ("//evil.example/", "/"),
            ("/\\evil.example", "/"),
            ("javascript:alert(1)", "/"),
        ],
    )
    def test_one_goes_on_to_this_site_only(self, wanted: str, reached: str) -> None:
        answer = self.sign_in(Client(), next=wanted)
        assert answer["Location"] == reached
        language = Client().post("/language/", {"language": "en", "next": wanted})
        assert language["Location"] == reached

    def test_an_inactive_account_does_not_get_in(self, cast: Cast) -> None:
        cast.reader.user.is_active = False
        cast.reader.user.save()
        client = Client()
        self.sign_in(client)
        assert "_auth_user_id" not in client.session
        assert client.get("/accounts/login/").status_code == 200
        assert cast.reader.client.get("/registers/units/").status_code == 302

    def test_an_account_without_a_password_finds_no_page_to_change_it(self, cast: Cast) -> None:
        user = cast.reader.user
        user.set_unusable_password()
        user.save()
        cast.reader.client.force_login(user)
        assert cast.reader.client.get("/accounts/password/").status_code == 404

    def test_nobody_signs_up(self, cast: Cast) -> None:
        assert Client().get("/accounts/signup/").status_code == 404


def test_a_wrong_host_is_refused(world: World) -> None:
    with override_settings(ALLOWED_HOSTS=["koersvast.example"]):
        assert Client(raise_request_exception=False).get("/accounts/login/").status_code == 400


def test_a_form_that_is_too_old_gets_a_page_of_our_own(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.secretary.user)
    for language, words in (("nl", "te oud"), ("en", "too old")):
        answer = client.post("/", headers={"accept-language": language})
        page = answer.content.decode()
        assert answer.status_code == 403
        assert words in page and 'class="card"' in page and "CSRF" not in page


def test_failed_sign_ins_are_counted_by_all_workers_together(tmp_path: Path) -> None:
    program = "from koersvast.config import settings as s; print(s.CACHES, s.%s)"
    wanted = program % "ALLAUTH_TRUSTED_PROXY_COUNT"
    given = {"KOERSVAST_PROXIES": "2", "KOERSVAST_CACHE": str(tmp_path)}
    plain = {name: text for name, text in os.environ.items() if name not in given}
    told = [
        subprocess.check_output([sys.executable, "-c", wanted], env=plain | more, text=True)
        for more in ({}, given)
    ]
    assert "LocMemCache" in told[0] and told[0].endswith(" 0\n")
    assert "FileBasedCache" in told[1] and str(tmp_path) in told[1] and told[1].endswith(" 2\n")
