"""What is learnt of a site from its pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HostFacts:
    """What a site's pages have in common, counted over those that were read.

    `template` pairs sampled hashes of its class names with the pages they stood on, by hash; `owners` the companies
    named as publisher, `names` what the site calls itself, each with its pages, by name. All are bounded.
    """

    site: str
    pages: int = 1
    template: tuple[tuple[int, int], ...] = ()
    owners: tuple[tuple[str, int], ...] = ()
    names: tuple[tuple[str, int], ...] = ()
