"""What people do in the console, from the first page to what comes of it."""

import pathlib

from crawl import pages

# Lines of a file that are wrong, each in its own way, and one that is right.
IMPORTED = """external_id,name,satisfaction,phone
E1,Baltic Pumps,4,021-5555 0301
E2,,4,021-5555 0302
,Nameless number,4,021-5555 0303
E4,Too happy,9,021-5555 0304
E5,Not a number,many,021-5555 0305
E6,{long},3,021-5555 0306
""".replace("{long}", "x" * 600)
WRONG = {"3": "Name", "4": "books", "5": "1..5", "6": "satisfaction", "7": "500"}


def assigned(house, must) -> None:
    """The manager gives an opportunity to a seller by its button; the seller finds it and may now work with it."""
    han, wang = house.tab("han"), house.tab("wang")
    summary = "Spare parts, two years"
    wang.go("/o/opportunity")
    wang.click(summary)
    at = str(wang.path())
    must("opportunities.develop" not in wang.html(), "what nobody gave is nobody's to develop")
    han.go(at)
    han.click("Assign opportunity")
    han.send({"assignee": "王芳"})
    must(han.path() == at and "Saved." in han.text(), f"assigned: {han.text()}")
    must("opportunities.assign" not in han.html(), "one is assigned once")
    wang.go(at)
    must("Assigned" in wang.text() and "王芳" in wang.text(), f"the assignee sees it: {wang.text()}")
    must("opportunities.develop" in wang.html(), "and may develop it")


def booked(house, must) -> None:
    """A room is booked at the reception, and refused to the next guest for the same nights, in Chinese."""
    mei = house.tab("mei")
    mei.go("/o/hotel.reservation/new?lang=zh-Hans")
    stay = {"new.guest": "刘洋", "new.room": "302", "new.check_in": "2026-05-01", "new.check_out": "2026-05-04"}
    mei.send(stay)
    must("/new" not in str(mei.path()) and "已预订" in mei.text(), f"booked: {mei.text()}")
    mei.go("/o/hotel.reservation/new")
    mei.send(stay | {"new.guest": "Erika Lang", "new.check_in": "2026-05-02"})
    must(mei.status() == 422, f"refused: {mei.status()}")
    must("该客房在所选日期内已被预订。" in str(mei.run("document.querySelector('[role=alert]').innerText")), mei.text())
    must(mei.run("document.querySelector('input[name=\"new.guest\"]').value") == "Erika Lang", "what was filled in stays")
    mei.send({"new.room": "303"})
    must("/new" not in str(mei.path()) and "Erika Lang" in mei.text(), f"another room: {mei.text()}")


def three_errors(house, must) -> None:
    """Three fields are wrong, and all three are told at once: above, with links to them, and at each."""
    han = house.tab("han")
    han.go("/o/customer/new?lang=en")
    wrong = {"new.satisfaction": "9", "new.credit": "7", "new.phone": "021"}
    han.send(wrong)
    must(han.status() == 422, f"refused: {han.status()}")
    told = han.run("[...document.querySelectorAll('[role=alert] a')].map((a) => a.getAttribute('href'))")
    must(sorted(told) == ["#new.credit", "#new.name", "#new.satisfaction"], f"three: {told}")
    for path in told:
        field = f"document.getElementById({path[1:]!r})"
        must(han.run(f"{field}.getAttribute('aria-invalid')") == "true", f"{path} is marked")
        said = han.run(f"document.getElementById({field}.getAttribute('aria-describedby').split(' ').pop()).innerText.trim()")
        must(said, f"{path} is told at its place")
    for name, value in wrong.items():
        must(han.run(f"document.querySelector('[name=\"{name}\"]').value") == value, f"{name} stays")


def imported(house, folder: str, must) -> None:
    """A file with five bad lines: the report says of each what is wrong, and the good one is a customer."""
    sun = house.tab("sun")
    file = pathlib.Path(folder) / "customers.csv"
    file.write_text(IMPORTED)
    sun.go("/import/imports.customers?lang=en")
    sun.choose_file("#file", str(file))
    sun.send({}, "/import/imports.customers")
    must(str(sun.path()).startswith("/import/imports.customers/columns?file="), f"columns: {sun.path()}")
    sun.send({}, "/import/imports.customers/columns")
    rows = "[...document.querySelectorAll('main tbody tr')].map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"
    report = {row[0]: row for row in sun.run(rows)}
    must(len(report) == 6, f"six lines: {report}")
    for line, said in WRONG.items():
        row = report.get(line, [])
        must(row and "efused" in row[2] and said.lower() in row[3].lower(), f"line {line} says {said}: {row}")
    must(report.get("2", ["", "", ""])[2] == "Created", f"line 2: {report.get('2')}")
    sun.go("/o/customer?f=name&o=contains&v=Baltic")
    must("Baltic Pumps" in sun.text() and "Records: 1" in sun.text(), f"imported: {sun.text()}")
    sun.go("/o/customer?f=name&o=contains&v=happy")
    must("No records." in sun.text(), f"what is wrong is not imported: {sun.text()}")


def withheld(house, must) -> str:
    """An account manager with a narrower role: no page of his tells a customer of others, or a telephone number."""
    chen = house.tab("chen")
    chen.go("/o/customer")
    own = ["无锡轴承有限公司", "苏州电机集团"]
    must(all(name in chen.text() for name in own) and "Records: 2" in chen.text(), f"his own: {chen.text()}")
    others = ["华东精密机械", "Müller Präzisionsteile", "江南机床厂", "宁波海洋轴承", "Atelier Fontaine"]
    numbers = ["0510-5555 0177", "0512-5555 0188", "051055550177", "051255550188"]
    seen = 0

    def look(path: str) -> None:
        nonlocal seen
        html, seen = chen.html(), seen + 1
        for secret in [*others, *numbers]:
            must(secret not in html, f"{path} tells {secret}")

    pages(chen, 80, look)
    for called in ["华东", "Müller", "0177"]:
        # What was asked is said again: only what is more than that would be told.
        for path in [f"/o/customer/pick?q={called}", f"/o/customer?f=name&o=contains&v={called}", f"/o/customer?f=phone&o=contains&v={called}"]:
            chen.go(path)
            look(path)
    # A page that he has the address of from somebody else.
    han = house.tab("han")
    han.go("/o/customer")
    for link in han.run("[...document.querySelectorAll('tbody th a')].filter((a) => /华东|Müller/.test(a.text)).map((a) => a.getAttribute('href'))"):
        for path in [link, f"{link}/history", f"{link}/do/customers.update"]:
            chen.go(path)
            must(chen.status() in (403, 404), f"{path}: {chen.status()}")
            look(path)
    return f"{seen} pages of a narrowed role"


def approved(house, must) -> None:
    """A seller asks for another credit; it is told of on the record; the head finds it on his day, approves it in the inbox, and it is done."""
    li, zhao = house.tab("li"), house.tab("zhao")
    li.go("/o/customer?f=name&o=contains&v=宁波&lang=en")
    at = str(li.run("document.querySelector('tbody th a').getAttribute('href')"))
    li.go(f"{at}/do/customers.update")
    li.send({"changes.credit": "4"})
    must(li.status() == 409 and "This needs approval" in li.text(), f"it needs approval: {li.text()}")
    must("赵建国" in li.text(), "who would be asked is told")
    li.send({"asked_approval.comment": "老客户"})
    request = str(li.path())
    must(request.startswith("/approvals/") and "Pending" in li.text(), f"asked for: {request} {li.text()}")
    li.go(at)
    must("A request for approval has not ended" in li.text(), "the record says so")
    zhao.go("/?lang=en")
    must("Waiting for my approval" in zhao.text(), f"on his day: {zhao.text()}")
    zhao.go("/approvals")
    must(f'href="{request}"' in zhao.html(), f"in his inbox: {zhao.text()}")
    zhao.go(request)
    must("What would change" in zhao.text() and "老客户" in zhao.text(), f"what is asked: {zhao.text()}")
    zhao.run("document.querySelector('.decide textarea').value = '同意'")
    zhao.sent("document.querySelector('.decide button').click()")
    must(zhao.path() == request and "Approved" in zhao.text() and "同意" in zhao.text(), f"approved: {zhao.text()}")
    li.go(at)
    must("A request for approval" not in li.text(), "it has ended")
    li.go(f"{at}/do/customers.update")
    must(li.run("document.querySelector('[name=\"changes.credit\"]').value") == "4", "and was carried out")
    li.go("/notifications")
    must(request in li.html(), "who asked is told")


def day(house, must) -> None:
    """A seller's day: what is to be done, and what came back."""
    li = house.tab("li")
    li.go("/?lang=zh-Hans")
    for said in ["我的一天", "今天", "催问报价", "退回给我的审批单"]:
        must(said in li.text(), f"the day says {said}: {li.text()}")
    li.click("催问报价")
    must(str(li.path()).startswith("/k/activity/"), f"a row leads to what it is: {li.path()}")


def stories(house, folder: str, must) -> str:
    assigned(house, must)
    booked(house, must)
    three_errors(house, must)
    imported(house, folder, must)
    day(house, must)
    approved(house, must)
    return f"7 stories, {withheld(house, must)}"
