"""A desk's topics, from the files of a folder."""

import re
from dataclasses import replace
from pathlib import Path

from newsloom.errors import RecordError, UsageError
from newsloom.model.judgement import Topic
from newsloom.records.taxonomy import topic

_NUMBER = re.compile(r"([0-9]+)-")


def read_topics(folder: Path) -> tuple[Topic, ...]:
    """The topics of `NN-id.yaml` files, numbers kept, in the order of their names; none where there is no folder.

    Raises:
        UsageError: a file cannot be read, is no topic, or two have one id; it names the file.
    """
    topics: dict[str, Topic] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            found = topic(path.read_bytes())
        except OSError as error:
            raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
        except RecordError as error:
            raise UsageError(f"{path}: {error}") from error
        if found.id in topics:
            raise UsageError(f"{path}: another topic file has the id `{found.id}`; give one of them another `_id`")
        number = _NUMBER.match(path.name)
        topics[found.id] = replace(found, number=number and number[1])
    return tuple(topics.values())
