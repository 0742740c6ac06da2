"""What no file of the repository may hold: a machine's own paths, a registry's address, who or what typed it."""

from __future__ import annotations

import re

# Written in pieces, so that this file does not hold them either.
PLACES = [f"/{folder}/" for folder in ("wo" + "rk", "ro" + "ot")] + [
    "/tmp/" + "venv",
    "/opt/" + "pypi",
]
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npmjs" + ".org",
    "registry-1" + ".docker",
    "proxy.golang" + ".org",
]
WRITERS = ["clau" + "de", "anthro" + "pic", "open" + "ai", "chat" + "gpt", "co" + "pilot", "language " + "model"]
MARKS = ["TO" + "DO:", "FIX" + "ME", "XX" + "X:"]

FORBIDDEN = {
    "a path of somebody's machine": re.compile("|".join(map(re.escape, PLACES))),
    "the address of a registry": re.compile("|".join(map(re.escape, REGISTRIES)), re.IGNORECASE),
    "who or what typed it": re.compile(rf"\b({'|'.join(WRITERS)})\b", re.IGNORECASE),
    "unfinished work": re.compile("|".join(MARKS)),
}


def found_in(texts: dict[str, str]) -> list[str]:
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {what}: {match[0]}"
        for name, text in texts.items()
        for what, pattern in FORBIDDEN.items()
        for match in pattern.finditer(text)
    ]


def test_no_file_holds_a_forbidden_word(texts: dict[str, str]) -> None:
    assert found_in(texts) == []


def test_a_forbidden_word_would_be_found() -> None:
    planted = {
        "a.py": f"x = 1\npath = '{PLACES[0]}x'\n",
        "b.md": f"see {REGISTRIES[0]} by {WRITERS[0].title()} # {MARKS[0]}",
    }
    assert [line.split(":")[:2] for line in found_in(planted)] == [
        ["a.py", "2"],
        ["b.md", "1"],
        ["b.md", "1"],
        ["b.md", "1"],
    ]
