"""Looking at systems and judging clauses."""
