"""All pictures of a tour on one sheet: a row a scene, a column a look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_CELL_PX = (480, 300)
_GAP_PX = 12
_CAPTION_PX = 20
_PAPER, _INK = "#30343a", "#e7e9ec"
_FONT = Path(__file__).parents[2] / "resources" / "fonts" / "Inter-Medium.otf"


def write_sheet(path: Path, rows: Sequence[Sequence[Path]]) -> None:
    """Write a sheet of these pictures, each with its name below."""
    width = max(len(row) for row in rows) * (_CELL_PX[0] + _GAP_PX) + _GAP_PX
    height_of_row = _CELL_PX[1] + _CAPTION_PX + _GAP_PX
    sheet = Image.new("RGB", (width, len(rows) * height_of_row + _GAP_PX), _PAPER)
    draw, font = ImageDraw.Draw(sheet), ImageFont.truetype(str(_FONT), 13)
    for y, row in enumerate(rows):
        for x, picture in enumerate(row):
            left, top = _GAP_PX + x * (_CELL_PX[0] + _GAP_PX), _GAP_PX + y * height_of_row
            with Image.open(picture) as opened:
                small = opened.convert("RGB")
            small.thumbnail(_CELL_PX)
            sheet.paste(small, (left, top))
            draw.text((left, top + _CELL_PX[1] + 2), picture.stem, fill=_INK, font=font)
    sheet.save(path)
