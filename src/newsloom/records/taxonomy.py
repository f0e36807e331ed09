"""Topics from a desk's topic files."""

from newsloom.model.judgement import Topic
from newsloom.records import foreign
from newsloom.records.fields import Fields
from newsloom.records.nodes import UnreadableError
from newsloom.records.topicrules import rules_in


def topic(data: bytes) -> Topic:
    """The topic a file of `_data/topics` says; raises UnreadableError with the line where it says none.

    `images` may be addresses or items with a `url`; keywords keep their order and their doubles.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(data.count(b"\n", 0, error.start) + 1, "not UTF-8") from error
    tree = foreign.read(text)
    fields = Fields(tree, "the topic")
    name = fields.needed("name")
    services = fields.fields("services")
    return Topic(
        id=fields.text("_id") or name,
        name=name,
        shortname=fields.text("shortname"),
        parent=fields.text("parent"),
        description=fields.text("description"),
        keywords=fields.texts("keywords"),
        hashtags=fields.texts("hashtags"),
        images=_images(fields),
        rules=rules_in(fields),
        services=() if services is None else tuple((name, services.text(name) or "") for name in services.order),
    )


def _images(fields: Fields) -> tuple[str, ...]:
    try:
        return fields.texts("images")
    except UnreadableError:
        return tuple(item.needed("url") for item in fields.items("images"))
