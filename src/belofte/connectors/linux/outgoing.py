"""What leaves a server by itself: jobs that run at their time, and mail that is sent on. Told by the place it goes to.

A job of which the place can be read in its own words is told by that place (``backup.example``), any other by the name
of its program (``nightly.sh``): what a script does inside nobody sees here, so it is named until somebody declares it.
Jobs that the distribution brings are left out. Of a mail address only the domain is told.

Every function raises ``ValueError`` where the sentinel is not in the answer: then nobody looked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

SENTINEL = "/etc/os-release"
"""A file that is on every server: an answer without it is none."""
_OF_THE_DISTRIBUTION = frozenset(
    "0anacron 0hourly 0yum-daily.cron anacron apport apt-compat bsdmainutils debian-sa1 dpkg e2scrub_all exim4-base "
    "logrotate man-db man-db.cron mandb mlocate passwd plocate popularity-contest raid-check rhsmd run-parts sa1 sa2 "
    "sysstat unbound-anchor update-notifier-common updatedb".split()
)
_WORDS_OF_SHELLS = frozenset(
    "[ [[ test command cd exit if then else elif fi for do done while case esac set export true false echo exec nice "
    "ionice flock timeout sudo env sh bash dash root umask return . source : { } && || !".split()
)
_ASSIGNS = re.compile(r"[A-Za-z_]\w*=")
_SCHEDULE = re.compile(r"(?:@\w+|(?:[\d*/,A-Za-z-]+\s+){5})\s*")
_PLACE = re.compile(
    r"(?:https?|s?ftps?|s3|gs|rsync|ssh|smtps?)://(?:[^\s/@'\"]*@)?(?P<url>[\w.-]+)"
    r"|(?<![\w.@/-])[\w.+-]+@(?P<mail>[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w./@-])(?P<copy>[\w-]+(?:\.[\w-]+)+):[\w/~.]"
    r"|(?:\s-h\s*|--host(?:name)?[= ])(?P<host>[\w-]+(?:\.[\w-]+)+)"
)
_HERE = re.compile(r"(?:localhost|127(?:\.\d+){3}|::1)\Z")
_REDIRECT = re.compile(r"\bredirect\b[^;\"]*\"([^\"]+)\"", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s,\"<>:]+@([\w-]+(?:\.[\w-]+)+)")
_PIPE = re.compile(r"\|\s*\"?([^\s\"]+)")


def jobs(cron: str, units: str) -> Sequence[str]:
    """Cron's tables and folders, and the units an administrator made: where the jobs send to, or what they run."""
    found = set[str]()
    for path, lines in _files(cron):
        if path.startswith(("/etc/crontab", "/etc/anacrontab", "/etc/cron.d/", "/var/spool/cron")):
            found.update(name for line in lines for name in _names(_command(line)))
        elif PurePosixPath(path).name not in _OF_THE_DISTRIBUTION:
            found.update(_places("\n".join(lines)) or [PurePosixPath(path).name])
    told = dict(_files(units))
    for path in told:
        if path.endswith(".timer"):
            service = f"{path.removesuffix('.timer')}.service"
            runs = [line.partition("=")[2] for line in told.get(service, ()) if line.startswith("ExecStart=")]
            found.update(name for line in runs for name in _names(line.lstrip("-@+!:")))
            found.update(() if runs else [PurePosixPath(path).name])
    return sorted(found)


def forwards(text: str) -> Sequence[str]:
    """Sieve scripts, ``.forward`` files and aliases: the domains mail goes on to, and programs it is led into."""
    found = set[str]()
    for path, lines in _files(text):
        name, whole = PurePosixPath(path).name, "\n".join(line for line in lines if not line.lstrip().startswith("#"))
        if name.endswith("sieve"):
            whole = "\n".join(_REDIRECT.findall(whole))
        found.update(domain.lower() for domain in _ADDRESS.findall(whole))
        if not name.endswith("sieve"):
            found.update(PurePosixPath(program).name for program in _PIPE.findall(whole))
    return sorted(found)


def _files(text: str) -> Iterator[tuple[str, list[str]]]:
    """``grep -H``: path and lines, the sentinel left out. Raises ``ValueError`` where it is not there."""
    files: dict[str, list[str]] = {}
    for line in text.splitlines():
        path, colon, rest = line.partition(":")
        if colon and path.startswith("/"):
            files.setdefault(path, []).append(rest)
    if SENTINEL not in files:
        raise ValueError("the answer lacks a file that every server has")
    del files[SENTINEL]
    yield from files.items()


def _command(line: str) -> str:
    """What a line of a cron table runs; "" for a comment, a setting or nothing."""
    line = line.strip()
    if not line or line.startswith("#") or _ASSIGNS.match(line):
        return ""
    return _SCHEDULE.sub("", line, count=1)


def _names(command: str) -> Sequence[str]:
    if not command:
        return ()
    if places := _places(command):
        return places
    words = (word.strip("();\"'&") for word in command.split())
    programs = (PurePosixPath(word).name for word in words if word and not _ASSIGNS.match(word))
    for program in programs:
        if program in _OF_THE_DISTRIBUTION:
            return ()
        if program not in _WORDS_OF_SHELLS and not program.startswith("-") and not program.isdecimal():
            return (program,)
    return ()


def _places(text: str) -> Sequence[str]:
    found = (next(filter(None, match.groups())).lower() for match in _PLACE.finditer(text))
    return sorted({one for one in found if not _HERE.match(one)})
