"""Which stories fit a saved view."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.savedviews import ViewBook, matches
from newsloom.model.metadata import Genre
from newsloom.model.savedview import SavedView, ViewedReport, ViewedStory
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId


def a_report(title: str = "Floods close the bridge", **fields: object) -> ViewedReport:
    """One report of the Daily."""
    plain = {"title": title, "source": SourceId("daily"), "family": "daily-group", "language": "en"}
    return ViewedReport(**(plain | fields))  # type: ignore[arg-type]  # any field of the value


def a_story(*reports: ViewedReport, **fields: object) -> ViewedStory:
    """A story of these reports."""
    plain = {"story": StoryId("s1"), "reports": reports or (a_report(),), "heat": 40, "quality": 60}
    return ViewedStory(**(plain | fields))  # type: ignore[arg-type]  # any field of the value


def a_view(**fields: object) -> SavedView:
    """A view that asks for this alone."""
    return SavedView(**({"name": "mine"} | fields))  # type: ignore[arg-type]  # any field of the value


@pytest.mark.parametrize(
    ("title", "terms", "fits"),
    [
        ("Floods close the bridge", ("flood*",), True),
        ("Floods close the bridge", ("flood",), False),
        ("The central-bank meets", ("central bank",), True),
        ("Bank of central Velmark", ("central bank",), False),
        ("Überschwemmung in Köln", ("KÖLN",), True),
        ("Kölner Dom", ("Köln",), False),
        ("東京で洪水が発生", ("洪水",), True),
        ("Наводнение в городе", ("наводнени*",), True),
        ("فيضان في المدينة", ("فيضان",), True),
        ("น้ำท่วมกรุงเทพ", ("น้ำท่วม",), True),
        ("An AI writes", ("=AI",), True),
        ("Ai Weiwei paints", ("=AI",), False),
        ("GPT-7 is out", ("/gpt-[0-9]/",), True),
    ],
)
def test_words_have_boundaries_in_every_script(title: str, terms: tuple[str, ...], fits: bool) -> None:
    """A term is found where it stands as a word, whatever the script."""
    assert matches(a_view(any=terms), a_story(a_report(title))) is fits


def test_what_is_asked_of_reports_must_hold_of_one() -> None:
    """Words in one report and a source of another make no match; both of one do."""
    view = a_view(any=("flood*",), sources=(SourceId("herald"),))
    one, other = a_report("Floods rise"), a_report("All dry", source=SourceId("herald"))
    assert not matches(view, a_story(one, other))
    assert matches(view, a_story(one, a_report("The floods", source=SourceId("herald"))))


def test_all_and_none() -> None:
    """Each of `all` must be there, in title or lead, and none of `none`."""
    view = a_view(all=("flood*", "bridge"), none=("exercise",))
    assert matches(view, a_story(a_report("Floods rise", lead="The bridge is shut")))
    assert not matches(view, a_story(a_report("Floods rise")))
    assert not matches(view, a_story(a_report("Floods at the bridge: an exercise")))


def test_no_phrase_goes_from_title_to_lead() -> None:
    """What stands in two fields is no phrase."""
    assert not matches(a_view(any=("bridge shut",)), a_story(a_report("The bridge", lead="Shut since noon")))


@pytest.mark.parametrize(
    ("view", "fits"),
    [
        (a_view(topics=("weather", "traffic")), True),
        (a_view(topics=("sport",)), False),
        (a_view(without_topics=("weather",)), False),
        (a_view(families=("daily-group",)), True),
        (a_view(families=("other",)), False),
        (a_view(languages=("en",)), True),
        (a_view(languages=("fr",)), False),
        (a_view(genres=(Genre.REPORT,)), True),
        (a_view(genres=(Genre.OPINION,)), False),
        (a_view(min_heat=40), True),
        (a_view(min_heat=41), False),
        (a_view(min_quality=60), True),
        (a_view(min_quality=61), False),
        (a_view(min_voices=2), False),
        (a_view(), True),
    ],
)
def test_each_condition_counts(view: SavedView, fits: bool) -> None:
    """Each thing that can be asked lets through what has it, and nothing else."""
    assert matches(view, a_story(topics=frozenset({"weather"}))) is fits


def test_a_language_is_asked_for_without_its_country() -> None:
    """`pt` is `pt-BR` too, not the other way round."""
    story = a_story(a_report(language="pt-BR"))
    assert matches(a_view(languages=("pt",)), story)
    assert not matches(a_view(languages=("pt-BR",)), a_story(a_report(language="pt")))


def test_what_is_not_published_is_asked_for() -> None:
    """A view sees published stories unless it says otherwise."""
    story = a_story(is_published=False)
    assert not matches(a_view(), story)
    assert matches(a_view(only_published=False), story)


def test_a_view_that_matches_everything_is_known_as_one() -> None:
    """Asking for nothing is said; asking for anything is not that."""
    assert a_view().matches_everything
    assert a_view(only_published=False).matches_everything
    assert not a_view(any=("flood*",)).matches_everything
    assert not a_view(min_heat=1).matches_everything


VIEWS = st.builds(
    SavedView,
    name=st.text("abc", min_size=1, max_size=3),
    any=st.sets(st.sampled_from(["flood*", "bridge", "central bank", "洪水"]), max_size=2).map(tuple),
    none=st.sets(st.sampled_from(["sport", "flood"]), max_size=1).map(tuple),
    min_heat=st.none() | st.integers(0, 80),
)
STORIES = st.builds(
    a_story,
    st.sampled_from(["Floods", "A flood", "The bridge", "Central bank", "洪水", "Sport"]).map(a_report),
    heat=st.integers(0, 80),
)


@given(st.lists(VIEWS, max_size=5), STORIES)
def test_many_views_say_what_each_says(views: list[SavedView], story: ViewedStory) -> None:
    """Views compiled together let through exactly what each does by itself, in the order given."""
    assert ViewBook(views).matching(story) == tuple(view for view in views if matches(view, story))
