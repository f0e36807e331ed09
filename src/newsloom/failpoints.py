"""Named places where a test may end the process at once, as a power cut would.

`NEWSLOOM_FAIL_AT=ingest.saved` ends the process the first time `fail_at("ingest.saved")` is reached;
`NEWSLOOM_FAIL_AT=ingest.saved:3` the third time. Without the variable nothing happens.
"""

import os
import signal

VARIABLE = "NEWSLOOM_FAIL_AT"

#: The failpoints of a run, in the order it reaches them.
NAMES = (
    "ingest.fetched",
    "ingest.saving",
    "ingest.saved",
    "ingest.completing",
    "ingest.completed",
    "curate.placed",
    "curate.saving",
    "curate.saved",
    "curate.settled",
    "publish.judged",
    "publish.slots",
    "publish.appeared",
    "publish.rendered",
    "deliver.written",
    "deliver.switching",
    "deliver.switched",
    "deliver.cleaned",
)

#: The one that an editor's order reaches.
CORRECTING = ("story.saving",)

#: Those that a removal reaches besides.
FORGETTING = ("forget.removing", "forget.removed", "forget.published")

#: Those that a rotation of the notes' key reaches.
ROTATING = ("notes.keying", "notes.keyed", "notes.saving", "notes.resealing", "notes.resealed")

#: Those that a run reaches besides where there are alerts.
ALERTING = (
    "alerts.deciding",
    "alerts.decided",
    "alerts.packed",
    "alerts.sending",
    "alerts.sent",
    "alerts.noted",
)

#: Those that building and sending a newsletter reach.
MAILING = (
    "newsletter.rendered",
    "newsletter.kept",
    "newsletter.listed",
    "newsletter.sending",
    "newsletter.sent",
    "newsletter.noted",
)

#: Those that an upgrade of the database reaches; the second after each of its steps.
UPGRADING = ("upgrade.begun", "upgrade.stepped", "upgrade.migrated", "upgrade.kept")

_visits: dict[str, int] = {}


def fail_at(name: str) -> None:
    """End the process here with SIGKILL if the environment asks for it.

    Args:
        name: a member of `NAMES`, `CORRECTING`, `FORGETTING`, `ROTATING`, `ALERTING`, `MAILING` or `UPGRADING`.
    """
    wanted = os.environ.get(VARIABLE)
    if wanted is None:
        return
    where, _, count = wanted.partition(":")
    if where != name:
        return
    _visits[name] = _visits.get(name, 0) + 1
    if _visits[name] >= int(count or 1):
        os.kill(os.getpid(), signal.SIGKILL)
