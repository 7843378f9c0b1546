"""Checks for the practice of lesson 04: places, stamps, patterns, and the way up."""

import numpy as np

from ..backend import keras
from .results import check, question
from .vocabulary import NotYet, array_of, call, expect, expect_equal, same

layers = keras.layers


@check(
    "1 · grown_place",
    "Draw it on squared paper: one pixel becomes a block. Where is the middle of the block?",
    "`(row + 0.5) * down - 0.5`, and the same across.",
)
def grown_place(answer):
    hints = (
        "Pixel 0 reaches from -0.5 to 0.5, as its centre is at 0. Count in pixel edges first: add 0.5. Multiply, and go"
        " back to centres.",
        "Add 0.5, multiply by the factor, and take 0.5 away again: `(row + 0.5) * down - 0.5`.",
    )
    expect_equal(
        "the pixel (1, 2), grown 2 times down and 3 times across",
        call(answer, (1, 2), (2, 3)),
        [2.5, 7],
        *hints,
        mistakes=[
            ([2, 6], "This is the first pixel of the block, its top left one. Go on to the middle of the block."),
            ([3, 7.5], "Half a pixel too far: you count from the edge of the first pixel, not from its centre."),
            ([4, 4.5], "The factors are (down, across), as a place is (row, column). Are they the wrong way round?"),
            ([2, 7], "The middle of two pixels lies between them, at a half. Do not round."),
            ([3, 7], "The middle of two pixels lies between them, at a half. Do not round."),
            ([3, 8], "This is the last pixel of the block, its bottom right one. Go back to the middle of the block."),
            ([0.25, 1 / 3], "This is the way back, from the grown map to the old one. Multiply where you divide."),
            (
                [[2, 6], [2, 7], [2, 8], [3, 6], [3, 7], [3, 8]],
                "These are all pixels of the block. Where is its middle?",
            ),
        ],
    )
    expect_equal(
        "the place (0, 1.5), not grown down (1 time) and grown 4 times across",
        call(answer, (0, 1.5), (1, 4)),
        [0, 7.5],
        "Not grown means not moved: with the factor 1, a place stays where it is. And a place may be a fraction.",
        "Is a factor or a half of a block written into your code? `(column + 0.5) * across - 0.5`.",
    )


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
BOXES = [  # kernel, stride, bias
    (KERNEL, 2, 0),
    (KERNEL, 2, 5),
    (np.array([[0.5, 2], [-1, 3]]), 2, 4),
    (np.arange(1, 26).reshape(5, 5), 2, 0.25),
    (np.arange(16).reshape(4, 4) - 4, 3, 1),
    (KERNEL, 1, -1),
]


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
        try:
            parts = tuple(got)
        except TypeError:
            raise NotYet("three things are needed", expected="kernel, stride, bias", got=got) from None
        end = "End with `return kernel, stride, bias`, in this order."
        expect(len(parts) == 3, "three things are needed", end, expected="3", got=str(len(parts)))
        found = array_of(f"{what}: the kernel", parts[0])
        hints = (
            "The map may be as small as 1×1. Then there is one stamp and nothing else.",
            "`grow(np.ones((1, 1)))` is one stamp, and the bias: `kernel = grow(np.ones((1, 1))) - bias`.",
        )
        if found.ndim == 2 and min(found.shape) > k:
            hints = (
                "Too large: more than one stamp is in it, or what lies around it. Put in a map of 1×1.",
                *hints,
            )
        mistakes = [
            (kernel + bias, "The bias is still in it. It stands at every place: take it away."),
            (kernel[::-1, ::-1], "It is turned by half a turn. A stamp is printed as it is: do not turn it."),
            (kernel.T, "Rows and columns have changed places. A stamp is printed as it is."),
            (kernel[:stride, :stride], "Your stamp is cut off: it can be larger than the stride."),
        ]
        expect_equal(f"{what}: the kernel", found, kernel, *hints, mistakes=mistakes)
        for name, part, right in (("stride", parts[1], stride), ("bias", parts[2], bias)):
            number = array_of(f"{what}: the {name}", part)
            number = number.reshape(()) if number.size == 1 else number
            hints = {
                "stride": (
                    "Put in two pixels: the second stamp begins one stride after the first. How high is the output?",
                    "`grow(np.ones((2, 1)))` is stride + k high. Take k away.",
                ),
                "bias": (
                    "What comes out of a map of zeros? No stamp can be seen in it.",
                    "`bias = grow(np.zeros((1, 1)))[0, 0]`",
                ),
            }[name]
            known = [
                (k, "This is the size of the kernel. The stride is how far it is from one stamp to the next."),
                (stride + k, "This is the height of two stamps, stride + k. Take the size of the kernel away."),
                ((stride + k) // 2, "Output size over input size is the stride for very large maps only."),
                ((stride + k) / 2, "Output size over input size is the stride for very large maps only."),
                (2, "The stride was 2 in the boxes before. Is a 2 written into your code?"),
            ]
            known = known if name == "stride" else [(kernel[0, 0] + bias, "A corner of the stamp is in it.")]
            expect_equal(f"{what}: the {name}", number, right, *hints, mistakes=known)


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
    right = cell_of(KERNEL, 2)
    hints = (
        "Where row and column are even, all four corners of a 3×3 kernel land. Add them up. What lands beside it?",
        "At (row, column) of the cell stands `kernel[row::stride, column::stride].sum()`.",
    )
    got = array_of("the cell", call(answer, KERNEL, 2))
    if got.shape in ((3, 3), (5, 5)):
        hints = ("Not the size of the kernel, but the stride says how often it repeats: a cell of 2×2.", *hints)
    expect_equal(
        "the kernel [[1, 2, 3], [4, 5, 6], [7, 9, 20]], stride 2",
        got,
        right,
        *hints,
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
    for k, stride in ((4, 2), (5, 3), (7, 2), (1, 1)):
        kernel = np.arange(k * k).reshape(k, k) ** 2 + 1
        expect_equal(
            f"the {k}×{k} kernel of the squares of 0, 1, 2, … plus 1, stride {stride}",
            call(answer, kernel, stride),
            cell_of(kernel, stride),
            "Steps, not blocks: two weights land on the same place if they lie one stride apart, or several.",
            "Is a size or the 2 written into your code? If you stamp ones, take enough of them for a large kernel.",
            mistakes=[
                (
                    cell_of(kernel, stride)[::-1, ::-1],
                    "Your cell begins at the wrong row and column: a cell begins at multiples of the stride.",
                ),
                *[(near_the_border(kernel, stride, n), NEAR_THE_BORDER) for n in (3, 4, 5)],
            ],
        )
    expect_equal(
        "the kernel [[1, 2], [3, 4]], stride 3: larger than the kernel",
        call(answer, np.array([[1, 2], [3, 4]]), 3),
        [[1, 2, 0], [3, 4, 0], [0, 0, 0]],
        "A stride larger than the kernel leaves gaps: zeros in the cell, which is still stride × stride.",
        "`kernel[2::3]` of a kernel with two rows is empty, and the sum of nothing is 0.",
    )


NEAR_THE_BORDER = "This is cut too near the border: a large kernel has a wide one. Stamp more ones, cut further inside."


def near_the_border(kernel, stride, n):
    """The cell at twice the stride of a stamped map of n×n ones: not yet whole where the kernel is large."""
    cut = slice(2 * stride, 3 * stride)
    return stamped(np.ones((n, n)), kernel, stride)[cut, cut]


def path_of(shape, depth, up="none", second="relu"):
    """The path of exercise 4; `up` and `second` are the activations of up-convolution and second convolution."""
    inputs = x = keras.Input(shape)
    for _ in range(depth):
        filters = x.shape[-1] // 2
        x = layers.Conv2DTranspose(filters, 2, strides=2, activation=None if up == "none" else up)(x)
        x = layers.Conv2D(filters, 3, activation="relu")(x)
        x = layers.Conv2D(filters, 3, activation=second)(x)
    return keras.Model(inputs, x)


def size_after(n, depth, up=lambda n: 2 * n, lost=4):
    """Size of a map of n pixels after `depth` levels, each with this growth and this loss after it."""
    for _ in range(depth):
        n = up(n) - lost
    return n


SIZES = [  # a mistake in the sizes, and the hint meant for it
    (
        dict(up=lambda n: 2 * n + 1),
        "Each level grows to one pixel too many: stamps of 3×3 reach over the end. Make them 2×2.",
    ),
    (dict(lost=0), "The 3×3 convolutions lose nothing here. They were right: valid padding, 2 pixels less each."),
    (dict(lost=2), "One 3×3 convolution is missing in each level: there are two."),
    (dict(up=lambda n: n + 1), "The map does not grow to its double: the up-convolution needs `strides=2`."),
    (dict(up=lambda n: n), "The map does not grow: the up-convolution needs `strides=2`."),
    (dict(up=lambda n: 2 * (n - 4), lost=0), "Each level grows first, and then come the two 3×3 convolutions."),
]


@check(
    "4 · mended_path",
    "Copy the faulty function. Look at the up-convolution, the filters, and the activations.",
    "`filters = x.shape[-1] // 2` inside the loop, `Conv2DTranspose(filters, 2, strides=2)`, ReLU on both 3×3.",
)
def mended_path(answer):
    for shape, depth in (((9, 12, 8), 2), ((6, 5, 24), 3)):
        model = call(answer, shape, depth)
        needed = "Return `keras.Model(inputs, x)`, as the faulty function does."
        expect(isinstance(model, keras.Model), "a Keras model is needed", needed, expected="a Keras model", got=model)
        check_path(model, shape, depth)


def check_path(model, shape, depth):
    """NotYet unless `model` computes what the mended path does."""
    reference, rng = path_of(shape, depth), np.random.default_rng(4)
    image = rng.normal(size=(2, *shape)).astype("float32")
    what = f"a map of {shape}, depth {depth}"
    try:
        got = tuple(np.asarray(model(image)).shape[1:])
    except Exception:
        raise NotYet(f"{what}: the model does not take it", "Begin with `keras.Input(shape)`.") from None
    right = reference.output_shape[1:]
    meant = "One level: n pixels grow to 2n, and two 3×3 convolutions leave 2n - 4."
    for mistake, hint in SIZES:
        if got[:2] == tuple(size_after(n, depth, **mistake) for n in shape[:2]):
            meant = hint
            break
    hints = (meant, "`layers.Conv2DTranspose(filters, 2, strides=2)`, then the two 3×3 convolutions as they were.")
    expect(got[:2] == right[:2], f"{what}: the size of the output", *hints, expected=str(right[:2]), got=str(got[:2]))
    halves = " → ".join(str(shape[-1] // 2**level) for level in range(depth + 1))
    hints = (
        f"Every level has half the channels of the map that enters it: {halves}.",
        "`filters = x.shape[-1] // 2` must stand inside the loop, in front of the up-convolution.",
    )
    expect(got[2:] == right[2:], f"{what}: the channels", *hints, expected=str(right[2:]), got=str(got[2:]))
    needed, found = ([tuple(weight.shape) for weight in one.weights] for one in (reference, model))
    hints = ["The size of the output is right, but a kernel is not. A kernel is (height, width, …)."]
    first = found[0] if found and len(found[0]) == 4 else (2, 2, 0, 0)
    if first[:2] != (2, 2):
        hints.insert(0, "The up-convolution is still 3×3, and its stamps overlap unevenly. Make it 2×2.")
    elif first[2] == shape[2]:
        hints.insert(0, "The up-convolution itself halves the channels: give it `filters`, as the convolutions.")
    elif len(found) < len(needed):
        hints.insert(0, "Weights are missing. Every layer of the faulty path has a kernel and a bias: keep them all.")
    kernels = [str([one for one in shapes if len(one) == 4]) for shapes in (needed, found)]
    expect(found == needed, f"{what}: the kernels", *hints, expected=kernels[0], got=kernels[1])
    numbers = [rng.normal(0.05, 0.4, one) for one in needed]
    model.set_weights(numbers)
    output, known = np.asarray(model(image)), []
    for activations, hint in (
        (dict(), None),
        (dict(second=None), "The second convolution has no ReLU yet: negative numbers come out."),
        (dict(up="relu"), "The up-convolution has a ReLU now. Only the two 3×3 convolutions have one."),
        (dict(up="relu", second=None), "The ReLU belongs to the second convolution, not to the up-convolution."),
    ):
        other = path_of(shape, depth, **activations)
        other.set_weights(numbers)
        known.append((np.asarray(other(image)), hint))
    expect_equal(
        f"{what}: the output for weights of the check",
        output,
        known[0][0],
        "All shapes are right, the numbers are not. Which layers have a ReLU, and which have none?",
        'Both 3×3 convolutions have `activation="relu"`, the up-convolution has none.',
        mistakes=known[1:],
        tolerance=1e-3,
    )


@check(
    "5 · bilinear_kernel",
    "What does bilinear growing make of a single 1? That is the stamp.",
    "Along one axis it is a tent: `1 - abs(place) / times`, with places counted from its middle.",
    "`np.outer(tent, tent)[:, :, None, None] * np.eye(channels)`",
)
def bilinear_kernel(answer):
    for times, channels in ((2, 1), (3, 1), (2, 3), (5, 2)):
        what = f"{times} times as large, channels: {channels}"
        kernel = array_of(f"{what}: the kernel", call(answer, times, channels))
        four = "A Keras kernel has four axes. `tent[:, :, None, None] * np.eye(channels)` makes them of two."
        square = kernel.ndim == 4 and kernel.shape[0] == kernel.shape[1] and kernel.size > 0
        needed = f"(k, k, {channels}, {channels})"
        right_shape = square and kernel.shape[2:] == (channels, channels)
        expect(right_shape, f"{what}: the shape", four, expected=needed, got=str(kernel.shape))
        k = len(kernel)
        expect(k <= 12 * times, f"{what}: the kernel is far too large", expected=f"about {2 * times}", got=str(k))
        apart = np.abs(kernel * (1 - np.eye(channels))).max()
        expect(
            apart < 1e-4,
            f"{what}: the channels are mixed",
            "Each channel grows on its own: where input and output channel differ, the weights are 0.",
            "`np.eye(channels)` is 1 where they are the same, and 0 elsewhere.",
            expected="0 between different channels",
            got=f"weights up to {apart:.3g}",
        )
        maps = np.random.default_rng(times).random((1, 8, 9, channels), dtype="float32")
        inside = np.s_[0, times:-times, times:-times]
        right = np.asarray(layers.UpSampling2D(times, interpolation="bilinear")(maps))[inside]
        got = np.asarray(grown_with(kernel, times, maps))[inside]
        scale = float(np.sum(got * right) / np.sum(right * right))
        hints = (
            f"Grow a 3×3 map with a single 1 in its centre {times} times by `UpSampling2D`: that is the stamp.",
            "A tent along each axis: 1 - distance / times, where the distance is counted in pixels from its middle.",
            "`place = np.arange(k) - (k - 1) / 2`, `tent = 1 - abs(place) / times`, `np.outer(tent, tent)`.",
        )
        if same(got, scale * right, 1e-3) and abs(scale) > 1e-6:
            meant = f"The form is right, but all is {scale:.3g} times as large as it should be: ones must stay ones."
        elif (k - times) % 2:
            meant = (
                f"Keras cuts k - {times} rows: here {k - times}, so more on one side, and all moves by half a pixel."
                " Take an even k for an even factor, an odd k for an odd one."
            )
        elif same(got, np.asarray(layers.UpSampling2D(times)(maps))[inside]):
            meant = "This repeats. To mix neighbours, stamps must overlap: k must be about twice the stride."
        else:
            meant = hints[0]
        hints = hints if meant == hints[0] else (meant, *hints)
        expect_equal(f"{what}: random maps, grown, away from the border", got, right, *hints, tolerance=1e-3)


def grown_with(kernel, times, maps):
    """Maps (batch, h, w, c), grown by an up-convolution with this kernel (k, k, c, c): (batch, h·times, w·times, c)."""
    up = layers.Conv2DTranspose(maps.shape[-1], len(kernel), strides=times, padding="same", use_bias=False)
    up.build(maps.shape)
    up.set_weights([np.asarray(kernel, "float32")])
    return up(maps)


question_1 = question(
    "Question 1",
    "c",
    a="Trained weights are the same for all images. What comes out are weighted sums of what went in, no more.",
    b="They are twice as many numbers, but sums of the old ones. What no channel holds is in none of the sums.",
    c="Yes. It turns channels into places. What no channel of the small map holds, it cannot write.",
)
question_2 = question(
    "Question 2",
    "a",
    a="Yes. With 64 channels in and out, both layouts have one shape, so nothing complains. Swap the last two axes.",
    b="A wrong shape would be refused, that is so. But 64 in and 64 out make one shape of both layouts.",
    c="Training would repair it, as it repairs random numbers. But the weights are good, only their axes are swapped.",
)
question_3 = question(
    "Question 3",
    "d",
    a="An even size helps with stride 2. With stride 3, one place in three gets two stamps along an axis, others one.",
    b="Larger stamps overlap more, but here unevenly: one place in three gets one stamp along an axis, others two.",
    c="Even it is: every place gets one stamp. But these stamps lie side by side, and none overlaps another.",
    d="Yes. 6 is a multiple of 3: away from the border, each place gets two stamps along each axis.",
)
question_4 = question(
    "Question 4",
    "b",
    a="The size hardly matters here: at random weights, larger stamps that overlap evenly draw a pattern, too.",
    b="Yes. The four weights of a stamp are random, and so they differ. Training often lessens it: look afterwards.",
    c="A correct program does this as well: in the lesson, every untrained up-convolution drew a pattern.",
)
