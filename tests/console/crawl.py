"""Follows every link and every form that only asks, from the first page on, as each of the company's people."""

import json
import re

MOST = 300

# Where a page leads: its links, and its forms as they are when nothing is filled in, by each of their buttons.
LEADS = r"""
(() => {
  const to = (url) => url.origin === location.origin ? url.pathname + url.search : null;
  const found = [...document.querySelectorAll("a[href]")].map((a) => to(new URL(a.href)));
  for (const form of document.querySelectorAll("form[method=get], form:not([method])")) {
    for (const button of form.querySelectorAll("button")) {
      const url = new URL(form.action);
      url.search = new URLSearchParams(new FormData(form, button)).toString();
      found.push(to(url));
    }
  }
  return JSON.stringify(found.filter((path) => path && !/[?&]lang=/.test(path)));
})()
"""
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def shape(path: str) -> str:
    """What pages of one kind have in common: the path without ids, and what is asked without the answers."""
    where, _, asked = path.partition("?")
    names = sorted({one.split("=")[0] for one in asked.split("&") if one})
    return ID.sub("*", where) + "?" + "&".join(names)


def pages(tab, most: int, look) -> int:
    """Goes from page to page, those of a kind first of which the fewest were seen, and looks at each."""
    waiting, known, seen = ["/"], {"/"}, {}
    came_from = {"/": "nowhere"}
    visited = 0
    while waiting and visited < most:
        path = min(waiting, key=lambda one: seen.get(shape(one), 0))
        waiting.remove(path)
        seen[shape(path)] = seen.get(shape(path), 0) + 1
        tab.go(path)
        visited += 1
        look(f"{path} (from {came_from[path]})")
        for link in json.loads(str(tab.run(LEADS))):
            if link not in known:
                known.add(link)
                waiting.append(link)
                came_from[link] = path
    return visited


def crawl(house, must) -> str:
    told = []
    for login in ("admin", "han", "li", "zhao", "chen"):
        tab = house.tab(login)
        # One of them reads Chinese.
        tab.go("/?lang=" + ("zh-Hans" if login == "li" else "en"))

        def look(path: str) -> None:
            must(tab.status() < 400, f"{login}: {path}: {tab.status()} {tab.text()[:200]!r}")
            must(not tab.complaints(), f"{login}: {path}: {tab.complaints()}")

        told.append(f"{login} {pages(tab, MOST, look)}")
    return "pages of " + ", ".join(told)
