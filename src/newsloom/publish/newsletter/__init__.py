"""An issue of a newsletter: HTML that mail programs show, plain text, and a record in Markdown."""
