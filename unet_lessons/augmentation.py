"""Augmentation: new training images out of old ones, each rotated, mirrored, bent and lit in its own way. Lesson 07.

Source: Ronneberger, Fischer, Brox (2015), section 3.1: shift, rotation, elastic deformations, grey values. An image and
its masks are sampled at the same positions, so they cannot come apart. Keras's own RandomElasticTransform (3.15) bends
an image and its mask with different seeds.

Random numbers depend only on `seed`, two whole numbers: the same seed gives the same image on every machine.
"""

import math

from .backend import keras
from .backend import tensorflow as tf

GRID = 3  # the elastic deformation is drawn on a grid of 3×3 points …
BEND = 10.0  # … as displacements with this standard deviation down and to the right, in pixels (the paper, for 512×512)
GREY = 0.2  # standard deviation of the change of contrast (logarithm) and of brightness, for a standardised image


def elastic_field(height, width, bend=BEND, seed=(0, 0)):
    """How far an elastic deformation moves each pixel, in pixels down and to the right: (height, width, 2).

    On a coarse grid of 3×3 points, displacements are drawn from a Gaussian with a standard deviation of `bend` pixels
    in each direction, so a displacement is 1.25 · `bend` long on average; between the points they are interpolated
    bicubically (the paper, section 3.1). In a smaller image than the paper's, the same `bend` is stronger.
    Used in lesson 07.
    """
    coarse = bend * tf.random.stateless_normal((GRID, GRID, 2), seed)
    return keras.ops.image.resize(coarse, (height, width), interpolation="bicubic")


def rotation_grid(height, width, seed=(0, 0)):
    """Row and column of every pixel, in pixels, after a random turn about the centre and, half the time, a mirroring.

    (height, width, 2) of float32. Used in lesson 07.
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

    order=1 interpolates between the four nearest pixels, for images; order=0 takes the nearest one, for masks, so
    that no new label appears. Beyond the border the maps go on as their reflection. Used in lesson 07.
    """
    maps, folded = tf.convert_to_tensor(maps), []
    for size, position in zip(maps.shape[:2], tf.unstack(tf.cast(positions, "float32"), axis=-1), strict=True):
        there_and_back = max(1, 2 * (size - 1))  # Keras's own fill modes slip by a pixel here, so fold by hand
        position = tf.abs(position) % there_and_back
        folded.append(tf.minimum(position, there_and_back - position))
    channels = [
        keras.ops.image.map_coordinates(channel, folded, order=order, fill_mode="nearest")
        for channel in tf.unstack(maps, axis=-1)
    ]
    return tf.stack(channels, axis=-1)


def augment(image, *masks, seed=(0, 0), bend=BEND, grey=GREY):
    """A new image out of an old one (height, width, channels), and with it its masks (height, width, channels).

    All are rotated, mirrored and bent alike. The image is interpolated, masks and weights take the nearest pixel. Then
    the contrast and the brightness of the image change. Gives the image and the masks, as TensorFlow tensors.
    The image should be standardised (`training.standardise`), or `grey` be smaller. ValueError unless all are of one
    height and width. Built in lesson 07.
    """
    shapes = [tuple(maps.shape) for maps in (image, *masks)]
    if any(len(shape) != 3 or shape[:2] != shapes[0][:2] for shape in shapes):
        raise ValueError(f"image and masks have shapes {shapes}: give (height, width, channels), of one size")
    height, width = shapes[0][:2]
    for_turn, for_bend, for_grey = tf.unstack(tf.random.split(seed, 3))
    positions = rotation_grid(height, width, for_turn) + elastic_field(height, width, bend, for_bend)
    contrast, brightness = tf.unstack(grey * tf.random.stateless_normal((2,), for_grey))
    changed = sample_at(image, positions) * tf.exp(contrast) + brightness
    return changed, *[sample_at(mask, positions, order=0) for mask in masks]
