"""How many reports of one story are independent of each other, and whose texts the others repeat.

This is the one account of voices: what `explain` counts and what heat weighs are the same ones.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from newsloom.model.article import ArticleId

NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article of a story.

    `outlet` is who carries it, of a `house`, as two houses may have an outlet of one name; `family` is who owns that
    outlet, `agency` whose text it says it is (empty where unknown). `copy_of` is the article whose text it repeats,
    None if it has a text of its own. `is_read` is False where there is too little text to tell. `is_interested` says
    that whom it is about speaks there, as in a press release: that confirms nothing and is no voice.
    """

    article: ArticleId
    outlet: str
    house: str = ""
    family: str = ""
    agency: str = ""
    copy_of: ArticleId | None = None
    is_read: bool = True
    is_interested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Who stands behind a text: the family of the outlet that carries it, and the voice it speaks with.

    The voice is an agency's name where the text is one's, else the family.
    """

    family: str
    voice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """Whose text a story's copies repeat, an agency or an outlet, and how many of them."""

    name: str
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """What a story rests on.

    `articles` tell it, `originals` of them with a text of their own, at `outlets` of `families` (an outlet that nobody
    is known to own is a family). `independent` is the greatest number of texts of which no two come from one family
    or speak with one voice; a voice is an agency, or the family where none is credited. Press releases are not among
    them, so it may be 0. `copied` says whose text the
    copies repeat, most copied first. Of the originals, `unread` are too short to tell whether they are copies.
    """

    articles: int
    originals: int
    outlets: int
    families: int
    independent: int
    copied: tuple[Copied, ...]
    unread: int

    @property
    def copies(self) -> int:
        """The articles that repeat another's text."""
        return self.articles - self.originals


@dataclass(frozen=True, slots=True)
class Account:
    """Who stands behind each text that is no copy, the family of each report's outlet, and what the story rests on."""

    spoken: dict[ArticleId, Spoken]
    houses: dict[ArticleId, str]
    rests_on: Independence


def independence(reports: Sequence[Report]) -> Independence:
    """What a story with these reports rests on, in whatever order they come."""
    return account(reports).rests_on


def account(reports: Sequence[Report]) -> Account:
    """Who speaks in a story with these reports, in whatever order they come.

    A text whose copies credit an agency is that agency's, though its first print may not say so. An agency's text is
    one independent report, whether its own article is in the story or two papers' prints of it alone.
    """
    families = _families(reports)
    credited = _credited(reports)
    behind = _spoken(reports, families, credited)
    interested = {report.article for report in reports if report.is_interested}
    carriers: dict[str, set[str]] = {}
    for article, who in behind.items():
        if article not in interested:
            carriers.setdefault(who.voice, set()).add(who.family)
    originals = [report for report in reports if report.copy_of is None]
    rests_on = Independence(
        articles=len(reports),
        originals=len(originals),
        outlets=len(families),
        families=len(set(families.values())),
        independent=len(strongest(carriers)),
        copied=_copied(reports, credited),
        unread=sum(not report.is_read for report in originals),
    )
    return Account(behind, {report.article: families[_carrier(report)] for report in reports}, rests_on)


def _spoken(
    reports: Iterable[Report], families: Mapping[tuple[str, str], str], credited: Mapping[ArticleId, Counter[str]]
) -> dict[ArticleId, Spoken]:
    """In the order given."""
    speaker = _speakers(credited)
    found: dict[ArticleId, Spoken] = {}
    for report in reports:
        if report.copy_of is None:
            family, agencies = families[_carrier(report)], credited.get(report.article)
            found[report.article] = Spoken(family=family, voice=speaker[min(agencies)] if agencies else family)
    return found


def strongest(carriers: Mapping[str, Collection[str]], weights: Mapping[str, int] = NOTHING) -> list[str]:
    """The most voices of which no two need one family, those of the greatest weight; the heaviest first.

    Each voice is given a family that carries it, others giving way to another of theirs (a matching in a bipartite
    graph, made longer path by path: Kuhn 1955). Taking the heaviest first is best, as the sets of voices that can be
    matched are those of a transversal matroid (Edmonds and Fulkerson 1965): no other choice has more of them, or more
    weight, and another carrier or voice never makes less of it.

    Args:
        carriers: the families that carry each voice.
        weights: what each voice weighs, 0 or more; 0 where nothing is said.
    """
    holder: dict[str, str] = {}
    order = sorted(carriers, key=lambda voice: (-weights.get(voice, 0), voice))
    return [voice for voice in order if _matched(voice, carriers, holder, set())]


def _matched(voice: str, carriers: Mapping[str, Collection[str]], holder: dict[str, str], tried: set[str]) -> bool:
    """Whether the voice gets a family, others giving way to another of theirs."""
    for family in sorted(carriers[voice]):
        if family not in tried:
            tried.add(family)
            if family not in holder or _matched(holder[family], carriers, holder, tried):
                holder[family] = voice
                return True
    return False


def _carrier(report: Report) -> tuple[str, str]:
    return report.outlet, report.house


def _families(reports: Iterable[Report]) -> dict[tuple[str, str], str]:
    """The family of each outlet: of those said the first by name, its own name where none is."""
    said: dict[tuple[str, str], set[str]] = {}
    for report in reports:
        said.setdefault(_carrier(report), set()).update({report.family} - {""})
    return {carrier: min(families, default=carrier[0]) for carrier, families in said.items()}


def _credited(reports: Iterable[Report]) -> dict[ArticleId, Counter[str]]:
    """The agencies that each original and its copies credit with its text, where any does."""
    credited: dict[ArticleId, Counter[str]] = {}
    for report in reports:
        if report.agency:
            credited.setdefault(report.copy_of or report.article, Counter())[report.agency] += 1
    return credited


def _speakers(credited: Mapping[ArticleId, Mapping[str, int]]) -> dict[str, str]:
    """One name for agencies that one text is credited to: where prints disagree, nobody can tell them apart."""
    speaker: dict[str, str] = {}
    for agencies in credited.values():
        joined = {agency: speaker.get(agency, agency) for agency in agencies}
        merged = {*joined, *(name for name, its in speaker.items() if its in joined.values())}
        speaker.update(dict.fromkeys(merged, min(merged)))
    return speaker


def _copied(reports: Sequence[Report], credited: Mapping[ArticleId, Mapping[str, int]]) -> tuple[Copied, ...]:
    """By the agency that a text is credited to most, the first by name among equals; else by the original's outlet."""
    outlets = {report.article: report.outlet for report in reports}
    names: Counter[str] = Counter()
    for report in reports:
        if report.copy_of is not None:
            by = credited.get(report.copy_of, {})
            names[min(by, key=lambda name: (-by[name], name), default=outlets.get(report.copy_of, ""))] += 1
    return tuple(Copied(name=name, copies=n) for name, n in sorted(names.items(), key=lambda one: (-one[1], one[0])))
