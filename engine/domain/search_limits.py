"""What trials of a search choose, and what a person fixed or narrowed of it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum

from engine.domain.errors import UsageError

AUTO_OPTIMIZER = "auto"
OPTIMIZERS = (AUTO_OPTIMIZER, "AdamW", "SGD", "MuSGD")


@dataclass(frozen=True, slots=True)
class Span:
    """The values between two ends, both included; equal ends fix the value."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Return whether a value lies in it."""
        return self.low <= value <= self.high

    def nearest(self, value: float) -> float:
        """Return the value of the span that is nearest to one."""
        return min(max(value, self.low), self.high)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A number of a recipe that trials choose, by the name Ultralytics gives it.

    Attributes:
        span: Between which values they choose.
        is_log: Whether a step is a factor.
        options: The values they choose among, where not all of the span.
    """

    name: str
    span: Span
    is_log: bool = False
    options: tuple[float, ...] = ()

    def holds(self, value: float) -> bool:
        """Return whether trials may choose a value."""
        return value in self.options if self.options else self.span.holds(value)

    def nearest(self, value: float) -> float:
        """Return what trials may choose that is nearest to a value."""
        if self.options:
            return min(self.options, key=lambda option: abs(option - value))
        return self.span.nearest(value)

    def up_to(self, limit: float) -> Dimension:
        """Return the dimension without the values above a limit; where all are, the limit alone."""
        options = tuple(dict.fromkeys(min(option, limit) for option in self.options))
        return replace(
            self, span=Span(min(self.span.low, limit), min(self.span.high, limit)), options=options
        )

    @property
    def is_fixed(self) -> bool:
        """Whether there is one value only."""
        return len(self.options) == 1 or self.span.low == self.span.high


def dimension_among(name: str, *options: float) -> Dimension:
    """Return a dimension of at least one value to choose among."""
    return Dimension(name, Span(min(options), max(options)), options=options)


LEARNING_RATES = Span(1e-6, 0.5)
WEIGHT_DECAYS = Span(1e-6, 0.1)
STRENGTHS = Span(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class SpaceLimits:
    """Limits of what trials other than the defaults may try; what is left out is automatic.

    Facts about the images bound all of it, whatever stands here.

    Attributes:
        optimizers: Those to choose from; empty = all.
        learning_rate: The first learning rate, whatever the optimizer.
        augmentation: The strength of augmentation, 0 to 1, the defaults' at 0.5.
        freezes_backbone: Whether the backbone stays as it is; None = both ways are tried.
    """

    optimizers: tuple[str, ...] = ()
    learning_rate: Span | None = None
    weight_decay: Span | None = None
    augmentation: Span | None = None
    freezes_backbone: bool | None = None

    def __post_init__(self) -> None:
        unknown = [name for name in self.optimizers if name not in OPTIMIZERS]
        if unknown:
            known = ", ".join(OPTIMIZERS)
            raise UsageError(f"There is no optimizer {unknown[0]}.", hint=f"Choose among {known}.")
        if self.optimizers == (AUTO_OPTIMIZER,) and self.learning_rate is not None:
            raise UsageError(
                "The optimizer auto sets the learning rate itself.",
                hint="Choose another optimizer, or leave the learning rate automatic.",
            )
        for name, span, bounds in (
            ("learning rate", self.learning_rate, LEARNING_RATES),
            ("weight decay", self.weight_decay, WEIGHT_DECAYS),
            ("strength of augmentation", self.augmentation, STRENGTHS),
        ):
            if span is not None:
                _check(name, span, bounds)

    def within(self, wider: SpaceLimits) -> SpaceLimits:
        """Return these limits, and what they leave automatic as others have it."""
        own = {each.name: getattr(self, each.name) for each in fields(self)}
        set_here = {name: value for name, value in own.items() if value not in (None, ())}
        return replace(wider, **set_here)


NO_LIMITS = SpaceLimits()


class SpacePreset(StrEnum):
    """What a search tries, by a name."""

    LOUPE = "loupe"
    SHORT = "short"
    ULTRALYTICS = "ultralytics"


@dataclass(frozen=True, slots=True)
class SpaceWish:
    """What a person wants the trials of a search to try.

    Attributes:
        preset: What is not named here is as it says.
        dimensions: In the place of the preset's of the same name, or besides.
        models: Further models to choose among.
        imgszs: Further image sizes to choose among, in pixels.
    """

    preset: SpacePreset = SpacePreset.LOUPE
    limits: SpaceLimits = NO_LIMITS
    dimensions: tuple[Dimension, ...] = ()
    models: tuple[str, ...] = ()
    imgszs: tuple[int, ...] = ()


def _check(name: str, span: Span, bounds: Span) -> None:
    if not (bounds.holds(span.low) and bounds.holds(span.high)):
        raise UsageError(
            f"The {name} must lie between {bounds.low:g} and {bounds.high:g}.",
            hint="Change it, or leave it automatic.",
        )
    if span.low > span.high:
        raise UsageError(
            f"The {name} cannot go from {span.low:g} down to {span.high:g}.",
            hint="Put the smaller value first.",
        )
