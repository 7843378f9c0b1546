"""Images and masks side by side, and a mask laid over its image."""

import matplotlib.pyplot as plt
import numpy as np
from skimage.segmentation import find_boundaries

from ..images import from_array, label_colour, resize
from .style import INK, PAPER, few_greys

SIDE, PAGE, SPACE, TITLE = 200, 900, 10, 26  # screen pixels: height of an image, total width, gap, height of a title
SCREEN = 100  # screen pixels per inch
TONES = (
    24  # shades of red, green and blue in a shown photograph: the difference is hardly visible, but the file is small
)


def show_images(images, titles=None, columns=4, height=SIDE):
    """Show images side by side, at most `columns` in a row and `height` screen pixels high; returns the figure.

    Each image is one of these:

    (height, width, 3) or (height, width[, 1]) of float in [0, 1], or of uint8: colour or grey
    (height, width) of bool or whole numbers: a mask, one colour for each label (0 is black, 1 orange); see `is_mask`

    ValueError if there is no image, for other shapes and values, and unless there are as many titles as images.
    """
    images = [np.asarray(image) for image in images]
    if not images:
        raise ValueError("there is no image to show: give a list of at least one image")
    titles = list(titles or [""] * len(images))
    if len(titles) != len(images):
        raise ValueError(f"{len(images)} images and {len(titles)} titles: give as many titles as images")
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    if any(image.ndim < 2 or image.size == 0 for image in images):
        raise ValueError(f"the images have shapes {[image.shape for image in images]}: each must be (height, width, …)")
    widest = max(image.shape[1] / image.shape[0] for image in images)
    tall = min(height, int((PAGE / columns - SPACE) / widest))
    longest = max(len(title) for title in titles)
    wide = max(int(tall * widest) + 1, min(7 * longest, PAGE // columns - SPACE))  # titles need room, too
    page_wide, page_tall = columns * (wide + SPACE), rows * (tall + TITLE)
    figure = plt.figure(figsize=(page_wide / SCREEN, page_tall / SCREEN), dpi=SCREEN, facecolor=PAPER)
    for number, (image, title) in enumerate(zip(images, titles, strict=True)):
        row, column = divmod(number, columns)
        shown = fit_screen(image, tall, wide)
        high, broad = shown.shape[:2]
        left = column * (wide + SPACE) + (wide - broad) // 2
        bottom = (rows - row - 1) * (tall + TITLE) + (tall - high) // 2
        # Each pixel of the shown image is one screen pixel, so nothing is blurred.
        axes = figure.add_axes((left / page_wide, bottom / page_tall, broad / page_wide, high / page_tall))
        axes.imshow(shown, interpolation="nearest", aspect="auto")
        axes.set_title(title, fontsize=11, color=INK, pad=5)
        axes.set_axis_off()
    return figure


def fit_screen(image, tall, wide):
    """An image or mask as RGB (height, width, 3) of uint8 that fits `tall` × `wide` screen pixels.

    Larger images are reduced with interpolation (masks, too, because taking single pixels would hide fine patterns);
    smaller ones are enlarged so that their pixels stay squares.
    """
    image = image_of(image)
    if image.shape[0] < tall and image.shape[1] < wide:
        return scaled_to_fit((image * 255).round().astype(np.uint8), tall, wide)
    return (few_greys(scaled_to_fit(image, tall, wide).clip(0, 1), TONES) * 255).round().astype(np.uint8)


def scaled_to_fit(array, tall, wide):
    """An array (height, width[, channels]) scaled to fit into `tall` × `wide` pixels, keeping its proportions."""
    height, width = array.shape[:2]
    ratio = min(tall / height, wide / width)
    return resize(array, max(1, round(height * ratio)), max(1, round(width * ratio)))


def is_mask(array):
    """Whether an array is a mask: (height, width) of bool or whole numbers.

    uint8 can also be a grey image. It counts as a mask if no number is above 8, since such labels would all look black
    as greys.
    """
    if array.ndim != 2 or np.issubdtype(array.dtype, np.floating):
        return False
    return array.dtype != np.uint8 or array.size > 0 and array.max() <= 8


def image_of(array):
    """An image or mask as float RGB (height, width, 3) in [0, 1], ready to be shown."""
    return colours_of(array) if is_mask(array) else from_array(array, "the image")


def check_labels(mask):
    """The mask as uint8; ValueError unless its labels are from 0 to 255."""
    if mask.size and (mask.min() < 0 or mask.max() > 255):
        raise ValueError(f"the mask holds labels from {mask.min()} to {mask.max()}: only 0 to 255 can be shown")
    return mask.astype(np.uint8)


def colours_of(mask):
    """A mask of labels, 0 to 255, as float RGB (height, width, 3) in [0, 1], with one colour for each label."""
    return (np.array([label_colour(label) for label in range(256)], np.float32) / 255)[check_labels(mask)]


def overlay(image, mask, alpha=0.35):
    """The image with its mask laid over it: float (height, width, 3) in [0, 1].

    Each label is tinted (by `alpha`, from 0 to 1) and outlined in its colour; where the mask is 0, the image is
    unchanged. ValueError unless both have the same size and the labels are from 0 to 255.
    """
    image, mask = from_array(np.asarray(image), "the image"), np.asarray(mask)
    if mask.shape != image.shape[:2]:
        raise ValueError(
            f"the mask is {mask.shape} and the image {image.shape[:2]}: they must have the same size"
            " (unet_lessons.predict.back_to_image brings a mask to the image's size)"
        )
    mask = check_labels(mask)
    shown, edges = image.copy(), find_boundaries(mask, mode="inner")
    for label in np.unique(mask[mask > 0]):  # label by label and channel by channel, which needs the least memory
        inside = mask == label
        for channel, colour in enumerate(label_colour(label)):
            layer = shown[:, :, channel]
            layer[inside] += alpha * (colour / 255 - layer[inside])
            layer[edges & inside] = colour / 255
    return shown
