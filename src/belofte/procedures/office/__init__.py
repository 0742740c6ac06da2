"""What the office sees and decides."""
