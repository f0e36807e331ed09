"""Which language an article is in."""

from dataclasses import replace

from newsloom.curate.tongue import better_guess, first_guess, outlet_language
from newsloom.model.metadata import Metadata
from newsloom.testing.builders import a_feed, a_source, an_article, an_item
from newsloom.text.language import Guess

GERMAN = ("Alte Brücke bleibt nach Rissen gesperrt", "Brotpreise steigen nach der Dürre erneut", "Drei Verletzte")


def test_the_owner_is_believed() -> None:
    """Whatever the words are."""
    told = first_guess("Old bridge stays shut", item=an_item(), source=a_source(language="nb"), outlet="en")
    assert told == Guess(language="no", probability=1.0)


def test_an_items_own_tag_comes_before_its_feeds() -> None:
    """A short title has the language its item declares."""
    item = an_item("Tech EDC", language="de-AT")
    assert first_guess("Tech EDC", item=item, source=a_source(), outlet="en").language == "de"


def test_a_feed_that_declares_nothing_is_known_by_its_titles() -> None:
    """Read together; its short titles follow them."""
    feed = a_feed(*map(an_item, GERMAN))
    assert outlet_language(feed) == "de"
    assert outlet_language(replace(feed, language="fr-FR")) == "fr"
    assert outlet_language(a_feed()) == ""
    assert first_guess("Live", item=an_item(), source=a_source(), outlet="de").language == "de"


def test_a_page_settles_what_the_feed_left_open() -> None:
    """What was sure stays; what nobody can tell stays too."""
    unsure = an_article("Live", language="", metadata=Metadata())
    text = "Der Fluss stieg über Nacht, und der Stadtrat sperrte beide Brücken in die Stadt."
    assert better_guess(unsure, text, hint="").language == "de"
    sure = an_article("Live", language="en", metadata=Metadata(language_probability=0.95))
    assert better_guess(sure, text, hint="de") == Guess(language="en", probability=0.95)
    assert better_guess(unsure, "12", hint="") == Guess()
