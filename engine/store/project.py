"""What the project remembers of itself."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from engine.domain.project import ProjectSettings
from engine.domain.recipes import Recipe
from engine.store.records import decode, encode
from engine.store.schema import project_values

_SETTINGS = "settings"
_RECIPE = "adopted_recipe"
HOLDOUT_FROZEN_AT = "holdout_frozen_at"


class ProjectRepository:
    """Settings, the adopted recipe, and small values under names of their own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def settings(self) -> ProjectSettings:
        """Return the project's settings."""
        text = self._text(_SETTINGS)
        assert text is not None, "a project is made with its settings"
        return decode(text, ProjectSettings)

    def set_settings(self, settings: ProjectSettings) -> None:
        """Replace the project's settings."""
        self._set_text(_SETTINGS, encode(settings))

    def adopted_recipe(self) -> Recipe | None:
        """Return the recipe a search proved better than the defaults; None for the defaults."""
        text = self._text(_RECIPE)
        return None if text is None else decode(text, Recipe)

    def adopt_recipe(self, recipe: Recipe | None) -> None:
        """Train with this recipe from now on; None goes back to the defaults."""
        self._set_text(_RECIPE, None if recipe is None else encode(recipe))

    def holdout_frozen_at(self) -> float | None:
        """Return when the first splits were frozen (see `images.freeze_splits`), else None."""
        value = self.value(HOLDOUT_FROZEN_AT)
        return None if value is None else float(value)

    def value(self, key: str) -> Any:  # noqa: ANN401 - plain JSON data, known to who stored it
        """Return what was stored under a name; None where nothing was."""
        text = self._text(key)
        return None if text is None else json.loads(text)

    def set_value(self, key: str, value: object) -> None:
        """Store plain JSON data or a dataclass under a name; None removes it."""
        self._set_text(key, None if value is None else encode(value))

    def _text(self, key: str) -> str | None:
        query = select(project_values.c.value).where(project_values.c.key == key)
        return self._connection.scalar(query)

    def _set_text(self, key: str, text: str | None) -> None:
        if text is None:
            self._connection.execute(delete(project_values).where(project_values.c.key == key))
            return
        row = insert(project_values).values(key=key, value=text)
        self._connection.execute(
            row.on_conflict_do_update(index_elements=["key"], set_={"value": text})
        )
