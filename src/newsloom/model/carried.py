"""What became of bringing the output to another place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Files sent to a place and removed there, or the problem that hindered it ("" if none did)."""

    address: str
    sent: int = 0
    removed: int = 0
    problem: str = ""
