#!/usr/bin/env python3
"""The console in a browser: what only one shows. Chromium without a window is spoken to over a pipe.

    tests/console/browser.py CHROMIUM ADDRESS LOGIN PASSWORD

Each page is looked at in a window of 360 and of 1280 pixels: it fits, nothing that its policy forbids was tried, and every text
stands out from what is behind it as WCAG AA asks.
"""

import json
import os
import subprocess
import sys
import tempfile

# Whether the page fits, and which texts are too faint: the ratio of luminances, 4.5, or 3 of what is large.
LOOK = r"""
(() => {
  const channel = (c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const parse = (text) => (text.match(/[\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || node.closest("svg, option") || !node.checkVisibility()) continue;
    const style = getComputedStyle(node);
    const [light, dark] = [luminance(parse(style.color)), luminance(behind(node))].sort((a, b) => b - a);
    const large = parseFloat(style.fontSize) >= 24;
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < (large ? 3 : 4.5)) faint.push(node.tagName + " " + node.textContent.trim().slice(0, 30) + " " + ratio.toFixed(2));
  }
  const small = [...document.querySelectorAll("button, .button, input:not([type=hidden]):not([type=checkbox]), select")]
    .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 24).map((node) => node.outerHTML.slice(0, 80));
  return JSON.stringify({
    title: document.title, path: location.pathname + location.search, wide: document.documentElement.scrollWidth,
    faint, small, local: [...document.querySelectorAll("time")].filter((time) => time.title).length,
    times: document.querySelectorAll("time").length,
  });
})()
"""


class Browser:
    """Chromium behind a pipe: messages end with a zero byte."""

    def __init__(self, program: str, folder: str) -> None:
        to_read, self.write = os.pipe()
        self.read, to_write = os.pipe()
        words = [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", f"--user-data-dir={folder}"]

        def arranged() -> None:
            # Whatever the pipes are called here, there they are 3 and 4.
            first, second = os.dup(to_read), os.dup(to_write)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self.process = subprocess.Popen(
            [*words, "about:blank"], preexec_fn=arranged, close_fds=False, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        os.close(to_read)
        os.close(to_write)
        self.buffer, self.number, self.session, self.told = b"", 0, None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def message(self) -> dict:
        while b"\0" not in self.buffer:
            more = os.read(self.read, 1 << 16)
            if not more:
                sys.exit("the browser went away")
            self.buffer += more
        one, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(one)

    def call(self, method: str, **parameters: object) -> dict:
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']}")
                return answer["result"]
            self.told.append(answer)

    def until(self, event: str) -> None:
        while not any(told.get("method") == event for told in self.told):
            self.told.append(self.message())

    def run(self, script: str) -> object:
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            sys.exit(f"{script}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def go(self, address: str) -> None:
        self.told = []
        self.call("Page.navigate", url=address)
        self.until("Page.loadEventFired")

    def sent(self, script: str) -> None:
        """Runs what loads another page."""
        self.told = []
        self.run(script)
        self.until("Page.loadEventFired")

    def complaints(self) -> list[str]:
        entries = [told["params"]["entry"] for told in self.told if told.get("method") == "Log.entryAdded"]
        thrown = [told["params"] for told in self.told if told.get("method") == "Runtime.exceptionThrown"]
        # That a page was refused is its answer, and no complaint about it.
        own = [entry for entry in entries if entry["source"] != "network"]
        return [json.dumps(one) for one in [*own, *thrown]]


def main() -> None:
    program, address, login, password = sys.argv[1:]
    failures: list[str] = []

    def must(holds: object, what: str) -> None:
        if not holds:
            failures.append(what)

    def look(browser: Browser, width: int) -> dict:
        seen = json.loads(str(browser.run(LOOK)))
        where = f"{seen['path']} at {width}"
        must(seen["wide"] <= width, f"{where} is {seen['wide']} wide")
        must(not seen["faint"], f"{where}: too faint: {seen['faint']}")
        must(not seen["small"], f"{where}: too small: {seen['small']}")
        must(seen["local"] == seen["times"], f"{where}: the script did not run")
        must(not browser.complaints(), f"{where}: {browser.complaints()}")
        return seen

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(program, folder)
        try:
            pages = 0
            for width, scheme in [(1280, "light"), (360, "dark"), (360, "light")]:
                browser.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
                browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
                browser.go(f"{address}/sign-in")
                if pages == 0:
                    look(browser, width)
                    fill = f"who.value = {json.dumps(login)}; password.value = {json.dumps(password)};"
                    browser.sent(fill + "document.querySelector('form[action=\"/sign-in\"]').requestSubmit()")
                    must(browser.run("location.pathname") == "/", "signed in")
                links = browser.run("[...document.querySelectorAll('.menu a')].map((a) => a.getAttribute('href'))")
                must(isinstance(links, list) and len(links) > 10, f"links: {links}")
                more = ["/", "/chart?view=hotel.nights_sold", "/do/views.create", "/o/customer?add=account_manager", "/nowhere"]
                for link in [*links, *more]:
                    browser.go(address + link)
                    look(browser, width)
                    pages += 1
                    if link not in links or not link.startswith("/o/"):
                        continue
                    first = browser.run("document.querySelector('tbody th a')?.getAttribute('href')")
                    new = browser.run("document.querySelector('a[href$=\"/new\"]')?.getAttribute('href')")
                    board = browser.run("document.querySelector('a[href$=\"/board\"]')?.getAttribute('href')")
                    for inner in filter(None, [first, new, board]):
                        browser.go(address + inner)
                        look(browser, width)
                        pages += 1
            # Keys alone: the first one leads past the frame.
            browser.go(address)
            for kind in ("keyDown", "keyUp"):
                browser.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
            must(browser.run("document.activeElement.className") == "skip", "the first key leads to the content")
            # A name is suggested while it is typed.
            browser.go(f"{address}/o/hotel.reservation/new")
            typed = "const field = document.querySelector('input[data-pick]'); field.value = '王'; field.dispatchEvent(new Event('input'));"
            browser.run(typed + "new Promise((done) => setTimeout(done, 1500))")
            must(browser.run("document.querySelectorAll('datalist option').length") == 1, "a suggestion")
            must(not browser.complaints(), f"suggestions: {browser.complaints()}")
        finally:
            browser.process.terminate()
            browser.process.wait()
    for failure in failures:
        print(failure)
    print(f"console in a browser: {pages} pages, {len(failures)} failures")
    sys.exit(bool(failures))


main()
