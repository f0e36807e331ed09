"""One module a command; each is named after its command with a trailing underscore."""
