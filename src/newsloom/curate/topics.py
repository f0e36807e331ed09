"""Which topics an article has, and where it says so."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial

from newsloom.curate.articlefields import Fields, fields_of
from newsloom.curate.taxonomy import ancestors
from newsloom.curate.termindex import Found, TermIndex
from newsloom.curate.topickeywords import TopicKeywords
from newsloom.curate.topicrules import FIELDS, CompiledTopic, Evidence, compiled, may_hold, places
from newsloom.model.article import Article
from newsloom.model.judgement import Topic, TopicFinding, TopicReason
from newsloom.model.topicrule import ArticleField, TopicMatch, TopicRules
from newsloom.text.plain import Plain, plain_of
from newsloom.text.terms import Term, term

_RANK = {field: rank for rank, field in enumerate(FIELDS)}
_Use = tuple[int, int, int, tuple[int, ...]]  # a topic, a rule of it, the rule's weight if it is for it, field values
Matches = dict[int, list[TopicMatch]]  # by a topic's place in the desk's order


class TopicBook:
    """A desk's topics, compiled once; asked about one article after the other.

    Args:
        topics: the topics, in the desk's order; the terms of their rules can be read.
        whole_words: whether keywords must be whole words, of title or lead; else they may stand anywhere in the title,
            and neither parents nor exclusions touch them, as the record contract has it.
    """

    def __init__(self, topics: Iterable[Topic], *, whole_words: bool = True) -> None:
        self.topics = tuple(topics)
        self._whole_words = whole_words
        self._numbers = {topic.name: number for number, topic in reversed(list(enumerate(self.topics)))}
        self._numbers |= {topic.id: number for number, topic in enumerate(self.topics)}
        above = ancestors(self.topics) if whole_words else {}
        self._above = {self._numbers[id_]: [self._numbers[one] for one in ids] for id_, ids in above.items()}
        self._terms: dict[Term, int] = {}
        self._written: dict[tuple[int, int], str] = {}
        self._uses: dict[int, list[_Use]] = {}
        self._rules = {n: self._compiled(n, topic.rules) for n, topic in enumerate(self.topics) if topic.rules}
        self._index = TermIndex([*self._terms])
        self._keywords = TopicKeywords(self.topics, whole_words=whole_words)
        self._read = _fields_read(self._rules.values())

    def __reduce__(self) -> tuple[object, ...]:
        """Another process compiles the topics anew: what they are compiled to stays in this one."""
        return partial(TopicBook, whole_words=self._whole_words), (self.topics,)

    def tag(self, article: Article, *, named: Collection[str] = (), ungiven: bool = False) -> tuple[TopicFinding, ...]:
        """What was found of each topic the article has, in the desk's order.

        Args:
            article: the article.
            named: ids or names of topics it has whatever it says: its source's, the desk's root.
            ungiven: whether topics count too that something speaks for, but not enough.
        """
        matches, reasons = self._said(article, ungiven=ungiven)
        self._add_others(reasons, named)
        numbers = sorted({*matches, *reasons} if ungiven else reasons)
        return tuple(self._finding(number, matches.get(number), reasons.get(number, ())) for number in numbers)

    def said(self, article: Article) -> tuple[TopicFinding, ...]:
        """What was found of each topic that the article itself speaks for, in the desk's order."""
        matches, reasons = self._said(article, ungiven=False)
        return tuple(self._finding(number, matches.get(number), reasons[number]) for number in sorted(reasons))

    def with_others(self, said: Iterable[str], *, named: Collection[str] = ()) -> tuple[Topic, ...]:
        """The topics of an article in the desk's order: those it speaks for, those named, and all above them.

        Args:
            said: ids; those that are no longer there are left out.
            named: as in `tag`.
        """
        reasons: dict[int, list[TopicReason]] = {self._numbers[id_]: [] for id_ in said if id_ in self._numbers}
        self._add_others(reasons, named)
        return tuple(self.topics[number] for number in sorted(reasons))

    def _said(self, article: Article, *, ungiven: bool) -> tuple[Matches, dict[int, list[TopicReason]]]:
        fields, keywords = fields_of(article, self._read), self._keywords.find(article)
        text = plain_of(fields.text)
        there, patterns = self._index.find(text), self._patterns(fields)
        form: Plain | None = text  # whose offsets places have
        if text.is_as_written or keywords or patterns:  # others have those of what is written
            there, form = self._index.as_written(there, text), None
        for one, spans in patterns.items():
            there.setdefault(one, []).extend(spans)
        evidence = Evidence(there, (fields if form is None else fields.as_in(form)).field_at)
        by_keywords = self._by_keywords(keywords, fields, evidence)
        matches = self._by_rules(fields, evidence, None if ungiven else by_keywords, form)
        reasons: dict[int, list[TopicReason]] = {number: [TopicReason.KEYWORD] for number in by_keywords}
        for number, found in matches.items():
            found.extend(by_keywords.pop(number, ()))
            if sum(match.points for match in found) >= self._rules[number].threshold:
                reasons.setdefault(number, []).insert(0, TopicReason.RULES)
        return matches | by_keywords, reasons

    def _finding(self, number: int, matches: list[TopicMatch] | None, reasons: Iterable[TopicReason]) -> TopicFinding:
        topic = self.topics[number]
        if matches is None:
            return TopicFinding(topic=topic, reasons=tuple(reasons))
        matches.sort(key=_order)
        score = sum(match.points for match in matches)
        return TopicFinding(topic=topic, score=score, matches=tuple(matches), reasons=tuple(reasons))

    def _compiled(self, number: int, rules: TopicRules) -> CompiledTopic:
        def numbered(said: str) -> int:
            place = self._terms.setdefault(term(said), len(self._terms))
            self._written.setdefault((number, place), said)
            return place

        topic = compiled(rules, numbered)
        for place, rule in enumerate(topic.rules):
            for one in rule.counted:
                self._uses.setdefault(one, []).append((number, place, max(rule.weight, 0), topic.values))
        return topic

    def _patterns(self, fields: Fields) -> Found:
        """The places of regular expressions, as offsets in what is written."""
        found: Found = {}
        if self._index.has_patterns:
            for start, text in fields.pieces():
                for one, spans in self._index.find_patterns(text).items():
                    found.setdefault(one, []).extend((begin + start, end + start) for begin, end in spans)
        return found

    def _by_rules(
        self, fields: Fields, evidence: Evidence, keyworded: Collection[int] | None, form: Plain | None
    ) -> Matches:
        """The places that rules found, of topics that may hold.

        Args:
            fields: the article.
            evidence: what was found in it.
            keyworded: topics to look at however little they can reach; None: look at all.
            form: the form in which the evidence's offsets are; None: in what is written.
        """
        counted = fields if form is None else fields.as_in(form)
        found = [(one, spans, self._uses[one]) for one, spans in evidence.found.items() if one in self._uses]
        most: dict[int, int] = {}  # what a topic's rules can reach
        for _, spans, uses in found:
            there = counted.fields_at(spans)
            for number, _, weight, values in uses:
                most[number] = most.get(number, 0) + weight * values[there]
        rules = self._rules
        wanted = {n for n, reach in most.items() if keyworded is None or reach >= rules[n].threshold or n in keyworded}
        touched: dict[int, dict[int, list[int]]] = {number: {} for number in wanted}
        for one, _, uses in found:
            for number, rule, _, _ in uses:
                if number in wanted:
                    touched[number].setdefault(rule, []).append(one)
        counting = {number: places(rules[number], by_rule, evidence) for number, by_rule in touched.items()}
        return {n: [self._match(n, place, fields, form) for place in held] for n, held in counting.items() if held}

    def _match(self, number: int, place: tuple[int, int, int, int], fields: Fields, form: Plain | None) -> TopicMatch:
        one, begin, end, points = place
        if form is not None:  # few of all places get here, so only these are sought in what is written
            begin, end = form.begin(begin), form.end(end)
        field, start = fields.at(begin)
        return TopicMatch(
            topic=self.topics[number].id,
            rule=self._written[number, one],
            field=FIELDS[field],
            start=begin - start,
            end=end - start,
            words=fields.text[begin:end],
            points=points,
        )

    def _by_keywords(self, found: Matches, fields: Fields, evidence: Evidence) -> Matches:
        """The keywords that were found, less those that a topic's rules take away."""
        if not self._whole_words:
            return found
        kept: Matches = {}
        for number, matches in found.items():
            rules = self._rules.get(number)
            if rules is None:
                kept[number] = matches
            elif may_hold(rules, evidence) and (left := [*_counting(matches, rules, fields, evidence)]):
                kept[number] = left
        return kept

    def _add_others(self, reasons: dict[int, list[TopicReason]], named: Collection[str]) -> None:
        for name in named:
            if (number := self._numbers.get(name)) is not None:
                _add(reasons, number, TopicReason.SOURCE)
        for number in [*reasons]:
            for above in self._above.get(number, ()):
                _add(reasons, above, TopicReason.CHILD)


def _fields_read(rules: Iterable[CompiledTopic]) -> frozenset[ArticleField]:
    return frozenset(field for topic in rules for field, weight in zip(FIELDS, topic.weights, strict=True) if weight)


def _counting(
    matches: Iterable[TopicMatch], rules: CompiledTopic, fields: Fields, evidence: Evidence
) -> Iterator[TopicMatch]:
    """The keywords that do not stand in an excluded place, in fields the topic reads."""
    masks = evidence.masks(rules)
    for match in matches:
        start = fields.start_of(match.field)
        if start is None or not rules.weights[FIELDS.index(match.field)]:
            continue
        if not evidence.is_masked((match.start + start, match.end + start), masks):
            yield match


def _add(reasons: dict[int, list[TopicReason]], number: int, why: TopicReason) -> None:
    known = reasons.setdefault(number, [])
    if why not in known:
        known.append(why)


def _order(match: TopicMatch) -> tuple[int, int, int, str, int]:
    return (_RANK[match.field], match.start, match.end, match.rule, -match.points)
