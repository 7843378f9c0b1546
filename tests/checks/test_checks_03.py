"""The checks for the practice of lesson 03, against planted answers."""

import itertools
import math

import numpy as np
import pytest
from skimage import data

import unet_lessons.checks.lesson_03 as check
from unet_lessons import sizes
from unet_lessons.checks.lesson_03 import psnr, rebuild, seen_from, sizes_of_levels, square_patterns

# 1 · level_sizes


class Levels:
    """An answer in the form of a class."""

    def __init__(self, size, depth):
        self.sizes = [size - 4] if depth == 0 else [size - 4] + Levels((size - 4) // 2, depth - 1).sizes

    def __array__(self, dtype=None, copy=None):
        return np.array(self.sizes, float)


def sizes_of_keras(size, depth):
    from unet_lessons.backend import keras

    x, found = keras.Input((size, size, 1)), []
    for level in range(depth + 1):
        x = keras.layers.MaxPooling2D(2)(x) if level else x
        x = keras.layers.Conv2D(1, 3)(keras.layers.Conv2D(1, 3)(x))
        found.append(x.shape[1])
    return found


def sizes_by(lost=4, halve=lambda size: size // 2, before=False, pooled=False):
    """The sizes that leave each level; or before it, or after its pooling."""

    def answer(size, depth):
        found = []
        for _ in range(depth + 1):
            found += [size] if before else []
            size = size - lost
            after = halve(size)
            found += [] if before else [after if pooled else size]
            size = after
        return found

    return answer


def sizes_from_the_bottom(size, depth):
    """Each size by itself, from the top: what two times two pixels and the poolings leave."""
    return [(size - 4) // 2**level - sum(4 / 2**n for n in range(level)) for level in range(depth + 1)]


def sizes_by_recursion(size, depth):
    rest = sizes_by_recursion((size - 4) // 2, depth - 1) if depth else []
    return np.array([size - 4, *rest])


def sizes_by_generator(size, depth):
    yield from sizes_of_levels(size, depth)


def sizes_of_even_maps(size, depth):
    """Rounds up at the first level alone."""
    first = [size - 4] + ([-(-(size - 4) // 2) - 4] if depth else [])
    return first + [n for n in sizes_of_levels(first[-1] + 4, depth - 1)[1:]] if depth else first


def at_least_one_pooling(size, depth):
    found = [size - 4, (size - 4) // 2 - 4]
    for _ in range(depth - 1):
        found.append(found[-1] // 2 - 4)
    return found


def sizes_rounded_apart(size, depth):
    """Each level by itself, out of the size of the image; what each convolution takes is rounded alone."""
    lost = [4 + sum(4 // 2**n for n in range(1, level)) for level in range(1, depth + 1)]
    return [size - 4] + [(size - 4) // 2**level - more for level, more in enumerate(lost, 1)]


# 2 · widest_base


def bottom_parameters(base, depth):
    """Parameters of the bottleneck's two 3×3 convolutions in a U that has `base` channels at the first level."""
    channels = base * 2**depth
    return (9 * channels // 2 + 1) * channels + (9 * channels + 1) * channels


def widest(count=bottom_parameters, fits=lambda parameters, limit: parameters <= limit, bases=range(1, 1_500_000)):
    def answer(limit, depth):
        return max(itertools.takewhile(lambda base: fits(count(base, depth), limit), bases), default=0)

    return answer


def widest_in_a_loop(last):
    """Falls out of the loop, and so returns None, if the base is larger."""

    def answer(limit, depth):
        for base in range(1, last + 1):
            if bottom_parameters(base, depth) > limit:
                return base - 1

    return answer


def widest_by_formula(limit, depth):
    """54c² + 4c <= limit, with c channels arriving at the bottom."""
    arriving = (-4 + math.sqrt(16 + 216 * limit)) / 108
    return np.floor(arriving / 2 ** (depth - 1) + 1e-9)


def widest_by_bisection(limit, depth):
    low, high = 1, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if bottom_parameters(middle, depth) <= limit else (low, middle - 1)
    return (low,)[0]


def widest_by_doubling(limit, depth):
    """Steps that double, then halve."""
    step = 1
    while bottom_parameters(1 + 2 * step, depth) <= limit:
        step *= 2
    base = 1
    while step:
        base += step if bottom_parameters(base + step, depth) <= limit else 0
        step //= 2 if step > 1 or bottom_parameters(base + 1, depth) > limit else 1
    return base


def widest_by_roots(limit, depth):
    """The positive root of 13.5 out² + 2 out = limit."""
    out = max(np.roots([13.5, 2, -limit]))
    return int(out / 2**depth + 1e-9)


def widest_with_keras(limit, depth):
    from unet_lessons.backend import keras

    def count(base):
        out = base * 2**depth
        layers = keras.layers.Conv2D(out, 3), keras.layers.Conv2D(out, 3)
        for layer, channels in zip(layers, (out // 2, out), strict=True):
            layer.build((None, 32, 32, channels))
        return sum(layer.count_params() for layer in layers)

    squares = (count(2) - 2 * count(1)) // 2  # two counts tell both terms: squares · base² + rest · base
    rest, base = count(1) - squares, 1
    while squares * (base + 1) ** 2 + rest * (base + 1) <= limit:
        base += 1
    return base


def no_bias(base, depth):
    return 9 * 3 * (base * 2**depth) ** 2 // 2


def bias_for_each_input(base, depth):
    out = base * 2**depth
    return (9 * out + 1) * out // 2 + (9 * out + 1) * out


def one_weight(base, depth):
    out = base * 2**depth
    return (out // 2 + 1) * out + (out + 1) * out


def first_only(base, depth):
    return (9 * (base * 2**depth // 2) + 1) * base * 2**depth


def twice_the_second(base, depth):
    return 2 * second_only(base, depth)


def second_only(base, depth):
    return (9 * base * 2**depth + 1) * base * 2**depth


# 3 · positions_that_see


def seen_by(first, last):
    def answer(pixel, positions, step, reach):
        return first(pixel, positions, step, reach), last(pixel, positions, step, reach)

    return answer


def positions_by_counting(pixel, positions, step, reach):
    first, last = 0, positions - 1
    while step * first + reach - 1 < pixel:
        first += 1
    while step * last > pixel:
        last -= 1
    return np.array([first, last])


def not_first(pixel, positions, step, reach):
    first = last = None
    for position in range(positions):
        if step * position <= pixel < step * position + reach:
            if not first:
                first = position
            last = position
    return first, last


def last_from_first(pixel, positions, step, reach):
    first = max(math.ceil((pixel - reach + 1) / step), 0)
    return first, min(first + reach // step - 1, positions - 1)


def first_from_last(pixel, positions, step, reach):
    last = min(pixel // step, positions - 1)
    return max(last - reach // step + 1, 0), last


def positions_by_table(pixel, positions, step, reach):
    """A table of positions by pixels."""
    begins = step * np.arange(positions)
    seen = np.flatnonzero((begins <= pixel) & (pixel < begins + reach))
    return seen[[0, -1]]


def capped_positions(pixel, positions, step, reach):
    found = [i for i in range(min(positions, 28)) if i * step <= pixel < i * step + reach]
    return found[0], found[-1]


def always_overlapping(pixel, positions, step, reach):
    """Counts on a reach above the step."""
    last = min(pixel // step, positions - 1)
    first = last
    while first > 0 and (first - 1) * step + max(reach, step + 1) > pixel:
        first -= 1
    return first, last


def not_the_only_position(pixel, positions, step, reach):
    first, last = seen_from(pixel, positions, step, reach)
    return (first, last) if positions > 1 else (first, last + 1)


def stretched(pixel, positions, step, reach):
    width = step * (positions - 1) + reach
    return [pixel * positions // width] * 2


def all_positions(pixel, positions, step, reach):
    return [position for position in range(positions) if step * position <= pixel < step * position + reach]


# 4 · position_kernel


def kernel_of(make):
    """A kernel (n, n, 1, n²) out of a matrix: pixels of the block by channels."""
    return lambda n: make(n).reshape(n, n, 1, n * n)


def kernel_with_keras(n):
    from unet_lessons.backend import keras

    return keras.ops.reshape(keras.ops.eye(n * n), (n, n, 1, n * n))


def kernel_as_lists(n):
    return [[[[int(i * n + j == n * n - 1 - k) for k in range(n * n)]] for j in range(n)] for i in range(n)]


def filled(n, where):
    """A kernel of zeros with a 1 in the channel `where(row, column)`."""
    kernel = np.zeros((n, n, 1, n * n))
    for row, column in np.ndindex(n, n):
        kernel[row, column, 0, where(row, column)] = 1
    return kernel


def first_rows(n):
    """Each channel copies a pixel of the first column only."""
    matrix = np.zeros((n * n, n * n))
    for channel in range(n * n):
        matrix[channel // n * n, channel] = 1
    return matrix


def kernel_up_to_three(n):
    return filled(n, lambda row, column: row * min(n, 3) + column)


def kernel_by_ndindex(n):
    """Pixels in the order of the columns, in whole numbers."""
    return filled(n, lambda row, column: column * n + row).astype("uint8")


def kernel_of_shuffled_channels(n):
    return np.random.default_rng(0).permutation(np.eye(n * n)).reshape(n, n, 1, n * n)


# 5 · sixteen_patterns


def products(wave):
    waves = [wave(times) for times in range(4)]
    return np.array([np.outer(down, across) for down in waves for across in waves])


def cosine(times, begin=0.5):
    return np.cos(np.pi * times * (np.arange(8) + begin) / 8)


def blocks_of(photo, n=8):
    rows, columns = np.array(photo.shape) // n
    return photo.reshape(rows, n, columns, n).transpose(0, 2, 1, 3).reshape(-1, n * n)


def principal(first=0, columns=False, cut=blocks_of):
    blocks = cut(data.astronaut().mean(axis=2) / 255)
    rows = np.linalg.svd(blocks - blocks.mean(axis=0), full_matrices=False)[2]
    return (rows.T if columns else rows)[first : first + 16].reshape(16, 8, 8)


def principal_of(photo, centred=True):
    blocks = blocks_of(photo)
    blocks = blocks - blocks.mean(axis=0) if centred else blocks
    return np.linalg.svd(blocks, full_matrices=False)[2][:16].reshape(16, 8, 8)


def columns_of_u(turn):
    """U of the blocks as columns: its first 16 columns are the patterns, if they are turned into rows."""
    u = np.linalg.svd(blocks_of(data.astronaut().mean(axis=2) / 255).T, full_matrices=False)[0]
    return (u[:, :16].T if turn else u[:, :16]).reshape(16, 8, 8)


def hats():
    return products(lambda times: np.maximum(0, 1 - abs((np.arange(8) + 0.5) / 8 * 3 - times)))


def walsh():
    signs = np.array([[1, 1, 1, 1], [1, 1, -1, -1], [1, -1, -1, 1], [1, -1, 1, -1]]).repeat(2, axis=1)
    return products(lambda times: signs[times])


def low_frequencies():
    pairs = sorted(np.ndindex(8, 8), key=sum)[:16]
    return [np.outer(cosine(down), cosine(across)).tolist() for down, across in pairs]


RIGHT = [
    (check.level_sizes, Levels),
    (check.level_sizes, sizes_of_keras),
    (check.level_sizes, lambda size, depth: tuple(sizes.sizes_along(size, depth)[2 : 3 * depth + 3 : 3])),
    (check.level_sizes, sizes_by_recursion),
    (check.level_sizes, lambda size, depth: [float(n) for n in sizes_of_levels(size, depth)]),
    (check.widest_base, widest()),
    (check.widest_base, widest_by_doubling),
    (check.widest_base, widest_by_roots),
    (check.widest_base, widest_by_formula),
    (check.widest_base, widest_by_bisection),
    (check.widest_base, widest_with_keras),
    (check.widest_base, widest_in_a_loop(10**9)),
    (check.positions_that_see, seen_from),
    (check.positions_that_see, positions_by_counting),
    (
        check.positions_that_see,
        seen_by(lambda p, n, s, r: max(0.0, math.ceil((p - r + 1) / s)), lambda p, n, s, r: min(n - 1, p // s)),
    ),
    (
        check.positions_that_see,
        lambda p, n, s, r: [max((p - r) // s + 1, 0), min(p // s, n - 1)],
    ),
    (check.position_kernel, kernel_of(lambda n: np.eye(n * n))),
    (check.position_kernel, kernel_of(lambda n: np.eye(n * n)[::-1] > 0)),
    (check.positions_that_see, positions_by_table),
    (check.positions_that_see, lambda *values: tuple(map(float, seen_from(*values)))),
    (check.position_kernel, kernel_by_ndindex),
    (check.position_kernel, kernel_of_shuffled_channels),
    (check.position_kernel, kernel_as_lists),
    (check.position_kernel, kernel_with_keras),
    (check.sixteen_patterns, principal),
    (check.sixteen_patterns, hats),
    (check.sixteen_patterns, lambda: principal_of(data.coffee()[:400].mean(axis=2), centred=False)),
    (check.sixteen_patterns, lambda: columns_of_u(turn=True)),
    (check.sixteen_patterns, lambda: np.concatenate([np.ones((1, 8, 8)), principal()[:15]])),
    (check.sixteen_patterns, low_frequencies),
    (check.sixteen_patterns, lambda: products(lambda times: np.arange(8) ** times)),
]

WRONG = [
    (check.level_sizes, lambda size, depth: sizes_of_levels(size, depth)[:-1], "the bottleneck, below"),
    (check.level_sizes, lambda size, depth: [size, *sizes_of_levels(size, depth)], "The image itself"),
    (check.level_sizes, sizes_by(pooled=True), "Append before you halve"),
    (check.level_sizes, lambda size, depth: sizes_by(pooled=True)(size, depth - 1), "and add the bottleneck"),
    (check.level_sizes, sizes_by(before=True), "These sizes arrive"),
    (check.level_sizes, sizes_by(lost=2), "Each level has two convolutions"),
    (check.level_sizes, sizes_by(lost=0), "same padding"),
    (check.level_sizes, lambda size, depth: sizes_of_levels(size, depth)[-1], "Keep all sizes"),
    (check.level_sizes, sizes_by(halve=lambda size: size / 2), "one left over"),
    (check.level_sizes, sizes_by(halve=lambda size: (size + 1) // 2), "one left over"),
    (check.level_sizes, sizes_by(halve=lambda size: round(size / 2)), "one left over"),
    (check.level_sizes, lambda size, depth: sizes_of_levels(size, 2), "written into your code"),
    (check.level_sizes, lambda size, depth: sizes_of_levels(size, 4), "not 4"),
    (check.level_sizes, lambda size, depth: [(n, n) for n in sizes_of_levels(size, depth)], "not height and width"),
    (check.level_sizes, sizes_by(lost=8), "By hand"),
    (check.level_sizes, sizes_by_generator, "Put it into a list"),
    (check.level_sizes, lambda size, depth: dict(enumerate(sizes_of_levels(size, depth))), "list(found.values())"),
    (check.level_sizes, at_least_one_pooling, "With depth 0"),
    (check.level_sizes, sizes_rounded_apart, "Round at each pooling"),
    (check.level_sizes, lambda size, depth: sizes_of_levels(size, min(depth, 4)), "written into your code"),
    (check.level_sizes, sizes_of_even_maps, "one left over"),
    (check.widest_base, widest(bases=range(1, 200)), "Only `limit` ends the search"),
    (check.widest_base, widest(bases=range(1, 2000)), "Only `limit` ends the search"),
    (check.widest_base, widest_in_a_loop(4000), "larger than 64"),
    (check.widest_base, widest(bases=range(2, 1_500_000)), "The smallest base is 1"),
    (check.widest_base, widest(count=no_bias), "its biases count"),
    (check.widest_base, widest(count=bias_for_each_input), "one for each output channel"),
    (check.widest_base, widest(count=twice_the_second), "Does your count give 1,370"),
    (check.widest_base, lambda limit, depth: (limit / 13.5) ** 0.5 / 2**depth, "Round down"),
    (check.widest_base, lambda limit, depth: int((limit / 13.5) ** 0.5 / 2**depth), "its biases count"),
    (check.widest_base, widest(bases=range(1, 65)), "larger than 64"),
    (check.widest_base, widest_in_a_loop(100), "larger than 64"),
    (check.widest_base, widest(count=one_weight), "9 weights for each pair"),
    (check.widest_base, widest(count=first_only), "Only the first convolution"),
    (check.widest_base, widest(count=second_only), "leave something out"),
    (check.widest_base, lambda limit, depth: widest()(limit, depth) + 1, "one step late"),
    (check.widest_base, widest(fits=lambda parameters, limit: parameters < limit), "`limit` itself is allowed"),
    (check.widest_base, widest(bases=[2**n for n in range(12)]), "not only 2, 4, 8"),
    (check.widest_base, lambda limit, depth: widest()(limit, depth) * 2**depth, "channels leave the bottom"),
    (check.widest_base, lambda limit, depth: bottom_parameters(widest()(limit, depth), depth), "number of parameters"),
    (check.widest_base, lambda limit, depth: widest()(limit, depth + 1), "one doubling for each pooling"),
    (check.widest_base, lambda limit, depth: widest()(limit, 1), "16 times the base"),
    (check.widest_base, lambda limit, depth: list(range(1, widest()(limit, depth) + 1)), "one number, no list"),
    (check.positions_that_see, lambda p, n, s, r: (s * p, s * p + r - 1), "goes the other way"),
    (check.positions_that_see, lambda p, n, s, r: (p // s, p // s), "Receptive fields overlap"),
    (check.positions_that_see, stretched, "spreads the positions"),
    (check.positions_that_see, lambda p, n, s, r: (max((p - r + 1) // s, 0), min(p // s, n - 1)), "round up"),
    (check.positions_that_see, lambda p, n, s, r: (max((p - r) // s + 1, 0), math.ceil(p / s)), "round down"),
    (check.positions_that_see, lambda p, n, s, r: seen_from(p, n, s, r)[::-1], "The first position comes first"),
    (check.positions_that_see, all_positions, "the first and the last only"),
    (check.positions_that_see, lambda *inputs: len(all_positions(*inputs)), "Return two numbers"),
    (check.positions_that_see, lambda p, n, s, r: seen_from(p, n, s, r + 1), "ends at pixel 8"),
    (check.positions_that_see, lambda p, n, s, r: ((p - r) // s + 1, min(p // s, n - 1)), "no positions before 0"),
    (check.positions_that_see, lambda p, n, s, r: (max((p - r) // s + 1, 0), p // s), "only 5 positions"),
    (check.positions_that_see, lambda p, n, s, r: (max((p - 6) // 3, 0), min(p // 3, 4)), "a number of your own"),
    (
        check.positions_that_see,
        lambda p, n, s, r: (max(0, p // s - r // s + 1), min(p // s, n - 1)),
        "or `reach // step`",
    ),
    (check.positions_that_see, not_first, "ask `first is None`"),
    (
        check.positions_that_see,
        lambda p, n, s, r: (max((p - r) // s + 1, 0), max(i for i in range(n) if s * i < max(p, 1))),
        "it begins at counts",
    ),
    (check.positions_that_see, last_from_first, "Find the last position from the pixel"),
    (check.positions_that_see, first_from_last, "Find the first position from pixel and reach"),
    (
        check.positions_that_see,
        lambda p, n, s, r: (p // r, min(p // s, n - 1)),
        "Find the first position from pixel and reach",
    ),
    (check.positions_that_see, always_overlapping, "as large as the step, or smaller"),
    (check.positions_that_see, not_the_only_position, "with one position alone"),
    (check.positions_that_see, capped_positions, "as large as the step, or smaller"),
    (check.position_kernel, kernel_up_to_three, "It works for 2 and 3"),
    (check.position_kernel, lambda n: filled(n, lambda row, column: n * row + column) * n / min(n, 3), "It works for"),
    (check.position_kernel, lambda n: filled(n, lambda row, column: (row * n + column) % 9), "It works for 2 and 3"),
    (check.position_kernel, kernel_of(lambda n: np.full((n * n, n * n), 1 / n**2)), "the positions are gone"),
    (check.position_kernel, kernel_of(lambda n: np.ones((n * n, n * n))), "adds up all pixels"),
    (check.position_kernel, kernel_of(lambda n: np.eye(n * n) * (np.arange(n * n) < n)), "copy no pixel"),
    (check.position_kernel, kernel_of(first_rows), "copied by none"),
    (check.position_kernel, kernel_of(lambda n: np.eye(n * n) * 2), "change pixels"),
    (check.position_kernel, kernel_of(lambda n: np.tril(np.ones((n * n, n * n)))), "add up several"),
    (check.position_kernel, kernel_of(lambda n: np.arange(n**4)), "add up several"),
    (check.position_kernel, lambda n: filled(n, lambda row, column: row + column), "a pixel of its own"),
    (check.position_kernel, lambda n: filled(n, lambda row, column: 0), "a pixel of its own"),
    (check.position_kernel, lambda n: np.eye(n * n), "has the right shape"),
    (check.position_kernel, lambda n: np.eye(n * n).reshape(n * n, n, n, 1), "has the right shape"),
    (check.position_kernel, lambda n: np.eye(4).reshape(2, 2, 1, 4), "has the right shape"),
    (check.position_kernel, kernel_of(lambda n: np.zeros((n * n, n * n))), "each needs a 1"),
    *((check.sixteen_patterns, lambda n=n: principal_of(check.photographs()[n]), "found on this") for n in range(3)),
    (check.sixteen_patterns, lambda: principal_of(data.camera() / 255, centred=False), "found on this"),
    (check.sixteen_patterns, lambda: columns_of_u(turn=False), "the columns of the array"),
    (check.sixteen_patterns, lambda: check.best_patterns(check.photographs()[2]), "found on this"),
    (check.sixteen_patterns, square_patterns, "flat squares"),
    (check.sixteen_patterns, walsh, "flat squares"),
    (check.sixteen_patterns, lambda: products(lambda times: cosine(times + 4)), "the finest details"),
    (check.sixteen_patterns, lambda: principal(first=48), "the finest details"),
    (check.sixteen_patterns, lambda: np.random.default_rng(0).random((16, 8, 8)), "Begin with the flat pattern"),
    (check.sixteen_patterns, lambda: [np.outer(np.ones(8), cosine(n)) for n in range(16)], "across and down"),
    (check.sixteen_patterns, lambda: np.ones((16, 8, 8)), "Only 1 of the 16"),
    (check.sixteen_patterns, lambda: np.zeros((16, 8, 8)), "All your patterns are 0"),
    (check.sixteen_patterns, lambda: principal(cut=lambda photo: photo.reshape(-1, 64)), "strips of 64 pixels"),
    (
        check.sixteen_patterns,
        lambda: principal(cut=lambda photo: photo.reshape(64, 8, 64, 8).reshape(-1, 64)),
        "Take the transpose",
    ),
    (check.sixteen_patterns, lambda: np.moveaxis(products(cosine), 0, -1), "`np.moveaxis(patterns, -1, 0)`"),
    (check.sixteen_patterns, lambda: products(cosine).reshape(16, 64), "16 patterns first"),
    (check.sixteen_patterns, lambda: principal(columns=True), "rows of a matrix"),
    (check.sixteen_patterns, lambda: products(cosine) / np.zeros((8, 8)), "division by 0"),
]


@pytest.mark.parametrize("base", [2, 17, 64])
def test_parameters_at_the_bottom(base):
    steps = sizes.unet_steps(base_filters=base)
    assert bottom_parameters(base, 4) == sum(step.parameters for step in steps if step.part == "bottleneck")


def test_positions_and_pixels_of_the_lesson_agree():
    """A step of 16 and a reach of 140 are those of the lesson's U; every pixel of 572 is seen."""
    assert sizes.bottleneck_receptive_field(4) == 140 and 27 * 16 + 140 == 572
    assert sizes_of_levels(572, 4)[-1] == 28
    assert all(seen_from(pixel, 28, 16, 140) for pixel in range(572))


def test_smooth_patterns_beat_flat_squares_on_other_photographs_too():
    """What exercise 5 shows. Its target is out of reach for random patterns, and for any 16 single pixels."""
    for photo in (data.camera(), data.chelsea().mean(2), data.coins(), data.coffee().mean(2), data.page()):
        photo = photo[: len(photo) // 8 * 8, : photo.shape[1] // 8 * 8] / 255
        flat = psnr(rebuild(photo, square_patterns()), photo)
        assert psnr(rebuild(photo, products(cosine)), photo) > flat + 0.4
        assert psnr(rebuild(photo, np.random.default_rng(0).normal(size=(16, 8, 8))), photo) < flat
        assert psnr(rebuild(photo, np.eye(16, 64)), photo) < flat
    for photo in check.photographs():
        flat = psnr(rebuild(photo, square_patterns()), photo)
        for patterns in (products(cosine), principal(), hats()):
            assert psnr(rebuild(photo, patterns), photo) > flat + 1.2


def test_rebuild_is_a_mean_of_squares():
    photo = check.photographs()[0]
    means = photo.reshape(256, 2, 256, 2).mean(axis=(1, 3)).repeat(2, axis=0).repeat(2, axis=1)
    assert np.allclose(rebuild(photo, square_patterns()), means)
