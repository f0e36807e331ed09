"""By which settings a desk judges, as hashes: what a change of them makes necessary."""

from hashlib import sha256

from newsloom.model.finding import JudgedBy
from newsloom.seams import Criteria


def judged_by(criteria: Criteria) -> JudgedBy:
    """The hashes of a desk's settings; a profile's `repr` must say all that it judges by, as a value's does."""
    texts = (criteria.topics, criteria.contract_only)
    words = (
        *texts,
        sorted((source.id, source.title, source.family, source.topics) for source in criteria.sources.values()),
        criteria.root,
        criteria.contract_only,
        criteria.providers,
    )
    standings = sorted((source.id, source.tier is not None, source.tier or 0) for source in criteria.sources.values())
    tallies = (*words, sorted(criteria.tiers.items()), standings)
    return JudgedBy(
        texts=_hash(texts),
        words=_hash(words),
        tallies=_hash(tallies),
        weights=_hash((_hash(tallies), criteria.profile)),
    )


def _hash(values: object) -> str:
    return sha256(repr(values).encode("utf-8", "backslashreplace")).hexdigest()[:16]
