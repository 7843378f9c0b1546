"""The drawing board, with which you draw strokes on an image in the notebook. Lesson 08b.

    from unet_lessons.scribbles import DrawingBoard

The part that runs in the browser is in `drawing_board.js` and `drawing_board.css`. The kernel sends both, so the board
works without an internet connection.
"""

import io
from pathlib import Path

import anywidget
import numpy as np
import traitlets
from PIL import Image
from skimage.segmentation import find_boundaries

from ..images import from_array, label_colour, resize
from .strokes import check_strokes, stroke_colour

HERE = Path(__file__).parent
SHOWN = 1000  # longest side, in pixels, of the copy for the browser; strokes are in pixels of the image itself


class DrawingBoard(anywidget.AnyWidget):
    """An image to draw on with mouse, pen or finger. Put the board on the last line of a cell to show it.

    image        an image as `load_image` returns it; available as `board.image`, (height, width, 3) in [0, 1]
    class_names  two or more names, class 0 first: a stroke's label is the index of its class in this list
    strokes      the initial strokes, in the form of `scribbles.strokes`. `board.strokes` holds the current ones and can
                 be set, as in `board.strokes = load_strokes("cat.json")`
    cut_out      a function of the board that the button "Cut out" calls, for instance to train and then call
                 `board.show_mask`; without it there is no such button

    ValueError for an invalid image, names or strokes.
    """

    _esm = HERE / "drawing_board.js"
    _css = HERE / "drawing_board.css"
    strokes = traitlets.List().tag(sync=True)
    class_names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    colours = traitlets.List().tag(sync=True)  # of each class, in CSS notation
    size = traitlets.List().tag(sync=True)  # height and width of the image
    photo = traitlets.Bytes().tag(sync=True)  # JPEG
    tint = traitlets.Bytes().tag(sync=True)  # the mask as a PNG to lay over the image, or nothing
    note = traitlets.Unicode().tag(sync=True)  # a line below the image
    has_button = traitlets.Bool().tag(sync=True)
    busy = traitlets.Bool().tag(sync=True)  # while `cut_out` runs, the button is disabled

    def __init__(self, image, class_names=("background", "object"), strokes=(), cut_out=None):
        names = [str(name) for name in class_names]
        if len(names) < 2 or isinstance(class_names, str):
            raise ValueError(f"class_names is {class_names!r}: give a list of at least two names, class 0 first")
        self.image, self.mask, self.cut_out = from_array(np.array(image), "the image"), None, cut_out
        super().__init__(
            strokes=list(strokes),
            class_names=names,
            colours=[f"rgb{tuple(stroke_colour(label))}" for label in range(len(names))],
            size=list(self.image.shape[:2]),
            photo=as_file(Image.fromarray(np.uint8(for_screen(self.image) * 255)), "JPEG"),
            has_button=cut_out is not None,
        )
        self.on_msg(self.pressed)

    @traitlets.validate("strokes")
    def checked(self, proposal):
        """Check strokes, whether they come from the browser, a file or a cell; ValueError for invalid ones."""
        strokes = check_strokes(proposal["value"])
        most = max((stroke["label"] for stroke in strokes), default=0)
        if most >= len(self.class_names or strokes):
            raise ValueError(
                f"there is a stroke of class {most}, but there are only {len(self.class_names)} class names"
            )
        return strokes

    def show_mask(self, mask, note=""):
        """Lay a mask (height, width) of labels over the image and keep it as `board.mask`; `note` is shown below it.

        None removes the mask. ValueError if the mask does not have the size of the image.
        """
        if mask is not None:
            mask = np.asarray(mask)
            if mask.shape != self.image.shape[:2]:
                raise ValueError(
                    f"the mask is {mask.shape} and the image {self.image.shape[:2]}: they must have the same size"
                )
        self.mask = mask
        self.tint = b"" if mask is None else as_file(tinted(for_screen(mask.astype(np.uint8))), "PNG")
        self.note = note

    def preview(self, step, probabilities):
        """Show the progress of training: `train_on_scribbles(…, preview=board.preview)` calls this."""
        self.show_mask(np.asarray(probabilities).argmax(axis=2).astype(np.uint8), f"step {step}")

    def pressed(self, _, message, buffers):
        """Called by the button; an error is shown below the image, because there is no cell to show it."""
        if message != "cut out" or self.cut_out is None:
            return
        self.busy, self.note = True, "training …"
        try:
            self.cut_out(self)
            self.note = "done"
        except Exception as error:
            self.note = str(error)
        finally:
            self.busy = False

    def __repr__(self):
        return f"DrawingBoard(height={self.size[0]}, width={self.size[1]}, strokes={len(self.strokes)})"


def for_screen(array):
    """An image or mask (height, width, …), reduced so that its longer side is at most SHOWN pixels."""
    ratio = min(1, SHOWN / max(array.shape[:2]))
    return resize(array, *(max(1, round(side * ratio)) for side in array.shape[:2]))


def tinted(mask):
    """A mask as a Pillow image to lay over the image: label 0 dark, others in their colours, opaque at the edge."""
    colours = np.array([(*label_colour(label), 60 if label else 150) for label in range(256)], np.uint8)
    image = colours[mask]
    image[find_boundaries(mask, mode="inner") & (mask > 0), 3] = 255
    return Image.fromarray(image)


def as_file(image, kind):
    """A Pillow image as the bytes of a file of a `kind` such as "PNG"."""
    file = io.BytesIO()
    image.save(file, kind, **({"quality": 90} if kind == "JPEG" else {}))
    return file.getvalue()
