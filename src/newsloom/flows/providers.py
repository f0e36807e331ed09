"""Who publishes what a desk has."""

from collections import Counter
from dataclasses import dataclass

from newsloom.keeping import Store
from newsloom.model.directory import Directory


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRow:
    """One provider of a desk; `name` is the site's own word where nobody gave it one, `voice` the family's name."""

    domain: str
    name: str
    kind: str
    country: str
    family: str
    voice: str
    articles: int


def providers_of(store: Store, known: Directory) -> list[ProviderRow]:
    """A row for each provider that has articles and each the owner named, most articles first."""
    counts: Counter[str] = Counter()
    for host, number in store.articles.per_host().items():
        counts[known.provider_of(host).domain] += number
    called = {
        facts.site: max(facts.names, key=lambda pair: (pair[1], pair[0]))[0]
        for facts in store.articles.hosts()
        if facts.names
    }
    domains = sorted({*counts, *known.owned}, key=lambda domain: (-counts[domain], domain))
    return [_row(domain, counts[domain], called, known) for domain in domains]


def _row(domain: str, articles: int, called: dict[str, str], known: Directory) -> ProviderRow:
    provider = known.provider_of(domain)
    return ProviderRow(
        domain=domain,
        name=provider.name or called.get(domain, ""),
        kind=provider.kind.value,
        country=provider.country,
        family=provider.family,
        voice=known.family_name(provider.family),
        articles=articles,
    )
