"""Planted answers for the practice of lesson 03 that had passed once, or had got the hint meant for another mistake."""

import numpy as np
from skimage import data

import unet_lessons.checks.lesson_03 as check


def count(base, depth, bias=1):
    out = base * 2**depth
    return (9 * (out // 2) + bias) * out + (9 * out + bias) * out


def base_to(largest):
    def base(limit, depth):
        low, high = 1, largest
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if count(middle, depth) <= limit else (low, middle - 1)
        return low

    return base


def base_in(kind):
    def base(limit, depth):
        out = np.arange(1, 200_000).astype(kind) * np.array(2**depth, kind)
        return int(np.flatnonzero((9 * (out // 2) + 1) * out + (9 * out + 1) * out <= limit).max()) + 1

    return base


def base_without_biases(limit, depth):
    base = 1
    while count(base + 1, depth, bias=0) <= limit:
        base += 1
    return base


def base_by_root(limit, depth):
    return int((-4 + (16 + 216 * limit) ** 0.5) / 108 / 2 ** (depth - 1))


def kernel_in_any_order(n):
    return np.random.default_rng().permutation(np.eye(n * n)).reshape(n, n, 1, n * n)


def kernel_in_two_orders(n, calls=[]):  # noqa: B006
    calls.append(n)
    return np.eye(n * n)[:: 1 if len(calls) % 2 else -1].reshape(n, n, 1, n * n)


def kernel_up_to(largest):
    return lambda n: np.eye(n * n).reshape(n, n, 1, n * n) * (n <= largest)


def kernel_backwards(n):
    return np.eye(n * n)[::-1].reshape(n, n, 1, n * n)


def blocks():
    photo = data.astronaut().mean(axis=2) / 255
    return photo.reshape(64, 8, 64, 8).transpose(0, 2, 1, 3).reshape(-1, 64)


RIGHT = [
    (check.widest_base, base_to(2_000_000)),
    (check.widest_base, base_by_root),
    (check.position_kernel, kernel_backwards),
    (check.sixteen_patterns, lambda: np.linalg.svd(blocks(), full_matrices=False)[2][:16].reshape(16, 8, 8)),
]

THIRD = "the patterns are the rows: `vt[:16].reshape(16, 8, 8)`"
WRONG = [
    (check.widest_base, base_to(999_999), "Only `limit` ends the search"),
    (check.widest_base, base_to(1_000_000), "Only `limit` ends the search"),
    (check.widest_base, base_to(2**17), "Only `limit` ends the search"),
    (check.widest_base, base_in("int32"), "Did their number overflow?"),
    (check.widest_base, base_in("int16"), "Did their number overflow?"),
    (check.widest_base, base_without_biases, "One parameter fewer, and base 5 no longer fits"),
    (check.position_kernel, kernel_in_any_order, "let it depend on `n` alone"),
    (check.position_kernel, kernel_in_two_orders, "let it depend on `n` alone"),
    (check.position_kernel, kernel_up_to(17), "It works for 2 and 3"),
    (check.position_kernel, kernel_up_to(32), "It works for 2 and 3"),
    (
        check.sixteen_patterns,
        lambda: np.linalg.svd(blocks(), full_matrices=False)[2][:, :16].T.reshape(16, 8, 8),
        THIRD,
    ),
    (check.sixteen_patterns, lambda: np.linalg.svd(blocks().T @ blocks())[2][:, :16].T.reshape(16, 8, 8), THIRD),
    (check.sixteen_patterns, lambda: np.linalg.svd(blocks().T @ blocks())[0][:16].reshape(16, 8, 8), "u[:, :16].T"),
]
