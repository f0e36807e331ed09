"""The verbs, each read top to bottom."""
