"""What single rights do beside their planners."""
