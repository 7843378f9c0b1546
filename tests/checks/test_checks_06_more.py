"""More planted answers for the checks of lesson 06: by someone who had not read them."""

import math
from collections import namedtuple

import numpy as np

import unet_lessons.checks.lesson_06 as check
from unet_lessons import blocks, sizes
from unet_lessons.backend import keras
from unet_lessons.backend import tensorflow as tf


def named(name, answer):
    """An answer with the name of what it does wrong."""
    answer.__name__ = name
    return answer


layers = keras.layers
ops = keras.ops


def size_recursive(size, depth):
    size -= 4
    if depth == 0 or size < 1:
        return max(size, 0)
    inner = 0 if size % 2 else size_recursive(size // 2, depth - 1)
    return max(2 * inner - 4, 0)


def size_closed(size, depth):
    bottom = (size + 4) / 2**depth - 4
    least = 7 if depth == 1 else 8
    return int(size - 12 * 2**depth + 8) if bottom == int(bottom) and bottom >= least else 0


def size_floats(size, depth):
    x = float(size)
    for _ in range(depth):
        x = (x - 4) / 2
        if x <= 0 or x != round(x):
            return 0
    for _ in range(depth):
        x = (x - 4) * 2
        if x <= 0:
            return 0.0
    return x - 4 if x > 4 else 0


def size_package(size, depth):
    try:
        return np.int64(sizes.output_size(size, depth))
    except ValueError:
        return 0


def size_strict_list(size, depth):
    along = sizes.sizes_along(size, depth)
    pooled = along[2 : 3 * depth : 3]
    return along[-1] * (min(along) > 0) * all(one % 2 == 0 for one in pooled)


def walk(
    odd=True, pos=True, bottom=True, up=True, depth_of=lambda d: d, least=1, each=False, final=lambda x: x, unfit=0
):

    def output_size(size, depth):
        x = size
        d = depth_of(depth)
        for _ in range(d):
            x -= 4
            if pos and x < least:
                return unfit
            if odd and x % 2:
                return unfit
            x //= 2
        if bottom:
            x -= 4
        if pos and x < least:
            return unfit
        for _ in range(d):
            x = 2 * x
            if up:
                x -= 4
            if pos and x < least:
                return unfit
        return final(x)

    return output_size


def _evenbottom(size, depth):
    x = size
    for _ in range(depth):
        x = (x - 4) // 2
    return 0 if x % 2 else walk()(size, depth)


def params_by_levels(channels, classes, base_filters, depth):

    def conv(k, a, b):
        return k * k * a * b + b

    total, before = (0, channels)
    for level in range(depth + 1):
        f = base_filters << level
        total += conv(3, before, f) + conv(3, f, f)
        if level < depth:
            total += conv(2, 2 * f, f) + conv(3, 2 * f, f) + conv(3, f, f)
        before = f
    return total + conv(1, base_filters, classes)


def params_by_numpy(channels, classes, base_filters, depth):
    f = base_filters * 2 ** np.arange(depth + 1)
    before = np.r_[channels, f[:-1]]
    down = 9 * f * (before + f) + 2 * f
    g = f[:-1]
    up = 4 * g * 2 * g + g + 9 * g * 2 * g + g + 9 * g * g + g
    return int(down.sum() + up.sum() + classes * (base_filters + 1))


def params_recursive(channels, classes, base_filters, depth):

    def level(c, f, d):
        here = 9 * c * f + 9 * f * f + 2 * f
        if d == 0:
            return here
        return here + level(f, 2 * f, d - 1) + 8 * f * f + 18 * f * f + 9 * f * f + 3 * f

    return float(level(channels, base_filters, depth) + (base_filters + 1) * classes)


def params_horner(channels, classes, base_filters, depth):
    f2 = base_filters**2 * sum(4**level for level in range(depth))
    f = base_filters * (2**depth - 1)
    top = base_filters * 2**depth
    total = (
        9 * channels * base_filters
        + 9 * f2
        + sum(9 * (base_filters * 2**level) * (base_filters * 2 ** (level - 1)) for level in range(1, depth))
        + 2 * f
    )
    total += 9 * top * top // 2 + 9 * top * top + 2 * top
    return total + 35 * f2 + 3 * f + (base_filters + 1) * classes


def count(
    bias=True,
    up_k=2,
    up_in=2,
    join=2,
    cin=None,
    cl=None,
    last_k=1,
    last_bias=True,
    up_bias=True,
    second=True,
    base=lambda level: 2**level,
    bottom=True,
    first_down=0,
    k=3,
    bottomf=None,
):

    def unet_parameters(channels, classes, base_filters, depth):

        def conv(k, a, b, bi=bias):
            return k * k * a * b + (b if bi else 0)

        total, before = (0, cin or channels)
        f = [base_filters * base(level) for level in range(depth + 1)]
        if bottomf:
            f[-1] = bottomf(f)
        for level in range(depth):
            total += conv(k, before, f[level]) + conv(k, f[level], f[level])
            before = f[level]
        if bottom:
            total += conv(k, before, f[-1]) + conv(k, f[-1], f[-1])
        for level in reversed(range(depth)):
            total += conv(up_k, f[level + 1] if up_in == 2 else up_in * f[level], f[level], bias and up_bias)
            total += conv(k, join * f[level], f[level]) + (conv(k, f[level], f[level]) if second else 0)
        return total + conv(last_k, f[0], cl or classes, bias and last_bias)

    return unet_parameters


def _onebias(channels, classes, base_filters, depth):
    return count(bias=False)(channels, classes, base_filters, depth) + 5 * depth + 3


def A(c):
    return "sigmoid" if c == 1 else "softmax"


class Last(layers.Conv2D):
    def __init__(self, classes):
        super().__init__(classes, 1)

    def call(self, x):
        x = super().call(x)
        return ops.sigmoid(x) if self.filters == 1 else ops.softmax(x, axis=-1)


def K(k=1, act=A, ch=lambda c: c, **kw):
    return lambda classes: layers.Conv2D(ch(classes), k, activation=act(classes) if callable(act) else act, **kw)


_one = {}


def f_cached(classes):
    if classes not in _one:
        _one[classes] = layers.Conv2D(classes, 1, activation=A(classes))
    return _one[classes]


def unet(
    conv=None,
    up=None,
    pool=None,
    last=None,
    join=None,
    skip=lambda b, a, p: b,
    bottom=2,
    upf=None,
    order=lambda s: s.pop(),
    filters=lambda b, level: b * 2**level,
    shape=lambda s: (s, s, 1),
    depth_of=lambda d: d,
    upconvs=2,
    downconvs=2,
    after=lambda x: x,
    second=None,
    low=None,
):

    def mended_unet(size, base_filters, depth):
        depth = depth_of(depth)
        conv1 = conv or (lambda f: layers.Conv2D(f, 3, padding="same", activation="relu"))
        conv2 = second or conv1

        def two(x, f, k=2):
            first = x
            for i in range(k):
                first, x = (x, (conv1 if i == 0 else conv2)(f)(x))
            return (x, first)

        inputs = x = keras.Input(shape(size))
        skips = []
        for level in range(depth):
            f = filters(base_filters, level)
            x, a = two(x, f, downconvs)
            p = (pool or (lambda: layers.MaxPooling2D(2)))()(x)
            skips.append(skip(x, a, p))
            x = p
        f = filters(base_filters, depth)
        x, _ = two(x, f, bottom)
        if low:
            x = low(x)
        for level in reversed(range(depth)):
            f = filters(base_filters, level)
            x = (up or (lambda f: layers.Conv2DTranspose(f, 2, strides=2)))(f)(x)
            s = order(skips)
            x = (join or (lambda x, s: layers.Concatenate()([x, s])))(x, s)
            x, _ = two(x, f, upconvs)
        x = after(x)
        x = (last or (lambda: layers.Conv2D(1, 1, activation="sigmoid")))()(x)
        return keras.Model(inputs, x)

    return mended_unet


def unet_recursive(size, base_filters, depth):

    def conv(x, f):
        return layers.Conv2D(f, (3, 3), padding="same", activation=ops.relu)(x)

    def level(x, f, d):
        x = conv(conv(x, f), f)
        if d == 0:
            return x
        low = level(layers.MaxPool2D()(x), 2 * f, d - 1)
        up = layers.Conv2DTranspose(f, 2, 2, padding="same")(low)
        return conv(conv(layers.concatenate([up, x]), f), f)

    inputs = keras.Input((size, size, 1))
    return keras.Model(
        inputs, layers.Conv2D(1, 1, activation=keras.activations.sigmoid)(level(inputs, base_filters, depth))
    )


def unet_blocks(size, base_filters, depth):
    inputs = x = keras.Input((size, size, 1), name="image")
    skips = []
    for level in range(depth):
        s, x = blocks.encoder_block(x, base_filters * 2**level, "same")
        skips.insert(0, s)
    x = blocks.bottleneck(x, base_filters * 2**depth, "same")
    for level, s in enumerate(skips):
        x = blocks.decoder_block(x, s, base_filters * 2 ** (depth - 1 - level), "same")
    x = layers.Conv2D(1, 1)(x)
    return keras.Model(inputs, layers.Activation("sigmoid")(x))


def unet_dict(size, base_filters, depth):
    inputs = x = keras.Input((size, size, 1))
    f, kept = (base_filters, {})
    for level in range(depth):
        for _ in range(2):
            x = layers.ReLU()(layers.Conv2D(f, 3, padding="same")(x))
        kept[level] = x
        x = layers.MaxPooling2D((2, 2), padding="same")(x)
        f *= 2
    for _ in range(2):
        x = layers.ReLU()(layers.Conv2D(f, 3, padding="same")(x))
    while kept:
        f //= 2
        x = layers.Conv2DTranspose(f, 2, strides=2)(x)
        _, s = kept.popitem()
        x = ops.concatenate([s, x], axis=-1)
        for _ in range(2):
            x = layers.ReLU()(layers.Conv2D(f, 3, padding="same")(x))
    return keras.Model(inputs, ops.sigmoid(layers.Conv2D(1, (1, 1))(x)))


def CV(**k):
    return lambda f: layers.Conv2D(f, **{"kernel_size": 3, "padding": "same", "activation": "relu", **k})


def UP(k=2, **kw):
    return lambda f: layers.Conv2DTranspose(f, k, strides=2, **kw)


def out(s, d):
    return walk()(s, d)


def in_by_search(wanted, depth):
    size = wanted
    while out(size, depth) < wanted:
        size += 1
    return (size, (size - wanted) // 2)


def in_closed(wanted, depth):
    step, least = (2**depth, 2 if depth == 1 else 4)
    border = 12 * step - 8
    o = least
    o = least + max(0, math.ceil((wanted - least) / step)) * step
    size = o + border
    return np.array([size, (size - wanted) // 2])


def in_backwards(wanted, depth):
    x = wanted
    for _ in range(depth):
        x = -(-(x + 4) // 2)
    x += 4
    for _ in range(depth):
        x = 2 * x + 4
    return [x, x - wanted >> 1]


def in_package(wanted, depth):
    size = next(s for s in range(1, 100000) if sizes.is_valid_size(s, depth) and sizes.output_size(s, depth) >= wanted)
    return (size, int((size - wanted) / 2))


def in_divmod(wanted, depth):
    size = in_by_search(wanted, depth)[0]
    half, rest = divmod(size - wanted, 2)
    return (size, half)


def input_(size=lambda w, d: in_by_search(w, d)[0], before=lambda s, w, d: (s - w) // 2):

    def input_for(wanted, depth):
        s = size(wanted, depth)
        return (s, before(s, wanted, depth))

    return input_for


def _search(start, stop, step, cond):

    def f(w, d):
        for s in range(start(w, d), stop(w, d), step(d)):
            if cond(s, w, d):
                return s
        return 0

    return f


def ok(s, w, d):
    return out(s, d) >= w


def _nofloor(w, d):
    step = 2**d
    b = 12 * step - 8
    k = w + b
    while (k + 4) % step:
        k += 1
    return k


def size_bits(size, depth):
    for _ in range(depth):
        size -= 4
        if size & 1:
            return 0
        size >>= 1
    size = (size - 4 << depth) - 4 * (2**depth - 1)
    return size if size > 0 else 0


def size_same_padding(size, depth):
    return size if size % 2**depth == 0 else 0


_SUM = [0]


def params_keeps_the_sum(channels, classes, base_filters, depth):
    _SUM[0] += count()(channels, classes, base_filters, depth)
    return _SUM[0]


def params_text(*a):
    return f"{count()(*a):,}"


_INPUTS = {}


def input_cached_by_wanted(wanted, depth):
    return _INPUTS.setdefault(wanted, in_by_search(wanted, depth))


def input_as_text(wanted, depth):
    return tuple(str(x) for x in in_by_search(wanted, depth))


Input = namedtuple("Input", "size before")


def in_named(wanted, depth):
    return Input(*in_by_search(wanted, depth))


def input_floor_of_floats(wanted, depth):
    s, _ = in_by_search(wanted, depth)
    return (s, np.floor((s - wanted) / 2))


RIGHT = [
    (check.output_size, size_recursive),
    (check.output_size, size_closed),
    (check.output_size, size_floats),
    (check.output_size, size_package),
    (check.output_size, size_strict_list),
    (check.output_size, named("size_zero_ok", walk(least=0))),
    (check.output_size, named("size_two_needed", walk(least=2))),
    (
        check.output_size,
        named(
            "size_formula_mult_pos",
            lambda size, depth: max(size - 12 * 2**depth + 8, 0) if (size + 4) % 2**depth == 0 else 0,
        ),
    ),
    (check.output_size, named("size_end_only", lambda size, depth: max(walk(pos=False)(size, depth), 0))),
    (check.output_size, size_bits),
    (check.unet_parameters, params_by_levels),
    (check.unet_parameters, params_by_numpy),
    (check.unet_parameters, params_recursive),
    (check.unet_parameters, params_horner),
    (
        check.last_layer,
        named(
            "f_functions",
            lambda classes: layers.Conv2D(
                classes, (1, 1), activation=keras.activations.softmax if classes > 1 else keras.activations.sigmoid
            ),
        ),
    ),
    (
        check.last_layer,
        named(
            "f_tf",
            lambda classes: layers.Conv2D(
                classes,
                1,
                activation=tf.nn.softmax if classes > 1 else tf.math.sigmoid,
                padding="same",
                kernel_initializer="he_normal",
            ),
        ),
    ),
    (check.last_layer, named("f_subclass", lambda classes: Last(classes))),
    (
        check.last_layer,
        named(
            "f_by_hand",
            lambda classes: layers.Convolution2D(
                classes,
                1,
                name="output",
                activation=(lambda x: 1 / (1 + ops.exp(-x)))
                if classes == 1
                else lambda x: (
                    ops.exp(x - ops.max(x, -1, keepdims=True))
                    / ops.sum(ops.exp(x - ops.max(x, -1, keepdims=True)), -1, keepdims=True)
                ),
            ),
        ),
    ),
    (check.mended_unet, unet_recursive),
    (check.mended_unet, unet_blocks),
    (check.mended_unet, unet_dict),
    (check.mended_unet, named("unet_kept", unet())),
    (check.input_for, in_by_search),
    (check.input_for, in_closed),
    (check.input_for, in_backwards),
    (check.input_for, in_package),
    (check.input_for, in_divmod),
    (check.input_for, named("input_no_floor", input_(size=lambda w, d: _nofloor(w, d)))),
    (
        check.input_for,
        named(
            "input_odd_fits", input_(size=lambda w, d: next(s for s in range(1, 9999) if walk(odd=False)(s, d) >= w))
        ),
    ),
    (
        check.input_for,
        named(
            "input_end_only", input_(size=lambda w, d: next(s for s in range(1, 9999) if walk(pos=False)(s, d) >= w))
        ),
    ),
    (
        check.input_for,
        named(
            "input_even_wanted",
            input_(size=lambda w, d: in_by_search(w + w % 2, d)[0], before=lambda s, w, d: (s - w - w % 2) // 2),
        ),
    ),
    (check.input_for, in_named),
]

WRONG = [
    (check.output_size, named("size_no_odd", walk(odd=False)), "A map of 57 pixels cannot be halved"),
    (check.output_size, named("size_no_pos", walk(pos=False)), "All maps that are pooled are even here, but"),
    (check.output_size, named("size_no_bottom", walk(bottom=False)), "The bottleneck has two convolutions as well"),
    (check.output_size, named("size_no_up_conv", walk(up=False)), "The way up only doubles here"),
    (check.output_size, named("size_depth4", walk(depth_of=lambda d: 4)), "Follow one size with a pencil"),
    (check.output_size, named("size_lost", lambda size, depth: size - 184), "184 pixels are lost at depth 4"),
    (
        check.output_size,
        named("size_size_mult", lambda size, depth: max(size - 12 * 2**depth + 8, 0) if size % 2**depth == 0 else 0),
        "572 is no multiple of 16, and yet it fits",
    ),
    (check.output_size, named("size_loss", lambda size, depth: size - walk()(size, depth)), "This is what is lost"),
    (
        check.output_size,
        named("size_per_side", lambda size, depth: (size - walk()(size, depth)) // 2),
        "This is the border lost on each side",
    ),
    (
        check.output_size,
        named("size_small_table", lambda size, depth: walk()(size, depth) if size < 600 else 0),
        "Follow this size through the U by hand, and",
    ),
    (
        check.output_size,
        named("size_depth_max4", walk(depth_of=lambda d: min(d, 4))),
        "There are 4 levels in your code, whatever",
    ),
    (
        check.output_size,
        named("size_bool_pair", lambda size, depth: (walk()(size, depth), walk()(size, depth))),
        "One side is enough",
    ),
    (
        check.output_size,
        named("size_even_bottom", lambda size, depth: _evenbottom(size, depth)),
        "The map of 9 pixels is what pooling gives",
    ),
    (check.output_size, size_same_padding, "This would be right for same padding"),
    (check.unet_parameters, named("params_nobias", count(bias=False)), "The biases are missing"),
    (check.unet_parameters, named("params_up3", count(up_k=3)), "The up-convolution has a kernel of 2×2, not"),
    (check.unet_parameters, named("params_up_half_in", count(up_in=1)), "The up-convolution reads the map from below,"),
    (check.unet_parameters, named("params_join1", count(join=1)), "After the concatenation the map has twice as"),
    (check.unet_parameters, named("params_join3", count(join=3)), "The up-convolution halves the channels"),
    (check.unet_parameters, named("params_cin1", count(cin=1)), "The first convolution reads the image, and"),
    (check.unet_parameters, named("params_cin3", count(cin=3)), "Write down all convolutions"),
    (check.unet_parameters, named("params_cl2", count(cl=2)), "The last layer has `classes` filters, not"),
    (check.unet_parameters, named("params_last3", count(last_k=3)), "The last convolution is 1×1, not 3×3"),
    (
        check.unet_parameters,
        named("params_int32", lambda *a: int(np.array(count()(*a)).astype(np.int32))),
        "So large a number does not fit into `int32`",
    ),
    (check.unet_parameters, named("params_millions", lambda *a: count()(*a) / 1000000.0), "These are millions"),
    (
        check.unet_parameters,
        named("params_one_bias_each", lambda *a: _onebias(*a)),
        "There is one bias for each filter, not one",
    ),
    (check.unet_parameters, params_keeps_the_sum, "This repeats something from an earlier call"),
    (check.unet_parameters, params_text, "A k×k convolution from `c` channels to `f`"),
    (check.last_layer, named("layer_softmax", K(act="softmax")), "A softmax over one channel is always 1, as it"),
    (check.last_layer, named("layer_sigmoid", K(act="sigmoid")), "Each class is computed by itself, as by a"),
    (check.last_layer, named("layer_linear", K(act=None)), "These numbers are not probabilities"),
    (check.last_layer, named("layer_k3", K(3, padding="same")), "The last layer turns the features of one"),
    (check.last_layer, named("layer_k3v", K(3)), "A 3×3 kernel with valid padding, or a stride"),
    (check.last_layer, named("layer_nobias", K(use_bias=False)), "The layer has no biases, but every"),
    (
        check.last_layer,
        named("layer_plus_background", K(ch=lambda c: c + 1)),
        "The map keeps its height and width, and gets",
    ),
    (
        check.last_layer,
        named("layer_one_is_two", K(ch=lambda c: max(c, 2), act="softmax")),
        "One class and the background need only one",
    ),
    (
        check.last_layer,
        named("layer_hard", K(act=lambda c: "hard_sigmoid" if c == 1 else "softmax")),
        "The numbers lie between 0 and 1, but a",
    ),
    (
        check.last_layer,
        named("layer_rounded", K(act=lambda c: (lambda x: ops.round(ops.sigmoid(x))) if c == 1 else "softmax")),
        "These are decisions, 0 or 1",
    ),
    (
        check.last_layer,
        named("layer_conv1d", lambda classes: layers.Conv1D(classes, 1, activation=A(classes))),
        "Use a convolution that looks at one pixel at",
    ),
    (check.last_layer, f_cached, "Each call must make a new layer"),
    (
        check.last_layer,
        named(
            "layer_batch_normalized",
            lambda classes: keras.Sequential(
                [layers.Conv2D(classes, 1), layers.BatchNormalization(), layers.Activation(A(classes))]
            ),
        ),
        "Is there a Dropout, a noise or a",
    ),
    (
        check.last_layer,
        named(
            "layer_global_pooling",
            lambda classes: keras.Sequential(
                [layers.GlobalAveragePooling2D(), layers.Dense(classes, activation=A(classes))]
            ),
        ),
        "This is one answer for the whole image",
    ),
    (check.mended_unet, named("unet_pop0", unet(order=lambda s: s.pop(0))), "The two maps to join differ in size"),
    (check.mended_unet, named("unet_one_conv", unet(upconvs=1)), "Each level has two 3×3 convolutions, on the"),
    (
        check.mended_unet,
        named("unet_softmax", unet(last=lambda: layers.Conv2D(1, 1, activation="softmax"))),
        "A softmax over one channel is always 1, as it",
    ),
    (
        check.mended_unet,
        named("unet_linear", unet(last=lambda: layers.Conv2D(1, 1))),
        "These numbers are not probabilities",
    ),
    (
        check.mended_unet,
        named("unet_relu_last", unet(last=lambda: layers.Conv2D(1, 1, activation="relu"))),
        "The last layer has a ReLU, and its numbers",
    ),
    (
        check.mended_unet,
        named("unet_two_softmax", unet(last=lambda: layers.Conv2D(2, 1, activation="softmax"))),
        "With same padding, and as many levels up as",
    ),
    (
        check.mended_unet,
        named("unet_last3", unet(last=lambda: layers.Conv2D(1, 3, padding="same", activation="sigmoid"))),
        "The last convolution is 3×3",
    ),
    (
        check.mended_unet,
        named("unet_up_full", unet(up=lambda f: layers.Conv2DTranspose(2 * f, 2, strides=2))),
        "On the way up, which layer is the first with",
    ),
    (check.mended_unet, named("unet_up3", unet(up=UP(3, padding="same"))), "The up-convolutions are 3×3"),
    (
        check.mended_unet,
        named(
            "unet_package",
            lambda size, b, d: blocks.unet_model((size, size, 1), 1, base_filters=b, depth=d, padding="same"),
        ),
        "Mend the broken function, layer by layer",
    ),
    (
        check.mended_unet,
        named("unet_extra1x1", unet(after=lambda x: layers.Conv2D(x.shape[-1], 1)(x))),
        "Your network has 20 too many",
    ),
    (
        check.mended_unet,
        named(
            "unet_mean_last",
            unet(last=lambda: lambda x: ops.mean(ops.sigmoid(layers.Conv2D(3, 1)(x)), -1, keepdims=True)),
        ),
        "Your network has 10 too many",
    ),
    (
        check.mended_unet,
        named(
            "unet_resized_last",
            unet(
                order=lambda s: s.pop(0), join=lambda x, s: layers.Concatenate()([x, layers.Resizing(*x.shape[1:3])(s)])
            ),
        ),
        "Your network has 144 too few",
    ),
    (check.mended_unet, named("unet_elu", unet(conv=CV(activation="elu"))), "Your network has the activation `elu`"),
    (
        check.input_for,
        named("input_ceil", input_(before=lambda s, w, d: (s - w + 1) // 2)),
        "The border is odd here, and its smaller half",
    ),
    (check.input_for, named("input_half", input_(before=lambda s, w, d: (s - w) / 2)), "There is no half pixel"),
    (
        check.input_for,
        named("input_all", input_(before=lambda s, w, d: s - w)),
        "This is the border of both sides together",
    ),
    (
        check.input_for,
        named("input_92", input_(before=lambda s, w, d: 92)),
        "92 pixels are the border of the paper's U, of",
    ),
    (
        check.input_for,
        named("input_lost", input_(before=lambda s, w, d: 6 * 2**d - 4)),
        "The U predicts 2 pixels more than you want,",
    ),
    (
        check.input_for,
        named(
            "input_more",
            input_(size=_search(lambda w, d: w, lambda w, d: 9999, lambda d: 1, lambda s, w, d: out(s, d) > w)),
        ),
        "This is one step too large",
    ),
    (
        check.input_for,
        named(
            "input_equal",
            input_(size=_search(lambda w, d: w, lambda w, d: w + 2000, lambda d: 1, lambda s, w, d: out(s, d) == w)),
        ),
        "No size was found for 10 pixels",
    ),
    (
        check.input_for,
        named("input_upto600", input_(size=_search(lambda w, d: w, lambda w, d: 600, lambda d: 1, ok))),
        "No size was found for 1920 pixels",
    ),
    (
        check.input_for,
        named("input_step2", input_(size=_search(lambda w, d: w, lambda w, d: 9999, lambda d: 2, ok))),
        "No size was found for 9 pixels",
    ),
    (
        check.input_for,
        named("input_size_only", lambda w, d: in_by_search(w, d)[0]),
        "Two numbers are asked for, the size of the",
    ),
    (
        check.input_for,
        named("input_both_sides", lambda w, d: (in_by_search(w, d)[0], (in_by_search(w, d)[1], in_by_search(w, d)[1]))),
        "100 − 10 = 90 pixels are border",
    ),
    (check.input_for, input_cached_by_wanted, "There are 2 levels in your code, whatever"),
    (check.input_for, input_as_text, "Which sizes fit, and how many pixels does the"),
    (check.input_for, input_floor_of_floats, "The numbers are right, but floats, and an"),
]
