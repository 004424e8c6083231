"""What text must not become in a page: anything but the console's own script, and whatever no template of the console writes.
And whether that would be noticed, where a text stood in a page as it is."""

import http.server
import json
import threading

from chromium import Browser, Tab
from harm import RUNS, Harm

# The elements and the attributes that the console's templates write.
TAGS = """a article body button circle code datalist dd details div dl dt em fieldset form h1 h2 h3 head header html input label legend
li link main meta nav ol optgroup option p polyline pre rect script section select small span strong summary svg table tbody td text
textarea th thead time title tr ul""".split()
ATTRIBUTES = """accept action autocomplete autofocus charset checked class cols colspan content cx cy datetime defer disabled download
enctype fill for height href hreflang id inputmode lang list max maxlength method min minlength multiple name novalidate open pattern
placeholder points r rel required role rows scope selected size spellcheck src step stroke-dasharray tabindex text-anchor title type value
viewbox width x y""".split()

# What a page has grown, of a document and its window.
GROWN = """
((page, window) => {
  const [tags, attributes] = [new Set(%s), new Set(%s)];
  const nodes = [...page.querySelectorAll("*")];
  const known = (name) => attributes.has(name) || /^(aria|data)-[a-z-]+$/.test(name);
  const leads = ["href", "src", "action", "formaction", "xlink:href", "data", "srcset", "poster", "background"];
  return {
    hit: String(window.hit),
    scripts: page.scripts.length, links: page.querySelectorAll("link").length, metas: page.querySelectorAll("meta").length,
    grown: nodes.filter((node) => !tags.has(node.localName) || node.shadowRoot).map((node) => node.outerHTML.slice(0, 99)),
    attributes: nodes.flatMap((node) => [...node.attributes].map((one) => one.name.toLowerCase()).filter((name) => !known(name))),
    away: nodes.flatMap((node) => leads.map((name) => node.getAttribute(name)).filter((to) => to !== null))
      .filter((to) => to !== "" && !/^(\\/(?![\\/\\\\])|[?#])/.test(to)),
  };
})
""" % (json.dumps(TAGS), json.dumps(ATTRIBUTES))
CLEAN = {"hit": "undefined", "scripts": 1, "links": 1, "metas": 2, "grown": [], "attributes": [], "away": []}

# A page in which a text stands as it is, by the place it would break out of.
PLACES = {
    "text": "<main>{}</main><p title='end'>.</p>",
    "double": '<input value="{}">',
    "single": "<input value='{}'>",
    "bare": "<input value={}>",
    "title": "<title>{}</title>",
    "textarea": "<textarea>{}</textarea>",
    "select": "<select><option>{}</option></select>",
    "cell": "<table><tr><td>{}</td></tr></table>",
    "style": "<style>/* {} */</style>",
    "script": "<script type=text/plain>{}</script>",
    "comment": "<!-- {} -->",
    "short comment": "<!-- {} -->",
    "noscript": "<noscript>{}</noscript>",
    "template": "<template>{}</template>",
    "xmp": "<xmp>{}</xmp>",
    "svg": "<svg><title>{}</title></svg>",
    "link": '<a href="{}">to</a>',
    "script text": '<script>const text = "{}";</script>',
    "script word": "<script>const text = '{}';</script>",
}
FRAMES = """
(async (pages) => {
  const frames = pages.map((page) => {
    const frame = document.createElement("iframe");
    frame.srcdoc = page;
    document.body.append(frame);
    return frame;
  });
  const ready = (frame) => frame.contentDocument?.URL === "about:srcdoc" && frame.contentDocument.readyState !== "loading";
  for (let tries = 0; tries < 60 && !frames.every(ready); tries++) await new Promise((done) => setTimeout(done, 50));
  const grown = frames.map((frame) => GROWN(frame.contentDocument, frame.contentWindow));
  frames.forEach((frame) => frame.remove());
  return JSON.stringify(grown);
})
""".replace("GROWN", GROWN)
AT_ONCE = 40


def grown(tab: Tab) -> dict:
    """What a page has become."""
    return json.loads(str(tab.run(f"JSON.stringify({GROWN}(document, window))")))


def raw(place: str, text: str) -> str:
    return PLACES[place].replace("{}", text)


def noticed(browser: Browser, strings: list[Harm], policy: str, must) -> int:
    """Where escaping is taken out each text that would do something is noticed; and so is what only the policy stops."""
    tab = Tab(browser, "")
    places = list(PLACES)

    def looked(pages: list[str]) -> list[dict]:
        found = []
        for at in range(0, len(pages), AT_ONCE):
            found += json.loads(str(tab.run(f"{FRAMES}({json.dumps(pages[at : at + AT_ONCE])})")))
        return found

    harmless = dict(zip(places, looked([raw(place, "x1") for place in places]), strict=True))
    able = [one for one in strings if one.place is not None]
    for one, found in zip(able, looked([raw(one.place, one.text) for one in able]), strict=True):
        must(found != harmless[one.place], f"nobody would notice {one.text!r} in {raw(one.place, '…')}")
    # Of scripts that run it is known that they did.
    ran = looked([raw("script text", '";window.hit=7;//'), raw("text", "<script>window.hit=7</script>")])
    must([one["hit"] for one in ran] == ["7", "7"], f"what runs has run: {ran}")

    class Raw(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = raw("text", RUNS[int(self.path[1:])].format(n=1)).encode() if self.path[1:].isdigit() else b""
            self.send_response(200)
            for name, value in [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", policy)]:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Raw) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        held = Tab(browser, f"http://127.0.0.1:{server.server_port}")
        for at, run in enumerate(RUNS):
            held.go(f"/{at}")
            must(held.run("String(window.hit)") == "undefined", f"the policy lets {run} run")
            must(held.complaints(), f"nobody would hear that the policy stops {run}")
        server.shutdown()
    return len(able)
