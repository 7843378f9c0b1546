"""More planted answers for the checks of lesson 05: by someone who had not read them."""

import numpy as np

import unet_lessons.checks.lesson_05 as check
from unet_lessons import blocks
from unet_lessons.backend import keras
from unet_lessons.backend import tensorflow as tf


def named(name, answer):
    """An answer with the name of what it does wrong."""
    answer.__name__ = name
    return answer


layers = keras.layers

ops = keras.ops


def crop_by_ends(maps, size):
    ends = [(have + want) // 2 for have, want in zip(maps.shape[1:3], size, strict=False)]
    return maps[:, ends[0] - size[0] : ends[0], ends[1] - size[1] : ends[1]]


def crop_tf(maps, size):
    return tf.image.resize_with_crop_or_pad(maps, *size)


def crop_take(maps, size):
    for axis, want in enumerate(size, 1):
        first = (maps.shape[axis] - want) // 2
        maps = np.take(maps, range(first, first + want), axis)
    return maps


def crop_recursive(maps, size):
    for axis in (1, 2):
        more = maps.shape[axis] - size[axis - 1]
        if more:
            cut = np.delete(maps, -1 if more % 2 else 0, axis)
            return crop_recursive(cut, size)
    return maps


def crop_loops(maps, size):
    top, left = ((maps.shape[1] - size[0]) // 2, (maps.shape[2] - size[1]) // 2)
    out = np.empty((len(maps), *size, maps.shape[3]), maps.dtype)
    for b in range(len(maps)):
        for i in range(size[0]):
            for j in range(size[1]):
                out[b, i, j] = maps[b, top + i, left + j]
    return out


def _tl(maps, size):
    return ((maps.shape[1] - size[0]) // 2, (maps.shape[2] - size[1]) // 2)


def _right(maps, size):
    t, left = _tl(maps, size)
    return maps[:, t : t + size[0], left : left + size[1]]


def crop_half_minus_half(maps, size):
    t, left = (maps.shape[1] // 2 - size[0] // 2, maps.shape[2] // 2 - size[1] // 2)
    return maps[:, t : t + size[0], left : left + size[1]]


def crop_minus_zero(maps, size):
    t, left = _tl(maps, size)
    return maps[:, t : -(maps.shape[1] - size[0] - t), left : -(maps.shape[2] - size[1] - left)]


def crop_symmetric(maps, size):
    t, left = _tl(maps, size)
    return maps[:, t : maps.shape[1] - t, left : maps.shape[2] - left]


def crop_ceil(maps, size):
    t, left = (-(-(maps.shape[1] - size[0]) // 2), -(-(maps.shape[2] - size[1]) // 2))
    return maps[:, t : t + size[0], left : left + size[1]]


def crop_keras(maps, size):
    return layers.CenterCrop(*size)(maps)


def crop_one_image(maps, size):
    return _right(maps[:1], size)


def crop_squeeze(maps, size):
    return np.squeeze(_right(maps, size))


def crop_three(maps, size):
    return _right(maps, size)[..., :3]


def crop_float32(maps, size):
    return _right(maps, size).astype("float32")


def crop_uint8(maps, size):
    return _right(maps, size).astype("uint8")


def crop_square(maps, size):
    t, left = _tl(maps, (size[0], size[0]))
    return maps[:, t : t + size[0], left : left + size[0]]


def crop_resize(maps, size):
    return np.asarray(layers.Resizing(*size, interpolation="nearest")(maps)).astype(maps.dtype)


def crop_writes(maps, size):
    t, left = _tl(maps, size)
    maps[:, :t] = 0
    return maps[:, t : t + size[0], left : left + size[1]]


def crop_clip(maps, size):
    return np.clip(_right(maps, size), 0, None)


def crop_zero_outside(maps, size):
    out = np.zeros_like(maps)
    t, left = _tl(maps, size)
    out[:, t : t + size[0], left : left + size[1]] = _right(maps, size)
    return out


def crop_float64(maps, size):
    out = np.zeros((len(maps), *size, maps.shape[3]))
    out[:] = _right(maps, size)
    return out


def _hw(model):
    return model.output_shape[1:3]


def _lab(masks, model):
    t, left = ((a - b) // 2 for a, b in zip(masks.shape[1:], _hw(model), strict=False))
    h, w = _hw(model)
    return masks[:, t : t + h, left : left + w]


def labels_input_shape(masks, model):
    t, left = ((a - b) // 2 for a, b in zip(model.input_shape[1:3], model.output_shape[1:3], strict=False))
    return masks[:, t : model.input_shape[1] - t, left : model.input_shape[2] - left]


def labels_cropping(masks, model):
    t, left = ((a - b) // 2 for a, b in zip(masks.shape[1:], _hw(model), strict=False))
    return (
        np.asarray(layers.Cropping2D((t, left), dtype="int64")(masks[..., None]))[..., 0]
        if False
        else tf.image.crop_to_bounding_box(masks[..., None], t, left, *_hw(model))[..., 0]
    )


def labels_blocks(masks, model):
    return blocks.centre_crop(masks[..., None], _hw(model))[..., 0]


def labels_lists(masks, model):
    t, left = ((a - b) // 2 for a, b in zip(masks.shape[1:], _hw(model), strict=False))
    h, w = _hw(model)
    return [[[int(masks[b, i + t, j + left]) for j in range(w)] for i in range(h)] for b in range(len(masks))]


def labels_out(masks, model):
    t, left = ((a - b) // 2 for a, b in zip(masks.shape[1:], model.output.shape[1:], strict=False))
    return masks[:, slice(t, -t or None), slice(left, -left or None)].astype(np.int32)


def labels_bool(masks, model):
    return _lab(masks, model) > 0


def labels_resize(masks, model):
    return np.asarray(layers.Resizing(*_hw(model), interpolation="nearest")(masks[..., None]))[..., 0]


def labels_predict(masks, model):
    x = np.zeros((len(masks), *model.input_shape[1:]), "float32")
    return np.asarray(model(x)).argmax(-1)


def labels_minus_zero(masks, model):
    t, left = ((a - b) // 2 for a, b in zip(masks.shape[1:], _hw(model), strict=False))
    return masks[:, t:-t, left:-left]


def labels_first(masks, model):
    return _lab(masks[:1], model)


def labels_channel(masks, model):
    return _lab(masks, model)[..., None]


def labels_onehot(masks, model):
    return np.eye(model.output_shape[-1])[_lab(masks, model)]


def labels_int8(masks, model):
    return _lab(masks, model).astype(np.int8)


def labels_uint8(masks, model):
    return _lab(masks, model).astype(np.uint8)


def labels_float_norm(masks, model):
    return _lab(masks, model) / max(1, masks.max())


def labels_images_axis(masks, model):
    t, left = ((a - b) // 2 for a, b in zip(masks.shape[:2], _hw(model), strict=False))
    h, w = _hw(model)
    return masks[t : t + h, left : left + w]


def labels_wrong_start(masks, model):
    t, left = (a - b for a, b in zip(masks.shape[1:], _hw(model), strict=False))
    return masks[:, t:, left:]


def labels_mutates(masks, model):
    masks[masks > 1] = 1
    return _lab(masks, model)


def labels_half(masks, model):
    h, w = _hw(model)
    t, left = (masks.shape[1] // 2 - h // 2 + 1, masks.shape[2] // 2 - w // 2)
    return masks[:, t : t + h, left : left + w]


def split_iter(kernel, bias, channels):
    pairs, start = ([], 0)
    for i, c in enumerate(channels):
        pairs.append((kernel[:, :, start : start + c], bias if i == 0 else bias * 0))
        start += c
    return pairs


def split_share(kernel, bias, channels):
    cuts = np.cumsum(channels)[:-1]
    share = [bias * c / sum(channels) for c in channels]
    return list(zip(np.split(kernel, cuts, axis=-2), share, strict=False))


def split_last(kernel, bias, channels):
    if len(channels) == 1:
        return [(kernel, bias)]
    rest = split_last(kernel[:, :, channels[0] :], bias, channels[1:])
    return [(kernel[:, :, : channels[0], :], np.zeros(len(bias))), *rest]


def split_tf(kernel, bias, channels):
    return [(k.numpy(), np.asarray(bias, float) / len(channels)) for k in tf.split(kernel, channels, axis=2)]


def split_lists(kernel, bias, channels):
    starts = [sum(channels[:i]) for i in range(len(channels))]
    return [
        [kernel[:, :, a : a + c].tolist(), [float(b) if not a else 0.0 for b in bias]]
        for a, c in zip(starts, channels, strict=False)
    ]


def _ks(kernel, channels):
    return np.split(kernel, np.cumsum(channels)[:-1], axis=2)


def split_bias_all(kernel, bias, channels):
    return [(k, bias) for k in _ks(kernel, channels)]


def split_no_bias(kernel, bias, channels):
    return [(k, 0 * bias) for k in _ks(kernel, channels)]


def split_axis3(kernel, bias, channels):
    return [(k, bias / len(channels)) for k in np.split(kernel, np.cumsum(channels)[:-1], axis=3)]


def split_equal(kernel, bias, channels):
    return [(k, bias / len(channels)) for k in np.array_split(kernel, len(channels), axis=2)]


def split_split_counts(kernel, bias, channels):
    return [(k, bias / len(channels)) for k in np.split(kernel, channels, axis=2)]


def split_bias_half(kernel, bias, channels):
    return [(k, bias / 2) for k in _ks(kernel, channels)]


def split_two_only(kernel, bias, channels):
    c = channels[0]
    return [(kernel[:, :, :c], bias), (kernel[:, :, c:], 0 * bias)]


def split_reversed(kernel, bias, channels):
    return split_iter(kernel, bias, channels)[::-1]


def split_off_one(kernel, bias, channels):
    out, start = ([], 0)
    for c in channels:
        out.append((kernel[:, :, start : start + c], bias / len(channels)))
        start += c + 1
    return out


def split_dict(kernel, bias, channels):
    return dict(enumerate(split_iter(kernel, bias, channels)))


def split_kernels_biases(kernel, bias, channels):
    p = split_iter(kernel, bias, channels)
    return ([k for k, _ in p], [b for _, b in p])


def split_kernel3(kernel, bias, channels):
    return [(k[:3, :3], b) for k, b in split_iter(kernel, bias, channels)]


def split_flipped(kernel, bias, channels):
    return [(k[::-1, ::-1], b) for k, b in split_iter(kernel, bias, channels)]


def level(
    pool=None,
    skip_of=lambda i, a, b, p: b,
    crop=None,
    join=None,
    up=None,
    act="relu",
    low=2,
    after=lambda x: x,
    top=None,
):

    def mended_level(inputs, filters):

        def conv(f, act=act):
            return layers.Conv2D(f, 3, activation=act)

        a = conv(filters)(inputs)
        b = conv(filters)(a)
        p = (pool or layers.MaxPooling2D(2))(b)
        x = p
        for _ in range(low):
            x = conv(2 * filters)(x)
        x = (up(filters) if up else layers.Conv2DTranspose(filters, 2, strides=2))(x)
        skip = skip_of(inputs, a, b, p)
        skip = (crop or (lambda s, x: layers.Cropping2D(4)(s)))(skip, x)
        x = (join or (lambda x, s: layers.Concatenate()([x, s])))(x, skip)
        for _ in range(2):
            x = (top or conv)(filters)(x)
        return after(x)

    return mended_level


def cropto(s, x):
    r, c = (s.shape[1] - x.shape[1], s.shape[2] - x.shape[2])
    return layers.Cropping2D(((r // 2, r - r // 2), (c // 2, c - c // 2)))(s)


def level_blocks(inputs, filters):
    skip, x = blocks.encoder_block(inputs, filters)
    return blocks.decoder_block(blocks.bottleneck(x, 2 * filters), skip, filters)


def level_slices(inputs, filters):
    x = layers.Conv2D(filters, 3, activation="relu")(inputs)
    skip = layers.Conv2D(filters, 3, activation="relu")(x)
    x = layers.MaxPooling2D()(skip)
    x = layers.Conv2D(2 * filters, 3, activation=tf.nn.relu)(x)
    x = layers.Conv2D(2 * filters, 3, activation=tf.nn.relu)(x)
    x = layers.Conv2DTranspose(filters, 2, 2)(x)
    x = ops.concatenate([skip[:, 4:-4, 4:-4], x], axis=3)
    x = layers.Conv2D(filters, 3, activation="relu")(x)
    return layers.Conv2D(filters, 3, activation="relu")(x)


def AP(**k):
    return layers.AveragePooling2D(2, **k)


def setter(first=1.0, second=1.0, dec=None, dec2=1.0, out=(1.0, 0.0), rest=0.0, junk=None):

    def pass_through(model):
        for layer in model.layers:
            if not layer.weights:
                continue
            k, b = (np.zeros(w.shape, "float32") for w in layer.weights)
            nm = layer.name
            if nm == "encoder_1_conv_1":
                k[1, 1] = first
            elif nm == "encoder_1_conv_2":
                k[1, 1] = second
            elif nm == "decoder_1_conv_1":
                (dec or (lambda k, b: k.__setitem__((1, 1, 1, 0), 1)))(k, b)
            elif nm == "decoder_1_conv_2":
                k[1, 1] = dec2
            elif nm == "output":
                k[...], b[...] = out
            elif junk:
                k[...] = junk
            layer.set_weights([k, b])
        return model

    return pass_through


def through_identity(model):
    for name in ("encoder_1_conv_1", "encoder_1_conv_2", "decoder_1_conv_1", "decoder_1_conv_2", "output"):
        layer = model.get_layer(name)
        k, b = layer.get_weights()
        k[:] = 0
        b[:] = 0
        k[k.shape[0] // 2, k.shape[1] // 2, -1] = 1
        layer.set_weights([k, b])
    return model


def through_negative(model):
    """The image turned round, lifted by 1, and turned back at the end."""
    s = {
        "encoder_1_conv_1": (-1, 1),
        "encoder_1_conv_2": (1, 0),
        "decoder_1_conv_1": (1, 0),
        "decoder_1_conv_2": (1, 0),
        "output": (-1, 1),
    }
    for layer in model.layers:
        if layer.weights:
            layer.set_weights([w * 0 for w in layer.get_weights()])
            if layer.name in s:
                v, bias = s[layer.name]
                k, b = layer.get_weights()
                k[k.shape[0] // 2, k.shape[0] // 2, -1, 0] = v
                b[:] = bias
                layer.set_weights([k, b])
    return model


def through_assign(model):
    for v in model.weights:
        v.assign(ops.zeros_like(v))
    for layer in model.layers:
        if layer.name.startswith(("enc", "dec")) and "_conv_" in layer.name:
            k = np.zeros(layer.kernel.shape)
            k[1, 1, -1, -1] = 1
            layer.kernel.assign(k)
    model.get_layer("output").kernel.assign(ops.ones((1, 1, 1, 1)))
    return model


def _set(k, *i, v=1):
    k[i] = v


def through_no_zero_bias(model):
    for layer in model.layers:
        if layer.weights:
            k, b = layer.get_weights()
            k = k * 0
            if layer.name != "decoder_1_upconv" and "bottleneck" not in layer.name:
                k[k.shape[0] // 2, k.shape[0] // 2, -1, 0] = 1
            layer.set_weights([k, b])
    return model


def through_none(model):
    through_identity(model)


def through_no_output(model):
    k, b = model.get_layer("output").get_weights()
    m = through_identity(model)
    model.get_layer("output").set_weights([k, b])
    return m


def through_shift_back(model):
    m = through_identity(model)
    for name, row in (("decoder_1_conv_1", 0), ("decoder_1_conv_2", 2)):
        k, b = m.get_layer(name).get_weights()
        k[:] = 0
        k[row, 1, -1, 0] = 1
        m.get_layer(name).set_weights([k, b])
    return m


def through_half_dark(model):
    """subtracts 0.5 early: darks are lost"""
    m = through_identity(model)
    k, b = m.get_layer("encoder_1_conv_1").get_weights()
    m.get_layer("encoder_1_conv_1").set_weights([k, b - 0.25])
    k, b = m.get_layer("output").get_weights()
    m.get_layer("output").set_weights([k, b + 0.25])
    return m


def through_only_decoder(model):
    k = [model.get_layer(x).get_weights() for x in ("encoder_1_conv_1", "encoder_1_conv_2")]
    m = through_identity(model)
    for x, w in zip(("encoder_1_conv_1", "encoder_1_conv_2"), k, strict=False):
        model.get_layer(x).set_weights(w)
    return m


def through_only_encoder(model):
    for name in ("encoder_1_conv_1", "encoder_1_conv_2"):
        k, b = model.get_layer(name).get_weights()
        k[:] = 0
        b[:] = 0
        k[1, 1] = 1
        model.get_layer(name).set_weights([k, b])
    return model


def crop_moved(maps, size):
    t, left = _tl(maps, size)
    return np.roll(maps, (-t, -left), (1, 2))[:, : size[0], : size[1]]


def crop_ops(maps, size):
    t, left = _tl(maps, size)
    return ops.slice(maps, (0, t, left, 0), (len(maps), *size, maps.shape[3]))


def crop_bool_to_int(maps, size):
    return _right(maps, size) * 1


def crop_mask(maps, size):
    return _right(maps, size) > 0


def split_by_masks(kernel, bias, channels):
    which = np.repeat(np.arange(len(channels)), channels)
    return tuple((kernel[:, :, which == i], bias * (i == len(channels) - 1)) for i in range(len(channels)))


def split_writes_kernel(kernel, bias, channels):
    out, start = ([], 0)
    for c in channels:
        out.append((kernel[:, :, start : start + c].copy(), bias * (start == 0)))
        kernel[:, :, start : start + c] = 0
        start += c
    return out


RIGHT = [
    (check.crop_centre, crop_by_ends),
    (check.crop_centre, crop_tf),
    (check.crop_centre, crop_take),
    (check.crop_centre, crop_recursive),
    (check.crop_centre, crop_loops),
    (check.crop_centre, crop_keras),
    (check.crop_centre, crop_float32),
    (check.crop_centre, crop_float64),
    (check.crop_centre, crop_moved),
    (check.crop_centre, crop_ops),
    (check.crop_centre, crop_bool_to_int),
    (check.labels_for, labels_input_shape),
    (check.labels_for, labels_cropping),
    (check.labels_for, labels_blocks),
    (check.labels_for, labels_lists),
    (check.labels_for, labels_out),
    (check.split_conv, split_iter),
    (check.split_conv, split_share),
    (check.split_conv, split_last),
    (check.split_conv, split_tf),
    (check.split_conv, split_lists),
    (check.split_conv, split_by_masks),
    (check.mended_level, level_blocks),
    (check.mended_level, level_slices),
    (
        check.mended_level,
        named("level_centercrop", level(crop=lambda s, x: layers.CenterCrop(x.shape[1], x.shape[2])(s))),
    ),
    (check.mended_level, named("level_pool_same", level(pool=layers.MaxPooling2D(2, padding="same")))),
    (
        check.mended_level,
        named(
            "level_max_by_hand",
            level(
                pool=lambda t: ops.maximum(
                    ops.maximum(t[:, ::2, ::2], t[:, 1::2, ::2]), ops.maximum(t[:, ::2, 1::2], t[:, 1::2, 1::2])
                )
            ),
        ),
    ),
    (check.mended_level, named("level_skip_first", level(join=lambda x, s: layers.concatenate([s, x])))),
    (check.pass_through, named("through_scaled", setter(first=8, second=0.5, dec2=0.5, out=(0.5, 0)))),
    (check.pass_through, through_identity),
    (check.pass_through, through_negative),
    (check.pass_through, through_assign),
    (
        check.pass_through,
        named(
            "through_lifted",
            setter(dec=lambda k, b: (k.__setitem__((1, 1, 1, 0), 1), b.__setitem__(0, 1)), out=(1, -1)),
        ),
    ),
    (check.pass_through, named("through_both", setter(dec=lambda k, b: _set(k, 1, 1)))),
]

WRONG = [
    (check.crop_centre, crop_half_minus_half, "An odd difference has no centre"),
    (check.crop_centre, crop_minus_zero, "Nothing is cut from the height here"),
    (check.crop_centre, crop_symmetric, "Half of the difference was cut on both sides,"),
    (check.crop_centre, crop_ceil, "You cut the extra row at the top"),
    (check.crop_centre, crop_one_image, "Is the number of maps or of channels written"),
    (check.crop_centre, crop_squeeze, "The batch and the channels stay, even if"),
    (check.crop_centre, crop_three, "It worked for the sizes before"),
    (check.crop_centre, crop_uint8, "A number above 255 does not fit into `uint8`"),
    (check.crop_centre, crop_square, "`size` is (height, width)"),
    (check.crop_centre, crop_resize, "Cut as much at the top as at the bottom, and"),
    (check.crop_centre, crop_writes, "Your function writes into the array that it"),
    (check.crop_centre, crop_clip, "The negative numbers are gone"),
    (check.crop_centre, crop_zero_outside, "Nothing is cut off"),
    (check.crop_centre, crop_mask, "These are the right pixels, but their numbers"),
    (check.labels_for, labels_bool, "Labels 1 and 2 have become one class"),
    (check.labels_for, labels_resize, "These are labels of yours, but not at their"),
    (check.labels_for, labels_predict, "The model predicts the centre of the image"),
    (check.labels_for, labels_minus_zero, "Nothing is cut here"),
    (check.labels_for, labels_first, "These are the labels of one image only"),
    (check.labels_for, labels_channel, "Masks are (batch, h, w), and so is the answer"),
    (check.labels_for, labels_onehot, "These are numbers for each class, as the"),
    (check.labels_for, labels_int8, "There may be more classes, images and labels"),
    (check.labels_for, labels_uint8, "A label above 255 does not fit into `uint8`"),
    (check.labels_for, labels_float_norm, "Were the masks resized, so that labels mixed,"),
    (check.labels_for, labels_images_axis, "With valid padding the output is smaller"),
    (check.labels_for, labels_wrong_start, "This is the bottom right corner"),
    (check.labels_for, labels_mutates, "Your function writes into the array that it"),
    (check.labels_for, labels_half, "The rows start where the columns should"),
    (check.split_conv, split_bias_all, "Every part has the whole bias, so it is added"),
    (check.split_conv, split_no_bias, "The bias is lost"),
    (check.split_conv, split_axis3, "The last axis counts the channels that come"),
    (check.split_conv, split_equal, "Did you cut equal parts?"),
    (check.split_conv, split_split_counts, "`np.split` takes the positions of the cuts,"),
    (check.split_conv, split_bias_half, "The convolutions are added up in the end, and"),
    (check.split_conv, split_two_only, "There must be one pair for each map, for any"),
    (check.split_conv, split_reversed, "The parts come in the order of the maps"),
    (check.split_conv, split_off_one, "Map 1 has 1 of the channels, so its kernel"),
    (check.split_conv, split_dict, "Return a list of pairs, when the loop is over"),
    (check.split_conv, split_kernels_biases, "Return one pair for each map, `(kernel,"),
    (check.split_conv, split_kernel3, "Map 0 has 1 of the channels, so its kernel"),
    (check.split_conv, split_flipped, "The kernel is turned by half a turn"),
    (check.split_conv, split_writes_kernel, "Your function writes into the array that it"),
    (check.mended_level, named("level_average", level(pool=AP())), "The pooling takes the mean of four pixels"),
    (
        check.mended_level,
        named("level_every_other", level(pool=lambda t: t[:, ::2, ::2])),
        "The pooling keeps one pixel of four, whatever",
    ),
    (
        check.mended_level,
        named("level_every_other_1", level(pool=lambda t: t[:, 1::2, 1::2])),
        "The shapes are right, but the numbers are not",
    ),
    (
        check.mended_level,
        named("level_min_pool", level(pool=lambda t: -layers.MaxPooling2D(2)(-t))),
        "The pooling keeps the smallest of four pixels",
    ),
    (check.mended_level, named("level_sum_pool", level(pool=lambda t: 4 * AP()(t))), "Your network has the pooling"),
    (
        check.mended_level,
        named("level_pool3_same", level(pool=layers.MaxPooling2D(3, strides=2, padding="same"))),
        "The pooling looks at 3×3 pixels",
    ),
    (
        check.mended_level,
        named("level_strided_conv", level(pool=lambda t: layers.Conv2D(t.shape[-1], 2, strides=2)(t))),
        "Leave the convolutions as they were",
    ),
    (
        check.mended_level,
        named("level_add", level(join=lambda x, s: layers.Add()([x, s]))),
        "The convolution after the join reads too few",
    ),
    (
        check.mended_level,
        named("level_axis1", level(join=lambda x, s: layers.Concatenate(axis=1)([x, s]))),
        "The output is too high",
    ),
    (
        check.mended_level,
        named("level_faulty_crop_after", level(after=lambda x: layers.Cropping2D(2)(x))),
        "Too much is cut",
    ),
    (
        check.mended_level,
        named("level_square_crop", level(crop=lambda s, x: layers.CenterCrop(x.shape[1], x.shape[1])(s))),
        "The skip does not have the size of `x`",
    ),
    (
        check.mended_level,
        named("level_pooled_low_skip", level(pool=layers.MaxPooling2D(2, strides=1), crop=cropto)),
        "Copy the faulty function and change three",
    ),
    (
        check.mended_level,
        named("level_last_linear", level(top=lambda f: layers.Conv2D(f, 3))),
        "Every 3×3 convolution has a ReLU in the",
    ),
    (
        check.mended_level,
        named(
            "level_pad_up",
            level(crop=lambda s, x: s, join=lambda x, s: layers.Concatenate()([layers.ZeroPadding2D(4)(x), s])),
        ),
        "The map from below was made as large as the",
    ),
    (check.pass_through, named("through_below", setter(dec=lambda k, b: _set(k, 1, 1, 0, 0))), "Nothing comes out"),
    (
        check.pass_through,
        named("through_both_junk", setter(dec=lambda k, b: _set(k, 1, 1), junk=0.1)),
        "The image is there, and something is added",
    ),
    (check.pass_through, named("through_corner", setter(dec=lambda k, b: _set(k, 0, 0, 1, 0))), "The image is moved"),
    (
        check.pass_through,
        named("through_blur", setter(dec=lambda k, b: _set(k, slice(None), slice(None), 1, 0, v=1 / 9))),
        "Follow a pixel on its way",
    ),
    (check.pass_through, named("through_twice", setter(out=(2, 0))), "The image is there, but brighter or darker"),
    (
        check.pass_through,
        named("through_lift_forgotten", setter(dec=lambda k, b: (_set(k, 1, 1, 1, 0), b.__setitem__(0, 1)))),
        "Every pixel is 1 too large",
    ),
    (check.pass_through, through_no_zero_bias, "Every pixel is 1.5 too large"),
    (check.pass_through, through_none, "End with `return model`"),
    (check.pass_through, through_no_output, "The kernel of `output` is as it was"),
    (check.pass_through, through_shift_back, "The image is moved and moved back, and a row"),
    (check.pass_through, through_half_dark, "Dark pixels have become equal"),
    (check.pass_through, through_only_decoder, "The kernel of `encoder_1_conv_1` is as it was"),
    (check.pass_through, through_only_encoder, "The kernel of `decoder_1_conv_1` is as it was"),
    (
        check.pass_through,
        named("through_all_below_junk", setter(dec=lambda k, b: _set(k, 1, 1, 0, 0), junk=0.3)),
        "These blocks of 2×2 came through the pooling",
    ),
]
