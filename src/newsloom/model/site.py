"""What an owner says of the pages of one site."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRules:
    """CSS selectors for the pages of one site, as its owner wrote them in newsloom.toml.

    `domain` is a host or what a host ends with, as `daily.example`. `keep` names the elements that hold the main
    text: nothing outside them counts. `drop` names elements that are never text. `title` and `authors` name the
    elements that hold them, the first that is found. Empty ones leave it to newsloom.
    """

    domain: str
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    def selectors(self) -> tuple[tuple[str, str], ...]:
        """Every rule as its kind and selector, in the order of the fields."""
        return tuple((kind, selector) for kind in RULES for selector in getattr(self, kind))


RULES = ("keep", "drop", "title", "authors")
"""The kinds of rule."""


def rules_for(host: str, sites: Iterable[SiteRules]) -> SiteRules | None:
    """The rules with the longest domain that the host is or ends with, at a dot; None without any.

    Args:
        host: a host name without port, lower case.
        sites: the rules there are.
    """
    fitting = [rules for rules in sites if f".{host}".endswith(f".{rules.domain}")]
    return max(fitting, key=lambda rules: len(rules.domain), default=None)
