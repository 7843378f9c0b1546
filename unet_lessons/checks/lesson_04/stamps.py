"""Exercises 1 to 3 of lesson 04: where a position goes as its map grows, and what is stamped there."""

import numpy as np

from ..results import check
from ..vocabulary import KEPT, array_of, call, expect, expect_answer, expect_equal, expect_parts, same, shape_of


@check(
    "1 · grown_position",
    "Draw it on squared paper: one pixel becomes a block of pixels. Where is the middle of the block?",
    "`(row + 0.5) * down - 0.5`, and the same across.",
)
def grown_position(answer):
    block = [[row, column] for row in (2, 3) for column in (6, 7, 8)]
    expect_answer(
        answer,
        ("the pixel (1, 2), grown 2 times down and 3 times across", (1, 2), (2, 3), [2.5, 7]),
        "The block begins at pixel row · factor. How far is it from the centre of that pixel to the middle of the"
        " block?",
        "Pixel 0 reaches from -0.5 to 0.5, as its centre is at 0. Measured from this edge, a position is multiplied"
        " by the factor.",
        "Add 0.5, multiply by the factor, and take 0.5 away again: `(row + 0.5) * down - 0.5`.",
        ([2, 6], "This is the top left pixel of the block. Go on to its middle."),
        ([3, 7.5], "Half a pixel too far: you count from the edge of the first pixel, not from its centre."),
        ([4, 4.5], "The factors are (down, across), as a position is (row, column). Are they the wrong way round?"),
        ([2, 7], "The middle of two pixels lies between them, at a half. Do not round."),
        ([3, 7], "The middle of two pixels lies between them, at a half. Do not round."),
        ([3, 8], "This is the bottom right pixel of the block. Go back to its middle."),
        ([0.25, 1 / 3], "This is the way back, from the grown map to the small one. Multiply where you divide."),
        (block, "These are all pixels of the block. Where is its middle?"),
        ([7, 2.5], "These are the right numbers in the wrong order: (row, column), the row first."),
        ([1.5, 5], "You went to the wrong side. The middle of the block is further down and to the right: add."),
        ([2.5, 6.5], "Half a pixel more is right for the factor 2, but not for the factor 3."),
        ([2, 6.5], "You took 1 away, which is half a pixel too much: the edge is only 0.5 away from the first centre."),
        ([2.5, 4.5], "The factor for the rows was used for the columns, too. `factors` is (down, across)."),
        (2.5, "Two numbers are needed: (row, column)."),
    )
    expect_answer(
        answer,
        ("the position (0, 1.5), factors (1, 4)", (0, 1.5), (1, 4), [0, 7.5]),
        "With the factor 1 nothing grows, and a position stays as it is. And a position may be a fraction.",
        "Is a factor or a half of a block written into your code? `(column + 0.5) * across - 0.5`.",
    )
    fraction = "A position may be a fraction, also one below 0, and a factor any whole number from 1 on."
    first = (
        "The first pixel, too, becomes a block: its middle is (factor - 1) / 2 away from the centre of its first pixel."
    )
    for position, factors in (
        ((0, 0), (7, 1)),
        ((3.25, 11), (5, 4)),
        ((0.1, 1 / 3), (3, 2)),
        ((-0.5, 0.5), (2, 3)),
        ((100, 7.75), (16, 10)),
    ):
        right = [(one + 0.5) * factor - 0.5 for one, factor in zip(position, factors, strict=True)]
        case = f"the position {position}, factors {factors}", position, factors, right
        close = [(np.round(right, places), "Close, but rounded. Return the position as it is.") for places in (1, 2, 3)]
        expect_answer(answer, case, fraction, *([([0, 0], first)] if position == (0, 0) else close))


def stamped(x, kernel, stride, bias=0):
    """Transposed convolution of one channel: (h, w), (k, k) → ((h − 1) · stride + max(k, stride), …)."""
    k = len(kernel)
    out = np.full([(n - 1) * stride + max(k, stride) for n in x.shape], bias, float)
    for row, column in np.ndindex(x.shape):
        out[row * stride : row * stride + k, column * stride : column * stride + k] += x[row, column] * kernel
    return out


def box(kernel, stride, bias):
    """A function (h, w) → (h', w') that keeps to itself what it works with."""

    def grow(x):
        x = np.asarray(x, float)
        if x.ndim != 2 or x.size == 0:
            raise ValueError(f"the box takes maps of shape (h, w), not {x.shape}")
        return stamped(x, kernel, stride, bias)

    return grow


def mystery_box(seed):
    """A box whose kernel, stride and bias are drawn at random."""
    rng = np.random.default_rng(seed)
    stride, more = rng.integers(2, 4), rng.integers(1, 3)
    return box(rng.integers(1, 10, (stride + more, stride + more)), int(stride), int(rng.integers(1, 10)))


KERNEL = np.array([[1, 2, 3], [4, 5, 6], [7, 9, 20]])
# Kernel, stride, bias of each box
BOXES = [(KERNEL, 2, 0), (KERNEL, 2, 5), (np.array([[0.5, 2], [-1, 3]]), 2, 4)]
BOXES += [(np.arange(1, 26).reshape(5, 5), 2, 0.25), (np.arange(16).reshape(4, 4) - 4, 3, 1), (KERNEL, 1, -1)]
BOXES += [(np.pad(KERNEL, 1), 2, 3), (np.pad(KERNEL, ((2, 0), (1, 1))), 4, -0.5), (np.diag([0, 0, 0.25]), 3, 0)]
BOXES += [
    (np.ones((130, 130)), 2, 0),
    (np.array([[0.125]]), 1, 7),
    (np.linspace(-3, 3, 121).reshape(11, 11) ** 3, 5, 100),
]


ZEROS = "A kernel may begin or end with rows of zeros. Take its size from the size of the output, not from its numbers."


@check(
    "2 · look_inside",
    "Put in a map with a single 1, and see what comes out. Then put in a map of zeros.",
    "`grow(np.zeros((1, 1)))` is the bias, `grow(np.ones((1, 1)))` the kernel and the bias.",
    "Two pixels below each other: the output is stride + k high.",
)
def look_inside(answer):
    for kernel, stride, bias in BOXES:
        k, what = len(kernel), f"a box with a kernel of {len(kernel)}×{len(kernel)}, stride {stride} and bias {bias}"
        got = call(answer, box(kernel, stride, bias))
        alone = hasattr(got, "__len__") and len(got) == k > 1 and all(np.shape(row) == (k,) for row in got)
        expect(not alone, what, "This is the kernel alone. End with `return kernel, stride, bias`.", got=got)
        got = tuple(got) if hasattr(got, "__iter__") else got
        rows, columns = (np.flatnonzero(kernel.any(axis=axis)) for axis in (1, 0))
        cropped = kernel[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        end = "End with `return kernel, stride, bias`, in this order."
        stamp, step, level = expect_parts(what, got, ("kernel", "stride", "bias"), end)
        swapped = stride != bias and same(step, bias) and same(level, stride)
        expect(not swapped, f"{what}: the order", end, expected=f"…, {stride}, {bias}", got=f"…, {step}, {level}")
        stamp, large = array_of(f"{what}: the kernel", stamp), ()
        if stamp.ndim == 2 and min(stamp.shape) > k:
            large = ("This is too large: it holds more than one stamp, or what lies around it. Put in a map of 1×1.",)
        elif stamp.ndim == 2 and max(stamp.shape) < k:
            large = ("Your stamp is cut off: it can be larger than the stride, and far larger than the map.",)
        expect_equal(
            f"{what}: the kernel",
            stamp,
            kernel,
            *large,
            "The map may be as small as 1×1. Then there is one stamp and nothing else.",
            "`grow(np.ones((1, 1)))` is one stamp, and the bias: `kernel = grow(np.ones((1, 1))) - bias`.",
            mistakes=[
                (kernel + bias, "The bias is still in it. It is added to every pixel: take it away."),
                (kernel[::-1, ::-1], "It is turned by half a turn. A stamp is printed as it is: do not turn it."),
                (kernel.T, "Rows and columns are swapped. A stamp is printed as it is."),
                *(
                    (turned, "The weights may be fractions: do not round.")
                    for turned in (np.trunc(kernel), kernel.round())
                ),
                (kernel - kernel.min(), "The smallest number that comes out is not the bias: a weight is in it, too."),
                (kernel - kernel[0, 0], "The number in the corner is not the bias: the first weight is in it, too."),
                (kernel - kernel.mean(), "The mean of what comes out is not the bias: the weights are in it, too."),
                (np.abs(kernel), "The weights may be negative: leave their signs as they are."),
                (kernel / (kernel.sum() or 1), "You have divided the weights by their sum. Leave them as they are."),
                (kernel[:stride, :stride], "Your stamp is cut off: it can be larger than the stride."),
                (cropped, ZEROS),
            ],
        )
        expect_equal(
            f"{what}: the stride",
            one_number(f"{what}: the stride", step),
            stride,
            "Put in two pixels, one below the other. The second stamp begins one stride after the first: how high is"
            " the"
            " output?",
            "`grow(np.ones((2, 1)))` is stride + k high. Take k away.",
            mistakes=[
                *([(stride + rows[0], ZEROS)] if rows[0] else []),
                (k, "This is the size of the kernel. The stride is the distance from one stamp to the next."),
                (stride + k, "This is the height of two stamps, stride + k. Take the size of the kernel away."),
                ((stride + k) // 2, "Output size over input size is the stride for very large maps only."),
                ((stride + k) / 2, "Output size over input size is the stride for very large maps only."),
                ((99 * stride + k) // 100, "Output size over input size is the stride for very large maps only."),
                (2, "The stride was 2 in the boxes before. Is a 2 written into your code?"),
                (k // 2, "Is this half the size of the kernel? The stride has nothing to do with that."),
            ],
        )
        expect_equal(
            f"{what}: the bias",
            one_number(f"{what}: the bias", level),
            bias,
            "What comes out of a map of zeros? There is no stamp in it.",
            "`bias = grow(np.zeros((1, 1)))[0, 0]`",
            mistakes=[
                (kernel[0, 0] + bias, "A corner of the stamp is in it."),
                *(
                    (one, "The bias may be a fraction, or negative: leave it as it is.")
                    for one in (int(bias), abs(bias))
                ),
            ],
        )


def one_number(what, got):
    """`got` as an array of one number; NotYet if there are more."""
    got = array_of(what, got)
    expect(
        got.size == 1,
        f"{what}: one number",
        f"One number is asked for, and here are {got.size}. Take one of them: `[{', '.join('0' * got.ndim)}]`.",
        expected="one number",
        got=shape_of(got),
    )
    return np.squeeze(got)


def cell_of(kernel, stride):
    """The cell (stride, stride) that repeats when ones are stamped: the course's answer to exercise 3."""
    turns = range(stride)
    return np.array([[kernel[row::stride, column::stride].sum() for column in turns] for row in turns])


@check(
    "3 · repeating_cell",
    "Either stamp ones and cut out a cell far from the border, or ask which weights fall on one position.",
    "Rows r, r + stride, r + 2·stride, … of the kernel fall on row r of the cell: `kernel[r::stride]`.",
)
def repeating_cell(answer):
    got, right = array_of("the cell", call(answer, KERNEL, 2)), cell_of(KERNEL, 2)
    size = "The output repeats every stride pixels, whatever the size of the kernel: a cell of 2×2."
    expect_equal(
        "the kernel [[1, 2, 3], [4, 5, 6], [7, 9, 20]], stride 2",
        got,
        right,
        *([size] if got.shape in ((3, 3), (5, 5)) else []),
        "Where row and column are even, the four corners of a 3×3 kernel fall. Add them up. And what falls elsewhere?",
        "The cell holds `kernel[row::stride, column::stride].sum()` at (row, column).",
        mistakes=[
            (cell_of(np.ones((3, 3)), 2), "This counts the stamps. The weights differ here: add them up."),
            (right / [[4, 2], [2, 1]], "These are means. A transposed convolution adds where stamps overlap."),
            (right.T, "Rows and columns of the cell are swapped."),
            (right[::-1, ::-1], "Your cell begins at an odd row and column. It must begin at multiples of the stride."),
            (right[::-1], "Your cell begins at an odd row. It must begin at a multiple of the stride."),
            (right[:, ::-1], "Your cell begins at an odd column. It must begin at a multiple of the stride."),
            (KERNEL[:2, :2], "This is the top left corner, where there is only one stamp. Take a cell further inside."),
            (
                [[20, 9], [6, 5]],
                "Each position keeps only one weight, the last or the largest. Add up all that fall there.",
            ),
            (
                [[21, 2], [4, 5]],
                "Only stamps along the diagonal are added. Stamps overlap along rows and columns, too.",
            ),
            (
                KERNEL.sum(),
                "This is the sum of all weights. Different weights fall on different positions of the cell.",
            ),
        ],
    )
    small = np.array([[1, 2], [3, 4]])
    begin = "Your cell begins at the wrong row and column. It must begin at multiples of the stride."
    border = (
        "This is cut out too near the border: a large kernel has a wide one. Stamp more ones, and cut further inside."
    )
    for k, stride in ((4, 2), (5, 3), (7, 2), (1, 1)):
        kernel = np.arange(k * k).reshape(k, k) ** 2 + 1
        right, cut = cell_of(kernel, stride), slice(2 * stride, 3 * stride)
        expect_answer(
            answer,
            (f"the {k}×{k} kernel of the squares of 0, 1, 2, … plus 1, stride {stride}", kernel, stride, right),
            "Two weights fall on the same position if they lie one stride apart, or two, or three, …",
            "Is a size or a stride written into your code? If you stamp ones, stamp enough of them for a large kernel.",
            (right[::-1, ::-1], begin),
            (cell_of(KERNEL, stride), KEPT),
            *((stamped(np.ones((n, n)), kernel, stride)[cut, cut], border) for n in (3, 4, 5)),
        )
    expect_answer(
        answer,
        ("the kernel [[1, 2], [3, 4]], stride 3: larger than the kernel", small, 3, np.pad(small, (0, 1))),
        "A stride larger than the kernel leaves gaps. They are zeros in the cell, which is still stride × stride.",
        "`kernel[2::3]` of a kernel with two rows is empty, and the sum of nothing is 0.",
    )
    for k, stride, kind in (
        (3, 2, "tent"),
        (6, 3, "fractions"),
        (10, 4, "fractions"),
        (31, 2, "ones"),
        (24, 5, "ones"),
        (101, 2, "ones"),
    ):
        kernel = {"tent": np.outer([0.5, 1, 0.5], [0.5, 1, 0.5]), "ones": np.ones((k, k))}.get(kind)
        kernel = np.random.default_rng(k).normal(size=(k, k)).round(3) if kernel is None else kernel
        right = cell_of(kernel, stride)
        whole = "Your cell holds whole numbers only, and the weights are fractions. Is it an array of `int`?"
        enough = (
            f"If you stamp ones, stamp enough of them: a kernel of {k}×{k} needs more than {k} / {stride} on each side"
            " of the cell that you cut out."
        )
        expect_answer(
            answer,
            (f"a {k}×{k} kernel ({kind}), stride {stride}", kernel, stride, right),
            *(
                ["The weights may be negative, and fractions: add them up as they are. " + enough]
                if kind == "fractions"
                else [enough]
            ),
            "Adding up weights needs no stamping: `kernel[row::stride, column::stride].sum()`.",
            *([(right.astype(int), whole), (cell_of(kernel.astype(int), stride), whole)] if kind != "ones" else []),
        )
