"""What stops a file or a command, each with the exit code that it leads to."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command `solieu`; documented in the README."""

    OK = 0
    FAILURE = 1  # something unforeseen
    USAGE = 2  # the command's words are off
    SOME_FILES_FAILED = 3  # at least one file was not ingested; the others were
    NOT_FOUND = 4  # no such document, fact, place or view
    STORE = 5  # the store cannot be opened or is of another version
    MISSING_PROGRAM = 6  # a program or package that the command needs is not installed
    INTERRUPTED = 130  # by Ctrl-C; what was done until then stands


class SolieuError(Exception):
    """An error that is told to the user in one line; `str(error)` is that line."""

    exit_code = ExitCode.FAILURE


class UnreadableFile(SolieuError):
    """A file that cannot be read as a document: empty, truncated, encrypted, of unknown kind, without text."""

    exit_code = ExitCode.SOME_FILES_FAILED

    def __init__(self, file_name: str, problem: str, advice: str, page: int | None = None) -> None:
        self.file_name, self.problem, self.advice, self.page = file_name, problem, advice, page
        where = f"{file_name}, page {page}" if page else file_name
        super().__init__(f"{where}: {problem}; {advice}")


class StoreError(SolieuError):
    """The store cannot be opened, or does not hold what was asked of it."""

    exit_code = ExitCode.STORE


class NotFound(SolieuError):
    """Nothing in the store or the gazetteer bears the name or id that was asked for."""

    exit_code = ExitCode.NOT_FOUND


class MissingProgram(SolieuError):
    """A program or package that is needed is not installed; the message says how to get it."""

    exit_code = ExitCode.MISSING_PROGRAM


class NotRecognized(ValueError):
    """A normalizer's refusal: the text is not of the form it reads. Never escapes the resolving stage."""


class WrongFormat(NotRecognized):
    """The text does not have the form of such a value."""


class UnknownName(NotRecognized):
    """The text has the form of a name that the lexicon does not hold."""


class OutOfRange(NotRecognized):
    """The text has the right form and an impossible value, such as 31/11/2024."""


class Ambiguous(NotRecognized):
    """Several entries of the lexicon fit equally well; `candidates` names them."""

    def __init__(self, message: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates
