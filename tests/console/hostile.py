"""Names that mean harm, wherever a name is shown: no script runs, nothing is tried that the policy forbids, and the text
stands there as it is."""

import json
import pathlib
import urllib.parse

from crawl import pages

NAMES = json.loads((pathlib.Path(__file__).parent / "hostile.json").read_text()) + ["\u202etxt.exe", "\u2067ltr\u2069"]

# What text must not become: anything but the console's own script, and what no template of it writes.
GROWN = r"""
JSON.stringify({
  hit: String(window.hit), scripts: document.scripts.length,
  grown: [...document.querySelectorAll("img, iframe, object, embed, video, base, body form[action^='//'], body b, meta[http-equiv]")]
    .map((node) => node.outerHTML),
  handlers: [...document.querySelectorAll("*")].filter((node) => [...node.attributes].some((one) => /^on/i.test(one.name)))
    .map((node) => node.outerHTML.slice(0, 99)),
  away: [...document.querySelectorAll("[href], [src], [action], [formaction]")]
    .flatMap((node) => ["href", "src", "action", "formaction"].map((name) => node.getAttribute(name)).filter((to) => to !== null))
    .filter((to) => to !== "" && !/^(\/(?![\/\\])|[?#])/.test(to)),
})
"""
CELLS = "[...document.querySelectorAll({selector})].map((node) => node.textContent)"


def hostile(house, must) -> str:
    looked = 0

    def safe(tab, where: str) -> None:
        nonlocal looked
        looked += 1
        grown = json.loads(str(tab.run(GROWN)))
        must(grown == {"hit": "undefined", "scripts": 1, "grown": [], "handlers": [], "away": []}, f"{where}: {grown}")
        must(not tab.complaints(), f"{where}: {tab.complaints()}")

    def shows(tab, path: str, selector: str) -> None:
        """Every name is there, letter by letter."""
        tab.go(path)
        safe(tab, path)
        texts = [str(text).strip() for text in tab.run(CELLS.replace("{selector}", json.dumps(selector)))]
        while (more := tab.run("document.querySelector('a[rel=next]')?.getAttribute('href')")) is not None:
            tab.sent("document.querySelector('a[rel=next]').click()")
            safe(tab, f"{path} {more}")
            texts += [str(text).strip() for text in tab.run(CELLS.replace("{selector}", json.dumps(selector)))]
        for name in NAMES:
            must(name in texts, f"{path} does not show {name!r}")

    han, admin = house.tab("han"), house.tab("admin")
    shows(han, "/o/customer?c=name&c=website", "tbody th a")
    shows(han, "/o/customer?c=name&c=website&c=address", "tbody td")
    shows(han, "/o/opportunity?c=customer_name&c=description", "tbody td")
    shows(han, "/o/hotel.guest", "tbody th a")
    shows(han, "/views", ".tiles a")
    shows(han, "/views?object=customer", ".tiles a")
    shows(han, "/o/customer/new", "option")
    shows(admin, "/list/users.list", "tbody *")
    shows(admin, "/list/dictionary.list", "tbody *")
    # Each in the address, and in a form that comes back with what is wrong.
    for name in NAMES:
        asked = urllib.parse.quote(name, safe="")
        for path in [
            f"/o/customer?f=name&o=contains&v={asked}",
            f"/o/customer?f=account_manager&o=is&v={asked}",
            f"/list/audit.list?filter.operation={asked}",
            f"/o/{asked}",
        ]:
            if name.startswith("..") and path == f"/o/{asked}":
                continue
            admin_asks = path.startswith("/list")
            tab = admin if admin_asks else han
            tab.go(path)
            safe(tab, path)
        han.go(f"/o/customer?f=name&o=is&v={asked}")
        must(han.run("document.querySelector('input[name=v]').value") == name, f"asked for {name!r}")
        han.sent("document.querySelector('tbody th a').click()")
        must(han.run("document.querySelector('h1').textContent") == name, f"a record called {name!r}")
        must(str(han.run("document.title")).startswith(name), f"a title {name!r}")
        safe(han, f"the record {name!r}")
        record = str(han.path()).rsplit("/", 1)[1]
        han.go("/do/notes.list")
        han.send({"record.object": "customer", "record.id": record})
        safe(han, f"the note {name!r}")
        told = [str(text).strip() for text in han.run(CELLS.replace("{selector}", '"dd, td"'))]
        must(name in told, f"a note {name!r}: {han.text()}")
    for name in NAMES:
        han.go("/o/customer/new")
        fields = {"new.satisfaction": name, "new.account_manager": name, "new.address": name}
        han.send(fields)
        safe(han, f"a form with {name!r}")
        for field, value in fields.items():
            must(han.run(f"document.querySelector('[name=\"{field}\"]').value") == value, f"{field} stays {name!r}")
    # Whatever else has a link: histories, boards, registers, forms of changes.
    for tab in (han, admin):
        pages(tab, 60, lambda path: safe(tab, path))
    return f"{len(NAMES)} names, {looked} pages"
