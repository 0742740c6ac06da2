"""The API's desks and what goes out to programs."""
