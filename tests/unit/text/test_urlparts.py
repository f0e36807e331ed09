"""The parts of an address are those its parser would give."""

from ada_url import URL
from hypothesis import example, given
from hypothesis import strategies as st

from newsloom.text.urlparts import taken_apart
from newsloom.text.urls import parse

PARTS = ("href", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash")
WORDS = "/ // ? # @ : [ ] [::1] [2001:db8::7] %40 %2f % a daily.example .. ; user:word@ :80 :443 :8080 127.0.0.1"
BITS = st.sampled_from([*WORDS.split(), "\\", " ", "\t", "ä", "&x=1", "?x=1", "#!/a", "💡", "."])
ADDRESSES = st.builds(
    lambda scheme, rest: scheme + "".join(rest),
    st.sampled_from(["http://", "https://", "HTTP:", "https:/\\", "http://daily.example", "https://u@[::1]:7/"]),
    st.lists(BITS | st.text(max_size=4), max_size=8),
)


@given(ADDRESSES)
@example("http://u:p@daily.example:8080/a@b:c?x=@/#y?z#")
@example("http://:@daily.example?#")
@example("https://[::1]:443/[x]")
@example("http://user:@daily.example./")
def test_the_parts_are_the_parsers_own(url: str) -> None:
    """Cutting what the parser wrote gives what the parser says."""
    parsed = parse(url)
    if parsed is None:
        return
    own = URL(url)
    assert {part: getattr(parsed, part) for part in PARTS} == {part: getattr(own, part) for part in PARTS}
    assert taken_apart(str(own.href)) == parsed


@given(ADDRESSES)
def test_the_plain_address_is_without_credentials_and_else_the_same(url: str) -> None:
    """Taking away user name and password changes nothing else."""
    parsed = parse(url)
    if parsed is None:
        return
    own = URL(url)
    own.username = own.password = ""
    assert parsed.plain == own.href
