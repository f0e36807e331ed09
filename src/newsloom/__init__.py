"""newsloom: many feeds in, stories with evidence out, published as plain records."""

__version__ = "0.1.0"
