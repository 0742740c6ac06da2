"""The names of the rights, as headings and in running text."""

from belofte.domain.notice.wording import Both

RIGHTS = {
    "access": Both("Inzage", "Access"),
    "rectification": Both("Verbetering", "Correction"),
    "erasure": Both("Wissen", "Erasure"),
    "restriction": Both("Beperking", "Restriction"),
    "portability": Both("Overdragen aan een ander", "Carrying your data over to another"),
    "objection": Both("Bezwaar", "Objection"),
    "withdrawal": Both("Toestemming intrekken", "Withdrawing consent"),
    "automated-decisions": Both("Besluiten door een computer", "Decisions by a computer"),
    "complaint": Both("Een klacht indienen", "Lodging a complaint"),
    "court": Both("Naar de rechter", "Going to court"),
}
