"""How our values stand in columns: times as microseconds, text without what databases refuse, the rest as JSON."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec
from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def storable(text: str) -> str:
    """The text without NUL, which PostgreSQL refuses, and with U+FFFD for half surrogates, which have no UTF-8."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def storable_value(value: T, kind: type[T]) -> T:
    """The value with every text inside it made storable; itself, if there was nothing to do."""
    if _packed(value) is not None:
        return value
    plain = msgspec.to_builtins(value)
    kept = _storable_inside(plain)
    return value if kept == plain else msgspec.convert(kept, kind)


def _packed(value: object) -> bytes | None:
    """The value as JSON, None if a text inside it may have to be made storable."""
    try:
        packed = msgspec.json.encode(value)
    except UnicodeEncodeError:
        return None
    return None if b"\\u0000" in packed else packed


def _storable_inside(value: object) -> object:
    """The same for every text inside a value made of lists and objects."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list | tuple):
        return [_storable_inside(v) for v in value]
    if isinstance(value, dict):
        return {storable(k): _storable_inside(v) for k, v in value.items()}
    return value


class Moment(TypeDecorator[datetime]):
    """A moment as whole microseconds since 1970, UTC: sorts, compares and indexes alike in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002  SQLAlchemy's signature
        """Microseconds; raises ValueError on a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"{value.isoformat()} has no time zone; times are stored in UTC"
            raise ValueError(msg)
        return (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """The moment, UTC."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Words(TypeDecorator[str]):
    """Text made storable on its way in, in values and in conditions alike."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  SQLAlchemy's signature
        """Storable text; an enumeration stands as its value."""
        return None if value is None else storable(str(value))

    @staticmethod
    def ready(values: Sequence[str | None]) -> Sequence[str | None]:
        """The same for many values: looked at as one text, they mostly are storable as they are."""
        together = "".join(value for value in values if value is not None)
        if storable(together) is together:
            return values
        return [None if value is None else storable(str(value)) for value in values]


class Packed(TypeDecorator[Any]):
    """A value of one type as JSON text.

    Args:
        kind: the type to read back: a dataclass, a tuple of strings.
    """

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:  # noqa: ANN401  any type that msgspec can read
        super().__init__()
        self.kind = kind
        self._decoder = msgspec.json.Decoder(kind)

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:  # noqa: ARG002  SQLAlchemy's signature
        """JSON; text inside is made storable."""
        if value is None:
            return None
        packed = _packed(value)
        if packed is None:
            packed = msgspec.json.encode(_storable_inside(msgspec.to_builtins(value)))
        return packed.decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002  SQLAlchemy's signature
        """The value."""
        return None if value is None else self._decoder.decode(value)
