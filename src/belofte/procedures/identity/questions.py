"""The names of a plan's questions about who asks and where the copy goes. A question stands in the plan by its name."""

from __future__ import annotations

NEW_ADDRESS = "address-not-known-before-the-request"
"""The address stands in our systems only since the request, or since an unknown day."""
CLAIM_REFUSED = "number-is-not-of-this-address"
"""Something the person gave (a number, a cookie) does not belong to who asked; it was not used."""
KNOWN_ELSEWHERE = "asked-the-address-we-know"
"""The number that was given belongs to somebody with another address: a link went there, and only there."""
ELSEWHERE = "copy-goes-elsewhere"
"""The copy is asked at another address or by post: only after identification."""
LOOKS_ALIKE = "address-with-odd-letters"
"""The address holds letters that look like others: compare it as `belofte request who` shows it."""
WEAK_CLAIM = "only-a-person-can-check"
"""The person gave something that points at nobody for sure (an IP address with a time): a person looks at it."""
AGENT_ROUTE = "no-known-address-of-the-person"
"""An agent asks, and no address of the person is known to which the copy could go."""

ADDRESS_QUESTIONS = frozenset({NEW_ADDRESS, CLAIM_REFUSED, KNOWN_ELSEWHERE, LOOKS_ALIKE})
"""Those that give reason to ask who somebody is."""
