"""The U-Net in Keras, block by block: contracting path, bottleneck, expansive path, and the whole U.

Source: Ronneberger, Fischer, Brox (2015), section 2 and Figure 1. Feature maps are (batch, height, width, channels).
The same blocks work on text and sound, (batch, length, channels), and on volumes, (batch, planes, height, width,
channels); the kernel of a 3×3 convolution is then 3 or 3×3×3 (Çiçek et al., 2016).
"""

from . import sizes
from .backend import keras

layers = keras.layers

# The layers that combine neighbouring pixels, for maps of one, two and three dimensions
CONV = {1: layers.Conv1D, 2: layers.Conv2D, 3: layers.Conv3D}
POOL = {1: layers.MaxPooling1D, 2: layers.MaxPooling2D, 3: layers.MaxPooling3D}
UP_CONV = {1: layers.Conv1DTranspose, 2: layers.Conv2DTranspose, 3: layers.Conv3DTranspose}
CROP = {1: layers.Cropping1D, 2: layers.Cropping2D, 3: layers.Cropping3D}


def axes_of(maps):
    """The number of axes of a map that are neither batch nor channels: 2 for (batch, height, width, channels).

    Used by every block (lesson 02b); 1 and 3 in B5 and B6.
    """
    return len(maps.shape) - 2


def conv_block(inputs, num_filters, padding="valid", name=None):
    """Two 3×3 convolutions, each followed by a ReLU: the block of which every level of the U consists. Lesson 02b.

    (batch, h, w, c) → (batch, h − 4, w − 4, num_filters) with valid padding, (batch, h, w, num_filters) with same.
    The initial weights are drawn from a Gaussian with standard deviation √(2/N), as in section 3 of the paper (Keras
    calls this "he_normal"). `name` is the prefix of the layers' names.
    """
    x, conv = inputs, CONV[axes_of(inputs)]
    for number in (1, 2):  # valid padding: 572×572 → 570×570 → 568×568
        x = conv(num_filters, 3, padding=padding, kernel_initializer="he_normal", name=part(name, f"conv_{number}"))(x)
        x = layers.Activation("relu", name=part(name, f"relu_{number}"))(x)
    return x


def encoder_block(inputs, num_filters, padding="valid", name=None):
    """One level of the contracting path: `conv_block`, then 2×2 max pooling with stride 2. Built in lesson 02b.

    Returns two maps: the features before pooling, for the skip connection, and the pooled map, for the next level.
    (batch, h, w, c) → (batch, h − 4, w − 4, num_filters), or (batch, h, w, num_filters) with same padding, and a map of
    half that height and width.
    """
    features = conv_block(inputs, num_filters, padding, name)  # 572×572×3 → 568×568×64
    pooled = POOL[axes_of(features)](2, name=part(name, "pool"))(features)  # → 284×284×64
    return features, pooled


def bottleneck(inputs, num_filters, padding="valid", name=None):
    """The lowest level of the U: `conv_block` on the smallest map. Built in lesson 03.

    In the paper (batch, 32, 32, 512) → (batch, 28, 28, 1024).
    """
    return conv_block(inputs, num_filters, padding, name)


def decoder_block(inputs, skip_features, num_filters, padding="valid", skips="cropped", name=None):
    """One level of the expansive path: up-convolution, skip connection, `conv_block`. Built in lessons 04 and 05.

    The 2×2 up-convolution with stride 2 doubles height and width. Then the skip features are brought to that size and
    combined with it:

    skips="cropped"  cropped at the centre and concatenated (the paper)
    skips="added"    cropped at the centre and added
    skips="resized"  resized and concatenated (a common mistake: it moves features away from their positions)
    skips="none"     left out; `skip_features` is not used

    (batch, h, w, c) → (batch, 2h − 4, 2w − 4, num_filters) with valid padding, (batch, 2h, 2w, num_filters) with same.
    ValueError for unknown skips, for resized skips of anything but images, and if the skip cannot be cropped.
    """
    sizes.check_skips(skips, axes_of(inputs))
    up_conv = UP_CONV[axes_of(inputs)]
    # Shapes of the paper's lowest level: 28×28×1024 → 56×56×512
    x = up_conv(num_filters, 2, strides=2, kernel_initializer="he_normal", name=part(name, "upconv"))(inputs)
    if skips == "resized":
        skip = layers.Resizing(*x.shape[1:3], name=part(name, "resize"))(skip_features)
        x = layers.Concatenate(name=part(name, "concatenate"))([x, skip])
    elif skips == "cropped":
        skip = centre_crop(skip_features, x.shape[1:-1], name=part(name, "crop"))  # 64×64×512 → 56×56×512
        x = layers.Concatenate(name=part(name, "concatenate"))([x, skip])  # → 56×56×1024
    elif skips == "added":
        skip = centre_crop(skip_features, x.shape[1:-1], name=part(name, "crop"))
        x = layers.Add(name=part(name, "add"))([x, skip])
    return conv_block(x, num_filters, padding, name)  # → 52×52×512


def centre_crop(features, size, name=None):
    """The centre of a map (batch, h, w, c), cropped to `size` = (height, width): (batch, height, width, c).

    Returns the map itself if it already has that size. ValueError if it is smaller, if the difference is odd, or if a
    height or width is open (None). Built in lesson 05.
    """
    if axes_of(features) != len(size):
        raise ValueError(
            f"a map of shape {tuple(features.shape)} cannot be cropped to {tuple(size)}: it must have one axis for the"
            " batch, one for each number of the size, and one for the channels"
        )
    if tuple(features.shape[1:-1]) == tuple(size):
        return features
    borders = []
    for have, want in zip(features.shape[1:-1], size, strict=True):
        if have is None or want is None:
            raise ValueError("a map can only be cropped if its height and width are fixed: give them in input_shape")
        if have < want or (have - want) % 2:
            raise ValueError(
                f"a map of {have} pixels cannot be cropped at its centre to {want}: the difference must be even and"
                f" not negative (unet_lessons.sizes.nearest_valid_sizes names input sizes that fit)"
            )
        borders.append(((have - want) // 2, (have - want) // 2))
    crop = CROP[axes_of(features)]
    return crop(borders[0] if len(borders) == 1 else tuple(borders), name=name)(features)


def unet_model(
    input_shape=(572, 572, 3),
    num_classes=2,
    *,
    base_filters=64,
    depth=4,
    padding="valid",
    skips="cropped",
    activation=None,
    dimensions=2,
):
    """The U-Net as a Keras model: (batch, height, width, channels) → (batch, output height, output width, num_classes).

    input_shape   (height, width, channels). With padding="same", height and width may be None; the model then takes
                  every image whose sides are multiples of 2**depth
    num_classes   channels of the output, one for each class; 1 if there is only object and background
    base_filters  channels of the first level; each level below has twice as many
    depth         how many times the map is pooled
    padding       "valid" (the paper: 572 → 388) or "same" (the size stays)
    skips         "cropped" (the paper), "resized", "added" or "none", see `decoder_block`;
                  "resized" skips are taken after pooling, all others before it
    activation    of the output; None means "softmax" for several classes and "sigmoid" for one
    dimensions    2 for images; 1 for text or sound, with input_shape (length, channels); 3 for volumes, with
                  input_shape (planes, height, width, channels). Only images can have resized skips

    The output holds probabilities from 0 to 1 unless `activation` says otherwise. ValueError for a size that does not
    fit, naming the nearest ones that do, and for invalid arguments. Built in lesson 06.
    """
    shape = sizes.check_arguments(input_shape, num_classes, base_filters, depth, padding, skips, dimensions)
    if None in shape and (padding == "valid" or skips == "resized"):
        raise ValueError(
            f'input_shape {shape} leaves a side open: that works with padding="same" and skips that are not resized;'
            f" here padding is {padding!r} and skips {skips!r}. Give all sides as numbers"
        )
    if activation is None:
        activation = "sigmoid" if num_classes == 1 else "softmax"

    inputs = keras.Input(shape, name="input")
    x, skip_maps = inputs, []
    for level in range(depth):
        features, x = encoder_block(x, base_filters * 2**level, padding, name=f"encoder_{level + 1}")
        skip_maps.append(x if skips == "resized" else features)  # 568×568×64, 280×280×128, 136×136×256, 64×64×512
    x = bottleneck(x, base_filters * 2**depth, padding, name="bottleneck")  # 32×32×512 → 28×28×1024
    for level in reversed(range(depth)):
        x = decoder_block(x, skip_maps[level], base_filters * 2**level, padding, skips, name=f"decoder_{level + 1}")
    outputs = CONV[dimensions](num_classes, 1, activation=activation, name="output")(x)  # 388×388×64 → 388×388×2
    return keras.Model(inputs, outputs, name="unet")


def part(name, layer):
    """The name of a layer in a block: "encoder_1" and "conv_1" give "encoder_1_conv_1". With None, Keras chooses one.

    Used by all blocks (lesson 06).
    """
    return None if name is None else f"{name}_{layer}"


def summary_rows(model):
    """The rows of `model.summary()`: a list of dictionaries with layer, type, output_shape, parameters and inputs.

    output_shape has no batch axis; inputs are the layers whose outputs a layer takes. Layers are named by their type
    and numbered in the order of the model ("conv2d_1", "conv2d_2", …), so that two models can be compared whatever
    names their layers have. Used in lesson 06.
    """
    count, names, rows = {}, {}, []
    for layer in model.layers:
        kind = type(layer).__name__
        count[kind] = count.get(kind, 0) + 1
        names[layer.name] = f"{kind.lower()}_{count[kind]}"
    for layer in model.layers:
        feeding = [] if isinstance(layer, layers.InputLayer) else keras.tree.flatten(layer.input)
        rows.append(
            {
                "layer": names[layer.name],
                "type": type(layer).__name__,
                "output_shape": list(layer.output.shape[1:]),
                "parameters": layer.count_params(),
                "inputs": [names[tensor._keras_history.operation.name] for tensor in feeding],
            }
        )
    return rows
