"""More planted answers for the checks of lesson 04: by someone who had not read them."""

import numpy as np
from scipy import signal

import unet_lessons.checks.lesson_04 as check
from unet_lessons.backend import keras


def named(name, answer):
    """An answer with the name of what it does wrong."""
    answer.__name__ = name
    return answer


layers = keras.layers
ops = keras.ops


def position_by_primes(position, factors):
    """Grown step by step, by one prime factor after the other."""
    grown = []
    for one, factor in zip(position, factors, strict=True):
        prime = 2
        while factor > 1:
            if factor % prime:
                prime += 1
            else:
                one, factor = (one * prime + (prime - 1) / 2, factor // prime)
        grown.append(one)
    return tuple(grown)


def position_mean_of_block(position, factors):
    return np.array([np.linspace(p * f, p * f + f - 1, f).mean() for p, f in zip(position, factors, strict=False)])


def position_numpy32(position, factors):
    p, f = (np.float32(position), np.float32(factors))
    return (p * f + f / 2 - 1 / 2).tolist()


def position_matrix(position, factors):
    return np.diag(factors) @ (np.array(position) + 0.5) - 0.5


def position_swapped_factors(position, factors):
    return tuple(p * f + (f - 1) / 2 for p, f in zip(position, factors[::-1], strict=False))


def position_returns_column_row(position, factors):
    return tuple(p * f + (f - 1) / 2 for p, f in zip(position, factors, strict=False))[::-1]


def position_minus(position, factors):
    return tuple(p * f - (f - 1) / 2 for p, f in zip(position, factors, strict=False))


def position_middle_pixel(position, factors):
    return tuple(p * f + f // 2 for p, f in zip(position, factors, strict=False))


def position_from_edge(position, factors):
    return tuple((p + 0.5) * f for p, f in zip(position, factors, strict=False))


def position_half_always(position, factors):
    return tuple(p * f + 0.5 for p, f in zip(position, factors, strict=False))


def position_last_pixel(position, factors):
    return tuple((p + 1) * f - 1 for p, f in zip(position, factors, strict=False))


def position_fraction_not_multiplied(position, factors):
    out = []
    for p, f in zip(position, factors, strict=False):
        whole, rest = divmod(p, 1)
        out.append(whole * f + (f - 1) / 2 + rest)
    return out


def position_one_factor(position, factors):
    return tuple(p * factors[0] + (factors[0] - 1) / 2 for p in position)


def position_zero_stays(position, factors):
    return tuple(p * f + (f - 1) / 2 if p else 0 for p, f in zip(position, factors, strict=False))


def position_half_pixel_small(position, factors):
    return tuple((p + 0.5) * f - 0.5 * f for p, f in zip(position, factors, strict=False))


def position_half_times(position, factors):
    return tuple((p + 0.5) * f - 1 for p, f in zip(position, factors, strict=False))


def position_one_number(position, factors):
    return position[0] * factors[0] + (factors[0] - 1) / 2


def _b(grow):
    return float(grow(np.zeros((1, 1)))[0, 0])


def inside_by_ones_and_twos(grow):
    one, two = (np.asarray(grow(np.array([[1]]))), np.asarray(grow(np.array([[2]]))))
    return (two - one, len(grow(np.zeros((2, 1)))) - len(one), (2 * one - two)[0, 0])


def inside_by_minus_one(grow):
    bias = grow(np.zeros((3, 3))).mean()
    kernel = bias - grow(-np.ones((1, 1)))
    stride = (grow(np.zeros((1, 6))).shape[1] - kernel.shape[1]) / 5
    return [kernel, stride, bias]


def inside_last_pixel(grow):
    k = grow(np.zeros((1, 1))).shape[0]
    x = np.zeros((5, 7))
    x[-1, -1] = 4
    bias = np.median(grow(0 * x))
    return ((grow(x)[-k:, -k:] - bias) / 4, np.array((grow(x).shape[0] - k) // 4), np.array(bias))


def inside_least_squares(grow):
    xs = np.arange(5.0)
    outs = np.stack([grow(np.array([[v]])).ravel() for v in xs])
    slope, cut = np.polyfit(xs, outs, 1)
    k = int(len(slope) ** 0.5)
    return (slope.reshape(k, k), grow(np.ones((2, 2))).shape[0] - k, cut.mean())


def _k(grow):
    return grow(np.ones((1, 1))) - _b(grow)


def _s(grow):
    return grow(np.zeros((2, 2))).shape[0] - grow(np.zeros((1, 1))).shape[0]


def inside_bias_map(grow):
    return (_k(grow), _s(grow), grow(np.zeros((1, 1))))


def inside_bias_in_kernel(grow):
    return (grow(np.ones((1, 1))), _s(grow), _b(grow))


def inside_flipped(grow):
    return (_k(grow)[::-1, ::-1], _s(grow), _b(grow))


def inside_transposed(grow):
    return (_k(grow).T, _s(grow), _b(grow))


def inside_int_kernel(grow):
    return (_k(grow).astype(int), _s(grow), _b(grow))


def inside_stride_pair(grow):
    return (_k(grow), (_s(grow), _s(grow)), _b(grow))


def inside_order(grow):
    return (_k(grow), _b(grow), _s(grow))


def inside_stride_half(grow):
    return (_k(grow), len(_k(grow)) // 2, _b(grow))


def inside_stride_size(grow):
    return (_k(grow), len(_k(grow)), _b(grow))


def inside_normalised(grow):
    k = _k(grow)
    return (k / k.sum(), _s(grow), _b(grow))


def inside_gaps(grow):
    x = np.zeros((2, 2))
    x[1, 1] = 1
    out = grow(x) - _b(grow)
    rows, cols = np.nonzero(out)
    return (out[rows.min() :, cols.min() :], rows.min(), _b(grow))


def inside_example_2(grow):
    return (_k(grow), 2, _b(grow))


def cell_onehot(kernel, stride):
    phase = np.eye(stride)[np.arange(len(kernel)) % stride]
    return np.einsum("ia,ij,jb->ab", phase, kernel, phase)


def cell_folded(kernel, stride):
    k = len(kernel)
    if k <= stride:
        return np.pad(kernel, (0, stride - k))
    rows = np.zeros((stride, k))
    for start in range(0, k, stride):
        strip = kernel[start : start + stride]
        rows[: len(strip)] += strip
    cols = np.zeros((stride, stride))
    for start in range(0, k, stride):
        strip = rows[:, start : start + stride]
        cols[:, : strip.shape[1]] += strip
    return cols


def cell_lists(kernel, stride):
    cell = [[0.0] * stride for _ in range(stride)]
    for (i, j), weight in np.ndenumerate(kernel):
        cell[i % stride][j % stride] += float(weight)
    return cell


def cell_keras(kernel, stride):
    k = len(kernel)
    n = 2 * (k // stride + 2)
    weights = ops.convert_to_tensor(np.asarray(kernel, "float32")[:, :, None, None])
    out = ops.conv_transpose(np.ones((1, n, n, 1), "float32"), weights, strides=stride)[0, :, :, 0]
    at = (k // stride + 1) * stride
    return out[at : at + stride, at : at + stride]


def cell_bincount(kernel, stride):
    rows, cols = np.indices(np.shape(kernel)) % stride
    return np.bincount((rows * stride + cols).ravel(), np.ravel(kernel), stride * stride).reshape(stride, stride)


def cell_mean(kernel, stride):
    return np.array(
        [
            [kernel[i::stride, j::stride].mean() if kernel[i::stride, j::stride].size else 0 for j in range(stride)]
            for i in range(stride)
        ]
    )


def cell_transposed(kernel, stride):
    return cell_onehot(kernel, stride).T


def cell_int(kernel, stride):
    cell = np.zeros((stride, stride), int)
    for i in range(len(kernel)):
        for j in range(len(kernel)):
            cell[i % stride, j % stride] += int(kernel[i, j])
    return cell


def cell_pad_front(kernel, stride):
    more = -len(kernel) % stride
    k = np.pad(kernel, ((more, 0), (more, 0)))
    return k.reshape(len(k) // stride, stride, -1, stride).sum((0, 2))


def cell_pad_around(kernel, stride):
    more = -len(kernel) % stride
    k = np.pad(kernel, (more // 2, more - more // 2))
    return k.reshape(len(k) // stride, stride, -1, stride).sum((0, 2))


def cell_crop(kernel, stride):
    n = len(kernel) // stride * stride
    k = kernel[:n, :n]
    return k.reshape(n // stride, stride, n // stride, stride).sum((0, 2))


def cell_small(kernel, stride):
    s = min(stride, len(kernel))
    return cell_onehot(kernel, stride)[:s, :s]


def cell_blocks(kernel, stride):
    k = len(kernel)
    n = -(-k // stride)
    return np.array(
        [[kernel[i * n : (i + 1) * n, j * n : (j + 1) * n].sum() for j in range(stride)] for i in range(stride)]
    )


def cell_counts(kernel, stride):
    return cell_onehot(np.ones_like(kernel), stride)


def cell_small_map(kernel, stride):
    out = check.stamped(np.ones((6, 6)), kernel, stride)
    return out[2 * stride : 3 * stride, 2 * stride : 3 * stride]


def cell_from_end(kernel, stride):
    out = check.stamped(np.ones((40, 40)), kernel, stride)
    m = out.shape[0] // 2
    return out[m : m + stride, m : m + stride]


def cell_max(kernel, stride):
    return np.array(
        [
            [
                kernel[i::stride, j::stride].max(initial=-np.inf) if kernel[i::stride, j::stride].size else 0
                for j in range(stride)
            ]
            for i in range(stride)
        ]
    )


def cell_assign(kernel, stride):
    cell = np.zeros((stride, stride))
    r, c = np.indices(kernel.shape)
    cell[r % stride, c % stride] += kernel
    return cell


def path(
    up=None,
    first=None,
    second=None,
    shape_of=lambda s: s,
    filters_of=lambda c, level: c // 2 ** (level + 1),
    after=lambda x: x,
    levels=lambda d: d,
):

    def mended_path(shape, depth):
        inputs = x = keras.Input(shape_of(shape))
        for level in range(levels(depth)):
            f = filters_of(shape[-1], level)
            x = (up or (lambda f: layers.Conv2DTranspose(f, 2, strides=2)))(f)(x)
            x = (first or (lambda f: layers.Conv2D(f, 3, activation="relu")))(f)(x)
            x = (second or (lambda f: layers.Conv2D(f, 3, activation="relu")))(f)(x)
            x = after(x)
        return keras.Model(inputs, x)

    return mended_path


def path_sequential(shape, depth):
    model = keras.Sequential([keras.Input(shape)])
    for level in range(1, depth + 1):
        n = shape[-1] // 2**level
        model.add(layers.Conv2DTranspose(n, (2, 2), (2, 2), padding="same"))
        for _ in "ab":
            model.add(layers.Conv2D(n, (3, 3), activation=keras.activations.relu))
    return model


def path_recursive(shape, depth):

    def up(x, depth):
        if depth == 0:
            return x
        f = x.shape[-1] // 2
        x = layers.Conv2DTranspose(f, 2, 2)(x)
        for _ in range(2):
            x = layers.Conv2D(f, 3, activation=ops.relu)(x)
        return up(x, depth - 1)

    inputs = keras.Input(shape)
    return keras.Model(inputs, up(inputs, depth))


def path_blocks(shape, depth):
    inputs = x = keras.Input(shape)
    widths = [shape[-1] >> level for level in range(1, depth + 1)]
    for n in widths:
        level_in = keras.Input(x.shape[1:])
        y = layers.Conv2DTranspose(n, 2, strides=2)(level_in)
        y = layers.Conv2D(n, 3, activation="relu")(y)
        y = layers.Conv2D(n, 3, activation="relu")(y)
        x = keras.Model(level_in, y)(x)
    return keras.Model(inputs, x)


def C(**k):
    return lambda f: layers.Conv2D(f, 3, **{"activation": "relu", **k})


def _conv_first(shape, depth):
    inputs = x = keras.Input(shape)
    f = shape[-1]
    for _ in range(depth):
        f //= 2
        x = layers.Conv2D(f, 3, activation="relu")(x)
        x = layers.Conv2DTranspose(f, 2, strides=2)(x)
        x = layers.Conv2D(f, 3, activation="relu")(x)
    return keras.Model(inputs, x)


def _k4(one, channels):
    return np.outer(one, one)[:, :, None, None] * np.eye(channels)


def tent_convolved(times, channels):
    tent = np.convolve(np.ones(times), np.ones(times)) / times
    if times % 2 == 0:
        tent = np.convolve(tent, [0.5, 0.5])
    return _k4(tent, channels)


def tent_from_keras(times, channels):
    dot = np.zeros((1, 7, 7, 1))
    dot[0, 3, 3] = 1
    grown = np.asarray(layers.UpSampling2D(times, interpolation="bilinear")(dot))[
        0, 2 * times : 5 * times, 2 * times : 5 * times, 0
    ]
    kernel = np.zeros((3 * times, 3 * times, channels, channels), "float32")
    for c in range(channels):
        kernel[:, :, c, c] = grown
    return kernel


def tent_lists(times, channels):
    k = 2 * times if times % 2 == 0 else 2 * times + 1
    tent = [max(0, 1 - abs(i - (k - 1) / 2) / times) for i in range(k)]
    return [[[[r * c * (a == b) for b in range(channels)] for a in range(channels)] for c in tent] for r in tent]


def tent_scipy(times, channels):
    one = signal.windows.triang(2 * times - times % 2)
    return np.einsum("i,j,ab->ijab", one, one, np.eye(channels))


def _tent(times):
    k = 2 * times - times % 2
    return np.clip(1 - np.abs(np.arange(k) - (k - 1) / 2) / times, 0, None)


def kernel_ones_channels(times, channels):
    return np.outer(_tent(times), _tent(times))[:, :, None, None] * np.ones((channels, channels))


def kernel_k2f(times, channels):
    k = 2 * times
    t = 1 - np.abs(np.arange(k) - (k - 1) / 2) / times
    return _k4(t, channels)


def kernel_k2f1(times, channels):
    k = 2 * times - 1
    t = 1 - np.abs(np.arange(k) - (k - 1) / 2) / times
    return _k4(t, channels)


def kernel_sum1(times, channels):
    k = _k4(_tent(times), channels)
    return k / k.sum()


def kernel_nearest(times, channels):
    return _k4(np.ones(times), channels)


def kernel_lesson(times, channels):
    return _k4(np.array([0.25, 0.75, 0.75, 0.25]), channels)


def kernel_cone(times, channels):
    k = 2 * times - times % 2
    d = np.arange(k) - (k - 1) / 2
    c = np.clip(1 - np.hypot(d[:, None], d) / times, 0, None)
    return c[:, :, None, None] * np.eye(channels)


def kernel_first_channel(times, channels):
    k = _k4(_tent(times), channels).copy()
    k[:, :, 1:, 1:] = 0
    return k


def kernel_shape_1c(times, channels):
    return _k4(_tent(times), channels)[:, :, :1]


def kernel_peak1(times, channels):
    t = _tent(times)
    return _k4(t / t.max(), channels)


def kernel_one_zero(times, channels):
    if times == 1:
        return np.zeros((1, 1, channels, channels))
    return _k4(_tent(times), channels)


def kernel_cached_2(times, channels):
    return _k4(_tent(max(2, times)), channels)


def kernel_layer(times, channels):
    return layers.Conv2DTranspose(channels, 2 * times, strides=times)


def position_by_a_line(position, factors):
    return [np.polyval([f, np.arange(f).mean()], p) for p, f in zip(position, factors, strict=False)]


def position_added_factors(position, factors):
    return tuple(p + (f - 1) / 2 for p, f in zip(position, factors, strict=False))


def inside_of_a_column(grow):
    bias = grow(np.zeros((1, 1))).ravel()[0]
    stamp = grow(np.full((1, 1), 255.0)) - bias
    column = grow(np.zeros((7, 1)))
    return (stamp / 255, (column.shape[0] - stamp.shape[0]) // 6, bias)


def inside_bias_mean(grow):
    out = grow(np.ones((1, 1)))
    return (out - out.mean(), _s(grow), out.mean())


def inside_abs(grow):
    return (np.abs(_k(grow)), _s(grow), _b(grow))


_CELLS = {}


def cell_cached_by_stride(kernel, stride):
    return _CELLS.setdefault(stride, cell_onehot(kernel, stride))


def kernel_even_k_always(times, channels):
    k = 2 * times + 2 * (times % 2)
    return _k4(np.clip(1 - np.abs(np.arange(k) - (k - 1) / 2) / times, 0, None), channels)


RIGHT = [
    (check.grown_position, position_by_primes),
    (check.grown_position, position_mean_of_block),
    (check.grown_position, position_numpy32),
    (check.grown_position, position_matrix),
    (check.grown_position, position_by_a_line),
    (check.look_inside, inside_by_ones_and_twos),
    (check.look_inside, inside_by_minus_one),
    (check.look_inside, inside_last_pixel),
    (check.look_inside, inside_least_squares),
    (check.look_inside, inside_of_a_column),
    (check.repeating_cell, cell_onehot),
    (check.repeating_cell, cell_folded),
    (check.repeating_cell, cell_lists),
    (check.repeating_cell, cell_keras),
    (check.repeating_cell, cell_bincount),
    (check.mended_path, path_sequential),
    (check.mended_path, path_recursive),
    (check.mended_path, path_blocks),
    (check.bilinear_kernel, tent_convolved),
    (check.bilinear_kernel, tent_from_keras),
    (check.bilinear_kernel, tent_lists),
    (check.bilinear_kernel, tent_scipy),
]

WRONG = [
    (check.grown_position, position_swapped_factors, "The factors are (down, across), as a position"),
    (check.grown_position, position_returns_column_row, "These are the right numbers in the wrong order"),
    (check.grown_position, position_minus, "You went to the wrong side"),
    (check.grown_position, position_middle_pixel, "The middle of two pixels lies between them,"),
    (check.grown_position, position_from_edge, "Half a pixel too far"),
    (check.grown_position, position_half_always, "Half a pixel more is right for the factor 2,"),
    (check.grown_position, position_last_pixel, "This is the bottom right pixel of the block"),
    (check.grown_position, position_fraction_not_multiplied, "With the factor 1 nothing grows, and a"),
    (check.grown_position, position_one_factor, "The factor for the rows was used for the"),
    (check.grown_position, position_zero_stays, "The first pixel, too, becomes a block"),
    (check.grown_position, position_half_pixel_small, "This is the top left pixel of the block"),
    (check.grown_position, position_half_times, "You took 1 away, which is half a pixel too"),
    (check.grown_position, position_one_number, "Two numbers are needed"),
    (check.grown_position, position_added_factors, "The block begins at pixel row · factor"),
    (check.look_inside, inside_bias_map, "One number is asked for, and here are 9"),
    (check.look_inside, inside_bias_in_kernel, "The bias is still in it"),
    (check.look_inside, inside_flipped, "It is turned by half a turn"),
    (check.look_inside, inside_transposed, "Rows and columns are swapped"),
    (check.look_inside, inside_int_kernel, "The weights may be fractions"),
    (check.look_inside, inside_stride_pair, "One number is asked for, and here are 2"),
    (check.look_inside, inside_order, "End with `return kernel, stride, bias`, in"),
    (check.look_inside, inside_stride_half, "Is this half the size of the kernel?"),
    (check.look_inside, inside_stride_size, "This is the size of the kernel"),
    (check.look_inside, inside_normalised, "You have divided the weights by their sum"),
    (check.look_inside, inside_gaps, "Your stamp is cut off"),
    (check.look_inside, inside_example_2, "The stride was 2 in the boxes before"),
    (check.look_inside, inside_bias_mean, "The mean of what comes out is not the bias"),
    (check.look_inside, inside_abs, "The weights may be negative"),
    (check.repeating_cell, cell_mean, "These are means"),
    (check.repeating_cell, cell_transposed, "Rows and columns of the cell are swapped"),
    (check.repeating_cell, cell_int, "Your cell holds whole numbers only, and the"),
    (check.repeating_cell, cell_pad_front, "Your cell begins at an odd row and column"),
    (check.repeating_cell, cell_pad_around, "The weights may be negative, and fractions"),
    (check.repeating_cell, cell_crop, "This is the top left corner, where there is"),
    (check.repeating_cell, cell_small, "A stride larger than the kernel leaves gaps"),
    (check.repeating_cell, cell_blocks, "Where row and column are even, the four"),
    (check.repeating_cell, cell_counts, "This counts the stamps"),
    (check.repeating_cell, cell_small_map, "This is cut out too near the border"),
    (check.repeating_cell, cell_from_end, "Your cell begins at the wrong row and column"),
    (check.repeating_cell, cell_max, "Either stamp ones and cut out a cell far from"),
    (check.repeating_cell, cell_assign, "Each position keeps only one weight, the last"),
    (check.repeating_cell, cell_cached_by_stride, "This repeats something from an earlier call"),
    (
        check.mended_path,
        named("path_relu_up", path(up=lambda f: layers.Conv2DTranspose(f, 2, strides=2, activation="relu"))),
        "The up-convolution has a ReLU now",
    ),
    (
        check.mended_path,
        named("path_no_up_bias", path(up=lambda f: layers.Conv2DTranspose(f, 2, strides=2, use_bias=False))),
        "Weights are missing",
    ),
    (
        check.mended_path,
        named("path_up3_same", path(up=lambda f: layers.Conv2DTranspose(f, 3, strides=2, padding="same"))),
        "The up-convolution is still 3×3, and its",
    ),
    (
        check.mended_path,
        named("path_up4_same", path(up=lambda f: layers.Conv2DTranspose(f, 4, strides=2, padding="same"))),
        "The up-convolution is 4×4, and its stamps",
    ),
    (
        check.mended_path,
        named("path_square", path(shape_of=lambda s: (s[0], s[0], s[2]))),
        "Begin with `keras.Input(shape)`",
    ),
    (check.mended_path, named("path_depth4", path(levels=lambda d: 4)), "Copy the faulty function, and look at the"),
    (
        check.mended_path,
        named("path_depth_less", path(levels=lambda d: d - 1)),
        "Your network has 1 level, and `depth` asks",
    ),
    (
        check.mended_path,
        named("path_depth_2", path(levels=lambda d: min(d, 2))),
        "Your network has 2 levels, and `depth` asks",
    ),
    (
        check.mended_path,
        named("path_leaky", path(second=C(activation="leaky_relu"))),
        "Your network has the activation `leaky_relu`",
    ),
    (
        check.mended_path,
        named("path_returns_tensor", lambda shape, depth: path()(shape, depth).output),
        "Return `keras.Model(inputs, x)`, as the",
    ),
    (
        check.mended_path,
        named("path_conv_before_up", lambda shape, depth: _conv_first(shape, depth)),
        "The order is wrong",
    ),
    (
        check.mended_path,
        named(
            "path_nearest_up_and_conv",
            path(up=lambda f: lambda x: layers.Conv2D(f, 2, padding="same")(layers.UpSampling2D(2)(x))),
        ),
        "Is this an upsampling and a 2×2 convolution,",
    ),
    (
        check.mended_path,
        named("path_batchnorm", path(after=lambda x: layers.BatchNormalization()(x))),
        "A layer is added that has weights of its own,",
    ),
    (
        check.mended_path,
        named(
            "path_pooled_and_doubled",
            path(
                after=lambda x: layers.UpSampling2D(2)(layers.MaxPooling2D(2, padding="same")(x))[
                    :, : x.shape[1], : x.shape[2]
                ]
            ),
        ),
        "Your network has the pooling `MaxPooling2D`",
    ),
    (check.bilinear_kernel, kernel_ones_channels, "Each channel grows on its own"),
    (check.bilinear_kernel, kernel_k2f, "Keras cuts k - 3 rows, here 3"),
    (check.bilinear_kernel, kernel_k2f1, "Keras cuts k - 2 rows, here 1"),
    (check.bilinear_kernel, kernel_sum1, "The shape is right, but all is 0.25 times as"),
    (check.bilinear_kernel, kernel_nearest, "This repeats each pixel"),
    (check.bilinear_kernel, kernel_lesson, "Keras cuts k - 3 rows, here 1"),
    (check.bilinear_kernel, kernel_cone, "Let `UpSampling2D(2,"),
    (check.bilinear_kernel, kernel_first_channel, "Channel 0 grows as it should, another does not"),
    (check.bilinear_kernel, kernel_shape_1c, "The last two axes are the channels that come"),
    (check.bilinear_kernel, kernel_peak1, "The shape is right, but all is 1.78 times as"),
    (check.bilinear_kernel, kernel_one_zero, "Nothing comes out"),
    (check.bilinear_kernel, kernel_cached_2, "Keras cuts k - 1 rows, here 3"),
    (check.bilinear_kernel, kernel_layer, "Return the kernel alone, an array"),
    (check.bilinear_kernel, kernel_even_k_always, "Keras cuts k - 3 rows, here 5"),
]
