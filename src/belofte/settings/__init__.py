"""How this installation runs: where its state lies, where it listens, how it sends mail. What it promises is policy.

``listing`` holds every setting, ``reading`` fills them from file and environment, ``secret`` reads what is only named.
"""

from belofte.settings.errors import SecretMissing, SettingsError
from belofte.settings.home import Home
from belofte.settings.listing import SETTINGS, Setting, Settings
from belofte.settings.mailboxes import MailboxSettings, load_mailboxes
from belofte.settings.reading import load_settings
from belofte.settings.secret import is_reference, resolve_secret

__all__ = [
    "SETTINGS",
    "Home",
    "MailboxSettings",
    "SecretMissing",
    "Setting",
    "Settings",
    "SettingsError",
    "is_reference",
    "load_mailboxes",
    "load_settings",
    "resolve_secret",
]
