"""The checks for the practice of lesson 04, against planted answers."""

import numpy as np

import unet_lessons.checks.lesson_04 as check
from unet_lessons.backend import keras
from unet_lessons.blocks import decoder_block

layers = keras.layers


# 1 · grown_position


def middle_of_block(position, factors):
    """The mean of the first and the last pixel of the block, moved by what is left of the position."""
    whole = [int(one) for one in position]
    blocks = [range(one * factor, (one + 1) * factor) for one, factor in zip(whole, factors, strict=True)]
    moved = [(one - start) * factor for one, start, factor in zip(position, whole, factors, strict=True)]
    return [(block[0] + block[-1]) / 2 + more for block, more in zip(blocks, moved, strict=True)]


def position_by_keras(position, factors):
    position, factors = (keras.ops.convert_to_tensor(one, "float32") for one in (position, factors))
    return position * factors + (factors - 1) / 2


def times_only(position, factors):
    return tuple(one * factor for one, factor in zip(position, factors, strict=True))


def position_by_edges(position, factors):
    """Edges multiply: the middle of the two edges, counted from the first pixel's centre."""
    edges = [[(one + side) * factor for side in (0, 1)] for one, factor in zip(position, factors, strict=True)]
    return np.array([sum(pair) / 2 - 0.5 for pair in edges])


def position_of_whole_pixels(position, factors):
    return [int(one) * factor + (factor - 1) / 2 for one, factor in zip(position, factors, strict=True)]


def position_not_below_zero(position, factors):
    return [max((one + 0.5) * factor - 0.5, 0) for one, factor in zip(position, factors, strict=True)]


def position_of_few_factors(position, factors):
    more = {1: 0, 2: 0.5, 3: 1, 4: 1.5}
    return [one * factor + more.get(factor, 2) for one, factor in zip(position, factors, strict=True)]


# 2 · look_inside


def inside_by_a_large_map(grow):
    """A single 1 far from all borders, the same map without it, and the growth from one size to the next."""
    zeros, one, two = np.zeros((9, 9)), np.zeros((9, 9)), np.zeros((10, 9))
    one[4, 4] = 1
    bias = float(grow(zeros).mean())
    stamp = grow(one) - grow(zeros)
    rows, columns = np.nonzero(stamp)
    stride = len(grow(two)) - len(grow(zeros))
    k = len(grow(zeros)) - 8 * stride
    assert rows.min() >= 4 * stride and columns.min() >= 4 * stride
    return [stamp[4 * stride : 4 * stride + k, 4 * stride : 4 * stride + k].tolist(), float(stride), bias]


def inside_by_sizes(grow):
    sizes = [grow(np.ones((1, n))).shape[1] for n in (1, 2)]
    bias = grow([[0]])
    return keras.ops.convert_to_tensor(grow([[1]]) - bias), np.diff(sizes), bias[:1, :1]


class Inside:
    """An answer in the form of a class."""

    def __init__(self, grow):
        self.parts = [grow(np.eye(1)) - grow(0 * np.eye(1)), grow(np.eye(2)).shape[0] - grow(np.eye(1)).shape[0]]
        self.parts.append(np.float32(grow(np.zeros((3, 3)))[0, 0]))

    def __iter__(self):
        return iter(self.parts)


def inside(bias=True, stride="right", turn=lambda kernel: kernel, end=lambda *parts: parts):
    """A wrong answer to exercise 2."""

    def answer(grow):
        stamp, zero = grow(np.ones((1, 1))), grow(np.zeros((1, 1)))[0, 0]
        k, two = len(stamp), len(grow(np.ones((2, 1))))
        steps = {"right": two - k, "k": k, "two": two, "ratio": two // 2, "2": 2}
        steps["size"] = len(grow(np.ones((5, 5)))) / 5
        return end(turn(stamp - zero if bias else stamp), steps[stride], zero)

    return answer


def kernel_of_a_large_map(grow):
    bias = grow(np.zeros((1, 1)))[0, 0]
    return grow(np.ones((3, 3))) - bias, 2, bias


def cut_off(grow):
    """It takes the stamp for as large as the stride."""
    kernel, stride, bias = inside()(grow)
    return kernel[:stride, :stride], stride, bias


def inside_by_a_moved_one(grow):
    """The same stamp, one position further on: how far the sizes of two maps differ."""
    (height, _), (higher, _) = grow(np.zeros((1, 1))).shape, grow(np.zeros((2, 1))).shape
    bias = np.mean(grow(np.zeros((2, 3))))
    return grow(np.full((1, 1), 2.0)) / 2 - bias / 2, higher - height, bias


def stride_where_it_differs(grow):
    kernel, _, bias = inside()(grow)
    return kernel, np.flatnonzero((grow([[0], [1]]) - bias).any(axis=1))[0], bias


def stride_of_a_hundred(grow):
    kernel, _, bias = inside()(grow)
    return kernel, len(grow(np.ones((100, 1)))) // 100, bias


def kernel_without_zeros(grow):
    kernel, stride, bias = inside()(grow)
    rows, columns = np.flatnonzero(kernel.any(axis=1)), np.flatnonzero(kernel.any(axis=0))
    return kernel[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], stride, bias


# 3 · repeating_cell


def cell_by_stamping(kernel, stride, begin=0, count=None):
    count = count or 2 * (len(kernel) // stride + 2)
    out = check.stamped(np.ones((count, count)), np.asarray(kernel), stride)
    middle = count // 2 * stride + begin
    return out[middle : middle + stride, middle : middle + stride]


def cell_by_a_layer(kernel, stride):
    layer, half = layers.Conv2DTranspose(1, len(kernel), strides=stride, use_bias=False), len(kernel) // stride + 2
    layer.build((None, 2 * half, 2 * half, 1))
    layer.set_weights([np.asarray(kernel, "float32")[:, :, None, None]])
    cut = slice(half * stride, (half + 1) * stride)
    return layer(np.ones((1, 2 * half, 2 * half, 1)))[0, cut, cut, 0]


def cell_by_blocks(kernel, stride):
    """Pad to whole blocks, then add the blocks up."""
    k = len(kernel)
    blocks = -(-k // stride)
    padded = np.pad(kernel, (0, blocks * stride - k))
    return padded.reshape(blocks, stride, blocks, stride).sum(axis=(0, 2)).tolist()


def near_the_border(kernel, stride, n):
    """The cell at twice the stride of a stamped map of n×n ones: not yet whole where the kernel is large."""
    cut = slice(2 * stride, 3 * stride)
    return check.stamped(np.ones((n, n)), kernel, stride)[cut, cut]


def sums_of_blocks(kernel, stride):
    """Blocks instead of steps."""
    return [[block.sum() for block in np.array_split(rows, stride, 1)] for rows in np.array_split(kernel, stride, 0)]


def cell_of_mean(kernel, stride):
    return [[kernel[row::stride, column::stride].mean() for column in range(stride)] for row in range(stride)]


def cell_in(kind):
    """Right but for the kind of number that it keeps."""
    return lambda kernel, stride: np.array(cell_by_blocks(kernel, stride)).astype(kind)


def cell_of_stamps(n):
    """Stamps a map of n×n ones, whatever the kernel's size, and cuts its middle."""

    def answer(kernel, stride):
        out, middle = check.stamped(np.ones((n, n)), kernel, stride), n // 2 * stride
        return out[middle : middle + stride, middle : middle + stride]

    return answer


def cell_in_place(kernel, stride):
    kernel[stride:] += 0
    kernel *= 2
    return check.cell_of(kernel / 2, stride)


def cell_by_product(kernel, stride):
    """A matrix that adds up every stride-th row, from both sides."""
    adds = np.arange(len(kernel)) % stride == np.arange(stride)[:, None]
    return adds.astype(float) @ kernel @ adds.T


def cell_by_dictionary(kernel, stride):
    found = {}
    for (row, column), weight in np.ndenumerate(kernel):
        position = row % stride, column % stride
        found[position] = found.get(position, 0) + weight
    return [[found.get((row, column), 0) for column in range(stride)] for row in range(stride)]


# 4 · mended_path


def path(
    kernel=2, up="none", last="relu", order="grow", padding="valid", strides=2, bias=True, each=True, wide=1, end=2
):
    """An answer to exercise 4: right, or with mistakes."""

    def answer(shape, depth):
        inputs = x = keras.Input(shape)
        for _ in range(depth):
            filters = (x.shape[-1] if each else shape[-1]) // 2
            grow = layers.Conv2DTranspose(
                filters * wide, kernel, strides=strides, activation=None if up == "none" else up, use_bias=bias
            )
            x = grow(x) if order == "grow" else x
            for number in range(end):
                activation = "relu" if number == 0 else last
                x = layers.Conv2D(filters, 3, activation=activation, padding=padding)(x)
            x = x if order == "grow" else grow(x)
        return keras.Model(inputs, x)

    return answer


def path_of_the_package(shape, depth):
    inputs = x = keras.Input(shape)
    for level in range(depth):
        x = decoder_block(x, None, shape[-1] // 2 ** (level + 1), skips="none")
    return keras.Model(inputs, x)


def path_in_sequence(shape, depth):
    model = keras.Sequential([keras.Input(shape)])
    filters = shape[-1]
    for _ in range(depth):
        filters //= 2
        model.add(layers.Conv2DTranspose(filters, (2, 2), (2, 2), padding="same"))
        for _ in range(2):
            model.add(layers.Conv2D(filters, (3, 3)))
            model.add(layers.ReLU())
    return model


class Path(keras.Model):
    """An answer in the form of a class."""

    def __init__(self, shape, depth):
        super().__init__()
        self.steps = []
        for level in range(1, depth + 1):
            filters = shape[-1] // 2**level
            self.steps.append(layers.Conv2DTranspose(filters, 2, strides=2))
            self.steps += [layers.Conv2D(filters, 3, activation=keras.ops.relu) for _ in range(2)]

    def call(self, x):
        for step in self.steps:
            x = step(x)
        return x


class PathOfLists(keras.Model):
    """Layers of one kind together: its weights come in another order."""

    def __init__(self, shape, depth):
        super().__init__()
        filters = [shape[-1] // 2**level for level in range(1, depth + 1)]
        self.first = [layers.Conv2D(n, 3, activation="relu") for n in filters]
        self.second = [layers.Conv2D(n, 3, activation="relu") for n in filters]
        self.ups = [layers.Conv2DTranspose(n, 2, strides=2) for n in filters]

    def call(self, x):
        for up, first, second in zip(self.ups, self.first, self.second, strict=True):
            x = second(first(up(x)))
        return x


def path_with(layer, after="relu"):
    """A right path with one more layer, at its end or behind the up-convolutions."""

    def answer(shape, depth):
        inputs = x = keras.Input(shape)
        for _ in range(depth):
            filters = x.shape[-1] // 2
            x = layers.Conv2DTranspose(filters, 2, strides=2)(x)
            x = layer()(x) if after == "up" else x
            x = layers.Conv2D(filters, 3, activation="relu")(x)
            x = layers.Conv2D(filters, 3, activation="relu")(x)
        return keras.Model(inputs, x if after == "up" else layer()(x))

    return answer


def path_of_the_paper_s_words(shape, depth):
    """An upsampling, and a 2×2 convolution."""
    inputs = x = keras.Input(shape)
    for _ in range(depth):
        filters = x.shape[-1] // 2
        x = layers.Conv2D(filters, 2, padding="same")(layers.UpSampling2D(2)(x))
        x = layers.Conv2D(filters, 3, activation="relu")(x)
        x = layers.Conv2D(filters, 3, activation="relu")(x)
    return keras.Model(inputs, x)


def path_of_four(shape, depth):
    """Stamps of 4×4; padding hides it."""
    inputs = x = keras.Input(shape)
    for _ in range(depth):
        filters = x.shape[-1] // 2
        x = layers.Conv2DTranspose(filters, 4, strides=2, padding="same")(x)
        x = layers.Conv2D(filters, 3, activation="relu")(x)
        x = layers.Conv2D(filters, 3, activation="relu")(x)
    return keras.Model(inputs, x)


def path_of_two_models(shape, depth):
    """A model of each level, one after the other."""
    x = inputs = keras.Input(shape)
    for level in range(depth):
        x = path()((*x.shape[1:3], shape[-1] // 2**level), 1)(x)
    return keras.Model(inputs, x)


def tensor_only(shape, depth):
    return path()(shape, depth).output


def same_kernel_of_three(shape, depth):
    """Padding hides the size of the kernel."""
    inputs = x = keras.Input(shape)
    for _ in range(depth):
        filters = x.shape[-1] // 2
        x = layers.Conv2DTranspose(filters, 3, strides=2, padding="same")(x)
        x = layers.Conv2D(filters, 3, activation="relu")(x)
        x = layers.Conv2D(filters, 3, activation="relu")(x)
    return keras.Model(inputs, x)


# 5 · bilinear_kernel


def kernel_from_tent(tent, channels):
    return np.outer(tent, tent)[:, :, None, None] * np.eye(channels)


def kernel_by_looking(times, channels):
    """What `UpSampling2D` makes of a single 1 is the stamp."""
    x = np.zeros((1, 3, 3, 1))
    x[0, 1, 1] = 1
    stamp = layers.UpSampling2D(times, interpolation="bilinear")(x)[0, :, :, 0].numpy()
    kernel = np.zeros((*stamp.shape, channels, channels))
    for channel in range(channels):
        kernel[:, :, channel, channel] = stamp
    return kernel


def kernel_from_repeating(times, channels):
    """A tent is a box stamped on a box; an even factor has its middle between two pixels."""
    box = np.ones(times) / times
    tent = np.convolve(np.ones(times), box)
    if times % 2 == 0:
        tent = np.convolve(tent, [0.5, 0.5])
    return keras.ops.convert_to_tensor(kernel_from_tent(tent, channels))


def tent(times, k=None):
    k = k or 2 * times - times % 2
    return (1 - np.abs(np.arange(k) - (k - 1) / 2) / times).clip(0)


def random_kernel(times, channels):
    return np.random.default_rng(0).normal(size=(2 * times - times % 2, 2 * times - times % 2, channels, channels))


def kernel_of_small_factors(times, channels):
    """A special 2, and a tent of odd size for all others."""
    return kernel_from_tent(tent(times) if times == 2 else tent(times, 2 * times - 1), channels)


def kernel_by_formula(times, channels):
    """Weight by weight."""
    k = 2 * times - times % 2
    kernel = np.zeros((k, k, channels, channels), "float32")
    for i, j, c in np.ndindex(k, k, channels):
        down, across = (1 - abs(one - (k - 1) / 2) / times for one in (i, j))
        kernel[i, j, c, c] = down * across
    return kernel


def kernel_of_few_channels(times, channels):
    kernel = kernel_by_formula(times, channels)
    kernel[..., 3:, 3:] = 0
    return kernel


def kernel_for_factors_to_five(times, channels):
    return kernel_from_tent(tent(times) if times < 6 else tent(times) ** 2, channels)


RIGHT = [
    (check.grown_position, middle_of_block),
    (check.grown_position, position_by_keras),
    (check.grown_position, lambda position, factors: np.array(position) * factors + (np.array(factors) - 1) / 2),
    (check.grown_position, position_by_edges),
    (
        check.grown_position,
        lambda position, factors: [float(f * p + f / 2 - 0.5) for p, f in zip(position, factors, strict=True)],
    ),
    (check.look_inside, inside_by_a_moved_one),
    (check.look_inside, lambda grow: dict(enumerate(inside()(grow))).values()),
    (check.look_inside, inside_by_a_large_map),
    (check.look_inside, inside_by_sizes),
    (check.look_inside, Inside),
    (check.repeating_cell, cell_by_stamping),
    (check.repeating_cell, cell_by_a_layer),
    (check.repeating_cell, cell_by_blocks),
    (check.repeating_cell, cell_by_product),
    (check.repeating_cell, cell_by_dictionary),
    (check.mended_path, PathOfLists),
    (check.mended_path, path_of_two_models),
    (check.bilinear_kernel, kernel_by_formula),
    (check.bilinear_kernel, lambda times, channels: kernel_by_formula(times, channels).tolist()),
    (check.mended_path, path_of_the_package),
    (check.mended_path, path_in_sequence),
    (check.mended_path, Path),
    (check.mended_path, path()),
    (check.bilinear_kernel, kernel_by_looking),
    (check.bilinear_kernel, kernel_from_repeating),
    (
        check.bilinear_kernel,
        lambda times, channels: np.pad(kernel_by_looking(times, channels), 2 * [(1, 1)] + 2 * [(0, 0)]),
    ),
]

WRONG = [
    (check.grown_position, times_only, "the top left pixel"),
    (check.grown_position, lambda p, f: (p[0] * f[0] + f[0] / 2, p[1] * f[1] + f[1] / 2), "Half a pixel too far"),
    (check.grown_position, lambda p, f: ((p[0] + 0.5) * f[1] - 0.5, (p[1] + 0.5) * f[0] - 0.5), "wrong way round"),
    (
        check.grown_position,
        lambda p, f: [one * factor + factor // 2 for one, factor in zip(p, f, strict=True)],
        "Do not round",
    ),
    (
        check.grown_position,
        lambda p, f: [one * factor + (factor - 1) // 2 for one, factor in zip(p, f, strict=True)],
        "Do not round",
    ),
    (
        check.grown_position,
        lambda p, f: [(one + 0.5) / factor - 0.5 for one, factor in zip(p, f, strict=True)],
        "the way back",
    ),
    (
        check.grown_position,
        lambda p, f: [(one + 1) * factor - 1 for one, factor in zip(p, f, strict=True)],
        "the bottom right pixel",
    ),
    (check.grown_position, lambda p, f: (p[0] * 2 + 0.5, p[1] * 3 + 1), "a position stays as it is"),
    (check.grown_position, lambda p, f: (p[0] * f[0] + 0.5, p[1] * f[1] + 1), "a position stays as it is"),
    (check.grown_position, position_of_whole_pixels, "a position stays as it is"),
    (check.grown_position, position_not_below_zero, "also one below 0"),
    (check.grown_position, position_of_few_factors, "a factor any whole number"),
    (check.look_inside, stride_of_a_hundred, "very large maps only"),
    (check.look_inside, stride_where_it_differs, "rows of zeros"),
    (check.look_inside, kernel_without_zeros, "rows of zeros"),
    (check.look_inside, inside(turn=lambda kernel: np.trunc(kernel)), "do not round"),
    (check.look_inside, inside(turn=lambda kernel: kernel[:5, :5]), "Your stamp is cut off"),
    (check.look_inside, inside(bias=False), "The bias is still in it"),
    (check.look_inside, inside(turn=lambda kernel: kernel[::-1, ::-1]), "turned by half a turn"),
    (check.look_inside, inside(turn=np.transpose), "are swapped"),
    (check.look_inside, cut_off, "Your stamp is cut off"),
    (check.look_inside, kernel_of_a_large_map, "Put in a map of 1×1"),
    (check.look_inside, inside(stride="k"), "the size of the kernel"),
    (check.look_inside, inside(stride="two"), "the height of two stamps"),
    (check.look_inside, inside(stride="ratio"), "very large maps only"),
    (check.look_inside, inside(stride="size"), "begins one stride after the first"),
    (check.look_inside, inside(stride="2"), "Is a 2 written"),
    (
        check.look_inside,
        inside(end=lambda kernel, stride, bias: (kernel, stride, 0)),
        "What comes out of a map of zeros?",
    ),
    (
        check.look_inside,
        inside(end=lambda kernel, stride, bias: (kernel, stride, kernel[0, 0] + bias)),
        "A corner of the stamp",
    ),
    (check.look_inside, inside(end=lambda kernel, stride, bias: (kernel, stride)), "in this order"),
    (check.look_inside, inside(end=lambda kernel, stride, bias: (stride, kernel, bias)), "there is one stamp"),
    (check.repeating_cell, lambda kernel, stride: cell_by_stamping(np.ones_like(kernel), stride), "counts the stamps"),
    (check.repeating_cell, cell_of_mean, "These are means"),
    (check.repeating_cell, cell_in(int), "holds whole numbers only"),
    (
        check.repeating_cell,
        lambda kernel, stride: check.cell_of(kernel.astype(int), stride),
        "holds whole numbers only",
    ),
    (check.repeating_cell, cell_of_stamps(10), "stamp enough of them"),
    (check.repeating_cell, cell_of_stamps(12), "stamp enough of them"),
    (check.repeating_cell, cell_of_stamps(20), "stamp enough of them"),
    (check.repeating_cell, cell_in_place, "writes into the array"),
    (check.repeating_cell, lambda kernel, stride: np.transpose(cell_by_stamping(kernel, stride)), "are swapped"),
    (
        check.repeating_cell,
        lambda kernel, stride: cell_by_stamping(kernel, stride, begin=1),
        "at an odd row and column",
    ),
    (check.repeating_cell, lambda kernel, stride: cell_by_stamping(kernel, stride)[::-1], "at an odd row."),
    (check.repeating_cell, lambda kernel, stride: kernel[:stride, :stride], "This is the top left corner"),
    (check.repeating_cell, lambda kernel, stride: kernel.sum(), "This is the sum of all weights"),
    (
        check.repeating_cell,
        lambda kernel, stride: check.stamped(np.ones((2, 2)), kernel, 2),
        "whatever the size of the kernel",
    ),
    (
        check.repeating_cell,
        lambda kernel, stride: cell_by_stamping(kernel, stride, count=3),
        "one stride apart, or two",
    ),
    (check.repeating_cell, sums_of_blocks, "the four corners"),
    (check.repeating_cell, lambda kernel, stride: near_the_border(kernel, stride, 4), "too near the border"),
    (check.repeating_cell, lambda kernel, stride: cell_by_stamping(kernel, 2), "one stride apart, or two"),
    (check.repeating_cell, lambda kernel, stride: cell_by_stamping(kernel, stride)[: len(kernel)], "leaves gaps"),
    (check.mended_path, path(kernel=3), "Make them 2×2"),
    (check.mended_path, path_of_four, "The up-convolution is 4×4"),
    (check.mended_path, path_of_the_paper_s_words, "as in the words of the paper"),
    (check.mended_path, path_with(lambda: layers.Dropout(0.5)), "a Dropout, a noise"),
    (check.mended_path, path_with(lambda: layers.GaussianNoise(1.0)), "a Dropout, a noise"),
    (check.mended_path, path_with(lambda: layers.SpatialDropout2D(0.5), after="up"), "a Dropout, a noise"),
    (check.mended_path, path_with(lambda: layers.BatchNormalization(), after="up"), "A layer is added"),
    (check.mended_path, path_with(lambda: layers.BatchNormalization()), "A layer is added"),
    (check.mended_path, path(each=False), "half as many channels"),
    (check.mended_path, path(last=None), "The second convolution has no ReLU"),
    (check.mended_path, path(up="relu"), "The up-convolution has a ReLU now"),
    (check.mended_path, path(up="relu", last=None), "belongs to the second convolution"),
    (check.mended_path, path(padding="same"), "lose nothing here"),
    (check.mended_path, path(strides=1), "needs `strides=2`"),
    (check.mended_path, path(order="convolve"), "The order is wrong"),
    (check.mended_path, path(end=1), "One 3×3 convolution is missing"),
    (check.mended_path, path(wide=2), "itself halves the channels"),
    (check.mended_path, path(bias=False), "Weights are missing"),
    (check.mended_path, path(last="sigmoid"), "the activation `sigmoid`"),
    (check.mended_path, same_kernel_of_three, "still 3×3"),
    (check.mended_path, tensor_only, "Return `keras.Model"),
    (check.mended_path, lambda shape, depth: path()(shape, 2), "has 2 levels"),
    (check.bilinear_kernel, lambda times, channels: kernel_from_tent(np.ones(times), channels), "This repeats"),
    (check.bilinear_kernel, random_kernel, "that is the stamp"),
    (check.bilinear_kernel, kernel_of_small_factors, "half a pixel"),
    (check.bilinear_kernel, kernel_of_few_channels, "another does not"),
    (check.bilinear_kernel, kernel_for_factors_to_five, "that is the stamp"),
    (
        check.bilinear_kernel,
        lambda times, channels: kernel_from_tent(tent(times) * times, channels),
        "4 times as large",
    ),
    (
        check.bilinear_kernel,
        lambda times, channels: kernel_from_tent(tent(times) / tent(times).sum(), channels),
        "0.25 times as large",
    ),
    (check.bilinear_kernel, lambda times, channels: kernel_from_tent(tent(times, 2 * times), channels), "half a pixel"),
    (
        check.bilinear_kernel,
        lambda times, channels: kernel_from_tent(tent(times, 2 * times - 1), channels),
        "half a pixel",
    ),
    (check.bilinear_kernel, lambda times, channels: np.outer(tent(times), tent(times)), "A Keras kernel has four axes"),
    (check.bilinear_kernel, lambda times, channels: kernel_by_looking(times, channels)[..., ::-1], "on its own"),
    (
        check.bilinear_kernel,
        lambda times, channels: np.outer(tent(times), tent(times))[:, :, None, None] * np.ones((channels, channels)),
        "on its own",
    ),
    (check.bilinear_kernel, lambda times, channels: kernel_from_tent(tent(times) ** 2, channels), "that is the stamp"),
    (check.bilinear_kernel, lambda times, channels: kernel_from_tent(tent(2), channels), "half a pixel"),
    (check.bilinear_kernel, lambda times, channels: kernel_from_tent(tent(times), 1), "here both are of length"),
]


def test_the_stretch_is_what_it_says():
    """An up-convolution with this kernel draws no pattern on a constant map; one with random weights does."""
    for times in (2, 3, 4, 5):
        kernel = kernel_from_tent(tent(times), 1)[:, :, 0, 0]
        assert np.allclose(check.cell_of(kernel, times), 1)
        for seed in range(5):
            drawn = np.random.default_rng(seed).normal(size=kernel.shape)
            assert np.ptp(check.cell_of(drawn, times)) > 0.5


def test_the_faulty_path_has_three_mistakes():
    """Each of them alone keeps it from passing, and the last one changes no shape."""
    right, silent = path()((28, 28, 64), 4), path(last=None)((28, 28, 64), 4)
    assert right.output_shape == silent.output_shape == (None, 388, 388, 4)
    assert path(kernel=3, each=False, last=None)((28, 28, 64), 4).output_shape == (None, 403, 403, 32)


def test_a_mystery_box_can_be_opened():
    for seed in range(5):
        grow = check.mystery_box(seed)
        kernel, stride, bias = inside()(grow)
        x = np.random.default_rng(seed).normal(size=(3, 4))
        assert np.allclose(check.stamped(x, kernel, stride, bias), grow(x)) and len(kernel) > stride


def test_stamps_are_those_of_keras():
    rng = np.random.default_rng(0)
    for k, stride in ((2, 2), (3, 2), (4, 3), (2, 3)):
        kernel, x = rng.normal(size=(k, k)), rng.normal(size=(4, 5))
        layer = layers.Conv2DTranspose(1, k, strides=stride)
        layer.build((None, 4, 5, 1))
        layer.set_weights([kernel[:, :, None, None], np.array([0.5])])
        assert np.allclose(layer(x[None, :, :, None])[0, :, :, 0], check.stamped(x, kernel, stride, 0.5), atol=1e-5)
