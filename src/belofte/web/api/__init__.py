"""The API for programs: ``/api/v1`` (REST, OpenAPI 3.1), bearer tokens, and the calendar feed. See docs/api.md."""
