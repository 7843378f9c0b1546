"""Augmentation: new training images from existing ones, randomly rotated, mirrored, deformed and lit. Lesson 07.

Source: Ronneberger, Fischer, Brox (2015), section 3.1: shift, rotation, elastic deformations, grey values. An image and
its masks are sampled at the same positions, so they always stay aligned. (Keras's own RandomElasticTransform, in
version 3.15, deforms an image and its mask with different seeds.)

The random numbers depend only on `seed`, two whole numbers: the same seed gives the same image on every machine.
"""

import math

from .arguments import check_numbers
from .backend import keras
from .backend import tensorflow as tf

GRID = 3  # an elastic deformation consists of random displacements on a grid of 3×3 points …
BEND = 10.0  # … with this standard deviation, in pixels, along each axis (the paper's value, for images of 512×512)
GREY = 0.2  # standard deviation of the change of contrast (its logarithm) and of brightness, for a standardised image


def elastic_field(height, width, bend=BEND, seed=(0, 0)):
    """How far an elastic deformation moves each pixel, in pixels down and to the right: (height, width, 2) of float32.

    At each point of a 3×3 grid, a displacement is drawn from a Gaussian with a standard deviation of `bend` pixels
    along each axis, so its length is 1.25 · `bend` on average. Between the points, displacements are interpolated
    bicubically (the paper, section 3.1). In an image smaller than the paper's, the same `bend` has a stronger effect.
    Used in lesson 07.
    """
    coarse = bend * tf.random.stateless_normal((GRID, GRID, 2), seed)
    return keras.ops.image.resize(coarse, (height, width), interpolation="bicubic")


def rotation_grid(height, width, seed=(0, 0)):
    """Row and column of every pixel after a random rotation about the centre and, half the time, a mirroring.

    (height, width, 2) of float32, in pixels. Used in lesson 07.
    """
    angle, coin = tf.unstack(tf.random.stateless_uniform((2,), seed))
    angle = 2 * math.pi * angle
    row = tf.range(height, dtype="float32")[:, None] - (height - 1) / 2
    column = tf.sign(coin - 0.5) * (tf.range(width, dtype="float32")[None] - (width - 1) / 2)
    turned_row = tf.cos(angle) * row - tf.sin(angle) * column
    turned_column = tf.sin(angle) * row + tf.cos(angle) * column
    return tf.stack([turned_row + (height - 1) / 2, turned_column + (width - 1) / 2], axis=-1)


def sample_at(maps, positions, order=1):
    """Maps (height, width, channels) sampled at positions (h, w, 2), rows and columns in pixels: (h, w, channels).

    order=1 interpolates between the four nearest pixels, for images; order=0 takes the nearest pixel, for masks, so
    that no new label appears. Beyond the border, the maps are mirrored. Used in lesson 07.
    """
    maps, folded = tf.convert_to_tensor(maps), []
    for size, position in zip(maps.shape[:2], tf.unstack(tf.cast(positions, "float32"), axis=-1), strict=True):
        there_and_back = max(1, 2 * (size - 1))  # Keras's fill modes are off by one pixel here, so mirror by hand
        position = tf.abs(position) % there_and_back
        folded.append(tf.minimum(position, there_and_back - position))
    channels = [
        keras.ops.image.map_coordinates(channel, folded, order=order, fill_mode="nearest")
        for channel in tf.unstack(maps, axis=-1)
    ]
    return tf.stack(channels, axis=-1)


def augment(image, *masks, seed=(0, 0), bend=BEND, grey=GREY):
    """A new image made from an existing one, and its masks changed in the same way: all (height, width, channels).

    Image and masks are rotated, mirrored and deformed together; the image is interpolated, while masks and weights take
    the nearest pixel. Then the contrast and the brightness of the image change. Returns the image and the masks as
    TensorFlow tensors of the same shapes. Standardise the image first (`training.standardise`), or choose a smaller
    `grey`. `bend` is in pixels (see `elastic_field`). ValueError unless all have the same height and width.
    Built in lesson 07.
    """
    shapes = [tuple(maps.shape) for maps in (image, *masks)]
    for maps in (image, *masks):
        check_numbers("an image or a mask", maps)
    if any(len(shape) != 3 or 0 in shape or shape[:2] != shapes[0][:2] for shape in shapes):
        raise ValueError(f"image and masks have shapes {shapes}: give (height, width, channels), all of one size")
    height, width = shapes[0][:2]
    for_turn, for_bend, for_grey = tf.unstack(tf.random.split(seed, 3))
    positions = rotation_grid(height, width, for_turn) + elastic_field(height, width, bend, for_bend)
    contrast, brightness = tf.unstack(grey * tf.random.stateless_normal((2,), for_grey))
    changed = sample_at(tf.cast(image, "float32"), positions) * tf.exp(contrast) + brightness
    turned = [sample_at(tf.cast(mask, "float32"), positions, order=0) for mask in masks]
    return changed, *[tf.cast(new, tf.as_dtype(mask.dtype)) for new, mask in zip(turned, masks, strict=True)]
