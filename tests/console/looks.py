"""Each page is looked at in a window of 360 and of 1280 pixels: it fits, nothing that its policy forbids was tried, and every
text stands out from what is behind it as WCAG AA asks."""

import json

from chromium import Tab

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


def look(tab: Tab, width: int, must) -> None:
    seen = json.loads(str(tab.run(LOOK)))
    where = f"{seen['path']} at {width}"
    must(seen["wide"] <= width, f"{where} is {seen['wide']} wide")
    must(not seen["faint"], f"{where}: too faint: {seen['faint']}")
    must(not seen["small"], f"{where}: too small: {seen['small']}")
    must(seen["local"] == seen["times"], f"{where}: the script did not run")
    must(not tab.complaints(), f"{where}: {tab.complaints()}")


def looks(tab: Tab, outside: Tab, must) -> str:
    """Looks with the eyes of who is signed in there, and of somebody who is not."""
    pages = 0
    for width, scheme in [(1280, "light"), (360, "dark"), (360, "light")]:
        outside.window(width, scheme=scheme)
        outside.go("/sign-in")
        look(outside, width, must)
        tab.window(width, scheme=scheme)
        tab.go("/")
        links = tab.run("[...document.querySelectorAll('.menu a')].map((a) => a.getAttribute('href'))")
        must(isinstance(links, list) and len(links) > 10, f"links: {links}")
        more = ["/", "/chart?view=hotel.nights_sold", "/do/views.create", "/o/customer?add=account_manager", "/nowhere"]
        for link in [*links, *more]:
            tab.go(link)
            look(tab, width, must)
            pages += 1
            if link not in links or not link.startswith("/o/"):
                continue
            first = tab.run("document.querySelector('tbody th a')?.getAttribute('href')")
            new = tab.run("document.querySelector('a[href$=\"/new\"]')?.getAttribute('href')")
            board = tab.run("document.querySelector('a[href$=\"/board\"]')?.getAttribute('href')")
            for inner in filter(None, [first, new, board]):
                tab.go(inner)
                look(tab, width, must)
                pages += 1
    tab.window(1280)
    # Keys alone: the first one leads past the frame.
    tab.go("/")
    for kind in ("keyDown", "keyUp"):
        tab.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
    must(tab.run("document.activeElement.className") == "skip", "the first key leads to the content")
    # A name is suggested while it is typed.
    tab.go("/o/hotel.reservation/new")
    typed = "const field = document.querySelector('input[data-pick]'); field.value = '王'; field.dispatchEvent(new Event('input'));"
    tab.run(typed + "new Promise((done) => setTimeout(done, 1500))")
    must(tab.run("document.querySelectorAll('datalist option').length") == 1, "a suggestion")
    must(not tab.complaints(), f"suggestions: {tab.complaints()}")
    return f"{pages} pages looked at"
