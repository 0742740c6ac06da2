"""One network by one name, for every limit that counts by it."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network


def network_named(address: str) -> str:
    """The address, or for IPv6 the network it is in: one household has billions of addresses. "" for what is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    if mapped is not None:
        return str(mapped)
    return str(ip_network(f"{found}/64", strict=False)) if isinstance(found, IPv6Address) else str(found)
