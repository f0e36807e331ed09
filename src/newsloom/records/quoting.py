"""How a text is written in a record: between double quotes, or bare where every YAML reader will read the same text."""

import re

import yaml

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\r": "\\r", "\n": "\\n"})
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANING = {"\\": "\\", '"': '"', "r": "\r", "n": "\n"}

# A text that YAML's grammar takes for something else than a plain scalar: an indicator first, a colon or a comment
# inside, blanks at the ends, or a character that is a line break or invisible to some reader. (A leading "-", "?"
# or ":" is legal before a letter, but Psych reads ":name" as a symbol, and the contract quotes hyphens.)
_UNPLAIN = re.compile(
    "[-?:,\\[\\]{}#&*!|>'\"%@` ]|.*(?:: | #|[: ]$|[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff])",
    re.DOTALL,
)
# Plain scalars that are no text: YAML 1.1 has y and n; YAML 1.2 has 0o17 and 1e3; Psych reads 1,000 as a number.
_OTHER_READERS = re.compile(
    r"[yYnN]|0o[0-7]+|[-+]?(?:[0-9][0-9_,]*\.?[0-9_]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?",
)
_RESOLVER = yaml.resolver.Resolver()
_TEXT = "tag:yaml.org,2002:str"


def quoted(text: str) -> str:
    """The text between double quotes: backslash, quote, CR and LF escaped, everything else as it is."""
    return f'"{text.translate(_ESCAPES)}"'


def unquoted(inner: str) -> str:
    r"""What stands between double quotes, with the escapes `\\ \" \r \n` undone; no other escape may be in it."""
    return _ESCAPED.sub(lambda match: _MEANING[match[1]], inner)


def is_plain(text: str) -> bool:
    """Whether the text can stand without quotes, whatever a YAML reader then takes it for."""
    return bool(text) and _UNPLAIN.match(text) is None


def bare(text: str) -> str:
    """The text without quotes where YAML reads it back as this text, else between double quotes."""
    if not is_plain(text) or _OTHER_READERS.fullmatch(text):
        return quoted(text)
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]  # untyped upstream
    return text if tag == _TEXT else quoted(text)
