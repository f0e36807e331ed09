from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.boundaries import contains_word, folded
from newsloom.text.keywords import KeywordFinder

WORDS = st.text(alphabet="aäbİ東京 -!", max_size=3)


@given(
    st.dictionaries(st.sampled_from("pqr"), st.lists(WORDS, max_size=3)), st.text(alphabet="aäbİ東京 -!", max_size=12)
)
def test_all_keywords_at_once_are_those_looked_for_one_by_one(keywords: dict[str, list[str]], text: str) -> None:
    """Whatever the script and whatever overlaps."""
    alone = {
        name for name, words in keywords.items() if any(contains_word(folded(text), folded(word)) for word in words)
    }
    assert KeywordFinder(keywords).names(text) == alone


def test_a_keyword_in_any_of_the_texts_counts() -> None:
    """And one that two names have means both."""
    finder = KeywordFinder({"a": ["tram"], "b": ["Tram", "bus"], "c": [""]})
    assert finder.names("News", "The TRAM") == {"a", "b"}
