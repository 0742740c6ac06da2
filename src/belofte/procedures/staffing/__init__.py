"""Our own people: who they are, who can read what, the wall around what somebody left behind, and who looked."""
