"""The PDF of a dossier: made by Typst where it is installed (the extra ``pdf``), and else said to be missing."""

from __future__ import annotations

from importlib.resources import files

from belofte.procedures.answering.dossier_files import NoPdf, Typeset


def typesetter() -> Typeset | NoPdf:
    """What makes a PDF (PDF/UA-1, readable by a screen reader), or why there is none."""
    try:
        import typst
    except ImportError:
        return NoPdf("The typesetter is not installed; index.html says the same. For a PDF: pip install 'belofte[pdf]'")
    template = files("belofte.data").joinpath("dossier.typ").read_bytes()

    def typeset(data: str) -> bytes:
        return typst.compile(template, sys_inputs={"dossier": data}, pdf_standards=["ua-1"])

    return typeset
