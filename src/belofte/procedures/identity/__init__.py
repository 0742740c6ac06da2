"""Who asks, for whom, and where the answer may go."""
