"""From an identified request to an approved plan."""
