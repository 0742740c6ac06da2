"""Logs as lines, plain or compressed, a block at a time: memory does not grow with the file."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, cast

from belofte.connectors.files.storage import CannotWork

BLOCK = 1 << 20
LONGEST = 16 << 20
"""Bytes a line may have; a file with a longer one is no log."""
_PACKED = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_UNREAD = frozenset({".zst", ".lz4", ".zip", ".7z", ".Z", ".lzo"})
DAMAGED = (EOFError, gzip.BadGzipFile, lzma.LZMAError, OSError)


def is_packed(path: str) -> bool:
    """Whether a file is compressed, by its name."""
    return PurePosixPath(path).suffix in _PACKED


def unpacked(path: str, raw: IO[bytes]) -> IO[bytes]:
    """The text of a file that may be compressed. Raises :class:`CannotWork` for a way of packing nobody reads here."""
    suffix = PurePosixPath(path).suffix
    if suffix in _UNREAD:
        raise CannotWork(f"a log is packed as {suffix}, which is not read", "pack logs as .gz, .xz or .bz2")
    return cast("IO[bytes]", _PACKED[suffix](raw, "rb")) if suffix in _PACKED else raw


def packed(path: str, raw: IO[bytes]) -> IO[bytes]:
    """Writes into ``raw`` the way the name says."""
    suffix = PurePosixPath(path).suffix
    return cast("IO[bytes]", _PACKED[suffix](raw, "wb")) if suffix in _PACKED else raw


def blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Whole lines, many at a time; the last may lack its end."""
    rest = b""
    try:
        while piece := stream.read(BLOCK):
            ends = piece.rfind(b"\n") + 1
            if not ends:
                rest += piece
                if len(rest) > LONGEST:
                    raise CannotWork("a file has a line too long for a log", "use format: whole, or leave it out")
                continue
            yield rest + piece[:ends]
            rest = piece[ends:]
    except DAMAGED as damaged:
        raise CannotWork(f"a log cannot be read to its end ({type(damaged).__name__})", "look at the file") from None
    if rest:
        yield rest
