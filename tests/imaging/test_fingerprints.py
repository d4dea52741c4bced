from __future__ import annotations

import io
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from engine.imaging.fingerprints import (
    NEAR_DUPLICATE_DISTANCE,
    near_duplicate_clusters,
    perceptual_hash,
)
from tests.imaging.builders import encoded, noise


def scene(seed: int) -> Image.Image:
    return noise(12, 9, seed=seed).resize((320, 240), Image.Resampling.BICUBIC)


def distance(first: int, second: int) -> int:
    return (first ^ second).bit_count()


def test_perceptual_hash_of_a_copy_that_was_scaled_and_compressed_is_near() -> None:
    picture = scene(1).filter(ImageFilter.GaussianBlur(1))
    small = Image.open(io.BytesIO(encoded(picture.resize((160, 120)), "JPEG", quality=60)))
    assert distance(perceptual_hash(picture), perceptual_hash(small)) <= NEAR_DUPLICATE_DISTANCE


def test_perceptual_hash_of_different_scenes_is_far() -> None:
    hashes = [perceptual_hash(scene(seed)) for seed in range(12)]
    assert min(distance(a, b) for a, b in combinations(hashes, 2)) > NEAR_DUPLICATE_DISTANCE


@pytest.mark.parametrize("level", [0, 128, 255])
def test_perceptual_hash_of_a_flat_picture_has_no_bits(level: int) -> None:
    assert perceptual_hash(Image.new("L", (100, 80), level)) == 0


@given(
    st.lists(st.integers(0, 2**64 - 1), max_size=12),
    st.lists(st.tuples(st.integers(0, 50), st.sets(st.integers(0, 63), max_size=9)), max_size=12),
    st.integers(0, 10),
)
def test_near_duplicate_clusters_are_those_of_comparing_all_pairs(
    seeds: list[int], flips: list[tuple[int, set[int]]], max_distance: int
) -> None:
    hashes = list(seeds)
    for index, bits in flips:
        if hashes:
            hashes.append(hashes[index % len(hashes)] ^ sum(1 << bit for bit in bits))
    clusters = near_duplicate_clusters(np.array(hashes, np.uint64), max_distance=max_distance)
    assert len(clusters) == len(hashes)
    assert partition(clusters.tolist()) == partition(slow_clusters(hashes, max_distance))


def test_near_duplicate_clusters_of_many_hashes_that_agree_in_part_stay_affordable() -> None:
    rng = np.random.default_rng(0)
    # All share the upper half: every key made of its bands is the same for all.
    hashes = rng.integers(0, 2**32, 3000, dtype=np.uint64) | np.uint64(0xABCD << 48)
    assert near_duplicate_clusters(hashes, max_distance=2).max() > 2900


def slow_clusters(hashes: list[int], max_distance: int) -> list[int]:
    labels = list(range(len(hashes)))
    for i, j in combinations(range(len(hashes)), 2):
        if distance(hashes[i], hashes[j]) <= max_distance:
            old, new = labels[j], labels[i]
            labels = [new if label == old else label for label in labels]
    return labels


def partition(labels: list[int]) -> set[frozenset[int]]:
    return {frozenset(i for i, each in enumerate(labels) if each == label) for label in labels}
