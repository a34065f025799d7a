"""The kit's exceptions, all in one tree; each carries a code that `text` turns into Vietnamese.

Knows nothing of where an error is shown. Messages are English, for the log; learners see the text of `code`.

    NeuGuongError
    ├── ContentError          data/ cannot be read or is faulty (gathers `problems`)
    ├── InvalidResponseError  what came from a browser is no response to this item
    ├── DocumentError         (in `authoring`) a document to compare with cannot be read
    ├── SheetError            (in `authoring`) sheets cannot be written, answers to them cannot be read
    ├── UnknownItemError      an item, scenario, lesson or page that the pack does not hold
    ├── StoreError            the log could not be read or written
    │   ├── StoreBusyError    another process holds the database; trying again may help
    │   ├── StoreFullError    no space, or the disk is read-only
    │   ├── StoreDamagedError a page, table or column of the log is damaged or missing
    │   ├── StoreForeignError the file is another program's database
    │   ├── StoreNewerError   the log was made by a newer version of the kit
    │   ├── StoreOlderError   the log was made by an older version of the kit and has not been brought up yet
    │   ├── StoreStaleError   a backup holds less than the log in whose place it would be put
    │   ├── StoreGoneError    the log was deleted or replaced while it was in use
    │   └── InvalidStatementError  (in `store`) a row that may not be written as it is
    ├── SecretError           the installation's secret is empty or cut short
    ├── ErasedActorError      (in `store`) an answer of a learner whose data was erased: not stored, for good
    ├── TemplateError         a template of a report cannot be used; its message is for its user, in Vietnamese
    └── AdmissionError        no kernel may be started for this visitor now
"""

import reprlib
from typing import ClassVar


class NeuGuongError(Exception):
    """Base of every error the kit raises on purpose."""

    code: ClassVar[str] = "unexpected"


class ContentError(NeuGuongError):
    """The content of a pack is faulty. `problems` holds one printable line per fault."""

    code = "content"

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__("\n".join((message, *problems)))
        self.problems = problems


class InvalidResponseError(NeuGuongError):
    """A value is no response to the item: refused, never scored 0."""

    code = "invalid-response"

    def __init__(self, item_id: str, found: object, allowed: str) -> None:
        super().__init__(f"{item_id}: found {reprlib.repr(found)}; allowed: {allowed}")
        self.item_id = item_id


class UnknownItemError(NeuGuongError):
    """The pack holds nothing under this identifier."""

    code = "unknown-item"


class StoreError(NeuGuongError):
    """The response log could not be read or written; nothing was acknowledged."""

    code = "store"


class StoreBusyError(StoreError):
    """Another process kept the database locked for longer than the time-out."""

    code = "store-busy"


class StoreFullError(StoreError):
    """The disk is full or read-only."""

    code = "store-full"


class StoreDamagedError(StoreError):
    """The log is damaged: a page, a table, a column or its schema."""

    code = "store-damaged"


class StoreForeignError(StoreError):
    """The file is a database of another program."""

    code = "store-foreign"


class StoreNewerError(StoreError):
    """The log was made by a newer version of the kit."""

    code = "store-newer"


class StoreOlderError(StoreError):
    """The log was made by an older version of the kit: `neuguong serve` brings it up."""


class StoreStaleError(StoreError):
    """The backup holds less than the log."""

    code = "store-stale"


class StoreGoneError(StoreError):
    """The log's file was deleted or replaced while it was in use."""

    code = "store-gone"


class StoreClosedError(StoreError):
    """The log was closed by this process: it is on its way out."""


class SecretError(NeuGuongError):
    """The installation's secret is empty or cut short: with it nobody's answers would be found again."""

    code = "secret"


class TemplateError(NeuGuongError):
    """A template of a report cannot be used. The message is Vietnamese: it names the file and what to change there."""

    code = "template"


class AdmissionError(NeuGuongError):
    """The visitor must wait or has asked too often."""

    code = "admission"
