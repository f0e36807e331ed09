"""What a page adds to what is known of its site; the same whatever the order in which pages are read."""

from collections import Counter
from collections.abc import Iterable
from zlib import crc32

from newsloom.model.directory import Directory, folded_name
from newsloom.model.host import HostFacts
from newsloom.parse.reading import PageReading
from newsloom.parse.template import SAMPLE
from newsloom.text.urls import host_of

NAMES = 8
"""Owners kept of a site, and names: a site that names more names none."""


def facts_of(reading: PageReading) -> HostFacts:
    """What one page says of its site."""
    return HostFacts(
        site=Directory().family_of(host_of(reading.url)),
        template=tuple((name, 1) for name in sorted(set(reading.template))[:SAMPLE]),
        owners=((reading.owner, 1),) if reading.owner and not _is_own_name(reading) else (),
        names=((reading.site_name, 1),) if reading.site_name else (),
    )


def _is_own_name(reading: PageReading) -> bool:
    """Whether the owner named is no more than the site: two Heralds are not one house."""
    return folded_name(reading.owner) == folded_name(reading.site_name or "")


def merged(facts: Iterable[HostFacts]) -> list[HostFacts]:
    """One value a site, by site.

    What is kept is what has the smallest hashes: whatever is among those of all pages was among those of any part of
    them, so its count is exact, and no order of pages gives another result.
    """
    by_site: dict[str, list[HostFacts]] = {}
    for one in facts:
        by_site.setdefault(one.site, []).append(one)
    return [_one(site, by_site[site]) for site in sorted(by_site)]


def _one(site: str, facts: list[HostFacts]) -> HostFacts:
    if len(facts) == 1:
        return facts[0]
    template: Counter[int] = Counter()
    owners: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for one in facts:
        template.update(dict(one.template))
        owners.update(dict(one.owners))
        names.update(dict(one.names))
    return HostFacts(
        site=site,
        pages=sum(one.pages for one in facts),
        template=tuple(sorted(template.items())[:SAMPLE]),
        owners=_kept(owners),
        names=_kept(names),
    )


def _kept(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    chosen = sorted(counted, key=lambda name: (crc32(name.encode(errors="replace")), name))[:NAMES]
    return tuple((name, counted[name]) for name in sorted(chosen))
