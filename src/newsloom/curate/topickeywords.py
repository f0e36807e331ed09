"""Which topics' keywords stand in an article."""

from collections.abc import Sequence

from newsloom.curate.keywordindex import KeywordIndex
from newsloom.curate.topicrules import PLACES
from newsloom.model.article import Article
from newsloom.model.judgement import Topic
from newsloom.model.topicrule import FIELD_WEIGHTS, ArticleField, TopicMatch


class TopicKeywords:
    """The keywords of all topics, found at once.

    Args:
        topics: the topics; a keyword listed twice is found once.
        whole_words: whether keywords must be whole words, of title or lead; else they may stand anywhere in the title.
    """

    def __init__(self, topics: Sequence[Topic], *, whole_words: bool) -> None:
        self._topics = topics
        self._keywords = [*dict.fromkeys((n, word) for n, topic in enumerate(topics) for word in topic.keywords)]
        self._index = KeywordIndex((word for _, word in self._keywords), whole_words=whole_words)
        self._fields = (ArticleField.TITLE, ArticleField.LEAD) if whole_words else (ArticleField.TITLE,)

    def find(self, article: Article) -> dict[int, list[TopicMatch]]:
        """Each topic's matches, by its place among the topics; the first place in each field counts."""
        found: dict[int, list[TopicMatch]] = {}
        if not self._keywords:
            return found
        for field in self._fields:
            text: str = getattr(article, field)
            for place, spans in self._index.find(text).items():
                number, keyword = self._keywords[place]
                topic = self._topics[number]
                weight = topic.rules.weight_of(field) if topic.rules else FIELD_WEIGHTS[field]
                found.setdefault(number, []).extend(
                    TopicMatch(
                        topic=topic.id,
                        rule=keyword,
                        field=field,
                        start=begin,
                        end=end,
                        words=text[begin:end],
                        points=0 if nth else weight,
                    )
                    for nth, (begin, end) in enumerate(spans[:PLACES])
                )
        return found
