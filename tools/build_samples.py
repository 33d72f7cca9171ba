"""Build the PDFs and scans of samples/ from their sources: `make samples`."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.sample_print import FONTS, have_fonts, print_sample
from tools.sample_scan import scan
from tools.sample_source import read_source

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def sources() -> list[Path]:
    """Return the sources of all samples: samples/NAME/NAME.md."""
    return sorted(path for path in SAMPLES.glob("*/*.md") if path.stem == path.parent.name)


def build(source: Path, folder: Path) -> tuple[Path, Path]:
    """Write the PDF of a source and the scan of that PDF into a folder."""
    printed, scanned = folder / f"{source.stem}.pdf", folder / f"{source.stem}.scan.pdf"
    print_sample(read_source(source), printed, source.stem)
    scan(printed, scanned)
    return printed, scanned


def main() -> None:
    """Build all samples in place."""
    if not have_fonts():
        sys.exit(f"samples: the fonts Tinos are not in {FONTS}; on Debian and Ubuntu: apt-get install fonts-croscore")
    for source in sources():
        for path in build(source, source.parent):
            print(f"{path.relative_to(SAMPLES.parent)}  {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
