"""Which sites look like one house, though nobody has said so: by company, by template, by name.

No sign is enough that strangers share by chance: themes are sold to many, and most countries have a Herald. A template
that is nearly the same, or a company named on both, is; the name of the site counts only beside one of them.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from newsloom.curate.agencies import agencies
from newsloom.model.directory import Directory
from newsloom.model.host import HostFacts

SPREAD = 100  # sites added to those known, so that a desk of three does not find what two share common
MOST_SITES = 60  # a sign on more sites than this is nobody's own
OFTEN = 0.3  # of a site's pages a class name must stand on to be its template's
_FORMS = re.compile(
    r"\b(?:inc|llc|llp|ltd|limited|gmbh|mbh|co|kg|kgaa|ag|se|sa|sas|plc|corp|corporation|company|pty|bv|nv|ab|as|asa|oy|oyj|"
    r"aps|spa|srl|sl|slu|sp z o o|sro|kft|zrt|doo|ooo|pte|bhd|kk|the|group|gruppe|groupe|grupo|gruppo)\b"
)
_NOBODY = frozenset(
    """
    com wordpress wordpresscom automattic substack squarespace wix shopify blogger google medium ghost author authors
    admin home news website blog all rights reserved copyright respective owners
    """.split()  # noqa: SIM905  a list of words
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRules:
    """When two sites look like one house.

    `points` are wanted in all; a company named on both gives `owner`. A template gives `close` from a share of `near`
    of the class names and `many` in common on, or of `same` and `least`; `alike` from `middling` and `many` on. `brand`
    is for a name and a label of the host in common. Among 821 real sites no strangers came near these.
    """

    points: int = 3
    owner: int = 3
    close: int = 3
    alike: int = 2
    brand: int = 1
    same: float = 0.7
    near: float = 0.4
    middling: float = 0.25
    many: int = 20
    least: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Two sites that look like one house, how strongly, and why in plain words."""

    sites: tuple[str, str]
    points: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Sites that may be one family, by name, and what ties them, strongest first."""

    id: str
    name: str
    sites: tuple[str, ...]
    ties: tuple[Alike, ...]


def suggestions(
    facts: Sequence[HostFacts], known: Directory, *, rules: FamilyRules = FamilyRules()
) -> list[Suggestion]:
    """Families to consider, the best founded first.

    Args:
        facts: what is learnt of sites, each once.
        known: what the owner has decided: who is one voice already, and who is known to stand apart.
        rules: what counts how much.
    """
    kept = [one for one in facts if one.template or one.owners]
    ties = [tie for tie in _ties(kept, known, rules) if tie.points >= rules.points]
    names = {one.site: one for one in facts}
    found = [_suggestion(group, ties, names) for group in _groups(ties, known)]
    return sorted(found, key=lambda one: (-max(tie.points for tie in one.ties), -len(one.sites), one.sites))


def company(name: str) -> str:
    """A company's name as it is compared: without its legal form; "" for a name that is nobody's."""
    bare = re.sub(r"[^\w& ]", " ", re.sub(r"(?<=\b\w)\.(?=\w\b)", "", name.casefold()))
    words = " ".join(_FORMS.sub(" ", " ".join(bare.split())).split())
    return "" if len(words) < 3 or set(words.split()) <= _NOBODY or words.isdigit() else words  # noqa: PLR2004  initials are shared by many


def _ties(facts: Sequence[HostFacts], known: Directory, rules: FamilyRules) -> Iterator[Alike]:
    templates = {one.site: _template(one) for one in facts}
    owners = {one.site: _owners(one) for one in facts}
    spread = Counter(name for template in templates.values() for name in template)
    by_site = {one.site: one for one in facts}
    for one, other in sorted({*_sharing(templates, least=rules.least), *_sharing(owners, least=1)}):
        if known.family_of(one) == known.family_of(other) or known.are_apart(one, other):
            continue
        signs = [
            *_by_owner(owners[one], owners[other], rules),
            *_by_template(templates[one], templates[other], spread, len(facts), rules),
            *_by_brand(by_site[one], by_site[other], rules),
        ]
        yield Alike(
            sites=(one, other),
            points=sum(points for points, _ in signs),
            reasons=tuple(reason for _, reason in signs),
        )


def _template(facts: HostFacts) -> frozenset[int]:
    """The names that stand on many of a site's pages, not on one article's."""
    return frozenset(name for name, pages in facts.template if pages >= OFTEN * facts.pages)


def _owners(facts: HostFacts) -> dict[str, str]:
    """Companies by the name they are compared by; an agency is named where its text is, whoever owns the site."""
    return {key: name for name, _ in facts.owners if (key := company(name)) and key not in _agencies()}


@cache
def _agencies() -> frozenset[str]:
    return frozenset(company(sign) for agency in agencies() for sign in (agency.name, *agency.signs))


def _sharing(signs: Mapping[str, Iterable[int | str]], *, least: int) -> Iterator[tuple[str, str]]:
    """Pairs of sites with enough signs in common, found by their signs: not every pair is looked at."""
    sites: dict[int | str, list[str]] = {}
    for site in sorted(signs):
        for sign in signs[site]:
            sites.setdefault(sign, []).append(site)
    shared = Counter(pair for of in sites.values() if 1 < len(of) <= MOST_SITES for pair in combinations(of, 2))
    return (pair for pair, number in shared.items() if number >= least)


def _by_owner(one: Mapping[str, str], other: Mapping[str, str], rules: FamilyRules) -> Iterator[tuple[int, str]]:
    shared = sorted(one.keys() & other.keys())
    if shared:
        yield rules.owner, f"both name {one[shared[0]]} as their publisher"


def _by_template(
    one: frozenset[int], other: frozenset[int], spread: Mapping[int, int], sites: int, rules: FamilyRules
) -> Iterator[tuple[int, str]]:
    """The share of class names in common, weighed by how few sites have them; samples compare where both reach."""
    reach = min(max(one, default=0), max(other, default=0)) if min(len(one), len(other)) > 1 else 0
    mine, theirs = ({name for name in names if name <= reach} for names in (one, other))
    shared = mine & theirs
    if len(shared) < rules.least:
        return
    weight = {name: 1 - math.log(spread[name]) / math.log(sites + SPREAD) for name in mine | theirs}
    share = sum(map(weight.__getitem__, sorted(shared))) / sum(map(weight.__getitem__, sorted(mine | theirs)))
    enough = len(shared) >= rules.many
    points = rules.alike if enough and share >= rules.middling else 0
    if share >= rules.same or (enough and share >= rules.near):
        points = rules.close
    if points:
        yield points, f"{len(shared)} of {len(mine | theirs)} sampled class names in common"


def _by_brand(one: HostFacts, other: HostFacts, rules: FamilyRules) -> Iterator[tuple[int, str]]:
    labels = {facts.site.partition(".")[0] for facts in (one, other)}
    shared = sorted({name.casefold() for name, _ in one.names} & {name.casefold() for name, _ in other.names})
    if len(labels) == 1 and shared:
        called = next(name for name, _ in one.names if name.casefold() == shared[0])
        yield rules.brand, f"both are called {called}, at {one.site} and {other.site}"


def _groups(ties: Sequence[Alike], known: Directory) -> list[tuple[str, ...]]:
    """What hangs together, the strongest ties first; none brings together what the owner holds apart."""
    group: dict[str, set[str]] = {}
    for tie in sorted(ties, key=lambda tie: (-tie.points, tie.sites)):
        mine, theirs = (group.get(site, {site}) for site in tie.sites)
        if not any(known.are_apart(one, other) for one in mine for other in theirs):
            group |= dict.fromkeys(mine | theirs, mine | theirs)
    return sorted({tuple(sorted(sites)) for sites in group.values()})


def _suggestion(sites: tuple[str, ...], ties: Sequence[Alike], facts: Mapping[str, HostFacts]) -> Suggestion:
    own = sorted((tie for tie in ties if set(tie.sites) <= set(sites)), key=lambda tie: (-tie.points, tie.sites))
    owners = [_owners(facts[site]) for site in sites]
    key = max(sorted({key for of in owners for key in of}), key=lambda key: sum(key in of for of in owners), default="")
    name = min((of[key] for of in owners if key in of), key=lambda name: (len(name), name), default="")
    if sum(key in of for of in owners) < 2:  # noqa: PLR2004  one site's company is not yet the family's
        name = ""
    label = re.sub(r"[^a-z0-9]+", "-", company(name) or sites[0].partition(".")[0]).strip("-")
    return Suggestion(id=label or sites[0], name=name, sites=sites, ties=tuple(own))
