"""The words of the product as frozen values: no I/O, no clock, no library but the standard one.

Everything that passes between two rooms of the house is one of these. Each noun means one thing
in code, on screen and in the ledger.
"""

from pipeline.model.acceptance import Acceptances, Override
from pipeline.model.dataset import (
    Catalogue,
    DatabaseSource,
    Dataset,
    FolderSource,
    GeneratedSource,
    Guards,
    NotPersonal,
    Pause,
    PersonalData,
    Problem,
    Resource,
    Responsible,
    Series,
    Source,
    WebSource,
)
from pipeline.model.delivery import Delivery, Finding, Gathered, Repair, Table, Verdict
from pipeline.model.outcome import Outcome, PortalOutcome, PortalResult, ReadBack, Result
from pipeline.model.publisher import Office, Portal, Publisher
from pipeline.model.release import Document, DocumentFile, Release
from pipeline.model.safeguards import OnHidden, RepairClass, Retention, Suppressed, Withheld
from pipeline.model.schedule import Cron, Every, Rhythm, Schedule
from pipeline.model.schema import Field, ForeignKey, Schema

__all__ = [
    "Acceptances",
    "Catalogue",
    "Cron",
    "DatabaseSource",
    "Dataset",
    "Delivery",
    "Document",
    "DocumentFile",
    "Every",
    "Field",
    "Finding",
    "FolderSource",
    "ForeignKey",
    "Gathered",
    "GeneratedSource",
    "Guards",
    "NotPersonal",
    "Office",
    "OnHidden",
    "Outcome",
    "Override",
    "Pause",
    "PersonalData",
    "Portal",
    "PortalOutcome",
    "PortalResult",
    "Problem",
    "Publisher",
    "ReadBack",
    "Release",
    "Repair",
    "RepairClass",
    "Resource",
    "Responsible",
    "Result",
    "Retention",
    "Rhythm",
    "Schedule",
    "Schema",
    "Series",
    "Source",
    "Suppressed",
    "Table",
    "Verdict",
    "WebSource",
    "Withheld",
]
