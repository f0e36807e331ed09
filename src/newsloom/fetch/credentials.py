"""The secrets of sources: each bound to one origin, told to nobody else, and never shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsloom.errors import FetchError
from newsloom.fetch.address import Address
from newsloom.model.page import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A header for one origin. Where there is none to give, `problem` says why, in words that hold no secret."""

    origin: tuple[str, str, int]
    header: str = ""
    value: str = field(default="", repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What is given at which source's origin, by the source's id."""

    by_name: Mapping[str, Credential] = field(default_factory=dict, repr=False)

    @property
    def secret_headers(self) -> frozenset[str]:
        """The headers that hold secrets, in lower case; whoever tells of a visit leaves their values out."""
        return frozenset(one.header.lower() for one in self.by_name.values() if one.header)

    def headers(self, name: str, place: Address) -> dict[str, str]:
        """The header that opens a place, if it is at the origin of the source it belongs to; else nothing.

        Raises:
            FetchError: the source wants a secret and there is none.
        """
        found = self.by_name.get(name) if name else None
        if found is None or found.origin != place.origin:
            return {}
        if found.problem:
            raise FetchError(Reason.LOGIN, found.problem)
        return {found.header: found.value}
