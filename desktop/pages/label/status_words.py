"""What the status bar says of the open image."""

from __future__ import annotations

from desktop.qtkit.translation import tr


def status_words(
    size_px: tuple[int, int],
    *,
    zoom: float,
    is_reading: bool,
    pointer: tuple[int, int] | None,
    is_timed: bool,
    is_saving: bool,
) -> str:
    """Return size, zoom, place of the pointer in pixels of the image, and how it is kept."""
    width, height = size_px
    parts = [
        f"{width:,} × {height:,}",  # noqa: RUF001  # as one writes sizes
        f"{zoom:.0%}".replace("%", " %"),
        # Large images take seconds at the first time.
        tr("reading the image") if is_reading else "",
        "" if pointer is None else tr("x {} y {}").format(*pointer),
        tr("timed") if is_timed else tr("not timed"),
        tr("saving") if is_saving else tr("saved"),
    ]
    return " · ".join(part for part in parts if part)
