"""Reads any YAML as a tree of texts, without YAML's types, anchors or tags."""

from collections.abc import Iterator

import yaml

from newsloom.records.nodes import Mapping, Node, Scalar, Sequence, UnreadableError

_DEEPEST = 32  # levels; a record has six


def read(text: str, *, first_line: int = 1) -> Mapping:
    """The mapping this YAML holds; UnreadableError if it is not YAML, no mapping, or uses anchors, aliases or tags."""
    try:
        events = _Events(yaml.parse(text, Loader=yaml.CSafeLoader), first_line)
        return events.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise UnreadableError(line, f"not YAML: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise UnreadableError(first_line, f"not YAML: {str(error).splitlines()[0]}") from error


class _Events:
    """The parser's events, read one after the other into nodes."""

    def __init__(self, events: Iterator[yaml.Event], first_line: int) -> None:
        self._events = events
        self._first = first_line

    def document(self) -> Mapping:
        next(self._events)  # the stream
        if not isinstance(event := next(self._events), yaml.DocumentStartEvent):
            raise UnreadableError(self._line(event), "nothing in it")
        node = self._node(next(self._events), 0)
        if not isinstance(node, Mapping):
            raise UnreadableError(node.line, "not a list of named fields")
        next(self._events)  # the document's end
        if not isinstance(event := next(self._events), yaml.StreamEndEvent):
            raise UnreadableError(self._line(event), "a second document where one must be")
        return node

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._refuse(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, self._line(event), plain=event.style is None)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(depth)), self._line(event))
        return Mapping(tuple(self._pairs(depth)), self._line(event))

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _pairs(self, depth: int) -> Iterator[tuple[str, int, Node]]:
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = self._node(event, depth + 1)
            if not isinstance(name, Scalar):
                raise UnreadableError(name.line, "a name that is not text")
            yield name.text, name.line, self._node(next(self._events), depth + 1)

    def _refuse(self, event: yaml.Event, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise UnreadableError(self._line(event), "anchors and aliases are not allowed in a record")
        if getattr(event, "tag", None) is not None:
            raise UnreadableError(self._line(event), "YAML tags are not allowed in a record")
        if depth > _DEEPEST:
            raise UnreadableError(self._line(event), "nested deeper than any record")

    def _line(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return self._first + (0 if mark is None else int(mark.line))
