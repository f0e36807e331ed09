"""What a page may say of its own address, and where redirects may end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.whereabouts import Doubt, Whereabouts, believed_canonical, weighed, whereabouts
from newsloom.text.sites import registrable
from newsloom.text.urls import canonical, host_of

SEEN = "https://www.daily.example/news/2026/flood-hits-lower-town"
FAMILIES = {"daily.example": "north", "post.example": "north", "wire.example": "south"}
HOSTS = st.sampled_from(["www.daily.example", "m.daily.example", "post.example", "wire.example", "none.example", "x"])
PATHS = st.sampled_from(["", "/", "/news", "/news/2026/flood-hits-lower-town", "/n/12345", "/login", "/a?b=1", "/ü b"])
SAID = st.builds("{}{}{}".format, st.sampled_from(["https://", "http://", "//", "ftp://", ""]), HOSTS, PATHS)


def family(host: str) -> str:
    """Two publishers of one house, one of another."""
    return FAMILIES.get(registrable(host), "")


@given(SAID | st.text(max_size=30), SAID, st.booleans())
def test_another_site_is_believed_only_of_a_family(said: str, seen_at: str, with_families: bool) -> None:
    """And whatever is believed is canonical."""
    found = believed_canonical(said, seen_at=seen_at, **({"family_of": family} if with_families else {}))
    if found is None:
        return
    assert found == canonical(found) != ""
    one, other = registrable(host_of(found)), registrable(host_of(seen_at))
    assert one == other or (with_families and family(one) == family(other) != "")


@given(SAID | st.text(max_size=30), SAID)
def test_what_is_not_believed_has_its_reason(said: str, seen_at: str) -> None:
    """One of a closed vocabulary."""
    assert (believed_canonical(said, seen_at=seen_at) is None) == (weighed(said, seen_at=seen_at).doubt is not None)


@pytest.mark.parametrize(
    ("said", "seen_at", "expected"),
    [
        (SEEN, SEEN, SEEN),
        ("/news/2026/flood-hits-lower-town", f"{SEEN}/amp", SEEN),
        (f"{SEEN}?utm_source=x#top", f"{SEEN}?print=1", SEEN),
        ("https://daily.example/n/1234567", SEEN, "https://daily.example/n/1234567"),
        ("//www.daily.example/n/flood-hits-town.html", SEEN, "https://www.daily.example/n/flood-hits-town.html"),
        (
            "https://sport.daily.example/rowing-on-main-street-again",
            SEEN,
            "https://sport.daily.example/rowing-on-main-street-again",
        ),
        (SEEN, "https://www.daily.example/?p=12345", SEEN),
        ("https://daily.example/flood", "https://daily.example/?p=9", "https://daily.example/flood"),
        ("https://daily.example/", "https://www.daily.example/", "https://daily.example/"),
    ],
)
def test_the_own_site_is_believed(said: str, seen_at: str, expected: str) -> None:
    """With its views, its other hosts, its shorter and longer ways."""
    assert believed_canonical(said, seen_at=seen_at) == expected


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("https://www.daily.example/", Doubt.HOMEPAGE),
        ("https://www.daily.example", Doubt.HOMEPAGE),
        ("https://www.daily.example/index.html", Doubt.HOMEPAGE),
        ("https://www.daily.example/news", Doubt.SECTION),
        ("https://www.daily.example/news/science-and-nature/", Doubt.SECTION),
        ("https://www.daily.example/login?to=flood", Doubt.NO_ARTICLE),
        ("https://www.daily.example/search/?q=flood", Doubt.NO_ARTICLE),
        ("https://login.daily.example/flood-hits-lower-town", Doubt.NO_ARTICLE),
        ("https://www.daily.example/404.html", Doubt.NO_ARTICLE),
        ("https://www.daily.example/error/404", Doubt.NO_ARTICLE),
        ("https://wire.example/news/2026/flood-hits-lower-town", Doubt.OTHER_SITE),
        ("https://post.example/news/2026/flood-hits-lower-town", Doubt.OTHER_SITE),
        ("https://staging.daily.example/news/2026/flood-hits-lower-town", Doubt.NOT_FOR_READERS),
        ("https://www.daily.example:8443/news/2026/flood-hits-lower-town", Doubt.NOT_FOR_READERS),
        ("http://localhost/news/2026/flood-hits-lower-town", Doubt.NO_ADDRESS),
        ("http://10.0.0.7/news/2026/flood-hits-lower-town", Doubt.NO_ADDRESS),
        ("http://flood-hits-lower-town", Doubt.NO_ADDRESS),
        ("Flood hits lower town", Doubt.NO_ADDRESS),
        ("flood-hits-lower-town", Doubt.NO_ADDRESS),
        ("{{ page.url }}", Doubt.NO_ADDRESS),
        ("javascript:void(0)", Doubt.NO_ADDRESS),
        ("", Doubt.NO_ADDRESS),
    ],
)
def test_what_is_doubted_and_why(said: str, doubt: Doubt | None) -> None:
    """Front pages, sections, forms, inner machines, other publishers, what templates leave behind."""
    assert weighed(said, seen_at=SEEN).doubt is doubt


def test_a_family_speaks_for_its_own() -> None:
    """But not for others."""
    said = "https://post.example/news/2026/flood-hits-lower-town"
    assert believed_canonical(said, seen_at=SEEN, family_of=family) == said
    assert believed_canonical(said.replace("post", "wire"), seen_at=SEEN, family_of=family) is None


def test_redirects_are_followed_to_articles_alone() -> None:
    """A dead address that leads to a front page, its section or a form leads to nothing."""
    proxy = "https://feedproxy.example/~r/daily/~3/abc/"
    assert whereabouts(proxy, landed=f"{SEEN}?utm_source=feed") == Whereabouts(url=SEEN)
    assert whereabouts(SEEN, landed=f"{SEEN}/") == Whereabouts(url=SEEN)
    for end in ("", "news", "login?to=x", "consent"):
        assert whereabouts(SEEN, landed=f"https://www.daily.example/{end}") is None
    assert whereabouts(proxy, landed="https://www.daily.example/") is None
    for form in ("https://consent.daily.example/v2/collectConsent?s=1", "https://login.post.example/a-b-c-d-e?to=x"):
        assert whereabouts(SEEN, landed=form) is None


def test_what_is_said_of_another_publisher_is_remembered_as_the_original() -> None:
    """The article stays where it is."""
    said = "https://wire.example/news/2026/flood-hits-lower-town"
    assert whereabouts(SEEN, landed=SEEN, said=said) == Whereabouts(url=SEEN, original=said)
    assert whereabouts(SEEN, landed=SEEN, said="https://www.daily.example/") == Whereabouts(url=SEEN)
