"""Tesseract as a recogniser of Vietnamese: in process by tesserocr, else as a program by pytesseract."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Literal, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.engines.ocr_models import (
    ADVICE,
    WORDS,
    Model,
    model_folder,
    model_name,
    pytesseract_module,
)
from schemas.errors import MissingProgram
from schemas.geometry import Box

try:
    import tesserocr
except ImportError:  # its wheel is not made for every system
    tesserocr = None

Gray = NDArray[np.uint8]
Alphabet = Literal["digits"] | None

ALPHABETS: MappingProxyType[str, str] = MappingProxyType({"digits": "0123456789,./%-"})
# A page of dense print takes two to three seconds; what takes longer than this is none. A process that was stopped
# meanwhile, as on a computer that sleeps, has worked for less than WORKED of it and begins again.
LONGEST_PAGE = 60.0
WORKED, MOST_TRIES = 0.5, 3
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

    def page_words(self, gray: Gray, dpi: float, *, model: Model = WORDS, one_column: bool = False) -> list[OcrWord]:
        """Read a page of prose in reading order; columns of a letterhead are read one after the other.

        Where there is but `one_column` Tesseract need not look for more, which takes a tenth of its time.
        """
        mode = BLOCK if one_column else PAGE
        narrow = cv2.resize(gray, None, fx=NARROWED, fy=1.0, interpolation=cv2.INTER_AREA)
        widened = gray.shape[1] / narrow.shape[1]
        return [
            replace(word, box=Box(word.box.x0 * widened, word.box.y0, word.box.x1 * widened, word.box.y1))
            for word in self._engine.read(model, mode, np.asarray(narrow, np.uint8), dpi, None)
        ]

    def words(self, gray: Gray, dpi: float, *, mode: int) -> list[OcrWord]:
        """Read a cut-out of one line or block."""
        return self._engine.read(WORDS, mode, gray, dpi, None)

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
        picture = np.ascontiguousarray(gray).tobytes()
        for _ in range(MOST_TRIES):
            api.SetImageBytes(picture, width, height, 1, width)
            api.SetSourceResolution(max(round(dpi), 70))
            begun, worked = time.monotonic(), time.thread_time()
            done = api.Recognize(round(1000 * LONGEST_PAGE))
            if time.monotonic() - begun < LONGEST_PAGE:
                return list(_words(api.GetIterator())) if done else []
            if time.thread_time() - worked > WORKED * LONGEST_PAGE:
                break
        return []

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


class _Program:
    """Tesseract's program, started anew for every picture."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._module = pytesseract_module()

    def close(self) -> None:
        """Nothing is held open between two pictures."""

    def read(self, model: Model, mode: int, gray: Gray, dpi: float, alphabet: Alphabet) -> list[OcrWord]:
        module = self._module
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
