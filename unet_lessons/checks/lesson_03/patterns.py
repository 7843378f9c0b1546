"""Exercises 4 and 5 of lesson 03: a kernel that keeps positions, and sixteen patterns for blocks of photographs."""

import numpy as np
from skimage import data

from ..results import check
from ..vocabulary import call, expect, expect_finite, expect_shape, same


@check(
    "4 · position_kernel",
    "A kernel has the shape (n, n, channels in, channels out). Each output channel copies one of the n² pixels.",
    "Zeros of shape (n, n, 1, n * n), and a single 1 for each channel: at another pixel for each.",
)
def position_kernel(answer):
    orders = [call(answer, 3) for _ in range(2)]
    for n in (2, 3, 1, 4, 8, 17, 33):
        shape = f"`np.zeros((n, n, 1, n * n))` has the right shape: {n}×{n} pixels, 1 channel in, {n * n} channels out."
        kernel = expect_shape(f"the kernel for blocks of {n}×{n}", call(answer, n), (n, n, 1, n * n), shape)
        matrix = kernel.reshape(n * n, n * n).astype(float)
        ones, numbers = np.ones(n * n), np.arange(1, n * n + 1)
        single = same(matrix.max(axis=0), ones) and same(np.abs(matrix).sum(axis=0), ones)
        if n not in (2, 3) and not (single and same(matrix.sum(axis=1), ones)):
            hint = "It works for 2 and 3. Is a size or a number of channels written into your code? `n` is the size."
        elif same(matrix, np.full_like(matrix, 1 / n**2)):
            hint = "Every channel takes the mean of the block: the positions are gone. Each must copy a single pixel."
        elif (matrix < 0).any() and same(np.abs(matrix).max(axis=0), ones) and same(np.abs(matrix).sum(axis=0), ones):
            hint = "A weight of -1 inverts the pixel. Each channel copies a pixel unchanged, with a weight of 1."
        elif same(matrix, np.ones_like(matrix)):
            hint = (
                "Every channel adds up all pixels of the block. Each must copy a single one: one weight of 1, else 0."
            )
        elif not matrix.any(axis=0).all():
            hint = "Some channels copy no pixel: each needs a 1, at a pixel of its own."
        elif single:
            hint = "Some channels copy the same pixel, and other pixels are copied by none: they are lost."
        else:
            hint = (
                "Your channels change pixels, or add up several. Each must copy a single one: one weight of 1, else 0."
            )
        what, expected = f"the channels for one block with the pixels 1 to {n * n}", f"1 to {n * n}, in any order"
        each = "Each of these numbers must be in the channels once, in any order."
        write = "`kernel[row, column, 0, row * n + column] = 1` for every row and column of the block."
        expect(
            single and same(matrix.sum(axis=1), ones), what, hint, each, write, expected=expected, got=numbers @ matrix
        )
    again = "Who reads the channels must know their order: let it depend on `n` alone, not on chance."
    expect(same(*orders), "called twice with n = 3, your function gives two different kernels", again)


SIZE, COUNT, GAIN = 8, 16, 1.0


def photographs():
    """Three grey photographs in [0, 1], cut so that blocks of 8×8 fit."""
    images = data.camera() / 255, data.chelsea().mean(axis=2) / 255, data.coins() / 255
    return [image[: len(image) // SIZE * SIZE, : image.shape[1] // SIZE * SIZE] for image in images]


def square_patterns():
    """Means of 2×2 pixels as patterns (16, 8, 8): each is 1 on one square, else 0."""
    return np.eye(COUNT).reshape(COUNT, 4, 4).repeat(2, axis=1).repeat(2, axis=2)


def rebuild(image, patterns):
    """Each 8×8 block of an image (h, w) as the sum of the patterns (k, 8, 8) that comes nearest to it."""
    rows, columns = np.array(image.shape) // SIZE
    blocks = image.reshape(rows, SIZE, columns, SIZE).transpose(0, 2, 1, 3).reshape(-1, SIZE * SIZE)
    flat = np.asarray(patterns, float).reshape(-1, SIZE * SIZE)
    nearest = (blocks @ np.linalg.pinv(flat)) @ flat
    return nearest.reshape(rows, columns, SIZE, SIZE).transpose(0, 2, 1, 3).reshape(image.shape)


def best_patterns(image):
    """The 16 patterns (16, 8, 8) whose sums come nearest to the blocks of this very image."""
    rows, columns = np.array(image.shape) // SIZE
    blocks = image.reshape(rows, SIZE, columns, SIZE).transpose(0, 2, 1, 3).reshape(-1, SIZE * SIZE)
    return np.linalg.eigh(blocks.T @ blocks)[1][:, -COUNT:].T.reshape(COUNT, SIZE, SIZE)


def psnr(image, truth):
    """Peak signal-to-noise ratio in dB, for grey values in [0, 1]; higher is better."""
    return -10 * np.log10(np.maximum(np.mean((image - truth) ** 2), 1e-12))


def roughness(patterns):
    """How much patterns (k, 8, 8) change from pixel to pixel, across and down: 0 is flat, about 3.5 is noise."""
    steps = np.diff(patterns, axis=1), np.diff(patterns, axis=2)
    return sum(np.square(step).sum() for step in steps) / max(np.square(patterns).sum(), 1e-12)


def are_rows(flat):
    """Whether patterns (16, 64) are rows of an orthonormal matrix that has the flat pattern in a column at one end."""
    ends = np.abs(flat[:, [0, -1]])
    return same(flat @ flat.T, np.eye(COUNT)) and (ends.std(axis=0) < 0.25 * ends.mean(axis=0)).any()


@check(
    "5 · sixteen_patterns",
    "Return an array (16, 8, 8). Sums of slow changes come nearer to a photograph than sums of flat squares.",
    "`np.outer(down, across)` makes a pattern of 8×8 out of two waves of 8 numbers.",
    seconds=60,
)
def sixteen_patterns(answer):
    shape = (
        "16 patterns first, each of 8×8 pixels: `np.array(list_of_patterns)`; from (16, 64) `.reshape(16, 8, 8)`; from"
        " (8, 8, 16) `np.moveaxis(patterns, -1, 0)`, as a reshape would mix the pixels."
    )
    patterns = expect_shape("the patterns", call(answer), (COUNT, SIZE, SIZE), shape).astype(float)
    expect_finite("finite numbers are needed", patterns, "Is there a division by 0, or a logarithm of 0?")
    flat = patterns.reshape(COUNT, -1)
    new = np.linalg.matrix_rank(flat)
    wrap = np.square(patterns[:, 1:, 0] - patterns[:, :-1, -1]).mean()  # from the end of a row to the next row
    missing = np.mean((1 - np.linalg.pinv(flat) @ flat @ np.ones(SIZE * SIZE)) ** 2)
    few = (
        f"Only {new} of the 16 add anything new; the others are weighted sums of them. Do your patterns change both"
        " across and down?"
    )
    empty = "Some of your patterns are 0 everywhere. Were the numbers cut to whole ones (`int`)?"
    rows = (
        "These look like rows of a matrix whose columns are the patterns, as `u` of `np.linalg.svd` or what"
        " `np.linalg.eigh` returns. Take 16 columns: `u[:, :16].T.reshape(16, 8, 8)`. Or the other way round: in"
        " `svd`'s third result the patterns are the rows: `vt[:16].reshape(16, 8, 8)`."
    )
    fine = (
        "Your patterns change from pixel to pixel. They are the finest details, which matter least in photographs: take"
        " those that change slowly. (`np.linalg.eigh` sorts from small to large: its last columns come first.)"
    )
    columns = (
        "Your patterns are the columns of the array, not its rows: `u[:, :16].T.reshape(16, 8, 8)` takes the first 16"
        " columns, one pattern each."
    )
    own = (
        "These patterns were found on this photograph itself. Find them on another one, such as the astronaut: then it"
        " shows that they are good for blocks that they have not seen."
    )
    turned = patterns.reshape(-1, COUNT).T
    strips = (
        "Each row of your patterns goes on where the last one ended. Was a photograph cut into strips of 64 pixels, not"
        " into blocks of 8×8? Take the transpose between two reshapes."
    )
    general = (
        "Begin with the flat pattern, then a slow change across, one down, and both. Fine detail is rare.",
        "`wave = np.cos(np.pi * times * (np.arange(8) + 0.5) / 8)` for `times` 0 to 3. Multiply each wave down with"
        " each wave across: `np.outer(down, across)`.",
        "Or find them on another photograph, as section 5 of the lesson does: cut it into blocks of 8×8, take the"
        " mean block away, and keep the first 16 rows of what `np.linalg.svd` returns last.",
        "`to_channels(photo, 8).reshape(-1, 64)` has each block of 8×8 pixels in a row of its own.",
    )
    for name, image in zip(("the camera", "the cat", "the coins"), photographs(), strict=True):
        got, plain = psnr(rebuild(image, patterns), image), psnr(rebuild(image, square_patterns()), image)
        close = abs(got - plain) < 0.01
        meant = [
            (new == 0, "All your patterns are 0."),
            (not flat.any(axis=1).all(), empty),
            (new < COUNT, few),
            (psnr(rebuild(image, turned), image) >= plain + GAIN > got, columns),
            (close, "Your patterns add up to the same flat squares of 2×2. Let patterns rise or fall smoothly."),
            (wrap < 0.3 * np.square(np.diff(patterns, axis=1)).mean(), strips),
            (missing > 0.05 and are_rows(flat), rows),
            (missing > 0.05 and roughness(patterns) > 4.2, fine),
            (
                missing > 0.05,
                "No sum of your patterns is flat, but a block is mostly its mean brightness: one must be flat.",
            ),
        ]
        first = [hint for holds, hint in meant if holds][:1]
        hints = (*first, *(general[-1:] if first == [strips] else general))
        expected = f"{plain + GAIN:.1f} dB or more (flat squares: {plain:.1f} dB)"
        what = f"PSNR on the photograph of {name}"
        expect(got >= plain + GAIN, what, *hints, expected=expected, got=f"{got:.1f} dB")
        best = psnr(rebuild(image, best_patterns(image)), image)
        expect(got < best - 0.15, f"{what}: as good as only patterns made for it can be", own, got=f"{got:.1f} dB")
