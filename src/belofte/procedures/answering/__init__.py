"""Letters, copies and dossiers: what leaves the company."""
