"""What may be done with the images now, and why not."""

from __future__ import annotations

from collections.abc import Callable

from desktop.actions.action import AVAILABLE, Availability, unavailable
from desktop.pages.images.presenter import ImagesPresenter
from desktop.qtkit.translation import tr

_READ_ONLY = tr("The project is open read-only.")
_FROZEN = tr("The holdout was drawn by groups and is frozen: every image stays in its group.")


class Permissions:
    """Looks at the project and at what is under way, whenever it is asked. GUI thread only."""

    def __init__(
        self,
        presenter: ImagesPresenter,
        *,
        is_read_only: bool,
        has_selection: Callable[[], bool],
    ) -> None:
        # Whether the holdout was drawn for good.
        self.is_frozen = False
        self._is_read_only = is_read_only
        self._presenter = presenter
        self._has_selection = has_selection

    def write(self) -> Availability:
        """Whether anything may change."""
        return unavailable(_READ_ONLY) if self._is_read_only else AVAILABLE

    def add(self) -> Availability:
        """Whether images can be added."""
        if self._presenter.is_adding:
            return unavailable(tr("Images are being added."))
        return self.write()

    def stop_adding(self) -> Availability:
        """Whether there is an adding to stop."""
        if self._presenter.is_adding:
            return AVAILABLE
        return unavailable(tr("No images are being added."))

    def act(self) -> Availability:
        """Whether many images can be changed at once."""
        if self._presenter.acts.is_running:
            return unavailable(tr("An act on many images is under way."))
        return self.write()

    def act_on_selected(self) -> Availability:
        """Whether those that are selected can be."""
        return self.act() if self._has_selection() else unavailable(tr("Select images first."))

    def move(self) -> Availability:
        """Whether images can go to another group."""
        return unavailable(_FROZEN) if self.is_frozen else self.act()

    def move_selected(self) -> Availability:
        """Whether those that are selected can."""
        can = self.act_on_selected()
        return self.move() if can.is_enabled else can
