"""The text of an HTML message, for a person to read. Nothing is fetched, nothing is carried out.

Written for hostile input: one pass over the text, no back-tracking, no nesting to get lost in.
"""

from __future__ import annotations

from html import unescape

LONGEST = 300_000
"""Letters of HTML that are read; the rest of a longer one is left out."""
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe"})
_BREAKS = frozenset(
    "p div br tr table ul ol li h1 h2 h3 h4 h5 h6 blockquote hr section article header footer pre td".split()
)


def text_of(html: str) -> str:
    """The words of a page with line ends where its blocks end."""
    html, parts, at = html[:LONGEST], list[str](), 0
    while at < len(html):
        opens = html.find("<", at)
        parts.append(html[at:] if opens < 0 else html[at:opens])
        if opens < 0:
            break
        at, name = _past_tag(html, opens)
        if name in _SILENT:
            at = _past_element(html, at, name)
        elif name.lstrip("/") in _BREAKS:
            parts.append("\n")
    lines = (" ".join(line.split()) for line in unescape("".join(parts)).splitlines())
    return "\n".join(line for line in lines if line)


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
