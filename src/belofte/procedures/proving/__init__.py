"""The evidence log carried outside, and checked."""
