"""Exercises 1 and 2 of lesson 05: crop maps, and the masks that belong to them, at their centre."""

import numpy as np

from ...backend import keras
from ...blocks import unet_model
from ..results import check
from ..vocabulary import array_of, call, expect, expect_answer, expect_equal, expect_labels, expect_shape, hints_for

# Of the maps, what is left of them, and the kind of their numbers
CROPS = [((2, 9, 5, 3), (4, 5), "float64"), ((1, 5, 12, 4), (1, 1), "float32"), ((4, 6, 6, 1), (6, 6), "int64")]
CROPS += [((2, 40, 31, 2), (13, 30), "float64"), ((1, 2, 1, 1), (1, 1), "float32"), ((3, 7, 8, 2), (2, 3), "bool")]
WHOLE = ("slice indices", "A slice needs whole numbers: halve with `//`.")  # what an error says, the hint meant for it


@check(
    "1 · crop_centre",
    "`maps` has four axes: batch, height, width and channels. Cut along axes 1 and 2, and keep the others whole.",
    "`top = (maps.shape[1] - size[0]) // 2`, and then rows `top : top + size[0]`. Do the same for the columns.",
)
def crop_centre(answer):
    maps, odd = np.arange(48).reshape(1, 6, 8, 1), np.arange(30).reshape(1, 5, 6, 1)
    several = np.arange(3 * 7 * 7 * 2).reshape(3, 7, 7, 2)
    axes = "`size` is (height, width). Rows are axis 1 and columns axis 2; each has its own difference."
    slices = "`maps[:, top : top + size[0], left : left + size[1]]`"
    four = "The batch and the channels stay, even if there is only one: four axes come in, and four go out."
    whole = "Nothing is cut off: the result must be as small as `size`."
    refused = "An odd difference has no centre, and `centre_crop` refuses it. Cut with slices: `maps[:, top : …]`."
    with hints_for(
        (*WHOLE, slices),
        ("(4, 2): the shape", axes, slices),
        ("cannot be cropped", refused, "`top = (have - want) // 2`: then the extra row is cut at the bottom."),
    ):
        kept = "These are the right pixels, but their numbers have changed. A crop changes none."
        what = "6×8 pixels cropped to (4, 2)"
        got = array_of(what, call(answer, maps, (4, 2)))
        expect(got.ndim == 4, f"{what}: the axes", four, slices, expected="4 axes", got=f"{got.ndim} axes")
        expect(got.shape != maps.shape, f"{what}: the size", whole, slices, expected="4×2", got="6×8")
        expect_equal(
            what,
            got,
            maps[:, 1:5, 3:5],
            "Cut as much at the top as at the bottom, and as much on the left as on the right.",
            "`top` is half of the difference of the heights, `left` half of the difference of the widths.",
            mistakes=[
                (
                    maps[:, :4, :2],
                    "This is the top left corner. Half of what is cut must go at the top, and half on the left.",
                ),
                (
                    maps[:, -4:, -2:],
                    "This is the bottom right corner. Cut half of the difference there, not all of it.",
                ),
                (maps[:, 1:5, 1:3], "The columns start where the rows should: work out `left`, too."),
                *((wrong, kept) for wrong in (maps[:, 1:5, 3:5] > 0, maps[:, 1:5, 3:5] / 47)),
            ],
        )
        expect_answer(
            answer,
            ("6×8 pixels cropped to (6, 4)", maps, (6, 4), maps[:, :, 2:6]),
            "Nothing is cut from the height here. With a cut of 0, the slice `cut:-cut` is `0:0`, which is empty.",
            "Say where the slice ends by counting from its start: `top : top + size[0]`.",
        )
        expect_answer(
            answer,
            ("5×6 pixels cropped to (2, 5), both differences odd", odd, (2, 5), odd[:, 1:3, :5]),
            "An odd difference has no centre. The docstring says which side loses the extra one.",
            "`//` rounds down: `top = (have - want) // 2` leaves the extra row to the bottom.",
            (odd[:, 2:4, 1:], "You cut the extra row at the top. `(have - want) // 2` cuts it at the bottom."),
            (odd[:, 1:-1, :], "Half of the difference was cut on both sides, and that is one too few here."),
        )
        expect_answer(
            answer,
            ("three maps of 7×7 with 2 channels, cropped to (3, 3)", several, (3, 3), several[:, 2:5, 2:5]),
            "Is the number of maps or of channels written into your code? Keep both axes whole, with `:`.",
            (
                several[:, 2:5, 2:5].astype("uint8"),
                "A number above 255 does not fit into `uint8`. Keep the type of `maps`.",
            ),
        )
        sizes = "It worked for the sizes before. Is a size or a number of channels written into your code?"
        for shape, size, kind in CROPS:
            crops = np.random.default_rng(shape[1]).normal(scale=90, size=shape).astype(kind)
            top, left = (shape[1] - size[0]) // 2, (shape[2] - size[1]) // 2
            right = crops[:, top : top + size[0], left : left + size[1]]
            what = f"maps {shape} ({kind}), cropped to {size}"
            rounded = np.trunc(right), "The numbers of a map are fractions, and yours are whole: keep their type."
            positive = (
                np.maximum(right, 0),
                "The negative numbers are gone. Cut the map, and change none of its numbers.",
            )
            expect_answer(answer, (what, crops, size, right), sizes, positive, *([rounded] if kind[0] == "f" else []))


@check(
    "2 · labels_for",
    "`model.output_shape` is (batch, height, width, classes): it says how many labels are needed.",
    "Cut half of the difference on each side, of height and width: `masks[:, top : top + height, …]`.",
)
def labels_for(answer):
    masks = np.random.default_rng(1).integers(0, 3, (2, 6, 12))
    unsolved = "If you call `crop_centre`: solve exercise 1 first. Or cut `masks` with slices."
    channels = "`centre_crop` needs an axis for channels: give it `masks[..., None]`, and take `[..., 0]` afterwards."
    slices = "`masks[:, top : top + height, left : left + width]`."
    errors = [
        ("returns None", f"Does it end in `return`? {unsolved}", slices),
        ("NoneType", f"Something is None here. {unsolved}", slices),
        ("one for the channels", channels, slices),
        WHOLE,
    ]
    inputs = keras.Input((6, 12, 1))
    model = keras.Model(inputs, keras.layers.Conv2D(3, (5, 7))(inputs))  # it loses 4 rows and 6 columns
    got, right = array_of("the labels", call(answer, masks, model, errors=errors)), masks[:, 2:4, 3:9]
    hints = (
        "The model predicts the centre of the image: take the labels of the same pixels, and resize nothing.",
        "`_, height, width, _ = model.output_shape`. Cut half of the difference on each side.",
    )
    first = ()
    if got.shape == masks.shape:
        first = ("With valid padding the output is smaller. `model.output_shape` is (batch, height, width, classes).",)
    elif got.size == right.size and got.ndim != 3:
        first = ("Masks are (batch, h, w), and so is the answer: no axis for channels, and one label for each pixel.",)
    elif got.shape == (2, 2, 6, 3):
        first = (
            "These are numbers for each class, as the model predicts them. Give one label of `masks` for each pixel.",
        )
    elif got.shape in ((1, 2, 6), (2, 6)):
        first = ("These are the labels of one image only. Keep the first axis whole: it counts the masks.",)
    elif 2 in got.shape[1:]:
        first = ("Height and width do not lose the same, so each needs its own cut: work out `top` and `left`.",)
    expect_shape("the labels", got, right.shape, *first, *hints)
    resized = "Were the masks resized, so that labels mixed, or divided? A crop moves no label and changes none."
    expect_labels("there are labels that the masks do not hold", got, [0, 1, 2], resized, *hints)
    mixed = "These are labels of yours, but not at their positions: the masks were resized. Crop them instead."
    expect_equal(
        "two masks of 6×12 for a model that gives 2×6",
        got,
        right,
        *hints,
        mistakes=[
            *((masks[:, row::3, column::2], mixed) for row in range(3) for column in range(2)),
            (masks[:, 2:4, 2:8], "The columns start where the rows should: work out `left`, too."),
            (masks[:, 3:5, 3:9], "The rows start where the columns should: work out `top`, too."),
            (masks[:, :2, :6], "This is the top left corner. The model loses as much at the top as at the bottom."),
            (masks[:, -2:, -6:], "This is the bottom right corner. The model's output lies over the centre."),
            (right > 0, "Labels 1 and 2 have become one class. Keep the labels as they are."),
        ],
    )
    large, small = np.random.default_rng(2).integers(0, 3, (3, 20, 24)), dict(num_classes=3, base_filters=1, depth=1)
    expect_answer(
        answer,
        ("three masks of 20×24 for a U that gives 4×8", large, unet_model((20, 24, 1), **small), large[:, 8:12, 8:16]),
        "It worked for the first model. Is a border or a size of that model written into your code?",
        "Take the size from `model.output_shape`, and the border from the difference.",
    )
    expect_answer(
        answer,
        ("masks for a model with same padding", masks, unet_model((6, 12, 1), padding="same", **small), masks),
        "Nothing is cut here. With a cut of 0, the slice `cut:-cut` is empty: write `top : top + height`.",
    )
    inputs = keras.Input((15, 10, 2))
    for (down, across), classes, number, kind in (((3, 1), 12, 1, "uint8"), ((7, 5), 400, 7, "int64")):
        model = keras.Model(inputs, keras.layers.Conv2D(classes, (down, across))(inputs))
        masks = np.random.default_rng(down).integers(0, classes, (number, 15, 10)).astype(kind)
        top, left = down // 2, across // 2
        right = masks[:, top : 15 - top, left : 10 - left]
        what = f"{number} of 15×10 pixels, labels 0 to {classes - 1} ({kind}), for a model that gives {right.shape[1:]}"
        said = (
            "There may be more classes, images and labels than in the model before. Keep the labels as they are.",
            "Is a border, a size or a number of classes written into your code?",
        )
        wrong = right.astype("uint8"), "A label above 255 does not fit into `uint8`. Keep the type of `masks`."
        expect_answer(answer, (what, masks, model, right), *said, *([wrong] if classes > 256 else []), errors=errors)
