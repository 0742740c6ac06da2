"""The only place that puts things together (docs/architecture.md)."""
