"""Disclosures to authorities: received or refused, approved by two, handed over, told, ended."""
