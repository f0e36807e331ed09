"""How proposed weights are told."""

from typing import Any

from newsloom.cli.output import print_table
from newsloom.curate.tune import Proposal
from newsloom.flows.tuning import differences
from newsloom.model.weights import DefaultWeights
from newsloom.seams import Criteria


def print_proposal(found: Proposal, live: Criteria) -> None:
    """Print what would differ and what it would be good for."""
    changed = differences(_weights(live), found.weights)
    print(
        f"{found.good} stories marked good and {found.bad} marked bad: of a good and a bad one the good one stands"
        f" higher {found.ranked_now:.0%} of the time now, {found.ranked_then:.0%} by weights fitted without the two"
    )
    if found.gain <= 0:
        print("no gain is to be expected; leave the weights as they are")
    if not changed:
        print("no weight would differ\n")
        return
    rows = [(name, f"{before:g}", f"{after:g}") for name, (before, after) in changed.items()]
    print_table(("weight", "now", "proposed"), rows, right=("now", "proposed"))


def proposal_data(found: Proposal, live: Criteria) -> dict[str, Any]:
    """The same as plain data."""
    changed = differences(_weights(live), found.weights)
    return {
        "good": found.good,
        "bad": found.bad,
        "ranked_now": found.ranked_now,
        "ranked_then": found.ranked_then,
        "gain": found.gain,
        "factors": dict(found.factors),
        "weights": {name: {"now": before, "proposed": after} for name, (before, after) in changed.items()},
    }


def _weights(live: Criteria) -> DefaultWeights:
    weights: DefaultWeights = getattr(live.profile, "weights", DefaultWeights())
    return weights
