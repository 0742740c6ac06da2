"""The files of a dossier: what is read, what programs read, the evidence, and a manifest that holds every hash."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from belofte.domain.as_json import told
from belofte.procedures.answering.dossier import Material, SentLetter
from belofte.procedures.answering.dossier_page import Page, as_data, as_html
from belofte.procedures.proving.verify import Proof

PDF, INDEX, MANIFEST, COPY = "dossier.pdf", "index.html", "manifest.json", "copy.zip"
README = """Every act of this case has a leaf in the company's evidence log, a tree of hashes (RFC 6962).

leaf-N.json    proof that leaf N is in the log: the leaf, the path to the root, the signed checkpoint
checkpoint     the signed checkpoint by itself
../receipts.json   the receipt behind each leaf. Where a salt is given: SHA-256 of the salt (bytes, from hex)
                   followed by the text under "receipt" equals "commit" in the leaf.

Check a proof without the company and without a network, with the public key that was pinned elsewhere (on the published
notice, in a mail, on paper):

    belofte verify evidence/leaf-N.json --key pinned.key
"""


@dataclass(frozen=True, slots=True)
class NoPdf:
    """There is no PDF, and why."""

    why: str


Typeset = Callable[[str], bytes]
"""Makes a PDF of :func:`belofte.procedures.answering.dossier_page.as_data`."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many files, and the SHA-256 of the manifest, which holds all their hashes."""

    files: int
    manifest: str
    pdf: bool


def write_zip(
    to: BinaryIO,
    material: Material,
    page: Page,
    typeset: Typeset | NoPdf,
    copy: Iterable[bytes] | None,
    about: Mapping[str, Any],
) -> Written:
    """The dossier as a zip. The copy is streamed; everything else is small."""
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for name, body in _small_files(material):
            archive.writestr(name, body)
            hashes[name] = hashlib.sha256(body).hexdigest()
        if copy is not None:
            hashes[COPY] = _stream(archive, COPY, copy)
        if not isinstance(typeset, NoPdf):
            body = typeset(as_data(page))
            archive.writestr(PDF, body)
            hashes[PDF] = hashlib.sha256(body).hexdigest()
        index = as_html(page, sorted(hashes)).encode()
        archive.writestr(INDEX, index)
        hashes[INDEX] = hashlib.sha256(index).hexdigest()
        no_pdf = typeset.why if isinstance(typeset, NoPdf) else None
        manifest = _json(told("dossier", **about, left_out=material.left_out, no_pdf=no_pdf, files=hashes))
        archive.writestr(MANIFEST, manifest)
    return Written(len(hashes) + 1, hashlib.sha256(manifest).hexdigest(), no_pdf is None)


def _stream(archive: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as file:
        for part in parts:
            digest.update(part)
            file.write(part)
    return digest.hexdigest()


def _small_files(material: Material) -> Iterator[tuple[str, bytes]]:
    yield "request.json", _json(told("dossier.request", reference=material.reference, request=material.request))
    yield "timeline.json", _json(told("dossier.timeline", happened=material.timeline))
    yield "plans.json", _json(told("dossier.plans", plans=material.plans))
    yield "decisions.json", _json(told("dossier.decisions", **material.decisions))
    yield "receipts.json", _json(told("dossier.receipts", receipts=material.receipts))
    for number, letter in enumerate(material.letters, 1):
        yield from _letter(f"letters/{number:02}-{letter.kind}", letter)
    yield "evidence/README.txt", README.encode()
    yield "evidence/checkpoint", material.checkpoint.encode()
    for proof in material.proofs:
        yield f"evidence/leaf-{proof.number}.json", _proof(proof)


def _letter(name: str, letter: SentLetter) -> Iterator[tuple[str, bytes]]:
    if letter.text is None:
        return
    head = f"{letter.state} {letter.sent_at or ''}\n{letter.to}\n{letter.subject}\n\n"
    yield f"{name}.txt", f"{head}{letter.text}".encode()
    yield f"{name}.html", letter.html.encode()


def _proof(proof: Proof) -> bytes:
    return _json(told("proof", **{name: value for name, value in asdict(proof).items() if name != "schema"}))


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
