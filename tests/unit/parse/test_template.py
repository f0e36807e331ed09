"""A page's own class names, sampled."""

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsloom.parse.template import SAMPLE, is_own, template_of

NAMES = st.lists(st.from_regex(r"nord[a-z]{3,8}-[a-z]{2,8}", fullmatch=True), max_size=40, unique=True)


def sample(*names: str) -> tuple[int, ...]:
    """The sample of a page whose elements have these class names."""
    return template_of(LexborHTMLParser("".join(f'<div class="{name}">x</div>' for name in names)))


def test_a_sample_is_bounded() -> None:
    """However many names a page has."""
    assert len(sample(*(f"nord-{chr(97 + n % 26)}{chr(97 + n // 26)}-frame" for n in range(290)))) == SAMPLE


def test_common_names_tell_nothing() -> None:
    """Utilities, states, numbers of articles, and what many unrelated sites use."""
    plain = ("container", "md:w-3/5", "col-md-6", "post-12345", "is-open", "article__title", "mt-4", "text-left", "abc")
    assert sample(*plain) == ()
    assert not any(map(is_own, plain[1:5]))
    assert len(sample(*plain, "nord-masthead")) == 1


def test_a_builders_page_tells_nothing_at_all() -> None:
    """Whoever uses the same builder has the same names."""
    assert sample("nord-masthead", "sqs-block") == sample("nord-masthead elementor-widget") == ()


@given(NAMES)
def test_order_and_repetition_do_not_matter(names: list[str]) -> None:
    """A sample is of a set."""
    assert sample(*names) == sample(*reversed(names), *names)
    assert sample(*names) == tuple(sorted(sample(*names)))


@given(NAMES, NAMES)
def test_samples_of_two_pages_are_coordinated(one: list[str], other: list[str]) -> None:
    """What is sampled of two pages together was sampled of one of them."""
    assert set(sample(*one, *other)) <= set(sample(*one)) | set(sample(*other))
