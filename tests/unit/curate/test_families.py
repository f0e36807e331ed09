"""What is learnt of sites, and the families it suggests."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.families import Suggestion, company, suggestions
from newsloom.curate.hosts import NAMES, facts_of, merged
from newsloom.curate.providers import directory
from newsloom.model.directory import Directory
from newsloom.model.host import HostFacts
from newsloom.model.provider import Family, ProviderList
from newsloom.parse.reading import PageReading
from newsloom.parse.template import SAMPLE

READINGS = st.lists(
    st.builds(
        PageReading,
        url=st.sampled_from(
            ["https://www.a.example/1", "https://m.a.example/2", "https://b.example/", "http://[::1]/"]
        ),
        owner=st.text(max_size=3),
        site_name=st.none() | st.text(max_size=3),
        template=st.lists(st.integers(0, 200), max_size=SAMPLE, unique=True).map(lambda drawn: tuple(sorted(drawn))),
    ),
    max_size=12,
)


def names(seed: int, number: int = 60) -> tuple[int, ...]:
    """The sample of some template."""
    return tuple(sorted(Random(seed).sample(range(2**32), number)))  # noqa: S311  no secret


def site(name: str, template: Sequence[int] = (), owner: str = "", called: str = "") -> HostFacts:
    """What two pages of a site say."""
    return HostFacts(
        site=name,
        pages=2,
        template=tuple((one, 2) for one in sorted(template)),
        owners=((owner, 2),) if owner else (),
        names=((called, 2),) if called else (),
    )


def found(*facts: HostFacts, known: Directory | None = None) -> list[tuple[str, ...]]:
    """The sites of each suggestion."""
    return [one.sites for one in suggestions(facts, known or Directory())]


STRANGERS = [site(f"s{n}.example", names(n), f"Company {chr(97 + n) * 4}") for n in range(8)]


@given(READINGS, st.randoms(use_true_random=False))
def test_the_order_of_pages_does_not_matter(readings: list[PageReading], random: Random) -> None:
    """Nor how they are put together: in one go or part by part."""
    facts = [facts_of(reading) for reading in readings]
    shuffled = random.sample(facts, len(facts))
    half = len(facts) // 2
    assert merged(facts) == merged(shuffled) == merged([*merged(facts[:half]), *merged(facts[half:])])


@given(READINGS)
def test_what_is_kept_of_a_site_is_bounded(readings: list[PageReading]) -> None:
    """And counts every page once."""
    kept = merged(map(facts_of, readings))
    assert sum(one.pages for one in kept) == len(readings)
    for one in kept:
        assert len(one.template) <= SAMPLE
        assert max(len(one.owners), len(one.names)) <= NAMES
        assert all(number <= one.pages for _, number in (*one.template, *one.owners, *one.names))


def test_strangers_are_not_suggested() -> None:
    """Nor are those who share a few names, or a name without anything else."""
    few = [site("a.example", [*names(90, 50), *names(91, 10)]), site("b.example", [*names(92, 50), *names(91, 10)])]
    heralds = [
        site(f"herald.{end}", names(n), called="The Herald") for n, end in enumerate(("example", "test"), start=70)
    ]
    assert found(*STRANGERS, *few, *heralds) == []


def test_one_company_is_one_house() -> None:
    """Under whatever legal form; what is nobody's name is no company."""
    pair = [site("a.example", owner="Nord Media Group, Inc."), site("b.example", owner="© NORD MEDIA GROUP")]
    assert found(*STRANGERS, *pair) == [("a.example", "b.example")]
    blogs = [site("c.example", owner="WordPress.com"), site("d.example", owner="WordPress.com")]
    assert found(*STRANGERS, *blogs) == []


def test_a_name_of_the_sites_own_is_no_company() -> None:
    """Nor is an agency whose text stands on many sites."""
    pages = [
        PageReading(url=f"https://herald{n}.example/1", owner="The Herald", site_name="the herald") for n in range(2)
    ]
    assert found(*merged(map(facts_of, pages))) == []
    carriers = [site(f"c{n}.example", owner="The Associated Press") for n in range(3)]
    assert found(*carriers) == []


def test_one_template_is_one_house() -> None:
    """In nine editions too, though none of its names is rare then; the reason says how much of it."""
    editions = [site(f"nord{n}.example", names(50)) for n in range(9)]
    (only,) = suggestions([*STRANGERS, *editions], Directory())
    assert only.sites == tuple(f"nord{n}.example" for n in range(9))
    assert "60 of 60 sampled class names in common" in only.ties[0].reasons


def test_a_template_on_very_many_sites_is_a_theme() -> None:
    """It is sold to everyone."""
    assert found(*(site(f"t{n}.example", names(50)) for n in range(80))) == []


def test_names_of_one_article_are_no_template() -> None:
    """They stand on one page of many."""
    facts = [replace(site(name, names(50)), pages=40) for name in ("a.example", "b.example")]
    assert found(*facts) == []


def test_what_the_owner_has_decided_is_not_suggested() -> None:
    """Neither what is one voice already nor what stands apart, not even by way of a third."""
    three = [site(f"nord{n}.example", names(50)) for n in range(3)]
    domains = ("nord0.example", "nord1.example")
    joined = directory(ProviderList(families=(Family(id="nord", domains=domains),)))
    apart = directory(ProviderList(apart=(domains,)))
    assert found(*three[:2], known=joined) == []
    assert found(*three[:2], known=apart) == []
    groups = found(*three, known=apart)
    assert len(groups) == 1
    assert not set(domains) <= set(groups[0])


@given(st.integers(0, 3))
def test_a_stranger_changes_nothing(number: int) -> None:
    """A site that has nothing in common with others is in no suggestion and changes none."""
    pair = [site("a.example", names(50), "Nord Media"), site("b.example", names(50), "Nord Media")]
    with_strangers: list[Suggestion] = suggestions([*pair, *STRANGERS[:number]], Directory())
    assert [(one.id, one.name, one.sites) for one in with_strangers] == [
        ("nord-media", "Nord Media", ("a.example", "b.example"))
    ]


@pytest.mark.parametrize(
    ("name", "compared"),
    [
        ("Nord Media Group, Inc.", "nord media"),
        ("© Nord Media GmbH & Co. KG", "nord media &"),
        ("The Nord Media Company", "nord media"),
        ("All rights reserved", ""),
        ("AB", ""),
        ("2026", ""),
    ],
)
def test_company(name: str, compared: str) -> None:
    """Without its legal form."""
    assert company(name) == compared
