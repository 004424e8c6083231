"""Names that mean harm, wherever a name is shown: no script runs, nothing is tried that the policy forbids, nothing grows in a page,
and the text stands there as it is."""

import csv
import json
import pathlib
import re
import time
import urllib.parse
import urllib.request

from crawl import pages
from detector import CLEAN, grown, noticed
from harm import LONGEST, strings

STRINGS = strings()
NAMES = [one.text for one in STRINGS if one.is_name]
CELLS = "JSON.stringify([...document.querySelectorAll({selector})].map((node) => node.textContent))"
# Characters of a text in a list.
SHORT = 120
# The fields of a customer that take any text.
FIELDS = """name address postcode phone fax website business_licence_no legal_representative bank_name bank_account local_tax_no
national_tax_no external_id account_manager satisfaction""".split()


def joined(names: list[str]) -> list[str]:
    """All of them, in as few texts as there can be."""
    groups: list[str] = []
    for name in names:
        if groups and len(groups[-1]) + 1 + len(name) <= LONGEST:
            groups[-1] += " " + name
        else:
            groups.append(name)
    return groups


JOINED = joined(NAMES)


def company() -> str:
    """What the server is told: by these names everything in a company of its own is called."""
    return json.dumps([NAMES, JOINED])


def chunks(names: list, many: int) -> list[list]:
    return [names[at : at + many] for at in range(0, len(names), many)]


def quoted(text: str) -> str:
    return urllib.parse.quote(text, safe="")


def addressed(names: list[str]) -> list[list[str]]:
    """Twenty at a time, and fewer of those that make an address too long."""
    groups: list[list[str]] = []
    for name in names:
        if groups and len(groups[-1]) < 20 and sum(map(len, map(quoted, groups[-1]))) + len(quoted(name)) < 6_000:
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups


class Hostile:
    def __init__(self, house, folder: str, must) -> None:
        self.house, self.folder, self.must = house, pathlib.Path(folder), must
        self.looked = 0
        self.took: dict[str, float] = {}

    def safe(self, tab, where: str) -> None:
        self.looked += 1
        found = grown(tab)
        self.must(found == CLEAN, f"{where[:200]}: {str(found)[:500]}")
        self.must(not tab.complaints(), f"{where[:200]}: {str(tab.complaints())[:500]}")

    def cells(self, tab, selector: str) -> list[str]:
        return [text.strip() for text in json.loads(str(tab.run(CELLS.replace("{selector}", json.dumps(selector)))))]

    def told(self, where: str, texts: set[str], names: list[str]) -> None:
        """Every name is there, letter by letter, a very long one as its beginning."""
        missing = [name for name in names if name not in texts and name[:SHORT] + "…" not in texts]
        self.must(not missing, f"{where} does not show {len(missing)} of {len(names)}: {missing[:3]!r}")

    def shows(self, tab, path: str, selector: str, names: list[str] = NAMES) -> None:
        tab.go(path)
        self.safe(tab, path)
        texts = set(self.cells(tab, selector))
        while (more := tab.run("document.querySelector('a[rel=next]')?.getAttribute('href')")) is not None:
            tab.sent("document.querySelector('a[rel=next]').click()")
            self.safe(tab, f"{path} {more}")
            texts |= set(self.cells(tab, selector))
        self.told(f"{path} {selector}", texts, names)

    def holds(self, tab, path: str, names: list[str]) -> None:
        """The same, where a name stands among other words."""
        tab.go(path)
        self.safe(tab, path)
        text = str(tab.run("document.querySelector('main').textContent"))
        while tab.run("Boolean(document.querySelector('a[rel=next]'))"):
            tab.sent("document.querySelector('a[rel=next]').click()")
            self.safe(tab, path)
            text += str(tab.run("document.querySelector('main').textContent"))
        self.told(path, {name for name in names if name in text or name[:SHORT] + "…" in text}, names)

    # ---- lists, registers, what hangs on a record ----

    def lists(self) -> None:
        han, admin, sun = (self.house.tab(who) for who in ("han", "admin", "sun"))
        short = [name for name in NAMES if len(name) <= 100]
        self.shows(han, "/o/customer?c=name&c=website", "tbody th a")
        for column in ("address", "account_manager", "region"):
            self.shows(han, f"/o/customer?c=name&c={column}", "tbody td")
        self.shows(han, "/o/opportunity?c=summary&c=customer_name&c=description", "tbody td")
        self.shows(han, "/o/contact?c=name&c=position&c=remarks", "tbody td")
        self.shows(han, "/o/ticket?c=summary&c=request", "tbody td")
        self.shows(han, "/o/interaction?c=place&c=summary&c=details", "tbody td")
        self.shows(han, "/o/hotel.guest", "tbody th a", short)
        self.shows(han, "/views", ".tiles a", short[::2])
        self.shows(sun, "/views?object=customer", ".tiles a", short[1::2])
        self.shows(admin, "/list/roles.list", "tbody *", short)
        for register in ("users.list", "dictionary.list", "departments.list"):
            self.shows(admin, f"/list/{register}", "tbody *")
        self.shows(han, "/list/activities.list", "tbody *")
        self.holds(han, "/notifications", NAMES)

    def records(self) -> None:
        han = self.house.tab("han")
        first, second = self.addresses(han, "/o/customer?sort=number")[:2]
        self.shows(han, f"{first}/hangs/notes", ".item *")
        self.holds(han, f"{second}/history", NAMES)
        # Each in headings and titles, some in one record.
        found = []
        for address in self.addresses(han, "/o/customer?f=satisfaction&o=is&v=5"):
            han.go(address)
            self.safe(han, address)
            found.append(str(han.run("document.querySelector('h1').textContent")))
            title = re.sub("[ \t\n\f\r]+", " ", found[-1]).strip()
            self.must(str(han.run("document.title")).startswith(title), f"the title of {found[-1]!r}")
        self.must(sorted(found) == sorted(JOINED), f"headings of {len(found)} records for {len(JOINED)}")

    def addresses(self, tab, path: str) -> list[str]:
        """Where the records of a list are."""
        tab.go(path)
        hrefs = "JSON.stringify([...document.querySelectorAll('tbody th a')].map((a) => a.getAttribute('href')))"
        found = json.loads(str(tab.run(hrefs)))
        while tab.run("Boolean(document.querySelector('a[rel=next]'))"):
            tab.sent("document.querySelector('a[rel=next]').click()")
            found += json.loads(str(tab.run(hrefs)))
        return found

    # ---- what a browser sends ----

    def asked(self) -> None:
        """In the address: as a value, as a record that is sought, as a field, as a name of anything, as the path."""
        han, admin = self.house.tab("han"), self.house.tab("admin")
        values = "JSON.stringify([...document.querySelectorAll('[name=v]')].map((node) => node.value))"
        for field, asks in [("name", "contains"), ("account_manager", "is")]:
            for some in addressed(NAMES):
                rows = "&".join(f"f={field}&o={asks}&v={quoted(name)}" for name in some)
                han.go(f"/o/customer?any=true&{rows}")
                self.safe(han, f"/o/customer?any=true&{rows}")
                self.must(json.loads(str(han.run(values))) == some, f"asked of {field}: {some!r}")
        for some in addressed(NAMES):
            # None of them is a field; nor does any parameter of an address have such a name.
            han.go("/o/customer?" + "&".join(f"f={quoted(name)}&v={quoted(name)}&{quoted(name)}=1" for name in some))
            self.safe(han, f"fields {some!r}")
            wrong = self.cells(han, "[role=alert] li")
            self.must(all(any(one.startswith(name + ": ") for one in wrong) for name in some), f"no fields {some!r}: {wrong!r}")
        for group in JOINED:
            han.go(f"/list/activities.list?filter.subject={quoted(group)}")
            self.safe(han, f"activities called {group!r}")
            held = "document.querySelector('main [name=\"filter.subject\"]')?.value"
            self.must(han.run(held) == group, f"activities are sought that are called {group!r}: {han.status()}")
            admin.go(f"/o/{quoted(group)}")
            self.safe(admin, f"the path {group!r}")
            self.must(admin.status() == 404, f"the path {group!r}: {admin.status()}")

    def forms(self) -> None:
        """In forms that come back with what is wrong, those too that no name may be."""
        han = self.house.tab("han")
        for some in chunks([one.text for one in STRINGS], len(FIELDS)):
            # What is no number is wrong in any case.
            given = dict(zip([f"new.{field}" for field in FIELDS[::-1]], some, strict=False))
            han.go("/o/customer/new")
            han.send(given)
            self.safe(han, f"a form with {some!r}")
            self.must(han.status() == 422, f"a form with {some!r}: {han.status()}")
            shown = dict(json.loads(str(han.run("JSON.stringify([...document.querySelectorAll('main [name]')].map((a) => [a.name, a.value]))"))))
            for field, text in given.items():
                self.must(any(c in text for c in "\r\n") or shown.get(field) == text, f"{field} stays {text!r}: {shown.get(field)!r}")
        for some in chunks(NAMES, 60):
            text = "\n".join(some)
            han.go("/o/opportunity/new")
            han.send({"new.description": text})
            self.safe(han, f"a text with {some!r}")
            self.must(han.run("document.querySelector('[name=\"new.description\"]').value") == text, f"a text of {some!r}")
        han.go("/o/customer/new")
        self.told("the choices of a form", set(self.cells(han, "option")), NAMES)

    def suggested(self) -> None:
        """By the page's own script, where a name is typed."""
        han = self.house.tab("han")
        han.go("/o/harm.thing0/new")
        ask = """
        (async (text) => {
          const input = document.querySelector("input[data-pick='harm.pick']"), list = input.list, before = list.firstChild;
          input.value = text;
          input.dispatchEvent(new Event("input"));
          for (let tries = 0; tries < 300 && (list.firstChild === before || !list.firstChild); tries++) {
            await new Promise((done) => setTimeout(done, 20));
          }
          return JSON.stringify([...list.options].map((option) => option.value));
        })
        """
        for at, some in enumerate(chunks(NAMES, 10)):
            found = json.loads(str(han.run(f"{ask}({json.dumps(f'pick-{at:02}')})")))
            self.must(sorted(found) == sorted(some), f"suggested for {at}: {found!r} and not {some!r}")
            self.safe(han, f"suggestions {some!r}")

    def files(self) -> None:
        """In a file: as columns of it, and as lines that are refused."""
        sun = self.house.tab("sun")
        short = [name for name in NAMES if len(name) <= 100]
        self.sent_file(sun, [short, ["x"] * len(short)])
        columns = set(self.cells(sun, "main tbody tr:first-child option"))
        self.told("the columns of a file", columns, short)
        for some in chunks(NAMES, 400):
            self.sent_file(sun, [["external_id", "name", "satisfaction"], *([name, name, "many"] for name in some)])
            sun.send({}, "/import/imports.customers/columns")
            self.safe(sun, "a report")
            self.told("a report", set(self.cells(sun, "main tbody td")), some)

    def sent_file(self, tab, rows: list[list[str]]) -> None:
        file = self.folder / "harm.csv"
        with file.open("w", newline="", encoding="utf-8") as to:
            csv.writer(to).writerows(rows)
        tab.go("/import/imports.customers")
        tab.choose_file("#file", str(file))
        tab.send({}, "/import/imports.customers")
        self.safe(tab, "the columns of a file")

    # ---- what is drawn, and what packs say ----

    def charts(self) -> None:
        han = self.house.tab("han")
        han.go("/views")
        drawn = {}
        while True:
            links = "JSON.stringify([...document.querySelectorAll('.tiles a')].map((a) => [a.textContent, a.getAttribute('href')]))"
            drawn |= {name: to for name, to in json.loads(str(han.run(links))) if re.fullmatch(r"chart \d+", name)}
            if not han.run("Boolean(document.querySelector('a[rel=next]'))"):
                break
            han.sent("document.querySelector('a[rel=next]').click()")
        groups = chunks(NAMES, 40)
        self.must(len(drawn) == len(groups), f"charts: {list(drawn)}")
        for name, to in drawn.items():
            some = groups[int(name.split()[1])]
            for kind in ("bars", "line", "share"):
                han.go(f"{to}&as={kind}")
                self.safe(han, f"{name} as {kind}")
                self.told(f"{name} as {kind}", set(self.cells(han, "tbody td")), some)
                if kind != "line":
                    short = {one if len(one) <= 24 else one[:23] + "…" for one in some}
                    self.must(short <= set(json.loads(str(han.run(CELLS.replace("{selector}", "'svg text'"))))), f"{name} draws {short!r}")
        han.go("/o/hotel.reservation/board")
        self.safe(han, "a board")
        cards = self.cells(han, ".card h3")
        self.told("a board", {name for name in NAMES[:20] if any(card.endswith(" " + name) for card in cards)}, NAMES[:20])

    def packs(self) -> None:
        """As labels, choices and help of a pack; and in one that is refused."""
        han, admin = self.house.tab("han"), self.house.tab("admin")
        for number, some in enumerate(chunks(NAMES, 140)):
            han.go(f"/o/harm.thing{number}/new?lang=en")
            self.safe(han, f"the form of thing {number}")
            self.told(f"labels of thing {number}", set(self.cells(han, "main label")), some)
            self.told(f"choices of thing {number}", set(self.cells(han, "main option")), some)
            helps = self.cells(han, "main .help")
            spoken = [name.replace("`", "") for name in some]
            self.told("help", {name for name in spoken if any(one.startswith(name) for one in helps)}, spoken)
            han.go(f"/o/harm.thing{number}")
            self.safe(han, f"the list of thing {number}")
            self.told(f"columns of thing {number}", set(self.cells(han, ".columns label")), some)
        for some in (NAMES[::2], NAMES[1::2]):
            objects = {name: {"title": name, "fields": {name: {"type": name, "doc": name}}} for name in some}
            document = {"pack": some[1], "version": 1, "language": 1, "title": some[0], "objects": objects, some[2]: some[3]}
            admin.go("/packs?lang=en")
            admin.send({"document": json.dumps(document, ensure_ascii=False)}, "/packs")
            self.safe(admin, "a pack that is refused")
            told = admin.text()
            self.must(any(name in told for name in some), f"what is refused of a pack: {told[:300]}")


def hostile(house, folder: str, must) -> str:
    with urllib.request.urlopen(house.address + "/sign-in") as answer:
        policy = answer.headers["Content-Security-Policy"]
    must(len(STRINGS) >= 530 and len(set(STRINGS)) == len(STRINGS), f"{len(STRINGS)} strings")
    hostile = Hostile(house, folder, must)
    began = time.monotonic()
    able = noticed(house.browser, STRINGS, policy, must)
    took = [f"control {time.monotonic() - began:.0f} s"]
    for part in ("lists", "records", "asked", "forms", "suggested", "files", "charts", "packs"):
        began = time.monotonic()
        getattr(hostile, part)()
        took.append(f"{part} {time.monotonic() - began:.0f} s")
    # Whatever else has a link: histories, boards, registers, forms of changes.
    for tab in (house.tab("han"), house.tab("admin")):
        pages(tab, 40, lambda path: hostile.safe(tab, path))
    took.append(f"others {time.monotonic() - began:.0f} s")
    return f"{len(STRINGS)} strings, {able} of which would be noticed unescaped, {hostile.looked} pages ({', '.join(took)})"
