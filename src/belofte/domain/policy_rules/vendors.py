"""What vendors do, as far as a notice can be wrong about it. The facts come from a data file with source and date.

A policy names a recipient; the vendor behind it is ``Recipient.vendor`` or the recipient's own name. The linter never
guesses: a vendor that is not in the data has no facts, and a rule that needs one stays silent about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from belofte.domain.country import Countries
from belofte.domain.policy import Recipient, Text


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact about a vendor was read, and when."""

    where: str
    seen: date


@dataclass(frozen=True, slots=True)
class Vendor:
    """What is known of one vendor's product. ``sources`` has one entry for every fact that is set, under its name."""

    name: str
    also: tuple[str, ...] = ()  # other names a policy may use
    does: tuple[str, ...] = ()  # what it can be used for, in the words of Recipient.does
    country: str | None = None  # where data goes unless a region is chosen
    parent: str | None = None  # the parent company's country
    never_records: tuple[str, ...] = ()  # kinds it says it does not store
    sets_cookies: bool | None = None
    tracks_mail: bool | None = None  # sees opens and clicks of mail unless it is turned off
    delete_archives: bool | None = None  # its ordinary delete is reversible
    clock_restarts: bool | None = None  # a visit can restart the retention period
    open_source: bool | None = None  # whether it is open source software
    aggregates_stay: bool | None = None  # reports outlive the retention period
    sources: Mapping[str, Source] = field(default_factory=dict[str, Source])


@dataclass(frozen=True, slots=True)
class VendorKnowledge:
    """All vendors, the countries of the world, and those of them that have an adequacy decision (Art. 45)."""

    vendors: Mapping[str, Vendor]
    countries: Countries
    adequate: frozenset[str] = frozenset()

    def behind(self, recipient: Recipient) -> Vendor | None:
        """The vendor behind a recipient, by ``vendor``, by its name, or by another name of the vendor."""
        return self.called(recipient.vendor or recipient.name)

    def called(self, name: str) -> Vendor | None:
        """The vendor of this name, or of which this is another name."""
        if name in self.vendors:
            return self.vendors[name]
        return next((vendor for vendor in self.vendors.values() if name in vendor.also), None)

    def country_of(self, recipient: Recipient) -> str | None:
        """Where the recipient's copy of the data lies: the region promised, the country stated, else what is known of
        the vendor, in the end the country of its parent company."""
        region = self.countries.regions.get(recipient.only_in or "")
        if region:
            return region.country
        vendor = self.behind(recipient)
        return recipient.country or ((vendor.country or vendor.parent) if vendor else None)

    def is_outside_eea(self, country: str | None) -> bool:
        """Whether a country that is known lies outside the European Economic Area."""
        return country is not None and country not in self.countries.eea

    def named(self, country: str) -> Text:
        """The country's name for a sentence; its code where it has none."""
        return self.countries.names.get(country, Text({"nl": country, "en": country}))
