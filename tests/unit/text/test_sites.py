"""Hosts and the sites they belong to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.sites import is_shared, registrable

LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?", fullmatch=True)
HOSTS = st.one_of(
    st.lists(LABELS, min_size=1, max_size=5).map(".".join),
    st.tuples(
        st.lists(LABELS, min_size=0, max_size=3),
        st.sampled_from(["com", "co.uk", "blogspot.com", "substack.com", "kawasaki.jp", "city.kawasaki.jp", "example"]),
    ).map(lambda pair: ".".join([*pair[0], pair[1]])),
)


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("daily.example", "daily.example"),
        ("www.daily.example", "daily.example"),
        ("Sport.M.Daily.Example.", "daily.example"),
        ("daily.example:8080", "daily.example"),
        ("news.daily.co.uk", "daily.co.uk"),
        ("me.blogspot.com", "me.blogspot.com"),
        ("www.me.blogspot.com", "me.blogspot.com"),
        ("me.substack.com", "me.substack.com"),
        ("www.substack.com", "substack.com"),
        ("substack.com", "substack.com"),
        ("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
        ("192.0.2.7:80", "192.0.2.7"),
        ("[2001:db8::1]:80", "2001:db8::1"),
        ("", ""),
        ("a..b", "a..b"),
    ],
)
def test_registrable(host: str, site: str) -> None:
    """A host's site is what one owner registered."""
    assert registrable(host) == site


@pytest.mark.parametrize(
    ("host", "shared"),
    [
        ("co.uk", True),
        ("com", True),
        ("blogspot.com", True),
        ("substack.com", True),
        ("daily.co.uk", False),
        ("intranet", False),
    ],
)
def test_is_shared(host: str, *, shared: bool) -> None:
    """Below a public suffix or a platform strangers live."""
    assert is_shared(host) is shared


@given(HOSTS)
def test_site_is_its_own_site(host: str) -> None:
    """A site's site is itself."""
    assert registrable(registrable(host)) == registrable(host)


@given(HOSTS)
def test_site_ends_its_host(host: str) -> None:
    """A site is the host or what follows one of its dots."""
    assert f".{host}".endswith(f".{registrable(host)}")


@given(st.text(max_size=40))
def test_every_text_has_an_answer(text: str) -> None:
    """Nothing that stands where a host should raises."""
    assert registrable(registrable(text)) == registrable(text)
