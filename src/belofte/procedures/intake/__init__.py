"""How a request comes in: form, office, mail, portal; twice the same; not ours; a question."""
