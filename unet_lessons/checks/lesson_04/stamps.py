"""Exercises 1 to 3 of lesson 04: where a pixel goes as its map grows, and what is stamped there."""

import numpy as np

from ..results import check
from ..vocabulary import array_of, call, expect_answer, expect_equal, expect_parts


@check(
    "1 · grown_place",
    "Draw it on squared paper: one pixel becomes a block. Where is the middle of the block?",
    "`(row + 0.5) * down - 0.5`, and the same across.",
)
def grown_place(answer):
    block = [[row, column] for row in (2, 3) for column in (6, 7, 8)]
    expect_answer(
        answer,
        ("the pixel (1, 2), grown 2 times down and 3 times across", (1, 2), (2, 3), [2.5, 7]),
        "The block begins at pixel row · factor. How far is it from its first pixel's centre to the block's middle?",
        "Pixel 0 reaches from -0.5 to 0.5, as its centre is at 0: edges multiply by the factor, centres do not.",
        "Add 0.5, multiply by the factor, and take 0.5 away again: `(row + 0.5) * down - 0.5`.",
        ([2, 6], "This is the first pixel of the block, its top left one. Go on to the middle of the block."),
        ([3, 7.5], "Half a pixel too far: you count from the edge of the first pixel, not from its centre."),
        ([4, 4.5], "The factors are (down, across), as a place is (row, column). Are they the wrong way round?"),
        ([2, 7], "The middle of two pixels lies between them, at a half. Do not round."),
        ([3, 7], "The middle of two pixels lies between them, at a half. Do not round."),
        ([3, 8], "This is the last pixel of the block, its bottom right one. Go back to the middle of the block."),
        ([0.25, 1 / 3], "This is the way back, from the grown map to the old one. Multiply where you divide."),
        (block, "These are all pixels of the block. Where is its middle?"),
    )
    expect_answer(
        answer,
        ("the place (0, 1.5), not grown down (1 time) and grown 4 times across", (0, 1.5), (1, 4), [0, 7.5]),
        "Not grown means not moved: with the factor 1, a place stays where it is. And a place may be a fraction.",
        "Is a factor or a half of a block written into your code? `(column + 0.5) * across - 0.5`.",
    )
    fraction = "A place may be a fraction, also one before the first centre, and a factor any whole number from 1 on."
    for place, factors in (((0, 0), (7, 1)), ((3.25, 11), (5, 4)), ((-0.5, 0.5), (2, 3)), ((100, 7.75), (16, 10))):
        right = [(one + 0.5) * factor - 0.5 for one, factor in zip(place, factors, strict=True)]
        expect_answer(answer, (f"the place {place}, factors {factors}", place, factors, right), fraction)


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
    "Put in a map with a single 1, and see what comes out. And what comes out of a map of zeros?",
    "`grow(np.zeros((1, 1)))` is the bias, `grow(np.ones((1, 1)))` the kernel and the bias.",
    "Two pixels below each other: the output is stride + k high.",
)
def look_inside(answer):
    for kernel, stride, bias in BOXES:
        k, what = len(kernel), f"a box with a kernel of {len(kernel)}×{len(kernel)}, stride {stride} and bias {bias}"
        got = call(answer, box(kernel, stride, bias))
        got = tuple(got) if hasattr(got, "__iter__") else got
        rows, columns = (np.flatnonzero(kernel.any(axis=axis)) for axis in (1, 0))
        cropped = kernel[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        end = "End with `return kernel, stride, bias`, in this order."
        stamp, step, level = expect_parts(what, got, ("kernel", "stride", "bias"), end)
        stamp, large = array_of(f"{what}: the kernel", stamp), ()
        if stamp.ndim == 2 and min(stamp.shape) > k:
            large = ("Too large: more than one stamp is in it, or what lies around it. Put in a map of 1×1.",)
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
                (kernel + bias, "The bias is still in it. It stands at every place: take it away."),
                (kernel[::-1, ::-1], "It is turned by half a turn. A stamp is printed as it is: do not turn it."),
                (kernel.T, "Rows and columns have changed places. A stamp is printed as it is."),
                (kernel[:stride, :stride], "Your stamp is cut off: it can be larger than the stride."),
                (cropped, ZEROS),
            ],
        )
        expect_equal(
            f"{what}: the stride",
            np.squeeze(array_of(f"{what}: the stride", step)),
            stride,
            "Put in two pixels: the second stamp begins one stride after the first. How high is the output?",
            "`grow(np.ones((2, 1)))` is stride + k high. Take k away.",
            mistakes=[
                *([(stride + rows[0], ZEROS)] if rows[0] else []),
                (k, "This is the size of the kernel. The stride is how far it is from one stamp to the next."),
                (stride + k, "This is the height of two stamps, stride + k. Take the size of the kernel away."),
                ((stride + k) // 2, "Output size over input size is the stride for very large maps only."),
                ((stride + k) / 2, "Output size over input size is the stride for very large maps only."),
                ((99 * stride + k) // 100, "Output size over input size is the stride for very large maps only."),
                (2, "The stride was 2 in the boxes before. Is a 2 written into your code?"),
            ],
        )
        expect_equal(
            f"{what}: the bias",
            np.squeeze(array_of(f"{what}: the bias", level)),
            bias,
            "What comes out of a map of zeros? No stamp can be seen in it.",
            "`bias = grow(np.zeros((1, 1)))[0, 0]`",
            mistakes=[(kernel[0, 0] + bias, "A corner of the stamp is in it.")],
        )


def cell_of(kernel, stride):
    """The cell (stride, stride) that repeats when ones are stamped: the course's answer to exercise 3."""
    turns = range(stride)
    return np.array([[kernel[row::stride, column::stride].sum() for column in turns] for row in turns])


@check(
    "3 · repeating_cell",
    "Either stamp ones and cut a cell out far from the border, or ask which weights land on one place.",
    "On row r of the cell land the kernel's rows r, r + stride, r + 2·stride, …: `kernel[r::stride]`.",
)
def repeating_cell(answer):
    got, right = array_of("the cell", call(answer, KERNEL, 2)), cell_of(KERNEL, 2)
    size = "Not the size of the kernel, but the stride says how often it repeats: a cell of 2×2."
    expect_equal(
        "the kernel [[1, 2, 3], [4, 5, 6], [7, 9, 20]], stride 2",
        got,
        right,
        *([size] if got.shape in ((3, 3), (5, 5)) else []),
        "Where row and column are even, all four corners of a 3×3 kernel land. Add them up. What lands beside it?",
        "At (row, column) of the cell stands `kernel[row::stride, column::stride].sum()`.",
        mistakes=[
            (cell_of(np.ones((3, 3)), 2), "This counts the stamps. Here the weights differ: add up what they print."),
            (right / [[4, 2], [2, 1]], "These are means. A transposed convolution adds where stamps overlap."),
            (right.T, "Rows and columns of the cell have changed places."),
            (right[::-1, ::-1], "Your cell begins at an odd row and column. It must begin at multiples of the stride."),
            (right[::-1], "Your cell begins at an odd row. It must begin at a multiple of the stride."),
            (right[:, ::-1], "Your cell begins at an odd column. It must begin at a multiple of the stride."),
            (KERNEL[:2, :2], "This is the top left corner, which one stamp prints alone. Take a cell further inside."),
            (KERNEL.sum(), "This is the sum of all weights. Different weights land on different places of the cell."),
        ],
    )
    small = np.array([[1, 2], [3, 4]])
    begin = "Your cell begins at the wrong row and column: a cell begins at multiples of the stride."
    border = "This is cut too near the border: a large kernel has a wide one. Stamp more ones, cut further inside."
    for k, stride in ((4, 2), (5, 3), (7, 2), (1, 1)):
        kernel = np.arange(k * k).reshape(k, k) ** 2 + 1
        right, cut = cell_of(kernel, stride), slice(2 * stride, 3 * stride)
        expect_answer(
            answer,
            (f"the {k}×{k} kernel of the squares of 0, 1, 2, … plus 1, stride {stride}", kernel, stride, right),
            "Steps, not blocks: two weights land on the same place if they lie one stride apart, or several.",
            "Is a size or the 2 written into your code? If you stamp ones, take enough of them for a large kernel.",
            (right[::-1, ::-1], begin),
            *((stamped(np.ones((n, n)), kernel, stride)[cut, cut], border) for n in (3, 4, 5)),
        )
    expect_answer(
        answer,
        ("the kernel [[1, 2], [3, 4]], stride 3: larger than the kernel", small, 3, np.pad(small, (0, 1))),
        "A stride larger than the kernel leaves gaps: zeros in the cell, which is still stride × stride.",
        "`kernel[2::3]` of a kernel with two rows is empty, and the sum of nothing is 0.",
    )
    for k, stride, kind in (
        (3, 2, "tent"),
        (6, 3, "fractions"),
        (10, 4, "fractions"),
        (31, 2, "ones"),
        (24, 5, "ones"),
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
            enough,
            "Adding up weights needs no stamping: `kernel[row::stride, column::stride].sum()`.",
            *([(right.astype(int), whole), (cell_of(kernel.astype(int), stride), whole)] if kind != "ones" else []),
        )
