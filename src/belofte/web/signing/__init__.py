"""The office's door: nobody gets past it without signing in.

``door`` stands around the office's app; ``pages`` and ``enrolment`` are the pages before it; ``provider`` talks with
the company's own sign-in. A page behind the door asks ``signed_in(request)`` who is there.
"""

from belofte.web.signing.present import signed_in

__all__ = ["signed_in"]
