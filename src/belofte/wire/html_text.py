"""The text of an HTML message, for a person to read. Nothing is fetched, nothing is carried out.

Written for hostile input: one pass over the text, no back-tracking, no nesting to get lost in.
"""

from __future__ import annotations

import re
from html import unescape

LONGEST = 300_000
"""Letters of HTML that are read; the rest of a longer one is left out."""
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe"})
_BREAKS = frozenset(
    "p div br tr table ul ol li h1 h2 h3 h4 h5 h6 blockquote hr section article header footer pre td".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_LONGEST_TAG = 2000
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_HIDDEN = re.compile(r"\shidden(?=[\s/>=]|$)", re.IGNORECASE)
_STYLE = re.compile(r"\sstyle\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_UNSEEN = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?:\.0+)?(?![\d.]))",
    re.IGNORECASE,
)


def text_of(html: str, *, shown_only: bool = False) -> str:
    """The words of a page with line ends where its blocks end. ``shown_only``: without what its writer could not see,
    for nobody means what is hidden in the page they answer. What is hidden and never closed counts as shown: a wish
    that is not read is worse than one that somebody looks at."""
    html, shown, unseen, at = html[:LONGEST], list[str](), list[str](), 0
    hiding, depth = "", 0  # the element that hides, and how many of its name are open since
    while at < len(html):
        opens = html.find("<", at)
        parts = unseen if hiding else shown
        parts.append(html[at:] if opens < 0 else html[at:opens])
        if opens < 0:
            break
        begins, (at, name) = opens, _past_tag(html, opens)
        if name in _SILENT:
            at = _past_element(html, at, name)
        elif name.lstrip("/") in _BREAKS:
            parts.append("\n")
        if hiding and name.lstrip("/") == hiding:
            depth += -1 if name.startswith("/") else 1
            if not depth:
                unseen.clear()
                hiding = ""
        elif shown_only and not hiding and _hides(name, html[begins : min(at, begins + _LONGEST_TAG)]):
            hiding, depth = name, 1
    lines = (" ".join(line.split()) for line in unescape("".join([*shown, *unseen])).splitlines())
    return "\n".join(line for line in lines if line)


def _hides(name: str, tag: str) -> bool:
    """Whether a tag begins something that no reader is shown."""
    if not name or name.startswith("/") or name in _VOID or name in _SILENT or tag.endswith("/>"):
        return False
    style = _STYLE.search(tag)
    return bool(_HIDDEN.search(_QUOTED.sub("", tag)) or (style and _UNSEEN.search(style.group(1))))


def _past_tag(html: str, opens: int) -> tuple[int, str]:
    """Where the tag ends, and its name; "" for a comment or something that is no tag."""
    if html.startswith("<!--", opens):
        ends = html.find("-->", opens + 4)
        return (len(html) if ends < 0 else ends + 3), ""
    ends = html.find(">", opens)
    if ends < 0:
        return len(html), ""
    words = html[opens + 1 : min(ends, opens + 40)].lower().split(None, 1)
    return ends + 1, words[0].rstrip("/") if words else ""


def _past_element(html: str, at: int, name: str) -> int:
    """Past the closing tag of an element whose contents nobody reads."""
    lower_end = html.find(f"</{name}", at)
    if lower_end < 0:
        lower_end = html.find(f"</{name.upper()}", at)
    if lower_end < 0:
        return at if name == "head" else len(html)
    closes = html.find(">", lower_end)
    return len(html) if closes < 0 else closes + 1
