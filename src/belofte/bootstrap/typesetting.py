"""The PDF of a dossier: made by Typst where it is installed (the extra ``pdf``), and else said to be missing; and the
words its tables use."""

from __future__ import annotations

from importlib.resources import files

from belofte.domain.notice.labels import purpose_label, service_label
from belofte.domain.policy import Policy
from belofte.procedures.answering.dossier_files import NoPdf, Typeset
from belofte.procedures.answering.dossier_words import OfficeWords


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


def office_words(policy: Policy) -> OfficeWords:
    """The office's words for what a program calls by a code; a purpose and a service as the company calls them."""
    from belofte.web.texts import TEXTS, say

    def words(key: str, language: str) -> str | None:
        group, _, name = key.partition(".")
        if group == "purpose" and name in policy.purposes:
            return purpose_label(policy, name, language)
        if group == "service":
            return service_label(name, language)
        found = TEXTS.get(key)
        return say("nl" if language == "nl" else "en", key) if found and "{" not in found[0] else None

    return words
