"""Tesseract as a recogniser of Vietnamese: in process by tesserocr, else as a program by pytesseract."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Literal, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from schemas.errors import MissingProgram
from schemas.geometry import Box

try:
    import tesserocr
except ImportError:  # its wheel is not made for every system
    tesserocr = None

Gray = NDArray[np.uint8]
Model = Literal["Vietnamese", "vie"]
Alphabet = Literal["digits"] | None

# `Vietnamese` (trained on the script) reads words best, `vie` (trained on the language) digits.
WORDS: Model = "Vietnamese"
DIGITS: Model = "vie"
ALPHABETS: MappingProxyType[str, str] = MappingProxyType({"digits": "0123456789,./%-"})
FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
# A page of dense print takes two to three seconds; what takes longer than this is none.
LONGEST_PAGE = 60.0
ADVICE = "install tesseract-ocr with its Vietnamese models (Debian: tesseract-ocr-vie and tesseract-ocr-script-viet)"
# Settings of both engines: look for dark print on light paper only, which the page was prepared to be, and not for
# print of one pitch: of six scans not a character was read otherwise, and the layout takes a seventh less time.
VARIABLES: MappingProxyType[str, str] = MappingProxyType({"invert_threshold": "0.0", "textord_all_prop": "1"})
# The networks take a step for each column of a line's picture: a page this much narrower is read in nine hundredths
# less time. Of 151,000 characters on seven scans 39 were wrong, 88 at full width; narrower still more words are unsure.
NARROWED = 0.92
# Page segmentation modes of Tesseract.
PAGE, BLOCK, LINE = 3, 6, 7


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word; `box` in pixels of the picture, `confidence` Tesseract's own from 0 to 1.

    `other` is another reading of it: what was read before a repair, or by the second reader.
    """

    text: str
    box: Box
    confidence: float
    line_id: int
    other: str | None = None


class _Engine(Protocol):
    def read(self, model: Model, mode: int, gray: Gray, dpi: float, alphabet: Alphabet) -> list[OcrWord]: ...

    def close(self) -> None: ...


class Recognizer:
    """Reads pages and cut-outs; built once and used for any number of pages, then closed.

    Raises MissingProgram where neither engine or no Vietnamese model is installed.
    """

    def __init__(self, *, in_process: bool = tesserocr is not None) -> None:
        folder = model_folder()
        self._engine: _Engine = _InProcess(folder) if in_process else _Program(folder)

    def __enter__(self) -> Recognizer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Free the models."""
        self._engine.close()

    def words(self, gray: Gray, dpi: float, *, model: Model = WORDS, mode: int = PAGE) -> list[OcrWord]:
        """Read a page of prose in reading order; columns of a letterhead are read one after the other."""
        if mode != PAGE:
            return self._engine.read(model, mode, gray, dpi, None)
        narrow = cv2.resize(gray, None, fx=NARROWED, fy=1.0, interpolation=cv2.INTER_AREA)
        widened = gray.shape[1] / narrow.shape[1]
        return [
            replace(word, box=Box(word.box.x0 * widened, word.box.y0, word.box.x1 * widened, word.box.y1))
            for word in self._engine.read(model, mode, np.asarray(narrow, np.uint8), dpi, None)
        ]

    def read_lines(
        self, images: Iterable[Gray], *, model: Model = WORDS, alphabet: Alphabet = None, dpi: float = 200
    ) -> list[tuple[str, float]]:
        """Read cut-outs of one line each; the confidence is that of the least sure word, 0 where nothing is read."""
        readings = []
        for words in self.read_words(images, model=model, alphabet=alphabet, dpi=dpi):
            text = " ".join(word.text for word in words)
            readings.append((text, min((word.confidence for word in words), default=0.0)))
        return readings

    def read_words(
        self, images: Iterable[Gray], *, model: Model = WORDS, alphabet: Alphabet = None, dpi: float = 200
    ) -> Iterator[list[OcrWord]]:
        """Yield the words of cut-outs of one line each."""
        for image in images:
            yield self._engine.read(model, LINE, image, dpi, alphabet) if image.size else []


@cache
def ocr_version() -> str:
    """Return what the readings hang on: engine, version of Tesseract, digests of the models."""
    folder = model_folder()
    digests = [hashlib.sha256(_model_file(folder, name).read_bytes()).hexdigest()[:12] for name in (WORDS, DIGITS)]
    if tesserocr is not None:
        engine = f"tesserocr {tesserocr.tesseract_version().split()[1]}"
    else:
        engine = f"tesseract {_program_version()}"
    return " ".join([engine, *(f"{name}:{digest}" for name, digest in zip((WORDS, DIGITS), digests, strict=True))])


def _program_version() -> str:
    module = _pytesseract()
    try:
        return str(module.get_tesseract_version())
    except module.TesseractNotFoundError as error:
        raise MissingProgram(f"the program tesseract is not installed; {ADVICE}") from error


def model_folder() -> Path:
    """Return where Tesseract's models lie; MissingProgram where there are none for Vietnamese."""
    for name in FOLDERS:
        folder = Path(name)
        if all(_model_file(folder, model).is_file() for model in (WORDS, DIGITS)):
            return folder
    raise MissingProgram(f"no Vietnamese models of Tesseract found; {ADVICE}")


def _model_file(folder: Path, model: str) -> Path:
    flat = folder / f"{model}.traineddata"
    return flat if flat.is_file() else folder / "script" / f"{model}.traineddata"


def model_name(folder: Path, model: str) -> str:
    """Return what Tesseract calls a model of that folder."""
    return str(_model_file(folder, model).relative_to(folder).with_suffix("")).replace("\\", "/")


class _InProcess:
    """Tesseract's library; a model is loaded when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[str, tesserocr.PyTessBaseAPI] = {}

    def close(self) -> None:
        for api in self._loaded.values():
            api.End()
        self._loaded.clear()

    def read(self, model: Model, mode: int, gray: Gray, dpi: float, alphabet: Alphabet) -> list[OcrWord]:
        api = self._api(model)
        api.SetPageSegMode(mode)
        api.SetVariable("tessedit_char_whitelist", ALPHABETS[alphabet] if alphabet else "")
        height, width = gray.shape
        api.SetImageBytes(np.ascontiguousarray(gray).tobytes(), width, height, 1, width)
        api.SetSourceResolution(max(round(dpi), 70))
        if not api.Recognize(round(1000 * LONGEST_PAGE)):
            return []
        return list(_words(api.GetIterator()))

    def _api(self, model: Model) -> tesserocr.PyTessBaseAPI:
        if model not in self._loaded:
            api = tesserocr.PyTessBaseAPI(
                path=str(self._folder), lang=model_name(self._folder, model), psm=PAGE, oem=tesserocr.OEM.LSTM_ONLY
            )
            for name, value in VARIABLES.items():
                api.SetVariable(name, value)
            self._loaded[model] = api
        return self._loaded[model]


def _words(iterator: tesserocr.PyResultIterator | None) -> Iterator[OcrWord]:
    line = -1
    if iterator is None:
        return
    for item in tesserocr.iterate_level(iterator, tesserocr.RIL.WORD):
        if item.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
            line += 1
        try:
            text = item.GetUTF8Text(tesserocr.RIL.WORD)
        except RuntimeError:  # no word stands here
            continue
        box = item.BoundingBox(tesserocr.RIL.WORD)
        if text.strip() and box is not None:
            confidence = item.Confidence(tesserocr.RIL.WORD) / 100
            yield OcrWord(_composed(text), Box(*map(float, box)), min(max(confidence, 0.0), 1.0), line)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _pytesseract() -> Any:
    try:
        import pytesseract
    except ImportError as error:
        raise MissingProgram(f"neither tesserocr nor pytesseract is installed; {ADVICE}") from error
    return pytesseract


class _Program:
    """Tesseract's program, started anew for every picture."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pytesseract = _pytesseract()

    def close(self) -> None:
        """Nothing is held open between two pictures."""

    def read(self, model: Model, mode: int, gray: Gray, dpi: float, alphabet: Alphabet) -> list[OcrWord]:
        module = self._pytesseract
        options = ["--oem 1", f"--psm {mode}", f"--dpi {max(round(dpi), 70)}", f'--tessdata-dir "{self._folder}"']
        options += [f"-c {name}={value}" for name, value in VARIABLES.items()]
        if alphabet:
            options.append(f"-c tessedit_char_whitelist={ALPHABETS[alphabet]}")
        try:
            rows = module.image_to_data(
                gray,
                lang=model_name(self._folder, model),
                config=" ".join(options),
                output_type=module.Output.DICT,
                timeout=LONGEST_PAGE,
            )
        except module.TesseractNotFoundError as error:
            raise MissingProgram(f"the program tesseract is not installed; {ADVICE}") from error
        except RuntimeError:  # it took too long
            return []
        words = []
        lines: dict[tuple[int, ...], int] = {}
        for index, text in enumerate(rows["text"]):
            if not text.strip() or float(rows["conf"][index]) < 0:
                continue
            place = tuple(int(rows[key][index]) for key in ("block_num", "par_num", "line_num"))
            x, y, w, h = (float(rows[key][index]) for key in ("left", "top", "width", "height"))
            confidence = min(float(rows["conf"][index]) / 100, 1.0)
            words.append(
                OcrWord(_composed(text), Box(x, y, x + w, y + h), confidence, lines.setdefault(place, len(lines)))
            )
        return words
