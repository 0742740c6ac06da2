"""Who may enter the office, and how."""
