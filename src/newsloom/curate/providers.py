"""The directory of a desk: what its owner says of providers, over what newsloom knows itself."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files

from newsloom.curate.agencies import agencies
from newsloom.model.directory import Directory, folded_name
from newsloom.model.provider import Family, Provider, ProviderKind, ProviderList


def directory(owner: ProviderList, *, shipped: ProviderList | None = None) -> Directory:
    """The directory of what the owner says, over what is shipped (by default nothing).

    A family of the owner's takes the place of the shipped one of the same id.
    """
    known = shipped or ProviderList()
    own_ids = {family.id for family in owner.families}
    below = [family for family in known.families if family.id not in own_ids]
    made = Directory(
        owned={provider.domain: provider for provider in owner.providers},
        shipped={provider.domain: provider for provider in known.providers},
        owned_voices=_voices(owner, owner.families),
        shipped_voices=_voices(known, below),
        families={family.id: family for family in (*below, *owner.families)},
    )
    return replace(made, named=_names(made))


@cache
def shipped_providers() -> ProviderList:
    """What newsloom itself knows: agencies, aggregators, services for press releases, families of many editions."""
    data = tomllib.loads((files("newsloom.curate.data") / "providers.toml").read_text(encoding="utf-8"))
    wires = [Family(id=agency.name, name=agency.name, domains=agency.domains) for agency in agencies()]
    houses = [Family(id=id_, name=row[0], domains=tuple(row[1:])) for id_, row in data["families"].items()]
    kinds = {
        "aggregator": ProviderKind.AGGREGATOR,
        "press_releases": ProviderKind.PRESS_RELEASES,
        "social": ProviderKind.SOCIAL,
    }
    return ProviderList(
        providers=(
            *(Provider(domain=d, name=w.name, kind=ProviderKind.AGENCY, family=w.id) for w in wires for d in w.domains),
            *(Provider(domain=d, name=house.name, family=house.id) for house in houses for d in house.domains),
            *(Provider(domain=d, kind=kind) for name, kind in kinds.items() for d in data[name]["domains"]),
        ),
        families=(*wires, *houses),
    )


def without_houses(shipped: ProviderList) -> ProviderList:
    """The list without families of editions; an agency stays one voice."""
    wires = {agency.name for agency in agencies()}
    return ProviderList(
        providers=tuple(replace(p, family=p.family if p.family in wires else "") for p in shipped.providers),
        families=tuple(family for family in shipped.families if family.id in wires),
    )


def _voices(said: ProviderList, families: Iterable[Family]) -> dict[str, str]:
    """The voice of each domain; one that is said to stand apart speaks for itself, unless it is in a family."""
    alone = {domain: domain for group in said.apart for domain in group}
    kept = list(families)
    ids = {family.id for family in kept}
    by_provider = {p.domain: p.family for p in said.providers if p.family in ids}
    return alone | by_provider | {domain: family.id for family in kept for domain in family.domains}


def _names(made: Directory) -> dict[str, str]:
    """Voices by name; a name that two voices share names none."""
    found: dict[str, set[str]] = {}
    for provider in (*made.shipped.values(), *made.owned.values()):
        if provider.name:
            found.setdefault(folded_name(provider.name), set()).add(made.family_of(provider.domain))
    for family in made.families.values():
        for name in {family.id, family.name or family.id}:
            found[folded_name(name)] = {family.id}
    return {name: voices.pop() for name, voices in found.items() if len(voices) == 1}
