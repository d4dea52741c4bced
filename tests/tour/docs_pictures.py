"""`python -m tests.tour.docs_pictures`: puts some pictures of the last tour into the documentation.

Look at them first: they are what a reader sees of the program before anything else.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from desktop.qtkit.tokens import DARK, LIGHT
from engine.domain.classes import class_color
from tests.tour.__main__ import OUT_DIR

# The guide's come with the program; the others are for who reads about it.
_GUIDE, _DOCS = Path("resources/guide/pictures"), Path("docs/pictures")
_CHOSEN = {
    _GUIDE / "label-dark": "label-suggestion-dark-1280x800",
    _GUIDE / "images-dark": "typical-images-dark-1280x800",
    _GUIDE / "search-dark": "busy-search-dark-1280x800",
    _GUIDE / "train-dark": "busy-train-dark-1280x800",
    _GUIDE / "progress-dark": "typical-progress-dark-1280x800",
    _GUIDE / "models-dark": "typical-models-dark-1280x800",
    _DOCS / "label-light": "label-suggestion-light-1280x800",
    _DOCS / "search-light": "busy-search-light-1280x800",
    _DOCS / "point-light": "progress-point-light-1280x800",
}
_NUM_COLORS = 256
_NUM_FREQUENT = 96
_NUM_CLASSES = 7
_MAX_BYTES = 500_000


def main() -> None:
    """Write the chosen pictures with few colors, so that a clone stays small."""
    for name, picture in _CHOSEN.items():
        path = OUT_DIR.parent / name.with_suffix(".png")
        path.parent.mkdir(parents=True, exist_ok=True)
        with Image.open(OUT_DIR / f"{picture}.png") as opened:
            _with_few_colors(opened.convert("RGB")).save(path, optimize=True)
        assert path.stat().st_size < _MAX_BYTES, path


def _with_few_colors(picture: Image.Image) -> Image.Image:
    """Keep the colors of the interface exact and mix those of the photographs."""
    colors = picture.getcolors(picture.width * picture.height) or []
    frequent = sorted(colors, reverse=True)[:_NUM_FREQUENT]
    kept = [_rgb(color) for color in (*_tokens(), *map(class_color, range(_NUM_CLASSES)))]
    kept += [color for _, color in frequent]
    kept = list(dict.fromkeys(kept))
    mixed = picture.quantize(_NUM_COLORS - len(kept), method=Image.Quantize.MEDIANCUT)
    palette = Image.new("P", (1, 1))
    rest = mixed.getpalette() or []
    palette.putpalette(([value for color in kept for value in color] + rest)[: 3 * _NUM_COLORS])
    return picture.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)


def _tokens() -> list[str]:
    return [
        value
        for tokens in (DARK, LIGHT)
        for name in tokens.__slots__
        if isinstance(value := getattr(tokens, name), str)
    ]


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


if __name__ == "__main__":
    main()
