#!/usr/bin/env python3
"""The console in a browser: what only one shows.

    python3 tests/console/browser.py              everything, against the companies of `demo.rs`
    python3 tests/console/browser.py --pictures   the pictures of docs/console, made anew
    python3 tests/console/browser.py NAME …       some of it: looks, stories, hostile, crawl
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from chromium import Browser, Tab
from crawl import crawl
from hostile import company, hostile
from looks import looks
from photographs import photographs
from stories import stories

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVER = [
    *("cargo", "test", "--quiet", "-p", "crm-console", "--test", "console", "--"),
    *("--ignored", "--exact", "server::serves_a_browser", "--nocapture"),
]


def served(names: str) -> tuple[subprocess.Popen, list[str]]:
    """The server, which is told how everything in the second company is called, and ends with its input; and what it says: its
    addresses, and everybody's password."""
    server = subprocess.Popen(
        SERVER, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    server.stdin.write(names + "\n")
    server.stdin.flush()
    told = []
    for line in server.stderr:
        told.append(line)
        if line.startswith("SERVES "):
            _, demo, harm, password = line.rstrip("\n").split(" ", 3)
            return server, [demo, harm, password]
    sys.exit("the console was not served: " + "".join(told))


class House:
    """A browser, and those who sit before it."""

    def __init__(self, browser: Browser, address: str, password: str) -> None:
        self.browser, self.address, self.password = browser, address, password
        self.tabs: dict[str, Tab] = {}

    def stranger(self) -> Tab:
        return Tab(self.browser, self.address)

    def tab(self, login: str) -> Tab:
        """Somebody's tab. One signs in once: more than ten times a minute nobody may."""
        if login not in self.tabs:
            tab = self.stranger()
            tab.sign_in(login, self.password)
            if tab.run("location.pathname") != "/":
                sys.exit(f"{login} is not signed in: {tab.text()}")
            self.tabs[login] = tab
        return self.tabs[login]


def main() -> None:
    asked = sys.argv[1:]
    program = shutil.which("chromium")
    if program is None:
        sys.exit("needs chromium")
    failures: list[str] = []

    def must(holds: object, what: str) -> None:
        if not holds:
            failures.append(what)

    harmful = not asked or "hostile" in asked
    server, (demo, harm, password) = served(company() if harmful else "[[], []]")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(program, folder)
        house = House(browser, demo, password)
        parts = {
            "looks": lambda: looks(house.tab("han"), house.stranger(), must),
            "stories": lambda: stories(house, folder, must),
            "hostile": lambda: hostile(House(browser, harm, password), folder, must),
            "crawl": lambda: crawl(house, must),
        }
        if asked == ["--pictures"]:
            parts = {"pictures": lambda: photographs(house, ROOT / "docs/console", must)}
        elif unknown := set(asked) - set(parts):
            sys.exit(f"there is no {', '.join(unknown)}\n{__doc__}")
        try:
            for name, part in parts.items():
                if not asked or name in asked or "--pictures" in asked:
                    began, before = time.monotonic(), len(failures)
                    done = part()
                    print(f"{name}: {done}, {len(failures) - before} failures, {time.monotonic() - began:.0f} s", flush=True)
        finally:
            browser.end()
    server.stdin.close()
    if server.wait() != 0:
        failures.append("the console ended badly: " + server.stderr.read())
    for failure in failures:
        print(failure)
    sys.exit(bool(failures))


main()
