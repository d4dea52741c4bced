"""The application's style sheet, made from the shipped template and the tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from importlib import resources
from string import Template

from desktop.qtkit.fonts import CAPTION_PX, FIGURE_PX, TEXT_PX
from desktop.qtkit.tokens import Tokens


def style_sheet(tokens: Tokens, images: Mapping[str, str]) -> str:
    """Return the style sheet; `images` are paths by icon name.

    Raises:
        KeyError: The template names a token or an image that is not there.
    """
    template = resources.files("resources").joinpath("styles", "loupe.qss").read_text("utf-8")
    values: dict[str, object] = asdict(tokens)
    values |= {
        "hover": tokens.hover,
        "accent_soft": tokens.accent_soft,
        "accent_hover": tokens.accent_hover,
        "caption_px": CAPTION_PX,
        "text_px": TEXT_PX,
        "figure_px": FIGURE_PX,
    }
    values |= {f"image_{name}": path for name, path in images.items()}
    return Template(template).substitute(values)
