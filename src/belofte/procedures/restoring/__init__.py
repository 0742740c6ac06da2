"""After a backup came back: what was forgotten goes again, what was corrected and restricted is so again."""
