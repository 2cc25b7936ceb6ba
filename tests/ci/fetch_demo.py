"""Wait for a demo that is starting, sign in as a browser would, and check what the overview shows.

Standard library only: it runs with any Python, outside the environment of the project.

    python3 tests/ci/fetch_demo.py http://127.0.0.1:8000 --wait 60
"""

from __future__ import annotations

import argparse
import html
import http.cookiejar
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

LOGIN_PATH = "/accounts/login/"
ACCOUNT, PASSWORD = "programmasecretaris", "koersvast"
SHORTFALL = "1.901.000"
TOKEN = re.compile(r'name="csrfmiddlewaretoken"\s+value="([^"]+)"')
MONEY = re.compile(r"/work/\d+/money/")


class Failed(Exception):
    """What went wrong, as one sentence for the log."""


def is_running(pid: int | None) -> bool:
    if pid is None:
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_ready(base: str, seconds: float, since: float, pid: int | None) -> float:
    """Return how many seconds passed since the start before the sign-in page was served."""
    trouble = "nothing listens there"
    while (passed := time.time() - since) < seconds:
        if not is_running(pid):
            raise Failed(f"the demo stopped by itself after {passed:.1f} s")
        try:
            with urllib.request.urlopen(base + LOGIN_PATH, timeout=10):
                return time.time() - since
        except urllib.error.HTTPError as error:
            raise Failed(f"{LOGIN_PATH} answered {error.code}") from error
        except (urllib.error.URLError, OSError) as error:
            trouble = str(error)
        time.sleep(0.05)
    raise Failed(f"not ready within {seconds:.0f} s: {trouble}")


def new_session() -> urllib.request.OpenerDirector:
    jar = http.cookiejar.CookieJar()
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))


def read(
    session: urllib.request.OpenerDirector, url: str, form: dict[str, str] | None = None
) -> tuple[str, str]:
    """Return the address after redirects and the text of the page."""
    data = urllib.parse.urlencode(form).encode() if form else None
    request = urllib.request.Request(url, data=data, headers={"Referer": url})
    try:
        with session.open(request, timeout=30) as response:
            return response.geturl(), response.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        raise Failed(f"{url} answered {error.code}") from error


def sign_in(session: urllib.request.OpenerDirector, base: str) -> None:
    _, page = read(session, base + LOGIN_PATH)
    token = TOKEN.search(page)
    if token is None:
        raise Failed("the sign-in page has no form with a CSRF token")
    form = {
        "csrfmiddlewaretoken": token.group(1),
        "login": ACCOUNT,
        "password": PASSWORD,
    }
    address, _ = read(session, base + LOGIN_PATH, form)
    if LOGIN_PATH in address:
        raise Failed(f"signing in as {ACCOUNT} was refused")


def check_page(session: urllib.request.OpenerDirector, base: str, path: str) -> None:
    address, page = read(session, base + path)
    if LOGIN_PATH in address:
        raise Failed(f"{path} asks to sign in again")
    text = html.unescape(re.sub(r"<[^>]+>", "", page)).replace("\xa0", " ")
    if SHORTFALL not in text:
        raise Failed(f"{path} does not show the shortfall of {SHORTFALL}")


def money_page(session: urllib.request.OpenerDirector, base: str, path: str) -> str:
    """Return the address of the money that the overview calls short."""
    _, page = read(session, base + path)
    link = MONEY.search(page)
    if link is None:
        raise Failed(f"{path} links to no money that falls short")
    return link.group(0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", help="address of the demo, such as http://127.0.0.1:8000")
    parser.add_argument("--wait", type=float, default=60, help="seconds to wait at most")
    parser.add_argument("--since", type=float, default=time.time(), help="Unix time of the start")
    parser.add_argument("--pid", type=int, help="stop waiting when this process has ended")
    parser.add_argument("--name", default="demo", help="word to print in front of the result")
    parser.add_argument("--path", default="/", help="page that shows the shortfall")
    options = parser.parse_args()
    base = options.base.rstrip("/")
    try:
        ready = wait_until_ready(base, options.wait, options.since, options.pid)
        session = new_session()
        sign_in(session, base)
        check_page(session, base, options.path)
        money = money_page(session, base, options.path)
        check_page(session, base, money)
    except Failed as failure:
        print(f"{options.name}: {failure}", file=sys.stderr)
        return 1
    print(f"{options.name}: ready after {ready:.1f} s; {options.path} and {money} show {SHORTFALL}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
