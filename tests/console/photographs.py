"""The pictures of the documentation."""

import base64
import pathlib

MOST = 120 * 1024
PLAN = """{"pack": "inn", "version": 1, "language": 1, "title": "An inn",
 "objects": {"bed": {"title": "name", "fields": {"name": {"type": "text", "max": 40, "required": true}, "width": {"type": "integer"}}}},
 "roles": {"inn.keeper": ["inn"]}, "labels": {"zh-Hans": {"bed": "床位", "bed.name": "名称", "bed.width": "宽度"}}}"""


def photographs(house, folder: pathlib.Path, must) -> str:
    folder.mkdir(exist_ok=True)
    taken = 0

    def take(tab, name: str, height: int = 640) -> None:
        nonlocal taken
        tab.call("Emulation.setScrollbarsHidden", hidden=True)
        tab.window(1000, height)
        # What blinks or is pointed at would differ from one time to another.
        tab.run("document.activeElement?.blur(); document.fonts.ready.then(() => true)")
        picture = base64.b64decode(tab.call("Page.captureScreenshot", format="png", optimizeForSpeed=False)["data"])
        must(len(picture) <= MOST, f"{name}: {len(picture)} bytes")
        must(not tab.complaints(), f"{name}: {tab.complaints()}")
        (folder / f"{name}.png").write_bytes(picture)
        taken += 1

    stranger = house.stranger()
    stranger.go("/sign-in")
    take(stranger, "sign-in", 420)
    han = house.tab("han")
    han.go("/o/customer?c=number&c=status&c=satisfaction&c=account_manager&c=phone&sort=number")
    take(han, "list")
    han.go("/o/hotel.reservation/board")
    take(han, "board")
    han.go("/o/customer?lang=zh-Hans")
    han.click("华东精密机械有限公司")
    take(han, "record", 760)
    han.go("/o/customer/new")
    han.send({"new.satisfaction": "9", "new.credit": "7", "new.account_manager": "李雷"})
    must(han.status() == 422, "a form with errors")
    take(han, "form", 760)
    li = house.tab("li")
    li.go("/?lang=en")
    take(li, "day", 760)
    li.click("Change customer")
    take(li, "approval", 760)
    admin = house.tab("admin")
    admin.go("/packs")
    admin.send({"document": PLAN}, "/packs")
    take(admin, "plan", 560)
    return f"{taken} pictures"
