"""Exercises 1 to 3 of lesson 03: sizes on the way down, parameters at the bottom, positions that see a pixel."""

from ..results import check
from ..vocabulary import KEPT, array_of, call, expect, expect_answer, expect_equal, expect_shape, same


def sizes_of_levels(size, depth):
    """The size that leaves the two convolutions of each level, from the top to the bottleneck: depth + 1 sizes."""
    sizes = [size - 4]
    for _ in range(depth):
        sizes.append(sizes[-1] // 2 - 4)
    return sizes


@check(
    "1 · level_sizes",
    "Each level takes away 2 pixels twice. Between two levels, the pooling halves the size.",
    "Start the list with `size - 4`. Then append `sizes[-1] // 2 - 4`, once for each pooling.",
)
def level_sizes(answer):
    said = (
        "By hand: 100, minus 2, minus 2: 96 leaves the first level. Half of it is 48, minus 2, minus 2: 44.",
        "`size = size - 4`, append it, `size = size // 2`: `depth` times. Then the bottleneck: once more minus 4.",
        ([96, 44], "Two poolings lie between three levels: the bottleneck, below the last pooling, is missing."),
        ([100, 96, 44, 18], "The image itself is in your list. Start with what leaves the first level."),
        ([48, 22, 9], "These are sizes after the pooling, and the bottleneck has none. Append before you halve."),
        ([48, 22, 18], "Two of these are sizes after the pooling. Append a size before you halve it."),
        ([48, 22], "These are the sizes after the pooling. Append before you halve, and add the bottleneck."),
        ([100, 48, 22], "These sizes arrive at each level. The list holds what leaves it: append a little later."),
        ([98, 47, 21], "Each level has two convolutions, and each takes 2 pixels away, one on each side."),
        ([100, 50, 25], "This is same padding. With valid padding, each convolution takes 2 pixels away."),
        (18, "This is the size that leaves the bottleneck. Keep all sizes on the way there, in a list."),
        (sizes_of_levels(100, 4), "Depth 2 has two poolings, and you have four. Use `depth`, not 4."),
        ([46, 19, 5], "The image is not pooled before the first level: its two convolutions come first."),
        ([18, 44, 96], "The sizes are right, but from bottom to top: the first level comes first."),
        (
            [96, 48, 24],
            "Only the first level has its convolutions here: each level takes 4 pixels away.",
        ),
        ([98, 46, 20], "These are the sizes between two convolutions. Append after the second."),
        ([96, 46, 21], "The 4 pixels are taken away once. What the level above has lost is missing below, too."),
        ([96, 43, 17], "This pooling has windows of 3×3. Pooling of 2×2 halves: 96 becomes 48."),
        ([[96, 96], [44, 44], [18, 18]], "One number for each level, not height and width."),
    )
    expect_answer(answer, ("an image of 100 pixels, depth 2", 100, 2, [96, 44, 18]), *said)
    drop = "59 pixels are 29 pairs and one left over, and the pooling drops it. Sizes stay whole."
    down = "Divide with `//`, which rounds down. `/` gives halves of pixels, and `round(29.5)` is 30."
    kept = [([96, 44, 18, 59, 25, 8], KEPT), ([96, 44, 18], KEPT)]
    expect_answer(
        answer, ("an image of 63 pixels, depth 2: a map of 59 is pooled", 63, 2, [59, 25, 8]), drop, down, *kept
    )
    written = "It works for depth 2. Is a 2 or 3 written into your code, where `depth` should stand?"
    loop = "`for _ in range(depth):` does something once for each pooling."
    large = sizes_of_levels(572, 4)
    small = [one % 256 for one in large], "A size above 255 does not fit into `uint8`. Leave sizes as Python's numbers."
    expect_answer(answer, ("an image of 572 pixels, depth 4", 572, 4, large), written, loop, small)
    none = "With depth 0 there is no pooling, and one size: what leaves the bottleneck, `[size - 4]`."
    errors = [("stopped with", written), ("returns None", written)]
    expect_answer(answer, ("an image of 30 pixels, depth 0", 30, 0, [26]), none, errors=errors)
    for size, depth in ((61, 1), (255, 3), (1023, 5), (2001, 6), (9999, 9)):
        right, what = sizes_of_levels(size, depth), f"an image of {size} pixels, depth {depth}"
        got = array_of(what, call(answer, size, depth, errors=errors))
        rounded = "Round at each pooling, one after the other: what is dropped at one level is missing in all below."
        expect_equal(what, got, right, *((rounded, drop) if got.shape == (depth + 1,) else (written, loop)))


@check(
    "2 · widest_base",
    "First write a function that counts the parameters for a given base. Then try 1, 2, 3, …",
    "At the bottom: `out = base * 2**depth` channels. They come from `out // 2`, then from `out`.",
)
def widest_base(answer):
    got = expect_shape("the base", call(answer, 1370, 1), (), "Return the largest base alone, one number, no list.")
    expect(float(got) % 1 == 0, "a whole base is needed", "Round down: `int(…)` or `//`.", got=got)
    limit = (
        "Base 5 has exactly 1,370, and `limit` itself is allowed. Does your count give 1,370 for it? And do you try"
        " every base, not only 2, 4, 8?"
    )
    mistakes = [
        (4, limit),
        (6, "Base 6 has too many: 1,968. Does your loop stop one step late, or does your count leave something out?"),
        (
            10,
            "10 channels leave the bottom. Return the number at the first level: it doubles with each pooling.",
        ),
        (4.9999, "Round down: `int(…)` or `//`."),
        (0, "Base 1 has 60 parameters here, so it fits. Is there another depth written into your code?"),
        (1370, "This is the number of parameters. Return the base that has it."),
        (8, "Only the first convolution is in your count. The second has as many inputs as outputs."),
        (14, "The kernels are 3×3: 9 weights for each pair of an input and an output channel."),
        (2, "The bottom has `base * 2**depth` channels: one doubling for each pooling, not one more."),
    ]
    by_hand = "Try base 5 by hand: 10 channels at the bottom, (9·5 + 1)·10 + (9·10 + 1)·10 parameters."
    count = "`out = base * 2**depth`, and then `(9 * (out // 2) + 1) * out + (9 * out + 1) * out`."
    overflow = (
        "This base has far more parameters than that. Did their number overflow? In `int32` or `int64` a number that is"
        " too large becomes small, or negative. Use Python's `int`."
    )
    hints = (overflow, by_hand, count) if got > 1370 else (by_hand, count)
    expect_equal("at most 1,370 parameters, depth 1", got, 5, *hints, mistakes=mistakes)
    fewer = "One parameter fewer, and base 5 no longer fits: its biases count, too, one for each output channel."
    bias = "`(9 * channels_in + 1) * channels_out`: the 1 is the bias."
    got = expect_shape("the base", call(answer, 1369, 1), (), "Return the largest base alone, one number, no list.")
    expect(float(got) % 1 == 0, "a whole base is needed", "Round down: `int(…)` or `//`.", got=got)
    last = "If you count them: does your function keep the last result?"
    expect_equal("at most 1,369 parameters, depth 1", got, 4, fewer, bias, last)
    double = "The channels double with each pooling: with depth 4, the bottom has 16 times the base."
    inputs = "`out = base * 2**depth`. The first convolution at the bottom has `out // 2` inputs, the second `out`."
    expect_answer(answer, ("at most 1,000,000 parameters, depth 4", 1_000_000, 4, 17), double, inputs)
    hints = "The base may be larger than 64 or 100: use `while`.", "`while count(base + 1) <= limit: base = base + 1`"
    got = call(answer, 1_000_000, 1, errors=[("your", *hints)])  # "your code stopped", "your function returns None"
    expect_equal("at most 1,000,000 parameters, depth 1", got, 136, *hints, mistakes=[(17, KEPT)])
    ends = "Only `limit` ends the search, and no other number."
    for limit, base in ((10**12, 136_082), (10**14, 1_360_827)):
        got = array_of("the base", call(answer, limit, 1, errors=[("your", *hints)]))
        meant = (overflow, ends) if (got > base).any() else (ends, overflow)
        expect_equal(f"at most {limit:,} parameters, depth 1", got, base, *meant, *hints, tolerance=1e-9)
    first = "The smallest base is 1. Does your search try it, or begin later?"
    for limit, depth, base in ((880, 3, 1), (3488, 3, 2), (2_000_000, 6, 6), (10**9, 9, 16)):
        hints = (first, double) if base == 1 else (double, by_hand)
        expect_answer(answer, (f"at most {limit:,} parameters, depth {depth}", limit, depth, base), *hints)


def seen_from(pixel, positions, step, reach):
    """First and last position that have seen `pixel`, by trying all positions."""
    seeing = [position for position in range(positions) if position * step <= pixel < position * step + reach]
    return seeing[0], seeing[-1]


@check(
    "3 · positions_that_see",
    "Position i has seen the pixels step·i to step·i + reach - 1. For which i does the pixel lie between them?",
    "Try all: `[i for i in range(positions) if step * i <= pixel < step * i + reach]`. Return its first and its last.",
)
def positions_that_see(answer):
    what = "pixel {}; 5 positions, a step of 3, a reach of 9"
    said = (
        "Write down what the 5 positions have seen: 0 to 8, 3 to 11, 6 to 14, … In which of them is pixel 10?",
        "Try all: `[i for i in range(positions) if step * i <= pixel < step * i + reach]`. Take its first and last.",
        (
            [30, 38],
            "These are the pixels that position 10 has seen. The question goes the other way: who has seen pixel 10?",
        ),
        (
            [3, 3],
            "This is only the last position that has seen it. Receptive fields overlap: earlier ones reach it, too.",
        ),
        ([2, 2], "This spreads the positions evenly over the image. They overlap: several have seen the same pixel."),
        ([0, 3], "Position 0 has seen 0 to 8, so pixel 10 is too far. For the first position, round up, not down."),
        ([1, 4], "Position 4 begins at pixel 12, after pixel 10. For the last position, round down."),
        ([3, 1], "The first position comes first, then the last."),
        ([2, 3], "Position 1 has seen 3 to 11, so it has seen pixel 10. Your first position is one too late."),
        ([2, 4], "Positions are numbered from 0. Or do you go to both sides from the middle? Find each end by itself."),
        ([3, 17], "These are pixels: those that the two positions have seen. Return the numbers of the positions."),
        ([1, 1], "This is only the first position that has seen it. The last one is another."),
        ([1, 0], "Are a step of 16 and a reach of 140 written into your code? Use `step` and `reach`."),
        ([1, 2, 3], "These are all of them. Return the first and the last only."),
        (
            3,
            "Is this how many have seen it, or the last one? Return two numbers: the first position and the last.",
        ),
    )
    expect_answer(answer, (what.format(10), 10, 5, 3, 9, [1, 3]), *said)
    rule = (
        "The first position: the first i with step·i + reach - 1 >= pixel. The last: the last i with step·i <= pixel."
    )
    begins = "Position 3 has seen 9 to 17: the pixel it begins at counts, too (`<=`)."
    ends = "A reach of 9 from pixel 0 ends at pixel 8, not at 9."
    later = "Position 1 begins at pixel 3, after pixel 2. Find the last position from the pixel, not from the first."
    border = "Near the border: there are no positions before 0. `max(first, 0)`"
    earlier = "Position 3 has seen 9 to 17, so pixel 20 is too far. Find the first position from pixel and reach."
    beyond = "There are only 5 positions, 0 to 4, and this names one beyond the last."
    zero = "Position 0 has seen 0 to 8, so it is the first. (`not first` is also true for 0: ask `first is None`.)"
    for pixel, expected, wrong, meant, *hints in (
        (9, [1, 3], [1, 2], begins, ends, rule),
        (2, [0, 0], [0, 2], later, border, rule),
        (20, [4, 4], [2, 4], earlier, beyond, rule, "`min(last, positions - 1)`"),
        (5, [0, 1], [1, 1], zero, "Position 0 has seen 0 to 8, position 1 has seen 3 to 11.", rule),
    ):
        got = call(answer, pixel, 5, 3, 9)
        numbers = array_of(what.format(pixel), got)
        if pixel == 20 and numbers.shape == (2,) and numbers[1] == 4:
            hints = earlier, rule
        expect_equal(what.format(pixel), numbers, expected, *((meant, rule) if same(numbers, wrong) else hints))
    written = (
        "It works for reach 9 and step 3. Is there a number of your own in it, or `reach // step`? 140 is not a whole"
        " number of steps of 16."
    )
    gaps = "A reach may be as large as the step, or smaller: then one position sees a pixel, or none does."
    single = (
        "With a step of 1, neighbours begin one pixel apart; with one position alone, it is the first and the last."
    )
    for positions, step, reach, hints in (
        (28, 16, 140, (written, rule)),
        (6, 4, 4, (gaps, rule)),
        (6, 5, 3, (gaps, rule)),
        (7, 1, 4, (single, rule)),
        (1, 8, 12, (single, border)),
        (40, 3, 1, (gaps, rule)),
        (9, 7, 23, (written, rule)),
        (120, 2, 5, (written, rule)),
    ):
        for pixel in range((positions - 1) * step + reach):
            if any(position * step <= pixel < position * step + reach for position in range(positions)):
                what = f"pixel {pixel}; number of positions {positions}, a step of {step}, a reach of {reach}"
                errors = [("your", *hints)]
                case = what, pixel, positions, step, reach, seen_from(pixel, positions, step, reach)
                expect_answer(answer, case, *hints, errors=errors)
