"""The words of our letters, in Dutch and English. Each line is one thing to say; what stands in braces is filled in.

Plain words: a person who never heard of the GDPR understands what was done, what was not, and where to turn. The lines
stand by subject in the files ``words_*.py``; here they are one list.
"""

from __future__ import annotations

from collections.abc import Mapping

from belofte.domain.policy import Text
from belofte.mail.words_answer import ANSWERS
from belofte.mail.words_common import COMMON
from belofte.mail.words_identity import IDENTITY
from belofte.mail.words_keepers import KEEPERS
from belofte.mail.words_leaving import LEAVING
from belofte.mail.words_others import OTHERS
from belofte.mail.words_staff import STAFF
from belofte.mail.words_stopping import STOPPING

SUBJECTS: tuple[Mapping[str, Text], ...] = (COMMON, IDENTITY, ANSWERS, LEAVING, STOPPING, OTHERS, KEEPERS, STAFF)
WORDS: Mapping[str, Text] = {key: text for subject in SUBJECTS for key, text in subject.items()}
