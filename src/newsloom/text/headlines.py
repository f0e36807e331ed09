"""Whether a headline shouts."""

_CASED = 12  # letters with case; a shorter headline in capitals may be a name
_CAPITALS = 0.7  # of them
_MARKS = 2  # exclamation marks


def is_shouted(title: str) -> bool:
    """Whether the headline is mostly capitals, or has several exclamation marks.

    Scripts without capitals shout by marks alone.
    """
    if title.count("!") + title.count("！") >= _MARKS:  # noqa: RUF001  the mark that East Asian scripts use
        return True
    capitals = sum(map(str.isupper, title))
    cased = capitals + sum(map(str.islower, title)) if capitals else 0
    return cased >= _CASED and capitals >= _CAPITALS * cased
