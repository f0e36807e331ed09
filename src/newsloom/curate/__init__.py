"""The decisions; pure; one question a file."""
