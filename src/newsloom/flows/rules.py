"""How a desk visits and what it takes, as one value."""

from dataclasses import dataclass

from newsloom.curate.admit import AdmitRules
from newsloom.curate.complete import CompleteRules
from newsloom.curate.reread import RereadRules
from newsloom.curate.schedule import ScheduleRules
from newsloom.flows.retention import RetentionRules


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestRules:
    """How to visit, what to take, when to give a page up, when to read it again, how long to keep its text."""

    schedule: ScheduleRules = ScheduleRules()
    admit: AdmitRules = AdmitRules()
    complete: CompleteRules = CompleteRules()
    reread: RereadRules = RereadRules()
    retention: RetentionRules = RetentionRules()
