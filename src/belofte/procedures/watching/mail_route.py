"""A message to ourselves over the mail route: does the server at the other end take it?"""

from __future__ import annotations

from belofte.domain.policy import Text
from belofte.ports import Delivery, Letter
from belofte.procedures.parts import Parts

_SUBJECT = Text({"nl": "Belofte: proef van de mailroute", "en": "Belofte: trial of the mail route"})
_BODY = Text(
    {
        "nl": "Dit bericht stuurde belofte doctor om te zien of brieven aankomen. U hoeft niets te doen.\n",
        "en": "belofte doctor sent this message to see whether letters arrive. There is nothing you need to do.\n",
    }
)


def send_to_ourselves(parts: Parts) -> Delivery:
    """One message to the privacy office. ``accepted``: the server that was handed it said yes."""
    to = parts.policy.privacy_office.email
    if to is None:
        return Delivery(False, "", why="the policy names no address of the privacy office")
    language = parts.policy.languages[0]
    body = _BODY.in_(language)
    html = f'<!doctype html><html lang="{language}"><body><p>{body.strip()}</p></body></html>'
    return parts.mailer.send(Letter(to, _SUBJECT.in_(language), body, html, language))
