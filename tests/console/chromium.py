"""Chromium without a window, spoken to over a pipe: a tab for each person, as each would have a browser of their own."""

import json
import os
import subprocess
import sys

# What a hand does to a field: text, a choice by its value or by what it is called, a box.
FILL = """
(name, value) => {
  const field = [...document.querySelectorAll("main [name]")].find((one) => one.name === name && one.type !== "hidden");
  if (!field) throw new Error("no field " + name);
  if (field.type === "checkbox") field.checked = value;
  else if (field.tagName === "SELECT") {
    const option = [...field.options].find((one) => one.value === value || one.text.trim() === value);
    if (!option) throw new Error("no choice " + value + " of " + name);
    field.value = option.value;
  } else field.value = value;
}
"""


class Browser:
    """The program. Messages end with a zero byte."""

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
            [*words, "--lang=en-US", "about:blank"],
            preexec_fn=arranged, close_fds=False, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self.buffer, self.number = b"", 0
        self.tabs: dict[str, Tab] = {}

    def message(self) -> dict:
        while b"\0" not in self.buffer:
            more = os.read(self.read, 1 << 16)
            if not more:
                sys.exit("the browser went away")
            self.buffer += more
        one, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(one)

    def receive(self) -> dict:
        """The next message; what happened to a tab is kept there."""
        message = self.message()
        tab = self.tabs.get(message.get("sessionId", ""))
        if tab and "method" in message:
            tab.told.append(message)
        return message

    def call(self, method: str, session: str | None = None, **parameters: object) -> dict:
        self.number += 1
        message: dict = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.write, json.dumps(message).encode() + b"\0")
        while (answer := self.receive()).get("id") != message["id"]:
            pass
        if "error" in answer:
            sys.exit(f"{method}: {answer['error']}")
        return answer["result"]

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()


class Tab:
    """A tab with cookies of its own."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.told: list[dict] = []
        context = browser.call("Target.createBrowserContext")["browserContextId"]
        target = browser.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        browser.tabs[self.session] = self
        for domain in ("Page", "Runtime", "Log", "DOM"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setTimezoneOverride", timezoneId="Asia/Shanghai")
        self.window(1280)

    def call(self, method: str, **parameters: object) -> dict:
        return self.browser.call(method, self.session, **parameters)

    def window(self, width: int, height: int = 800, scheme: str = "light") -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def loaded(self) -> None:
        while not any(told["method"] == "Page.loadEventFired" for told in self.told):
            self.browser.receive()

    def run(self, script: str) -> object:
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            sys.exit(f"{self.path()}: {script}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def path(self) -> object:
        told = self.call("Runtime.evaluate", expression="location.pathname + location.search", returnByValue=True)
        return told["result"].get("value")

    def go(self, path: str) -> None:
        self.told.clear()
        self.call("Page.navigate", url=self.address + path)
        self.loaded()

    def sent(self, script: str) -> None:
        """Runs what loads another page."""
        self.told.clear()
        self.run(script)
        self.loaded()

    def click(self, called: str) -> None:
        """A link or a button of the page, by what it is called, which leads to another."""
        named = f"(node) => node.textContent.trim() === {json.dumps(called)} && node.checkVisibility()"
        found = f"[...document.querySelectorAll('main a, main button')].find({named})"
        if not self.run(f"Boolean({found})"):
            sys.exit(f"{self.path()} has nothing called {called!r}: {self.text()}")
        self.sent(f"{found}.click()")

    def fill(self, **fields: object) -> None:
        self.fill_all(fields)

    def fill_all(self, fields: dict) -> None:
        for name, value in fields.items():
            self.run(f"({FILL})({json.dumps(name)}, {json.dumps(value)})")

    def send(self, fields: dict, action: str | None = None) -> None:
        """Fills the form of the page and sends it, though the browser itself would hold a field wrong."""
        self.fill_all(fields)
        form = f"main form[action={json.dumps(action)}]" if action else "main form[method=post]:not(.inline)"
        script = f"const form = document.querySelector({json.dumps(form)}); form.noValidate = true; form.requestSubmit()"
        self.sent("{" + script + "}")

    def sign_in(self, login: str, password: str) -> None:
        self.go("/sign-in")
        self.send({"who": login, "password": password}, "/sign-in")

    def choose_file(self, selector: str, file: str) -> None:
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[file])

    def text(self) -> str:
        return str(self.run("document.querySelector('main').innerText"))

    def html(self) -> str:
        return str(self.run("document.documentElement.outerHTML"))

    def status(self) -> int:
        return int(str(self.run("performance.getEntriesByType('navigation')[0].responseStatus")))

    def complaints(self) -> list[str]:
        entries = [told["params"]["entry"] for told in self.told if told["method"] == "Log.entryAdded"]
        thrown = [told["params"] for told in self.told if told["method"] == "Runtime.exceptionThrown"]
        said = [told["params"] for told in self.told if told["method"] == "Runtime.consoleAPICalled"]
        # That a page was refused is its answer, and no complaint about it; what is verbose is advice.
        own = [entry for entry in entries if entry["source"] != "network" and entry["level"] != "verbose"]
        return [json.dumps(one) for one in [*own, *thrown, *said]]
