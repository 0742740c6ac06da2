"""The privacy notice: every fact of the policy as a sentence people read, in Dutch and in English."""

from belofte.domain.notice.html import render_html, render_sections, render_text
from belofte.domain.notice.making import Notice, Section, Sentence, is_about, notice
from belofte.domain.notice.trace import NOT_FOR_PEOPLE, Trace, trace, untold

__all__ = [
    "NOT_FOR_PEOPLE",
    "Notice",
    "Section",
    "Sentence",
    "Trace",
    "is_about",
    "notice",
    "render_html",
    "render_sections",
    "render_text",
    "trace",
    "untold",
]
