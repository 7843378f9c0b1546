"""The checks for the practice of lesson 05, against planted answers."""

import numpy as np
from skimage.transform import resize

import unet_lessons.checks.lesson_05 as check
from unet_lessons import blocks
from unet_lessons.backend import keras
from unet_lessons.checks.lesson_05.skips import KNOWN, one_level
from unet_lessons.checks.networks import fingerprint

layers, ops = keras.layers, keras.ops


# 1 · crop_centre


def crop_by_loops(maps, size):
    top, left = (maps.shape[1] - size[0]) // 2, (maps.shape[2] - size[1]) // 2
    return [[[one[top + i, left + j] for j in range(size[1])] for i in range(size[0])] for one in maps]


def crop_by_layer(maps, size):
    cuts = [(have - want) for have, want in zip(maps.shape[1:3], size, strict=True)]
    return layers.Cropping2D(tuple((cut // 2, cut - cut // 2) for cut in cuts))(maps)


class Crop:
    """An answer in the form of a class: it cuts one row or column at a time, first below, then above."""

    def __init__(self, maps, size):
        below = True
        while maps.shape[1] > size[0]:
            maps, below = maps[:, :-1] if below else maps[:, 1:], not below
        below = True
        while maps.shape[2] > size[1]:
            maps, below = maps[:, :, :-1] if below else maps[:, :, 1:], not below
        self.maps = maps

    def __array__(self, dtype=None, copy=None):
        return self.maps


def crop_with(top, left):
    """A crop whose first row and column are computed by these functions of the difference."""

    def answer(maps, size):
        row, column = top(maps.shape[1] - size[0]), left(maps.shape[2] - size[1])
        return maps[:, row : row + size[0], column : column + size[1]]

    return answer


def crop_minus(maps, size):
    cut, side = (maps.shape[1] - size[0]) // 2, (maps.shape[2] - size[1]) // 2
    return maps[:, cut:-cut, side:-side]


def crop_mended_minus(maps, size):
    cut, side = (maps.shape[1] - size[0]) // 2, (maps.shape[2] - size[1]) // 2
    return maps[:, cut : maps.shape[1] - cut, side : maps.shape[2] - side]


def crop_other_axes(maps, size):
    top, left = (maps.shape[0] - size[0]) // 2, (maps.shape[1] - size[1]) // 2
    return maps[top : top + size[0], left : left + size[1]]


def crop_by_slices_from_both_ends(maps, size):
    cuts = [have - want for have, want in zip(maps.shape[1:3], size, strict=True)]
    rows, columns = (slice(cut // 2, side - (cut - cut // 2)) for cut, side in zip(cuts, maps.shape[1:3], strict=True))
    return maps[:, rows][:, :, columns].tolist()


def crop_in(kind):
    return lambda maps, size: np.asarray(crop_with(half, half)(maps, size)).astype(kind)


def crop_twice(maps, size):
    """In place: zeros around what stays."""
    cropped = crop_with(half, half)(maps, size).copy()
    maps[:] = 0
    return cropped


def crop_of_square_maps(maps, size):
    """The rule for odd differences holds for the height alone."""
    top, left = (maps.shape[1] - size[0]) // 2, -((size[1] - maps.shape[2]) // 2)
    left = left if maps.shape[2] > 6 else (maps.shape[2] - size[1]) // 2
    return maps[:, top : top + size[0], left : left + size[1]]


def half(difference):
    return difference // 2


# 2 · labels_for


def labels_by_crop(masks, model):
    return blocks.centre_crop(masks[..., None], model.output_shape[1:3])[..., 0]


def labels_by_probe(masks, model):
    """The size found by asking the model for an answer."""
    _, height, width, _ = model(np.zeros((1, *model.input_shape[1:]), "float32")).shape
    return np.array([crop_by_loops(mask[None, ..., None], (height, width))[0] for mask in masks])[..., 0]


def labels_by_rows(masks, model):
    border = (masks.shape[1] - model.output_shape[1]) // 2
    width = (masks.shape[2] - model.output_shape[2]) // 2
    rows, columns = (slice(one or None, -one or None) for one in (border, width))
    return masks[:, rows, columns].astype("uint16").tolist()


def labels_resized(order, rounded=False):
    def answer(masks, model):
        size = model.output_shape[1:3]
        small = np.array([resize(mask.astype(float), size, order=order, anti_aliasing=order > 0) for mask in masks])
        return np.round(small).astype(int) if rounded else small

    return answer


def labels_keras(masks, model):
    return layers.Resizing(*model.output_shape[1:3], interpolation="nearest")(masks[..., None])[..., 0]


def labels_corner(masks, model):
    return masks[:, : model.output_shape[1], : model.output_shape[2]]


def labels_minus(masks, model):
    top, left = ((masks.shape[n] - model.output_shape[n]) // 2 for n in (1, 2))
    return masks[:, top:-top, left:-left]


def labels_at(size, top=None, left=None):
    """A crop to this size of a model; all starts are right by default."""

    def answer(masks, model):
        height, width = size(model)
        start, side = (masks.shape[1] - height) // 2, (masks.shape[2] - width) // 2
        start, side = (start if top is None else top(start, side)), (side if left is None else left(start, side))
        return masks[:, start : start + height, side : side + width]

    return answer


def labels_by_take(masks, model):
    _, height, width, _ = model.output_shape
    rows, columns = (np.arange(n) + (side - n) // 2 for n, side in zip((height, width), masks.shape[1:], strict=True))
    return np.take(np.take(masks, rows, axis=1), columns, axis=2)


def labels_by_layer(masks, model):
    """`CenterCrop` of Keras, with an axis for channels on the way."""
    return layers.CenterCrop(*model.output_shape[1:3])(masks[..., None].astype("float32"))[..., 0]


def labels_in(kind):
    return lambda masks, model: np.asarray(labels_by_crop(masks, model)).astype(kind)


def labels_of_three_classes(masks, model):
    return np.clip(labels_by_crop(masks, model), 0, 2)


def labels_of_few_images(masks, model):
    return labels_by_crop(masks[:3], model)


def labels_cleared(masks, model):
    masks[masks == 2] = 1
    return labels_by_crop(masks, model)


def unsolved(maps, size):
    """As exercise 1 gives it."""


# 3 · split_conv


def split_with_numpy(kernel, bias, channels):
    parts = np.split(kernel, np.cumsum(channels)[:-1], axis=2)
    return zip(parts, [bias / len(parts)] * len(parts), strict=True)


def split_with_keras(kernel, bias, channels):
    parts = ops.split(ops.convert_to_tensor(kernel), [sum(channels[:n]) for n in range(1, len(channels))], axis=2)
    return tuple([part, ops.zeros_like(bias)] for part in parts[:-1]) + ([parts[-1], bias],)


def split_by_masks(kernel, bias, channels):
    owner = np.repeat(np.arange(len(channels)), channels)
    return [(np.compress(owner == n, kernel, axis=2), bias if n == 0 else 0) for n in range(len(channels))]


def split_by_take(kernel, bias, channels):
    ends = np.cumsum(channels)
    parts = [np.take(kernel, range(end - n, end), axis=2) for end, n in zip(ends, channels, strict=True)]
    return [[part, bias if part is parts[-1] else bias - bias] for part in parts]


def split_by_popping(kernel, bias, channels):
    parts = []
    while channels:
        parts.append((kernel[:, :, : channels[0]], bias if not parts else 0 * bias))
        kernel = kernel[:, :, channels.pop(0) :]
    return parts


def split_in(kind):
    return lambda *values: [(part.astype(kind), one.astype(kind)) for part, one in check.split_by_channels(*values)]


def split_of_two_or_three(kernel, bias, channels):
    first, second, third = channels if len(channels) > 2 else (*channels, 0)
    return check.split_by_channels(kernel, bias, [first, second, third][: len(channels)])


def split_of_three_maps(kernel, bias, channels):
    return check.split_by_channels(kernel, bias, channels)[:3]


def split_along(axis):
    def answer(kernel, bias, channels):
        cuts = np.cumsum(channels)[:-1]
        return [(part, bias * (n == 0)) for n, part in enumerate(np.split(kernel, cuts, axis=axis))]

    return answer


def split_lengths(kernel, bias, channels):
    return [(part, bias) for part in np.split(kernel, channels, axis=2)]


def split_in_halves(kernel, bias, channels):
    side = kernel.shape[2] // 2
    return [(kernel[:, :, :side], bias), (kernel[:, :, side:], 0 * bias)]


def split_in_two(kernel, bias, channels):
    first = channels[0]
    return [(kernel[:, :, :first], bias), (kernel[:, :, first:], 0 * bias)]


def split_backwards(kernel, bias, channels):
    last = kernel.shape[2]
    parts = []
    for count in channels:
        parts.append((kernel[:, :, last - count : last], bias if not parts else 0 * bias))
        last -= count
    return parts


def split_from_zero(kernel, bias, channels):
    return [(kernel[:, :, :count], bias * (n == 0)) for n, count in enumerate(channels)]


def split_one_only(kernel, bias, channels):
    for part, _ in check.split_by_channels(kernel, bias, channels):
        return part, bias


def split_one_in_a_list(kernel, bias, channels):
    return check.split_by_channels(kernel, bias, channels)[:1]


def split_cutting_the_bias(kernel, bias, channels):
    starts = np.cumsum([0, *channels])
    return [(kernel[:, :, i:j], bias[i:j]) for i, j in zip(starts, starts[1:], strict=False)]


def split_zeroing_in_place(kernel, bias, channels):
    parts = []
    for part, _ in check.split_by_channels(kernel, bias, channels):
        parts.append((part, bias))
        bias *= 0
    return parts


def split_and_bias(change):
    def answer(kernel, bias, channels):
        return [(part, change(bias)) for part, _ in check.split_by_channels(kernel, bias, channels)]

    return answer


# 4 · mended_level


def level_with_package(inputs, filters):
    skip, pooled = blocks.encoder_block(inputs, filters)
    return blocks.decoder_block(blocks.bottleneck(pooled, 2 * filters), skip, filters)


def level_skip_first(inputs, filters):
    return level(
        inputs, filters, fit=lambda skip, x: skip[:, 4:-4, 4:-4], join=lambda x, skip: ops.concatenate([skip, x], 3)
    )


class Level:
    """An answer in the form of a class: layers first, then their use; it becomes a model."""

    def __new__(cls, inputs, filters):
        convs = [layers.Conv2D(n * filters, 3) for n in (1, 1, 2, 2, 1, 1)]
        skip = ops.relu(convs[1](ops.relu(convs[0](inputs))))
        x = ops.relu(convs[3](ops.relu(convs[2](ops.max_pool(skip, 2)))))
        x = layers.Conv2DTranspose(filters, 2, strides=2)(x)
        x = layers.Concatenate(axis=-1)([layers.CenterCrop(*x.shape[1:3])(skip), x])
        return keras.Model(inputs, ops.relu(convs[5](ops.relu(convs[4](x)))))


class LevelOfLists(keras.Model):
    """Layers of one kind together: its weights come in another order."""

    def __init__(self, inputs, filters):
        super().__init__()
        self.up = layers.Conv2DTranspose(filters, 2, strides=2)
        self.after = [layers.Conv2D(filters, 3, activation="relu") for _ in range(2)]
        self.bottom = [layers.Conv2D(2 * filters, 3, activation="relu") for _ in range(2)]
        self.before = [layers.Conv2D(filters, 3, activation="relu") for _ in range(2)]
        self(inputs)
        self.shape = self.compute_output_shape(inputs.shape)

    @property
    def output_shape(self):
        return (None, *self.shape[1:])

    def compute_output_shape(self, shape):
        return (shape[0], shape[1] - 16, shape[2] - 16, self.after[1].filters)

    def call(self, x):
        x = skip = self.before[1](self.before[0](x))
        x = self.up(self.bottom[1](self.bottom[0](ops.max_pool(x, 2, 2))))
        return self.after[1](self.after[0](ops.concatenate([x, crop(skip, x)], axis=-1)))


def level_by_strides(inputs, filters):
    """Pooling as the largest of four shifted maps, and a crop by convolution-free slices."""
    x = inputs
    for _ in range(2):
        x = ops.relu(layers.Conv2D(filters, 3)(x))
    pooled = ops.max(ops.stack([x[:, i::2, j::2] for i in (0, 1) for j in (0, 1)]), axis=0)
    for _ in range(2):
        pooled = layers.Conv2D(2 * filters, 3, activation="relu")(pooled)
    up = layers.Conv2DTranspose(filters, 2, strides=2)(pooled)
    x = layers.Concatenate()([x[:, 4:-4, 4:-4], up])
    for _ in range(2):
        x = layers.Conv2D(filters, 3, activation=ops.relu)(x)
    return x


def noisy(layer):
    return lambda inputs, filters: layer()(level(inputs, filters))


def without_relu(bare):
    return lambda inputs, filters: one_level(inputs.shape[1:], filters, bare=bare)


def level_without_bias(inputs, filters):
    """As the right one, but for its biases."""
    x = inputs
    for _ in range(2):
        x = layers.Conv2D(filters, 3, activation="relu", use_bias=False)(x)
    skip, x = x, layers.MaxPooling2D(2)(x)
    for _ in range(2):
        x = layers.Conv2D(2 * filters, 3, activation="relu", use_bias=False)(x)
    x = layers.Conv2DTranspose(filters, 2, strides=2, use_bias=False)(x)
    x = concatenate(x, crop(skip, x))
    for _ in range(2):
        x = layers.Conv2D(filters, 3, activation="relu", use_bias=False)(x)
    return x


def crop(skip, x):
    return blocks.centre_crop(skip, x.shape[1:3])


def stretch(skip, x):
    return layers.Resizing(*x.shape[1:3])(skip)


def corner(skip, x):
    return skip[:, : x.shape[1], : x.shape[2]]


def concatenate(x, skip, axis=-1):
    return layers.Concatenate(axis=axis)([x, skip])


def level(inputs, filters, taken=1, fit=crop, join=concatenate, padding="valid", back=lambda x: x):
    """A level with one thing changed; `taken` says after how many steps of the way down the skip is taken."""
    steps = [inputs]
    for _ in range(2):
        steps.append(layers.Conv2D(filters, 3, activation="relu", padding=padding)(steps[-1]))
    x = layers.MaxPooling2D(2)(steps[-1])
    skip = [steps[1], steps[2], x, inputs][taken]
    for _ in range(2):
        x = layers.Conv2D(2 * filters, 3, activation="relu", padding=padding)(x)
    x = layers.Conv2DTranspose(filters, 2, strides=2)(x)
    x = join(x, fit(skip, x))
    for _ in range(2):
        x = layers.Conv2D(filters, 3, activation="relu", padding=padding)(x)
    return back(x)


def faulty(**changed):
    return lambda inputs, filters: level(inputs, filters, **changed)


def crop_from_below_zero(skip, x):
    top, left = (skip.shape[1] - x.shape[1]) // 2, (skip.shape[2] - x.shape[2]) // 2
    return skip[:, top : top + x.shape[1], left : left + x.shape[2]]


def pad_to_skip(x, skip):
    return layers.Concatenate()([layers.ZeroPadding2D(4)(x), skip])


# 5 · pass_through

WAY = ("encoder_1_conv_1", "encoder_1_conv_2", "decoder_1_conv_1", "decoder_1_conv_2", "output")


def wired(way=WAY, middle=(1, 1), channel=1, value=1.0, below=0.0, clear=True, clear_biases=True, output=None):
    """An answer that sets the kernels on this way: right by default."""

    def answer(model):
        for layer in model.layers:
            weights = layer.get_weights()
            if not weights:
                continue
            kernel, bias = weights
            if clear:
                kernel[:] = 0
            if clear_biases:
                bias[:] = 0
            if layer.name in way:
                place = (0, 0) if layer.name == "output" else middle
                share = output if output is not None and layer.name == "output" else value
                kernel[(*place, channel if layer.name == "decoder_1_conv_1" else 0, 0)] = share
            elif layer.name.startswith("bottleneck"):
                kernel[1, 1, 0, 0] = 1
            elif layer.name == "decoder_1_upconv":
                kernel[:, :, 0, 0] = 1
            if layer.name == "decoder_1_conv_1":
                kernel[1, 1, 0, 0] += below
            layer.set_weights([kernel, bias])
        return model

    return answer


def wired_by_list(model):
    weights = [np.zeros(one.shape) for one in model.get_weights()]
    for number in (0, 2, 10, 12):
        weights[number][1, 1, -1, 0] = 2
    weights[14][...] = 1 / 16
    model.set_weights(weights)
    return model


def wired_with_ops(model):
    for weight in model.weights:
        one = np.zeros(weight.shape)
        if one.ndim == 4 and one.shape[0] != 2:
            one[one.shape[0] // 2, one.shape[1] // 2, -1] = 1
        weight.assign(one)
    return model


def wired_but_not_written_back(model):
    for layer in model.layers:
        for weight in layer.get_weights():
            weight[...] = 0
    return model


def wired_kernels_only(model):
    for name in WAY:
        layer = model.get_layer(name)
        layer.set_weights([np.zeros_like(layer.get_weights()[0])])
    return model


def wired_all_layers(model):
    for layer in model.layers:
        kernel, bias = layer.get_weights()
        layer.set_weights([0 * kernel, 0 * bias])
    return model


def wired_middle_everywhere(model):
    for layer in model.layers:
        if layer.weights:
            kernel, bias = (0 * weight for weight in layer.get_weights())
            kernel[len(kernel) // 2, len(kernel) // 2] = 1
            layer.set_weights([kernel, bias])
    return model


def wired_in_a_copy(model):
    return wired()(keras.models.clone_model(model))


def wired_with_noise(model):
    model = wired()(model)
    return keras.Model(model.input, layers.Dropout(0.5)(model.output))


def wired_once(model):
    """Right for weights set at once, and for a wrapped model."""
    model.set_weights([one * 0 for one in model.get_weights()])
    for name in WAY:
        layer = model.get_layer(name)
        kernel = np.zeros(layer.kernel.shape)
        kernel[len(kernel) // 2, len(kernel) // 2, kernel.shape[2] - 1] = 1
        layer.kernel.assign(kernel)
    return keras.Model(model.input, model.output)


def wired_through_a_difference(model):
    """One after the other by names of weights; the up-convolution keeps its own: nothing reads it."""
    for weight in model.weights:
        if "upconv" not in weight.path and "bottleneck" not in weight.path:
            one = np.zeros(weight.shape)
            if one.ndim == 4:
                one[one.shape[0] // 2, one.shape[1] // 2, -1, 0] = 1
            weight.assign(one)
    return model


def wired_a_little_dark(model):
    model = wired()(model)
    kernel, bias = model.get_layer("output").get_weights()
    model.get_layer("output").set_weights([kernel, bias - 0.01])
    return model


def wired_but_none_back(model):
    wired()(model)


def a_shorter_model(model):
    return keras.Model(model.input, model.input)


RIGHT = [
    (check.crop_centre, crop_by_loops),
    (check.crop_centre, crop_by_layer),
    (check.crop_centre, crop_by_slices_from_both_ends),
    (check.crop_centre, crop_in("float64")),
    (check.crop_centre, Crop),
    (check.crop_centre, lambda maps, size: layers.CenterCrop(*size)(maps)),
    (check.labels_for, labels_by_crop),
    (check.labels_for, labels_by_probe),
    (check.labels_for, labels_by_take),
    (check.labels_for, labels_by_layer),
    (check.labels_for, labels_by_rows),
    (check.labels_for, labels_at(lambda model: model.output.shape[1:3])),
    (check.labels_for, labels_at(lambda model: model.compute_output_shape(model.input.shape)[1:3])),
    (check.split_conv, split_with_numpy),
    (check.split_conv, split_with_keras),
    (check.split_conv, split_by_masks),
    (check.split_conv, split_by_take),
    (check.split_conv, split_in("float64")),
    (check.mended_level, LevelOfLists),
    (check.mended_level, level_by_strides),
    (check.pass_through, wired_once),
    (check.pass_through, wired_through_a_difference),
    (check.mended_level, level_with_package),
    (check.mended_level, level_skip_first),
    (check.mended_level, Level),
    (check.pass_through, wired()),
    (check.pass_through, wired_by_list),
    (check.pass_through, wired_with_ops),
]

WRONG = [
    (check.crop_centre, crop_with(lambda n: 0, lambda n: 0), "the top left corner"),
    (check.crop_centre, crop_with(lambda n: n, lambda n: n), "the bottom right corner"),
    (check.crop_centre, lambda maps, size: crop_with(half, half)(maps, size[::-1]), "`size` is (height, width)"),
    (check.crop_centre, crop_minus, "which is empty"),
    (check.crop_centre, crop_mended_minus, "one too few"),
    (check.crop_centre, crop_with(lambda n: (n + 1) // 2, lambda n: (n + 1) // 2), "the extra row at the top"),
    (check.crop_centre, lambda maps, size: maps[:, 1 : 1 + size[0], 1 : 1 + size[1]], "work out `left`"),
    (check.crop_centre, crop_other_axes, "Rows are axis 1"),
    (check.crop_centre, lambda maps, size: crop_with(half, half)(maps, size)[:1, ..., :1], "written into your code"),
    (check.crop_centre, crop_with(lambda n: n / 2, lambda n: n / 2), "halve with `//`"),
    (check.crop_centre, blocks.centre_crop, "`centre_crop` refuses it"),
    (check.crop_centre, crop_in(int), "fractions, and yours are whole"),
    (check.crop_centre, crop_twice, "writes into the array"),
    (check.crop_centre, crop_of_square_maps, "It worked for the sizes before"),
    (check.labels_for, labels_of_three_classes, "There may be more classes"),
    (check.labels_for, labels_of_few_images, "There may be more classes"),
    (check.labels_for, labels_in("uint8"), "A label above 255"),
    (check.labels_for, labels_cleared, "writes into the array"),
    (check.labels_for, lambda masks, model: masks, "With valid padding the output is smaller"),
    (check.labels_for, labels_resized(1), "Were the masks resized"),
    (check.labels_for, labels_resized(1, rounded=True), "take the labels of the same"),
    (check.labels_for, labels_resized(0), "not at their positions"),
    (check.labels_for, labels_keras, "not at their positions"),
    (check.labels_for, labels_corner, "the top left corner"),
    (check.labels_for, lambda masks, model: labels_by_crop(masks, model) > 0, "have become one class"),
    (check.labels_for, lambda masks, model: labels_by_crop(masks, model)[..., None], "no axis for channels"),
    (check.labels_for, lambda masks, model: masks[:, 2:-2, 2:-2], "each needs its own cut"),
    (check.labels_for, lambda masks, model: masks[:, 2:-2, 3:-3], "worked for the first model"),
    (check.labels_for, labels_at(lambda model: model.output_shape[1:3], left=lambda top, left: top), "work out `left`"),
    (check.labels_for, labels_at(lambda model: model.output_shape[1:3], top=lambda top, left: left), "work out `top`"),
    (check.labels_for, lambda masks, model: unsolved(masks, model.output_shape[1:3]), "solve exercise 1 first"),
    (check.labels_for, lambda masks, model: unsolved(masks[..., None], 2)[..., 0], "solve exercise 1 first"),
    (check.labels_for, lambda masks, model: blocks.centre_crop(masks, model.output_shape[1:3]), "an axis for channels"),
    (check.labels_for, lambda masks, model: model(masks), "as the model predicts them"),
    (check.labels_for, labels_minus, "Nothing is cut here"),
    (check.split_conv, split_lengths, "np.cumsum"),
    (check.split_conv, split_in(int), "Weights are fractions"),
    (
        check.split_conv,
        lambda k, b, c: [
            (part, b.astype(int) * (n == 0)) for n, (part, _) in enumerate(check.split_by_channels(k, b, c))
        ],
        "Weights are fractions",
    ),
    (check.split_conv, split_by_popping, "writes into the list"),
    (check.split_conv, split_of_two_or_three, "There may be two maps, or many"),
    (check.split_conv, split_of_three_maps, "one pair for each map"),
    (check.split_conv, split_in_halves, "equal parts"),
    (check.split_conv, split_in_two, "one pair for each map"),
    (check.split_conv, split_one_in_a_list, "run to its end"),
    (check.split_conv, split_one_only, "when the loop is over"),
    (check.split_conv, lambda *values: check.split_by_channels(*values)[::-1], "map 0 first"),
    (check.split_conv, lambda *values: [pair[::-1] for pair in check.split_by_channels(*values)], "the kernel first"),
    (check.split_conv, lambda *values: list(zip(*check.split_by_channels(*values), strict=True)), "one pair for each"),
    (check.split_conv, split_cutting_the_bias, "it is not cut"),
    (check.split_conv, split_and_bias(lambda bias: None), "Each part needs a bias"),
    (check.split_conv, split_zeroing_in_place, "writes into the array"),
    (check.split_conv, split_along(3), "The last axis counts the channels"),
    (check.split_conv, split_backwards, "in the order of the maps"),
    (check.split_conv, split_from_zero, "in the order of the maps"),
    (check.split_conv, split_and_bias(lambda bias: bias), "is added several times"),
    (check.split_conv, split_and_bias(lambda bias: 0 * bias), "The bias is lost"),
    (check.split_conv, lambda kernel, bias, channels: np.split(kernel, np.cumsum(channels)[:-1], 2), "list of pairs"),
    (check.split_conv, lambda kernel, bias, channels: [(kernel, bias) for _ in channels], "the whole kernel"),
    (check.mended_level, faulty(taken=2, fit=stretch, join=lambda *maps: concatenate(*maps, axis=1)), "axis 1"),
    (check.mended_level, faulty(join=lambda *maps: concatenate(*maps, axis=1)), "axis 1"),
    (check.mended_level, faulty(join=lambda *maps: concatenate(*maps, axis=2)), "axis 2"),
    (check.mended_level, faulty(taken=2, fit=stretch), "after the pooling"),
    (check.mended_level, faulty(fit=stretch), "still resized"),
    (check.mended_level, faulty(fit=corner), "top left corner"),
    (check.mended_level, faulty(taken=0), "between the two convolutions"),
    (check.mended_level, faulty(taken=2), "only makes a map smaller"),
    (check.mended_level, faulty(taken=2, fit=crop_from_below_zero), "taken after the pooling"),
    (check.mended_level, faulty(fit=lambda skip, x: skip), "If larger, crop it"),
    (check.mended_level, faulty(fit=lambda skip, x: skip, join=lambda *maps: ops.concatenate(maps, 3)), "crop it"),
    (check.mended_level, faulty(fit=lambda skip, x: layers.Cropping2D(8)(skip)), "n pixels on each side"),
    (check.mended_level, faulty(join=lambda x, skip: np.concatenate([x, skip], -1)), "Join with a layer"),
    (check.mended_level, lambda inputs, filters: undefined, "may not have it yet"),  # noqa: F821
    (check.mended_level, faulty(taken=3), "Leave the convolutions"),
    (check.mended_level, faulty(join=lambda x, skip: x + skip), "Are the maps added"),
    (check.mended_level, faulty(join=lambda x, skip: x), "is one missing"),
    (check.mended_level, faulty(fit=lambda skip, x: skip, join=pad_to_skip), "Crop the skip instead"),
    (check.mended_level, faulty(padding="same"), "did you change the padding"),
    (check.mended_level, lambda inputs, filters: level(keras.Input((20, 28, 1)), filters), "Return the last tensor"),
    (check.mended_level, faulty(back=lambda x: x.shape), "Return the last tensor"),
    (check.mended_level, noisy(lambda: layers.Dropout(0.5)), "a Dropout, a noise"),
    (check.mended_level, noisy(lambda: layers.GaussianNoise(1.0)), "a Dropout, a noise"),
    (check.mended_level, noisy(lambda: layers.BatchNormalization()), "no other layer has weights"),
    (check.mended_level, level_without_bias, "one kernel and one bias"),
    *((check.mended_level, without_relu(bare), f"number {bare + 1} of the six") for bare in range(6)),
    (check.mended_level, without_relu("all"), "here none has one"),
    (check.mended_level, without_relu("up"), "The up-convolution has a ReLU now"),
    (check.pass_through, wired_in_a_copy, "You set the weights of a copy"),
    (check.pass_through, wired_with_noise, "a Dropout, a noise"),
    (check.pass_through, wired_a_little_dark, "Every pixel is -0.01 too large"),
    (check.pass_through, wired(channel=0), "came through the pooling"),
    (check.pass_through, wired(below=1.0), "also reads the map from below"),
    (check.pass_through, wired_middle_everywhere, "also reads the map from below"),
    (check.pass_through, wired_but_not_written_back, "gives copies"),
    (check.pass_through, wired_kernels_only, "all weights of the layer"),
    (check.pass_through, wired_all_layers, "Some layers have no weights"),
    (check.pass_through, wired(middle=(0, 0)), "The image is moved"),
    (check.pass_through, wired(middle=(2, 2)), "The image is moved"),
    (check.pass_through, wired(way=WAY[:-1]), "Nothing comes out"),
    (check.pass_through, wired(way=WAY[1:]), "Nothing comes out"),
    (check.pass_through, wired(value=2.0), "brighter or darker"),
    (check.pass_through, wired(value=-1.0, output=1.0), "Nothing comes out"),
    (check.pass_through, wired(middle=(slice(None), slice(None))), "Follow a pixel"),
    (check.pass_through, wired(clear=False), "Follow a pixel"),
    (check.pass_through, wired(clear_biases=False), "that is a bias"),
    (check.pass_through, wired_but_none_back, "End with `return model`"),
    (check.pass_through, a_shorter_model, "the model that you are given"),
]


def test_each_mistake_of_exercise_4_builds_and_is_told_from_the_others():
    """The mistakes give no message, and each changes what comes out."""
    shape = (20, 28, 1)
    image = 20 * np.random.default_rng(1).normal(size=(1, *shape)).astype("float32")
    models = [one_level(shape, 4)] + [one_level(shape, 4, taken, fit) for taken, fit, _ in KNOWN]
    outputs = [fingerprint(model, image) for model in models]
    for number, output in enumerate(outputs):
        assert output.any() and not any(np.allclose(output, other, rtol=0.01) for other in outputs[:number])


def test_nothing_but_the_skip_can_carry_the_image_of_exercise_5():
    """The numbers at the bottom are half as many as the pixels; 8 pixels are lost on each side with valid padding."""
    model = check.little_u(16)
    assert np.prod(model.get_layer("bottleneck_relu_2").output.shape[1:]) == 16 * 16 / 2
    assert check.little_u(20, "valid").output_shape == (None, 4, 4, 1)


def test_both_parts_of_the_trained_kernel_matter():
    """What the figure of exercise 3 shows: from below blots, from the skip outlines; the sum is the convolution."""
    from unet_lessons.data.cells import make_cells
    from unet_lessons.pretrained import pretrained_unet
    from unet_lessons.training import standardise

    model = pretrained_unet()
    layer = model.get_layer("decoder_1_conv_1")
    images, labels = make_cells(1, seed=1004)
    joined, after = keras.Model(model.input, [layer.input, layer.output])(standardise(images))
    parts = check.split_by_channels(*layer.get_weights(), [8, 8])
    maps = [joined[..., :8], joined[..., 8:]]
    sums = [ops.conv(one, kernel, padding="same") + bias for one, (kernel, bias) in zip(maps, parts, strict=True)]
    assert np.allclose(sums[0] + sums[1], after, atol=1e-3)
    below, skip = (np.asarray(one)[0, 4:-4, 4:-4, 5] for one in sums)
    cells = labels[0, 4:-4, 4:-4] > 0
    squares = np.lib.stride_tricks.sliding_window_view(labels[0, 2:-2, 2:-2] > 0, (5, 5))
    near_edge = squares.any((2, 3)) & ~squares.all((2, 3))
    assert below[cells].mean() < below[~cells].mean() - below.std()
    up = model.get_layer("decoder_1_upconv")
    kernel = up.get_weights()[0]
    up.set_weights([np.broadcast_to(kernel.mean((0, 1)), kernel.shape), up.get_weights()[1]])  # four equal stamps
    joined = keras.Model(model.input, layer.input)(standardise(images))
    flat = np.asarray(ops.conv(joined[..., :8], parts[0][0], padding="same"))[0, 4:-4, 4:-4, 5]
    dots = [np.abs(np.diff(one, 2)).mean() for one in (below, flat)]
    assert dots[0] > 4 * dots[1]  # the fine dots are the up-convolution's
    brightest = [near_edge[one > np.quantile(one, 0.95)].mean() for one in (below, skip)]
    assert brightest[0] < 0.1 and brightest[1] > 0.9
