"""Pictures of what people see, for the README and for whoever wants to look: `SCREENSHOTS=docs/images make browser`."""

import io
import os
from pathlib import Path

from playwright.sync_api import Page

SHOTS = os.environ.get("SCREENSHOTS")
COLOURS = 96
"""A page has few: a picture of them is a third as large."""


def keep(page: Page, name: str, *, also_narrow: bool = False) -> None:
    """Of the wide page; a picture of the narrow one has its width in its name."""
    width = (page.viewport_size or {"width": 0})["width"]
    is_wide = width > 1000
    if not SHOTS or not (is_wide or also_narrow):
        return
    from PIL import Image

    ending = "" if is_wide else f"-{width}"
    Path(SHOTS).mkdir(parents=True, exist_ok=True)
    seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    seen.quantize(COLOURS, dither=Image.Dither.NONE).save(Path(SHOTS) / f"{name}{ending}.png", optimize=True)
