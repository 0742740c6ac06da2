"""Retention and holds: what goes by rule, without anybody asking, and what stays although it was due."""
