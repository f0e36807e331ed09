"""How many reports of one story are independent of each other, and whose texts the others repeat."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from newsloom.model.article import ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article of a story.

    `outlet` is who carries it, of a `house`, as two houses may have an outlet of one name; `family` is who owns that
    outlet, `agency` whose text it says it is (empty where unknown). `copy_of` is the article whose text it repeats,
    None if it has a text of its own. `is_read` is False where there is too little text to tell.
    """

    article: ArticleId
    outlet: str
    house: str = ""
    family: str = ""
    agency: str = ""
    copy_of: ArticleId | None = None
    is_read: bool = True


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
    or speak with one voice; a voice is an agency, or the family where none is credited. `copied` says whose text the
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


def independence(reports: Sequence[Report]) -> Independence:
    """What a story with these reports rests on, in whatever order they come.

    A text whose copies credit an agency is that agency's, though its first print may not say so. An agency's text is
    one independent report, whether its own article is in the story or two papers' prints of it alone.
    """
    families = _families(reports)
    credited = _credited(reports)
    speaker = _speakers(credited)
    voices: dict[str, set[str]] = {family: set() for family in families.values()}
    for report in reports:
        if report.copy_of is None:
            family, agencies = families[_carrier(report)], credited.get(report.article)
            voices[family].add(speaker[min(agencies)] if agencies else family)
    originals = [report for report in reports if report.copy_of is None]
    return Independence(
        articles=len(reports),
        originals=len(originals),
        outlets=len(families),
        families=len(voices),
        independent=_independent(voices),
        copied=_copied(reports, credited),
        unread=sum(not report.is_read for report in originals),
    )


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


def _independent(voices: Mapping[str, set[str]]) -> int:
    """The most pairs of a family and one of its voices without a family or a voice in two of them.

    A family's own voice is nobody else's, so it is taken first. What is left are families that brought agencies' texts
    alone: a matching in a bipartite graph, made longer path by path (Kuhn 1955).
    """
    own = {family for family, its in voices.items() if family in its}
    speaker: dict[str, str] = {family: family for family in own}
    rest = {family: sorted(its) for family, its in sorted(voices.items()) if family not in own}
    return len(own) + sum(_matched(family, rest, speaker, set()) for family in rest)


def _matched(family: str, voices: Mapping[str, Sequence[str]], speaker: dict[str, str], tried: set[str]) -> bool:
    """Whether the family gets a voice, others giving way to another of theirs."""
    for voice in voices.get(family, ()):
        if voice not in tried:
            tried.add(voice)
            if voice not in speaker or _matched(speaker[voice], voices, speaker, tried):
                speaker[voice] = family
                return True
    return False


def _copied(reports: Sequence[Report], credited: Mapping[ArticleId, Mapping[str, int]]) -> tuple[Copied, ...]:
    """By the agency that a text is credited to most, the first by name among equals; else by the original's outlet."""
    outlets = {report.article: report.outlet for report in reports}
    names: Counter[str] = Counter()
    for report in reports:
        if report.copy_of is not None:
            by = credited.get(report.copy_of, {})
            names[min(by, key=lambda name: (-by[name], name), default=outlets.get(report.copy_of, ""))] += 1
    return tuple(Copied(name=name, copies=n) for name, n in sorted(names.items(), key=lambda one: (-one[1], one[0])))
