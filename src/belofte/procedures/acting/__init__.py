"""The one runner, and what follows its receipts."""
