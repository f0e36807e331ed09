import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.records.amp import cache_address


# Labels published by the AMP project in its description of cache addresses and in its toolbox's own tests.
@pytest.mark.parametrize(
    ("host", "label"),
    [
        ("example.com", "example-com"),
        ("foo.example.com", "foo-example-com"),
        ("foo-example.com", "foo--example-com"),
        ("hello--world.com", "hello----world-com"),
        ("SOMETHING.COM", "something-com"),
        ("xn--57hw060o.com", "xn---com-p33b41770a"),
        ("en-us.example.com", "0-en--us-example-com-0"),
        ("xn--bcher-kva.ch", "xn--bcher-ch-65a"),
        ("xn--4gbrim.xn----rmckbbajlc6dj7bxne2c.xn--wgbh1c", "xn-------i5fvcbaopc6fkc0de0d9jybegt6cd"),
        (
            "hello.xn--4gbrim.xn----rmckbbajlc6dj7bxne2c.xn--wgbh1c",
            "a6h5moukddengbsjm77rvbosevwuduec2blkjva4223o4bgafgla",
        ),
        ("toplevelnohyphens", "qsgpfjzulvuaxb66z77vlhb5gu2irvcnyp6t67cz6tqo5ae6fysa"),
        ("no-dot-domain", "4lxc7wqq7b25walg4rdiil62veijrmqui5z3ept2lyfqqwpowryq"),
        (
            (
                "itwasadarkandstormynight.therainfellintorrents.exceptatoccasionalintervalswhenitwascheckedby."
                "aviolentgustofwindwhichsweptupthestreets.com"
            ),
            "dgz4cnrxufaulnwku4ow5biptyqnenjievjht56hd7wqinbdbteq",
        ),
    ],
)
def test_labels_are_those_the_amp_project_publishes(host: str, label: str) -> None:
    """Plain, international, hyphened, mixed and overlong hosts become the label AMP's own tools give."""
    assert cache_address(f"https://{host}/a") == f"https://{label}.cdn.ampproject.org/c/s/{host}/a"


def test_path_and_query_are_verbatim() -> None:
    """Everything after the host is kept as it is, a fragment is not sent."""
    assert (
        cache_address("http://m.kurier.example/a%20b/?x=1&amp=1#top")
        == "https://m-kurier-example.cdn.ampproject.org/c/m.kurier.example/a%20b/?x=1&amp=1"
    )


@pytest.mark.parametrize("url", ["", "/amp/a", "javascript:alert(1)", "ftp://a.example/", "https://u:p@a.example/"])
def test_what_is_no_web_address_has_none(url: str) -> None:
    """Relative addresses, other schemes and hidden passwords are not sent to a cache."""
    assert cache_address(url) is None


@given(st.text())
def test_any_host_gives_a_label_of_63_at_most(host: str) -> None:
    """Whatever stands for a host, the result is a cache address or None."""
    found = cache_address(f"https://{host}/")
    if found is not None:
        label = found.removeprefix("https://").partition(".cdn.ampproject.org")[0]
        assert len(label) <= 63
        assert label.isascii()
