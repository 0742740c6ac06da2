"""Logs without people: text or JSON lines that hold ids, names of systems and counts.

The first rule is in the code that logs: a fixed sentence, and ids and counts as fields. This module is the second net.
A value that looks like a person's (an e-mail address, free text, a long number) is withheld and counted, and an error
is told by its class and place, never by its text: databases quote values in theirs.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, TextIO

Form = Literal["text", "json"]

WITHHELD = "[withheld]"
LONGEST = 160
"""Characters of a message. Our own sentences are shorter; what is longer was written by somebody else."""

_OWN = "belofte"
_PACKAGE = Path(__file__).parent
_ID = re.compile(r"(?:[a-z]+-)?(?=\d*[a-f])[0-9a-f]{16,64}")  # a random id; digits alone would be a number
_PLACE = re.compile(r"\w+( from \w+)?( at [\w./\-]+:\d+ in [\w<>]+)?")  # what class_and_place makes
_NAME = re.compile(r"[^\w<>]+")  # in a page's template a block's name has spaces and quotes
_FIELD = re.compile(r"[A-Za-z0-9_.:/+\- ]{0,64}")
_NUMBER = re.compile(r"\d{7,}|(?:\d[ .\-]?){9,}")  # telephone, customer, account and citizen numbers
_TELLING = re.compile(
    r"@|%40"  # an e-mail address, also inside a URL
    rf"|{_NUMBER.pattern}"
    r"|=\(|\[parameters|DETAIL:"  # values that databases quote
    r"|['\"`“”][^'\"`“”]*\s[^'\"`“”]*['\"`“”]"  # quoted free text
)
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

# Without any handler Python prints warnings and errors itself, tracebacks with their texts included.
logging.getLogger(_OWN).addHandler(logging.NullHandler())

_guard = threading.Lock()
_withheld = 0


def withheld() -> int:
    """How many values or messages this process has withheld. Not 0 means: some code logs what it should not."""
    return _withheld


def configure_logs(form: Form, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send every log of this process, those of libraries too, through one handler on ``stream`` (default stderr).

    Uncaught errors of the process and of its threads are logged the same way.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_JsonLines() if form == "json" else _TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)  # libraries talk of what they carry: the SMTP server, of whole letters
    logging.getLogger(_OWN).setLevel(level)
    for name in ("dbos", "_granian", "litestar"):
        # These put handlers of their own in place; with one of ours there, they leave it alone.
        library = logging.getLogger(name)
        library.handlers[:] = [handler]
        library.propagate = False
    logging.raiseExceptions = False  # the report of a failed log call prints its arguments
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread


class Stripped:
    """Catches what is raised within it and keeps only what may be said: ``with Stripped() as caught: …``.

    For the edges where any error must be caught, because it would be stored, shown or end a thread. The text of an
    error never reaches a log record this way, whatever handler is in place.
    """

    kind: str | None = None
    """Class of the error; None = there was none."""
    said: str = ""
    """Its class and place, see :func:`class_and_place`."""
    error: Exception | None = None

    def __enter__(self) -> Stripped:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        if not isinstance(error, Exception):
            return False
        self.error, self.kind, self.said = error, type(error).__name__, class_and_place(error)
        return True


def class_and_place(error: BaseException) -> str:
    """What may be said of an error: its class and where it was raised; its text never.

    ``OperationalError at belofte/storage/store.py:88 in claim``; the place is the innermost of our own code.
    """
    place = _place(error.__traceback__)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    because = f" from {type(cause).__name__}" if cause is not None else ""
    return f"{type(error).__name__}{because}" + (f" at {place}" if place else "")


def _place(trace: TracebackType | None) -> str | None:
    own = last = None
    while trace is not None:
        code = trace.tb_frame.f_code
        file = Path(code.co_filename)
        where = f":{trace.tb_lineno} in {_NAME.sub('_', code.co_name)}"
        last = "/".join(file.parts[-2:]) + where
        if file.is_relative_to(_PACKAGE):
            own = f"{_OWN}/{file.relative_to(_PACKAGE)}{where}"
        trace = trace.tb_next
    return own or last


def _log_uncaught(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger(_OWN).critical("uncaught error", exc_info=error)


def _log_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        logging.getLogger(_OWN).critical("uncaught error in a thread", exc_info=args.exc_value)


def _count_withheld() -> str:
    global _withheld
    with _guard:
        _withheld += 1
    return WITHHELD


def _message(record: logging.LogRecord) -> str:
    """The sentence. Arguments are not filled in when they would tell something."""
    try:
        text = record.getMessage()
    except (TypeError, ValueError):  # arguments that do not fit the sentence
        return _count_withheld()
    if len(text) > LONGEST or "\n" in text or _TELLING.search(text):
        return _count_withheld()
    return text


def _field(key: str, value: object) -> object:
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**9 else _count_withheld()  # counts are smaller, telephone numbers are not
    text = str(value)
    if key == "error" and _PLACE.fullmatch(text):
        return text
    if _ID.fullmatch(text) or (_FIELD.fullmatch(text) and not _NUMBER.search(text)):
        return text
    return _count_withheld()


def _fields(record: logging.LogRecord) -> Mapping[str, object]:
    """What the line says, in order."""
    line: dict[str, object] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "of": record.name,
        "event": _message(record),
    }
    if line["event"] == WITHHELD or not record.name.startswith(_OWN):
        line["place"] = f"{record.module}:{record.lineno}"
    if record.name.startswith(_OWN):
        line.update({key: _field(key, value) for key, value in vars(record).items() if key not in _STANDARD})
    if record.exc_info and record.exc_info[1] is not None:
        line["error"] = class_and_place(record.exc_info[1])
    return line


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_fields(record), ensure_ascii=False)


class _TextLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = dict(_fields(record))
        head = " ".join(str(fields.pop(key)) for key in ("at", "level", "of", "event"))
        return " ".join([head, *(f"{key}={_quoted(value)}" for key, value in fields.items())])


def _quoted(value: object) -> str:
    text = "-" if value is None else str(value)
    return json.dumps(text, ensure_ascii=False) if " " in text else text
