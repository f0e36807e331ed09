"""Where terms stand in a text."""

from random import Random

import re2
from hypothesis import example, given
from hypothesis import strategies as st

from newsloom.curate.patternindex import PatternIndex
from newsloom.curate.termindex import TermIndex, merged, overlaps
from newsloom.text.boundaries import is_boundary, is_spaceless, is_word
from newsloom.text.patterns import options_of
from newsloom.text.plain import exact, plain_of
from newsloom.text.terms import Near, Pattern, Phrase, TermError, term

WORDS = [
    "ai",
    "AI",
    "Air",
    "bank",
    "Bänke",
    "rate",
    "the",
    "C++",
    "β",
    "кот",
    "коты",
    "人",
    "人工",
    "知能",
    "가",
    "ไทย",
    "कला",
    "कल",
]
JOINTS = [" ", " ", " ", "-", ", ", "\n\n", "", "’"]
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINTS)), max_size=14).map(
    lambda parts: "".join(word + joint for word, joint in parts)
)
SAID = st.one_of(
    st.lists(st.sampled_from([*WORDS, "ba*", "ai*", "кот*", "人*"]), min_size=1, max_size=3).map(" ".join),
    st.sampled_from(WORDS).map("={}".format),
    st.builds("{} ~{} {}".format, st.sampled_from(WORDS), st.integers(0, 3), st.sampled_from(["bank", "rate", "人工"])),
    st.sampled_from(["/a[ir]+/", "=/A./", r"/\bbank\b/"]),
)
SEVERAL = st.lists(SAID, min_size=1, max_size=8, unique_by=term)


def found(said: list[str], text: str) -> dict[str, list[tuple[int, int]]]:
    """Where the index finds terms."""
    index = TermIndex([term(one) for one in said])
    places = index.as_written(index.find(plain := plain_of(text)), plain) | index.find_patterns(text)
    return {said[number]: spans for number, spans in places.items()}


def slowly(said: str, text: str) -> list[tuple[int, int]]:
    """The same for one term, by trying every place."""
    one = term(said)
    if isinstance(one, Pattern):
        compiled = re2.compile(one.source, options_of(exact=one.is_exact))
        return [match.span() for match in compiled.finditer(text)]
    plain = plain_of(text)
    places = near(one, text) if isinstance(one, Near) else phrase_places(one, text)
    return [(plain.begin(start), plain.end(end)) for start, end in places]


def phrase_places(phrase: Phrase, text: str) -> list[tuple[int, int]]:
    """Every place of the plain form at which a phrase starts and ends where words do."""
    plain = plain_of(text).plain
    ends = {start: phrase_end(phrase, text, start) for start in range(len(plain))}
    return [(start, end) for start, end in ends.items() if end is not None]


def phrase_end(phrase: Phrase, text: str, start: int) -> int | None:
    """Where a phrase that starts here ends."""
    whole = plain_of(text)
    plain = whole.plain
    if not edge(plain, start):
        return None
    at = start
    for number, piece in enumerate(phrase.pieces):
        if number and plain[at : at + 1] != " ":
            return None
        at += bool(number)
        if plain[at : at + len(piece.text)] != piece.text:
            return None
        end = at + len(piece.text)
        if phrase.is_exact and exact(text[whole.begin(at) : whole.end(end)]) != piece.written:
            return None
        at = end
        while piece.is_open and at < len(plain) and is_word(plain[at]) and not is_spaceless(plain[at]):
            at += 1
    return at if edge(plain, at) else None


def edge(text: str, at: int) -> bool:
    """Whether a word may begin or end here."""
    if 0 < at < len(text) and is_word(text[at]) and is_word(text[at - 1]):
        return is_spaceless(text[at]) or is_spaceless(text[at - 1])
    return True


def near(one: Near, text: str) -> list[tuple[int, int]]:
    """For each place of the left the nearest of the right."""
    plain = plain_of(text)
    starts = plain.word_starts()
    spans: dict[tuple[int, int], None] = {}
    for left in phrase_places(one.left, text):
        candidates = []
        for right in phrase_places(one.right, text):
            first, second = sorted((left, right))
            between = sum(first[1] <= start < second[0] for start in starts)
            if first[1] <= second[0] and between <= one.within:
                candidates.append((between, right))
        if candidates:
            _, right = min(candidates)
            spans[min(left[0], right[0]), max(left[1], right[1])] = None
    return list(spans)


@given(SEVERAL, TEXTS)
@example(["人工 知能", "ai 人"], "AI人工 知能 ai-人")
@example(["bank ~0 rate"], "rate bank rate")
def test_finds_what_trying_every_place_finds(said: list[str], text: str) -> None:
    """All of it, and nothing else, in any script."""
    assert found(said, text) == {one: places for one in said if (places := slowly(one, text))}


@given(SEVERAL, TEXTS, st.randoms())
def test_the_order_of_terms_does_not_matter(said: list[str], text: str, random: Random) -> None:
    """Nor which others there are."""
    mixed = sorted(said, key=lambda _: random.random())
    assert found(mixed, text) == found(said, text)
    assert found(said[:1], text) == {one: places for one, places in found(said, text).items() if one == said[0]}


@given(SEVERAL, TEXTS, TEXTS)
def test_text_elsewhere_takes_no_match_away(said: list[str], text: str, more: str) -> None:
    """What is found stays found where a paragraph is added."""
    kept = [one for one in said if not isinstance(term(one), Near)]
    if kept:
        before, after = found(kept, text), found(kept, f"{text}\n\n{more}")
        assert all(set(places) <= set(after[one]) for one, places in before.items())


@given(SAID, TEXTS)
def test_words_are_never_cut(said: str, text: str) -> None:
    """A phrase begins and ends where a word does."""
    if isinstance(term(said), Phrase):
        for start, end in found([said], text).get(said, []):
            assert is_boundary(text, start)
            assert is_boundary(text, end)


@given(st.lists(st.text("abc/[](){}*+?|.^$\\d", min_size=1, max_size=6), max_size=6, unique=True), TEXTS)
def test_expressions_asked_together_are_found_as_one_by_one(sources: list[str], text: str) -> None:
    """A set of them only saves time."""
    kept = {}
    for number, source in enumerate(sources):
        try:
            one = term(f"/{source}/")
        except TermError:
            continue
        if isinstance(one, Pattern):
            kept[number] = one
    alone = {number: spans for number, one in kept.items() if (spans := slowly(f"/{one.source}/", text))}
    assert PatternIndex(kept).find(text) == alone


def test_examples() -> None:
    """As an owner would write them."""
    said = [
        "ai",
        "=AI",
        "vaccin*",
        "central bank",
        "C++",
        ".net",
        "bank ~3 rate",
        "climat* chang*",
        "人工知能",
        "straße",
    ]
    text = (
        "AI said: Vaccines, C++, ASP.NET. The Central-Bank cut the key rate; climates changing, 人工知能とAI, STRASSE"
    )
    places = {one: [text[start:end] for start, end in spans] for one, spans in found(said, text).items()}
    assert places == {
        "ai": ["AI", "AI"],
        "=AI": ["AI", "AI"],
        "vaccin*": ["Vaccines"],
        "central bank": ["Central-Bank"],
        "C++": ["C++"],
        ".net": [".NET"],
        "bank ~3 rate": ["Bank cut the key rate"],
        "climat* chang*": ["climates changing"],
        "人工知能": ["人工知能"],
        "straße": ["STRASSE"],
    }


def test_near_does_not_reach_too_far_nor_into_another_field() -> None:
    """Words are counted, not characters."""
    assert found(["bank ~2 rate"], "bank one two rate") == {"bank ~2 rate": [(0, 17)]}
    assert found(["bank ~2 rate"], "bank one two three rate") == {}
    assert found(["bank ~2 rate"], "bank\0rate") == {}
    assert found(["人工 ~1 知能"], "人工研究知能") == {"人工 ~1 知能": [(0, 6)]}


def test_many_expressions_fall_back_to_one_by_one() -> None:
    """Where a set of them would need too much memory, none is lost."""
    hungry = {number: Pattern(f"(a|b)*a(a|b){{{number + 10}}}x{number}") for number in range(40)}
    text = "ab" * 400 + "x7"
    assert PatternIndex(hungry).find(text).keys() == {7}


def test_merged_and_overlaps() -> None:
    """Places that touch become one; a place next to one does not overlap it."""
    assert merged([(5, 8), (0, 2), (1, 4)]) == [(0, 4), (5, 8)]
    assert [overlaps(span, [(0, 4), (6, 8)]) for span in ((3, 5), (4, 6), (7, 9), (5, 7))] == [True, False, True, True]
