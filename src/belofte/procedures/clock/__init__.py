"""What happens by the clock: dates, reminders, who is told."""
