"""Who publishes at a host, and whose voice that is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from newsloom.model.article import Article
from newsloom.model.provider import Family, Provider, ProviderKind
from newsloom.model.source import Source
from newsloom.text.sites import registrable

T = TypeVar("T")
_Domains = Mapping[str, T]


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """What is known of providers: first by the owner, then by newsloom's own data, then by the public suffix list.

    Of two domains that a host ends with, the longer one counts. A family's id is the voice of whatever belongs to it; a
    host of no family speaks for its site. Made by `curate.providers.directory`; an empty one knows sites alone.
    """

    owned: _Domains[Provider] = field(default_factory=dict)
    shipped: _Domains[Provider] = field(default_factory=dict)
    owned_voices: _Domains[str] = field(default_factory=dict)
    shipped_voices: _Domains[str] = field(default_factory=dict)
    families: Mapping[str, Family] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)

    def provider_of(self, host: str) -> Provider:
        """Who publishes at a host: as the owner says, else as is shipped, else no more than its site.

        Args:
            host: as `Article.host` has it, with or without port.
        """
        known = _longest(self.owned, host) or _longest(self.shipped, host) or Provider(domain=_site(host))
        return replace(known, family=self.family_of(host))

    def owners_provider(self, host: str) -> Provider | None:
        """What the owner says of who publishes at a host; None if nothing."""
        return _longest(self.owned, host)

    def family_of(self, host: str, *, source: Source | None = None) -> str:
        """The voice of a host: the id of a family, or the host's site.

        Args:
            host: as `Article.host` has it, with or without port.
            source: where the article was seen, if that is to count: the family it is said to be of comes first.
        """
        if source is not None and source.family:
            return self.family_named(source.family)
        return _longest(self.owned_voices, host) or _longest(self.shipped_voices, host) or _site(host)

    def are_apart(self, one: str, other: str) -> bool:
        """Whether the owner has said of both hosts whose voice they are, and it is not the same."""
        mine, theirs = (_longest(self.owned_voices, host) for host in (one, other))
        return mine is not None and theirs is not None and mine != theirs

    def voice_of(self, article: Article, source: Source) -> str:
        """The voice an article counts for; "" where its host says nothing, as a bare number does.

        What an aggregator shows is its origin's, where the feed names one.
        """
        return self.voice_at(article.host, origin=article.origin, source=source)

    def voice_at(self, host: str, *, origin: str, source: Source) -> str:
        """The same of what a source shows from a host, and says to come from an origin."""
        if source.family:
            return self.family_named(source.family)
        if origin and self.provider_of(host).kind is ProviderKind.AGGREGATOR:
            return self.family_named(origin)
        family = self.family_of(host)
        return "" if family == _bare_number(host) else family

    def family_named(self, name: str) -> str:
        """The voice that goes by a name: a family's id or name, a provider's name; else the name itself."""
        return self.named.get(folded_name(name), name)

    def family_name(self, family: str) -> str:
        """What a voice is called; itself where it has no name."""
        known = self.families.get(family)
        return known.name if known is not None and known.name else family


def folded_name(name: str) -> str:
    """A name as it is looked up: without case, blanks as one."""
    return " ".join(name.casefold().split())


def _longest(known: _Domains[T], host: str) -> T | None:
    """What is known of the longest domain that a host ends with, at a dot; one with a port fits that port alone."""
    name = host.lower().rstrip(".")
    if name in known:
        return known[name]
    labels = name.partition(":")[0].split(".")
    ends = (".".join(labels[at:]) for at in range(len(labels)))
    return next((known[end] for end in ends if end in known), None)


def _site(host: str) -> str:
    """The site of a host; of a number or a name without a dot, the host with its port, for that is all there is."""
    return _bare_number(host) or registrable(host)


def _bare_number(host: str) -> str:
    """The host if it is an address in numbers or a single word, which says nothing of who publishes; else ""."""
    name = host.lower().rstrip(".")
    bare = name.partition(":")[0]
    return name if name.startswith("[") or "." not in bare or bare.rpartition(".")[2].isdigit() else ""
