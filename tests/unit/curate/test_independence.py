"""How many reports of one story are independent of each other."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.curate.independence import Copied, Independence, Report, independence
from newsloom.model.article import ArticleId

OUTLETS = [f"paper{n}" for n in range(6)]


@st.composite
def stories(draw: st.DrawFn) -> list[Report]:
    """One to nine reports, some of them copies of others that are none."""
    number = draw(st.integers(1, 9))
    originals = draw(st.sets(st.integers(0, number - 1), min_size=1))
    return [
        Report(
            article=ArticleId(f"a{n}"),
            outlet=draw(st.sampled_from(OUTLETS)),
            family=draw(st.sampled_from(["", "", "house", "mill"])),
            agency=draw(st.sampled_from(["", "", "North Wire", "South Wire"])),
            copy_of=None if n in originals else ArticleId(f"a{draw(st.sampled_from(sorted(originals)))}"),
            is_read=draw(st.booleans()),
        )
        for n in range(number)
    ]


def told(found: Independence) -> tuple[int, int, int, tuple[Copied, ...]]:
    """What a desk says of a story."""
    return found.outlets, found.independent, found.copies, found.copied


def test_twenty_one_outlets() -> None:
    """Fifteen of which print one agency's text, and two are of a house that has a report already."""
    wire = Report(article=ArticleId("wire"), outlet="North Wire", agency="North Wire")
    copies = [Report(article=ArticleId(f"c{n}"), outlet=f"Copier {n}", copy_of=wire.article) for n in range(15)]
    own = [Report(article=ArticleId(f"o{n}"), outlet=f"Own {n}") for n in range(2)]
    house = [Report(article=ArticleId(f"h{n}"), outlet=f"House {n}", family="house") for n in range(3)]
    found = independence([wire, *copies, *own, *house])
    assert told(found) == (21, 4, 15, (Copied(name="North Wire", copies=15),))
    assert found.families == 19


def test_an_agency_whose_own_text_is_not_here() -> None:
    """Two papers that print it are one independent report, be it one text or two."""
    one = Report(article=ArticleId("a"), outlet="Daily")
    same = Report(article=ArticleId("b"), outlet="Weekly", agency="North Wire", copy_of=one.article)
    assert told(independence([one, same])) == (2, 1, 1, (Copied(name="North Wire", copies=1),))
    two = [replace(one, agency="North Wire"), replace(same, copy_of=None)]
    assert told(independence(two)) == (2, 1, 0, ())


def test_papers_that_print_two_agencies() -> None:
    """Each of them may stand for either; there are two reports."""
    reports = [
        Report(article=ArticleId(f"{outlet}{agency}"), outlet=outlet, agency=agency)
        for outlet, agency in (("a", "North"), ("a", "South"), ("b", "North"), ("c", "North"))
    ]
    assert independence(reports).independent == 2


@given(stories())
def test_fewer_and_fewer(reports: list[Report]) -> None:
    """At least one is independent, no more than there are families, outlets, originals."""
    found = independence(reports)
    assert 1 <= found.independent <= found.families <= found.outlets <= found.articles
    assert found.independent <= found.originals
    assert found.copies + found.originals == found.articles == len(reports)
    assert sum(one.copies for one in found.copied) == found.copies
    assert 0 <= found.unread <= found.originals


@given(stories(), st.randoms(use_true_random=False))
def test_in_any_order(reports: list[Report], chance: object) -> None:
    """The order in which reports come makes no difference."""
    shuffled = list(reports)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random, which Hypothesis does not say
    assert independence(shuffled) == independence(reports)


@settings(max_examples=400)
@given(stories(), st.sampled_from([*OUTLETS, "new"]), st.sampled_from(["", "North Wire", "A Wire"]), st.data())
def test_another_copy(reports: list[Report], outlet: str, agency: str, data: st.DataObject) -> None:
    """Another copy never makes more independent reports, whoever brings it."""
    original = data.draw(st.sampled_from([report.article for report in reports if report.copy_of is None]))
    copy = Report(article=ArticleId("copy"), outlet=outlet, agency=agency, copy_of=original)
    before, after = independence(reports), independence([*reports, copy])
    assert after.independent <= before.independent
    assert after.copies == before.copies + 1


@given(stories())
def test_another_own_text(reports: list[Report]) -> None:
    """A text of its own by an outlet that nobody owns is one more, always."""
    own = Report(article=ArticleId("own"), outlet="stranger")
    assert independence([*reports, own]).independent == independence(reports).independent + 1


@given(stories())
def test_one_family(reports: list[Report]) -> None:
    """Whoever they are and whatever they credit: of one house, they are one report."""
    assert independence([replace(report, family="house") for report in reports]).independent == 1


@settings(max_examples=60)
@given(stories())
def test_against_every_choice(reports: list[Report]) -> None:
    """There is no larger choice of texts without a family or a voice in two of them."""
    reports = [report if report.copy_of is None else replace(report, agency="") for report in reports]
    originals = [r for r in reports if r.copy_of is None]
    families = {
        o: min({r.family for r in reports if r.outlet == o} - {""}, default=o) for o in {r.outlet for r in reports}
    }
    pairs = [(families[r.outlet], r.agency or families[r.outlet]) for r in originals]
    most = max(
        size
        for size in range(1, len(pairs) + 1)
        for chosen in combinations(pairs, size)
        if len({family for family, _ in chosen}) == len({voice for _, voice in chosen}) == size
    )
    assert independence(reports).independent == most


def test_prints_that_disagree() -> None:
    """A text credited to two agencies makes the two one voice: nobody can tell whose it is."""
    text = Report(article=ArticleId("a"), outlet="daily")
    prints = [
        Report(article=ArticleId(agency), outlet=agency, agency=agency, copy_of=text.article)
        for agency in ("North Wire", "South Wire")
    ]
    other = Report(article=ArticleId("b"), outlet="weekly", agency="South Wire")
    assert independence([text, *prints, other]).independent == 1
