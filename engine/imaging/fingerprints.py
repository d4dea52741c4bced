"""Fingerprints of pictures, and the clusters of near-duplicates they tell."""

from __future__ import annotations

from functools import cache
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

NEAR_DUPLICATE_DISTANCE = 6

_SIDE_PX = 32
_NUM_BITS = 64
_MAX_DISTANCE = 16
_MAX_WAITING_PAIRS = 1_000_000


def perceptual_hash(picture: Image.Image) -> int:
    """Return 64 bits that say how a picture looks, hardly changed by scaling and compression.

    They tell which of the 64 lowest frequencies (DCT-II, without the mean) of the picture, in gray
    at 32 x 32 pixels, lie above their median. Any thread.
    """
    small = picture.convert("L").resize((_SIDE_PX, _SIDE_PX), Image.Resampling.BOX)
    frequencies = _cosines() @ np.asarray(small, dtype=np.float64) @ _cosines().T
    # Rounded, so that a flat picture has no bits instead of those of the rounding errors.
    lowest = frequencies[_lowest_frequencies()].round(6)
    return int.from_bytes(np.packbits(lowest > np.median(lowest)).tobytes(), "big")


def near_duplicate_clusters(
    hashes: NDArray[np.uint64], *, max_distance: int = NEAR_DUPLICATE_DISTANCE
) -> NDArray[np.int64]:
    """Return the cluster of each fingerprint, numbered from 0.

    Two fingerprints are in one cluster where a chain joins them whose links differ in at most
    `max_distance` bits. The 64 bits are cut into `max_distance + 2` bands: two fingerprints that
    near agree on at least two bands wholly, so that only those which do are compared.

    Args:
        hashes: Fingerprints, shape (n,).
        max_distance: Bits, from 0 to 16.
    """
    if not 0 <= max_distance <= _MAX_DISTANCE:
        raise ValueError(f"max_distance must be 0 to {_MAX_DISTANCE}, not {max_distance}")
    unique, inverse = np.unique(np.asarray(hashes, dtype=np.uint64), return_inverse=True)
    labels = np.arange(len(unique), dtype=np.int64)
    for first, second in combinations(_band_masks(max_distance + 2), 2):
        if len(labels) == 0 or labels.min() == labels.max():
            break
        labels = _join_near(labels, unique, mask=first | second, max_distance=max_distance)
    clusters: NDArray[np.int64] = np.unique(labels[inverse], return_inverse=True)[1]
    return clusters.astype(np.int64)


@cache
def _cosines() -> NDArray[np.float64]:
    steps = np.arange(_SIDE_PX)
    basis: NDArray[np.float64] = np.cos(np.pi * np.outer(steps, steps + 0.5) / _SIDE_PX)
    return basis


@cache
def _lowest_frequencies() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rows, columns = np.divmod(np.arange(_SIDE_PX**2), _SIDE_PX)
    order = np.argsort(rows + columns, kind="stable")[1 : _NUM_BITS + 1]
    return rows[order], columns[order]


def _band_masks(num_bands: int) -> list[np.uint64]:
    edges = [_NUM_BITS * band // num_bands for band in range(num_bands + 1)]
    return [np.uint64(2**high - 2**low) for low, high in pairwise(edges)]


def _join_near(
    labels: NDArray[np.int64], hashes: NDArray[np.uint64], *, mask: np.uint64, max_distance: int
) -> NDArray[np.int64]:
    """Return the labels with those made equal whose hashes agree on the mask and are near."""
    keys = hashes & mask
    order = np.argsort(keys, kind="stable")
    keys, hashes = keys[order], hashes[order]
    waiting: list[NDArray[np.int64]] = []
    num_waiting = 0
    rows = np.arange(len(keys), dtype=np.int64)
    # Each row meets the next of its key, then the next but one, ...: all keys in one stroke.
    for step in range(1, len(keys)):
        rows = rows[rows < len(keys) - step]
        rows = rows[keys[rows] == keys[rows + step]]
        if not len(rows):
            break
        near = rows[np.bitwise_count(hashes[rows] ^ hashes[rows + step]) <= max_distance]
        pairs = np.stack([labels[order[near]], labels[order[near + step]]])
        waiting.append(pairs[:, pairs[0] != pairs[1]])
        num_waiting += waiting[-1].shape[1]
        if num_waiting > _MAX_WAITING_PAIRS:
            labels, waiting, num_waiting = _merge(labels, waiting), [], 0
    return _merge(labels, waiting)


def _merge(labels: NDArray[np.int64], waiting: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    if not any(pairs.size for pairs in waiting):
        return labels
    first, second = np.concatenate(waiting, axis=1)
    roots = np.arange(len(labels), dtype=np.int64)
    # Each round hooks every set that has a smaller neighbor onto one, then flattens the chains.
    while not np.array_equal(roots[first], roots[second]):
        smaller = np.minimum(roots[first], roots[second])
        np.minimum.at(roots, roots[first], smaller)
        np.minimum.at(roots, roots[second], smaller)
        while not np.array_equal(roots, roots[roots]):
            roots = roots[roots]
    merged: NDArray[np.int64] = roots[labels]
    return merged
