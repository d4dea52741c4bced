from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.view import ValueStats, ViewSettings, Window, WindowPreset

finite = st.floats(min_value=-1e6, max_value=1e6)
EVEN = ValueStats(0, 100, (10,) * 10)


@given(finite, finite)
def test_window_between_two_values_has_them_as_ends(first: float, last: float) -> None:
    low, high = min(first, last), max(first, last)
    window = Window.between(low, high)
    assert window.low == pytest.approx(low, abs=1e-3)
    assert window.high == pytest.approx(high, abs=1e-3)


def test_window_without_width_is_refused() -> None:
    with pytest.raises(ValueError, match="wider than nothing"):
        Window(3, 0)


@pytest.mark.parametrize("changed", [{"gamma": 0.1}, {"brightness": 1.1}, {"contrast": -2}])
def test_view_settings_beyond_their_limits_are_refused(changed: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="between"):
        ViewSettings(**changed)


def test_view_settings_by_default_are_plain() -> None:
    assert ViewSettings().is_plain
    assert not ViewSettings(is_inverted=True).is_plain


@pytest.mark.parametrize(
    ("preset", "low", "high"),
    [
        (WindowPreset.FULL, 0, 100),
        (WindowPreset.MIDDLE, 1, 99),
        (WindowPreset.DARK, 0, 50),
        (WindowPreset.BRIGHT, 50, 100),
    ],
)
def test_window_of_a_preset_takes_its_share_of_the_values(
    preset: WindowPreset, low: float, high: float
) -> None:
    window = EVEN.window(preset)
    assert (window.low, window.high) == pytest.approx((low, high))


def test_window_in_numbers_is_the_same_for_every_image() -> None:
    assert EVEN.window(Window(40, 400)) == Window(40, 400)


@given(
    st.lists(st.integers(0, 1000), min_size=1, max_size=20),
    st.lists(st.floats(0, 1), min_size=2, max_size=2),
)
def test_quantile_of_a_larger_share_is_never_smaller(
    counts: list[int], shares: list[float]
) -> None:
    stats = ValueStats(-5, 20, tuple(counts))
    less, more = sorted(shares)
    assert -5 <= stats.quantile(less) <= stats.quantile(more) <= 20
