"""Checks of exercises 1, 2 and 5: sizes and parameters, counted before a network is built."""

import itertools
from functools import cache, partial
from unittest.mock import patch

import numpy as np

from ... import sizes
from ...backend import keras
from ..results import check
from ..vocabulary import KEPT, NotYet, call, expect, expect_answer, expect_equal, expect_parts


@check(
    "1 · output_size",
    "Walk along the U with one number: each 3×3 convolution takes 2 pixels, a pooling halves, an up-convolution"
    " doubles.",
    "`for _ in range(depth): size = (size - 4) // 2`, then the bottleneck, `size - 4`, then the way up.",
)
def output_size(answer):
    odd_is_0 = "Before each pooling: `if size % 2: return 0`."
    refused = ("stopped with ValueError", "A size that does not fit is no error here: return 0.", odd_is_0)
    odd = "A map of {} pixels cannot be halved. Return 0 as soon as a map that is pooled is odd."
    late = "The map of {} pixels is what pooling gives. What must be even is the map that is pooled, with {} pixels."
    rule = (
        "At depth 5 the sizes that fit are 380, 412, …, and these are not 32·k + 12. Walk along the U, without a"
        " formula.",
        "A formula with 12 holds for depths up to 4. Before each pooling: `if size % 2: return 0`.",
    )
    for (size, depth, note, expected), *said in (
        (
            (52, 2, "", 12),
            "Follow one size with a pencil: 52 → 48, pooled 24 → 20, pooled 10 → 6, and up again: 12 → 8, 16 → 12.",
            "One level down is `size = (size - 4) // 2`, the bottleneck `size - 4`,"
            " one level up `size = size * 2 - 4`.",
            (52, "This would be right for same padding. Here each 3×3 convolution takes 2 pixels."),
            (28, "The bottleneck has two convolutions as well: 4 pixels more, before the way up."),
            (30, "Each level has two 3×3 convolutions, not one: it takes 4 pixels, not 2."),
            (20, "This is the border lost on each side. The output itself is asked for."),
            (6, "This is the bottleneck. The way up is missing: twice as large, then 4 less, for each level."),
            (24, "The way up only doubles here. Each of its levels has two convolutions, too."),
            (40, "This is what is lost. The output itself is asked for."),
            (-132, "184 pixels are lost at depth 4. At other depths it is another number."),
            ([12, 12], "One side is enough: return one number."),
        ),
        (
            (572, 4, " (the paper's U)", 388),
            "It worked for 52 pixels and depth 2. Repeat the levels `depth` times.",
            "The maps that are pooled have 568, 280, 136 and 64 pixels, and all of these are even.",
            (0, "572 is no multiple of 16, and yet it fits: ask whether each map that is pooled is even."),
            (532, "There are 2 levels in your code, whatever `depth` says."),
        ),
        ((256, 4, ": a map of 57 pixels would be pooled", 0), odd.format(57), odd_is_0),
        ((574, 4, ": a map of 285 pixels would be pooled", 0), odd.format(285), odd_is_0),
        ((51, 2, ": a map of 47 pixels would be pooled", 0), odd.format(47), odd_is_0),
        (
            (204, 4, ": 200, 96, 44 and 18 pixels are pooled", 20),
            late.format(9, "18"),
            odd_is_0,
            (0, late.format(9, "18")),
        ),
        ((21, 1, ": a map of 17 pixels would be pooled", 0), late.format(8, "17"), odd_is_0),
        ((18, 1, ": 18 → 14, 7 → 3, 6 → 2", 2), late.format(7, "14"), odd_is_0),
        (
            (36, 2, ": 36 → 32, 16 → 12, 6 → 2, 4 → 0", 0),
            "All maps that are pooled are even here, but no pixel is left. Then the answer is 0, not a negative size.",
            "At the end: `return max(size, 0)`.",
        ),
        ((380, 5, "", 4), *rule, (196, "There are 4 levels in your code, whatever `depth` says.")),
        ((396, 5, "", 0), *rule),
    ):
        case = f"{size} pixels, depth {depth}{note}", size, depth, expected
        expect_answer(answer, case, *said, errors=[refused])
    other = (
        "Follow this size through the U by hand, and print `size` in each step of your function. Where do they differ?"
    )
    level_less = (
        "This is what a U of one level less gives. Is a depth written into your code, or a result kept from an earlier"
        " call?"
    )
    for depth in range(1, 7):
        for size in [*range(1, 101), *range(101, 1400, 7)]:
            fits = sizes.is_valid_size(size, depth)
            case = f"{size} pixels, depth {depth}", size, depth, sizes.output_size(size, depth) if fits else 0
            less = max(size - 12 * 2 ** (depth - 1) + 8, 1)  # what a U of one level less gives
            expect_answer(answer, case, other, odd_is_0, (less, level_less), errors=[refused])


def convolutions(channels, classes, base_filters, depth, convs=2, up=2, joined=2, bottom=True, most=None):
    """All convolutions of a U, in order, as (kernel size, channels in, filters); without options, those of the paper.

    The options are for known mistakes: convolutions in a level, kernel of the up-convolution, how much wider the
    concatenated map is, whether there is a bottleneck, the largest number of filters.
    """
    found = []
    for level in range(depth + bottom):
        filters = min(base_filters * 2**level, most or 2**60)
        found += [(3, channels, filters), (3, filters, filters)][:convs]
        channels = filters
    for level in reversed(range(depth)):
        filters = min(base_filters * 2**level, most or 2**60)
        found += [(up, channels, filters), *[(3, joined * filters, filters), (3, filters, filters)][:convs]]
        channels = filters
    return [*found, (1, channels, classes)]


def parameters_of(channels, classes, base_filters, depth, biases=1, **options):
    """The number of parameters of a U; the options are those of `convolutions`."""
    steps = convolutions(channels, classes, base_filters, depth, **options)
    return sum((kernel**2 * inputs + biases) * filters for kernel, inputs, filters in steps)


COUNTING = "A k×k convolution from `c` channels to `f` filters has (k·k·c + 1)·f parameters. Add up all convolutions."


@check(
    "2 · unet_parameters",
    COUNTING,
    "Keep in a variable how many channels the map has now; each convolution reads it and sets it anew.",
)
def unet_parameters(answer):
    first = "Count them before you build it: one formula for each convolution, added up."
    built = NotYet("your function builds Keras layers, and counts their weights", first, COUNTING)
    in_a_row = (
        "Write down all convolutions: 1→4, 4→4 | 4→8, 8→8 | up 8→4, then 8→4 (two maps joined), 4→4 | 4→2.",
        "`total += (9 * channels + 1) * filters`, then `channels = filters`. It is 4 instead of 9 for the"
        " up-convolution,"
        " 1 for the last.",
    )
    all_four = (
        "It worked for a U of depth 1. Each level has twice as many filters as the level above.",
        "Is a number of the first example written into your code? Use the four arguments.",
    )
    not_halved = "The up-convolution halves the channels: 8→4. With the 4 channels of the skip, there are 8 again."
    cases = [((1, 2, 4, 1), in_a_row), ((3, 1, 8, 3), all_four), ((1, 2, 64, 4), all_four), ((1, 2, 64, 6), all_four)]
    cases += [((3, 4, 128, 7), all_four)]
    others, total = itertools.product((1, 2, 5), (1, 2, 7), (1, 3, 48), (1, 2, 3, 5)), 0
    for numbers, hints in [*cases, *((one, all_four[::-1]) for one in others)]:
        channels, classes, base_filters, depth = numbers
        counted = partial(parameters_of, *numbers)
        what = f"channels {channels}, classes {classes}, base_filters {base_filters}, depth {depth}"
        mistakes = [  # plain numbers are those of the first case
            *((one, KEPT) for one in (total, total + counted()) if total),
            (np.float32(counted()), "`float32` keeps only seven digits. Add up whole numbers."),
            (counted(biases=0), "The biases are missing: each filter has one."),
            (counted(joined=1), "After the concatenation the map has twice as many channels."),
            (counted(up=3), "The up-convolution has a kernel of 2×2, not 3×3: 4 weights, not 9."),
            (counted(bottom=False), "The bottleneck is missing: two convolutions with twice the filters."),
            (counted(convs=1), "Each level has two 3×3 convolutions, and so has the bottleneck."),
            (
                parameters_of(1, *numbers[1:]),
                "The first convolution reads the image, and that has `channels` channels.",
            ),
            (parameters_of(channels, 2, base_filters, depth), "The last layer has `classes` filters, not always 2."),
            (counted() - 10, "The last 1×1 convolution is missing: from 4 channels to 2 classes."),
            (counted() - 132, "The up-convolution has parameters, too: a kernel of 2×2 for each pair of channels."),
            (counted(most=1024), "The filters double at each level, also below the 1,024 of the paper."),
            (counted() - classes, "The last convolution has biases, too: one for each class."),
            (counted() - base_filters * (2**depth - 1), "The up-convolutions have biases, too: one for each filter."),
            (parameters_of(*numbers[:3], 4), "There are 4 levels in your code, whatever `depth` says."),
            (counted() / 1e6, "These are millions. Give the number itself."),
            (
                np.array(counted()).astype("int32"),
                "So large a number does not fit into `int32`. Use plain Python numbers.",
            ),
            (1586, "The up-convolution reads the map from below, which has 8 channels, and not 4."),
            (counted(most=512), "The filters double at each level: 512 is not the most."),
            (1068, "This is the way down and the bottleneck. The way up and the last layer are missing."),
            (1502, "On the way up, too, each level has two 3×3 convolutions."),
            (1620, "There is one bias for each filter, not one for each convolution."),
            (1714, "The last convolution is 1×1, not 3×3: one weight for each channel and class."),
            (1794, not_halved),
            (1926, not_halved),
        ]
        with patch.object(keras.layers.Layer, "__init__", side_effect=built):
            expect_answer(answer, (what, *numbers, counted()), *hints, *mistakes, tolerance=1e-9)
        total += counted()


@cache
def smallest_input(wanted, depth):
    """The smallest size that fits and is answered with at least `wanted` pixels, along one side."""
    fitting = (size for size in itertools.count(1) if sizes.is_valid_size(size, depth))
    return next(size for size in fitting if sizes.output_size(size, depth) >= wanted)


@check(
    "5 · input_for",
    "Which sizes fit, and how many pixels does the U give for each? Take the first that gives enough.",
    "`while output_size(size, depth) < wanted: size = size + 1` finds it: a size that does not fit gives 0.",
)
def input_for(answer):
    both = "Two numbers are asked for, the size of the input and the border before the image: `return size, before`."
    cases = [(10, 3), (9, 3), (12, 3), (1, 2), (6, 2), (1, 1), (388, 4), (380, 4), (5, 5), (1920, 4), (5000, 3)]
    others = [(wanted, depth) for depth in range(1, 7) for wanted in (*range(1, 8), 37 * depth, 38 * depth + 1)]
    seen = 0  # the size before
    for wanted, depth in [*cases, *others]:
        what, step = f"{wanted} pixel{'s' * (wanted > 1)} wanted, depth {depth}", 2**depth
        size = smallest_input(wanted, depth)
        output, before = sizes.output_size(size, depth), (size - wanted) // 2
        lost, more = (size - output) // 2, output - wanted  # border lost on each side; pixels answered but not wanted
        not_found = f"No size was found for {wanted} pixels. Ask for at least as many, and search on for long enough."
        unsolved = "Something is None here. If you call `output_size`, solve exercise 1 first."
        errors = ("returns None", not_found), ("StopIteration", not_found), ("NoneType", unsolved)
        got = expect_parts(what, call(answer, wanted, depth, errors=errors), ("size", "before"), both)
        levels = "There are {} levels in your code, whatever `depth` says."
        multiples = "Multiples of 2**depth fit with same padding, but the padding is valid here."
        expect_equal(
            f"{what}: the size of the input",
            got[0],
            size,
            f"At depth {depth}, {size} is the smallest size that fits and gives {wanted} pixels or more.",
            "Start with `size = 1`, and then: `while output_size(size, depth) < wanted: size = size + 1`.",
            mistakes=[
                (0, not_found),
                *([(seen, KEPT)] if seen != size else []),
                (output, f"{output} pixels come out. How many must go in?"),
                (wanted, "This would be right for same padding. With valid padding, more goes in than comes out."),
                *[(-(-n // step) * step, multiples) for n in (wanted, wanted + 2 * lost)],
                (before, "This is the border. The size comes first: `return size, before`."),
                (
                    wanted + 2 * lost,
                    "This is `wanted` and the border that is lost. But each map that is pooled must be even, too.",
                ),
                (wanted + 184, "184 pixels are lost at depth 4. At other depths it is another number."),
                (size + step, f"This is one step too large: {size} fits as well, and gives {output} pixels."),
                (
                    size - step,
                    f"This is one step too small: it gives {output - step} pixels. Round up where you halve.",
                ),
                (396, "At depth 5 the sizes that fit are 380, 412, …, and these are not 32·k + 12. Walk along the U."),
                *[(smallest_input(wanted, n), levels.format(n)) for n in (2, 3, 4)],
            ],
        )
        rest = f"The U predicts {more} pixels more than you want, and all of these are"
        expect_equal(
            f"{what}: the border before the image, in an input of {size} pixels",
            got[1],
            before,
            f"{size} − {wanted} = {size - wanted} pixels are border. Half of them stand before the image.",
            "`before = (size - wanted) // 2`",
            mistakes=[
                (size - wanted, "This is the border of both sides together. Half of it stands before the image."),
                (lost, f"{rest} after the image. Half of them belong before it."),
                (92, "92 pixels are the border of the paper's U, of depth 4. At other depths it is another number."),
                (lost + more, f"{rest} before the image. Half of them belong after it."),
                (more // 2, f"The {lost} pixels that the convolutions take on each side are border, too."),
                (size - wanted - before, "The border is odd here, and its smaller half goes before: `//` rounds down."),
                ((size - wanted) / 2, "There is no half pixel. The smaller half goes before the image: `//`."),
            ],
        )
        seen = size
    floats = "The numbers are right, but floats, and an array has no 572.0 rows: divide with `//`, or use `int(…)`."
    whole = all(np.asarray(one).dtype.kind in "iu" for one in got)
    expect(whole, f"{what}: whole numbers", floats, expected=f"({size}, {before})", got=got)
