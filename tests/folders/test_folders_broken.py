"""Broken files and names in folders always give a clear message or a line in the report."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image
from test_folders import blocks, everything, models, noise  # noqa: F401  (models is a fixture)

from unet_lessons import folders
from unet_lessons.folders import report


def encoded(array, kind, **options):
    buffer = io.BytesIO()
    (array if isinstance(array, Image.Image) else Image.fromarray(array)).save(buffer, kind, **options)
    return buffer.getvalue()


def claimed(width, height, depth=8, colour=2):
    """A PNG that states a size but contains no pixels."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def garbled(content, rng, places, start=0):
    content = np.frombuffer(content, np.uint8).copy()
    where = rng.integers(start, len(content), places)
    content[where] = rng.integers(0, 256, places)
    return content.tobytes()


WHOLE = {
    "png": encoded(noise(1), "PNG"), "jpg": encoded(noise(1), "JPEG"), "tif": encoded(noise(1), "TIFF"),
    "bmp": encoded(noise(1), "BMP"), "gif": encoded(noise(1), "GIF"), "webp": encoded(noise(1), "WEBP"),
    "tiff": encoded(Image.fromarray(noise(1)), "TIFF", save_all=True, append_images=[Image.fromarray(noise(2))] * 2),
}  # fmt: skip
WHOLE_MASKS = {
    "png": encoded(blocks(1) * np.uint8(255), "PNG"), "jpg": encoded(blocks(1) * np.uint8(255), "JPEG"),
    "tif": encoded(blocks(1).astype(np.uint16), "TIFF"), "gif": encoded(blocks(1), "GIF"),
    "tiff": encoded(Image.fromarray(blocks(1)), "TIFF", save_all=True, append_images=[Image.fromarray(blocks(2))] * 2),
}  # fmt: skip
TEXTS = [b"", b"\0", b"Dear diary", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", b"%PDF-1.4\n", b"GIF89a",
         b"P6 0 0 255\n", b"P5 9 9 255\n", b"P6 -1 4 255\n", b"BM", b"II*\0", b"II*\0\x08\0\0\0", b"RIFF\0\0\0\0WEBP",
         b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"\0" * 5000, b"II*\0\x08\0\0\0\0\0\x08\0\0\0",
         claimed(0, 9), claimed(9, 0), claimed(9, 9), claimed(9, 9, 16), claimed(9, 9, 3), claimed(12_000, 10_000),
         claimed(60_000, 60_000), claimed(2**31 - 1, 2**31 - 1), claimed(1, 31_000_000),
         b"SIMPLE  =                    T"]  # fmt: skip
MODES = ["1", "L", "P", "LA", "RGB", "RGBA", "CMYK", "YCbCr", "I", "F", "I;16", "PA", "LAB", "HSV"]


def broken_inputs():
    """More than three hundred tuples: what, image's file name and content, mask's file name and content."""
    rng = np.random.default_rng(12)
    good, good_mask = WHOLE["png"], WHOLE_MASKS["png"]
    for number, text in enumerate(TEXTS):
        for ending in ("png", "tif"):
            yield f"text {number}", f"a.{ending}", text, "a.png", good_mask
            yield f"text {number}", "a.png", good, f"a.{ending}", text
    for number in range(16):
        for ending, content in WHOLE.items():
            start = max(0, len(content) - 300) if number % 4 == 2 else 0  # a TIFF has its header at the end
            short = content[: rng.integers(1, len(content))]
            cut = short if number % 4 == 0 else garbled(content, rng, 1 + number, start)
            yield f"damaged {number}", f"a.{ending}", cut, "a.png", good_mask
        for ending, content in WHOLE_MASKS.items():
            cut = content[: rng.integers(1, len(content))] if number % 4 == 0 else garbled(content, rng, 1 + number)
            yield f"damaged {number}", "a.png", good, f"a.{ending}", cut
    for mode in MODES:
        for ending in ("png", "tif"):
            image = (
                Image.new(mode, (50, 40))
                if mode in ("PA", "LAB", "HSV", "I;16")
                else Image.fromarray(noise(1)).convert(mode)
            )
            try:
                content = encoded(image, {"png": "PNG", "tif": "TIFF"}[ending])
            except (OSError, KeyError):
                continue  # this format does not hold this mode
            yield mode, f"a.{ending}", content, "a.png", good_mask
            yield mode, "a.png", good, f"a.{ending}", content
    floats = [np.full((40, 50), value, np.float32) for value in (np.nan, np.inf, -1, 0.5, 1e30, 300)]
    for array in [*floats, np.full((40, 50), -(2**31), np.int32), np.full((40, 50), 2**31 - 1, np.int32)]:
        yield "numbers", "a.tif", encoded(array, "TIFF"), "a.png", good_mask
        yield "numbers", "a.png", good, "a.tif", encoded(array, "TIFF")
    for size in [(1, 1), (50, 40), (40, 51), (1, 2000)]:
        yield "size", "a.png", good, "a.png", encoded(np.zeros(size, np.uint8), "PNG")
        yield (
            "size",
            "a.png",
            encoded(np.zeros(size, np.uint8), "PNG"),
            "a.png",
            encoded(np.zeros(size, np.uint8), "PNG"),
        )
    for value in (0, 1, 7, 255):
        yield "one value", "a.png", good, "a.png", encoded(np.full((40, 50), value, np.uint8), "PNG")
    for image, mask in [("a.png", "b.png"), ("a.png", "a"), ("a", "a.png"), (".a.png", "a.png"), ("a.png", ".png"),
                          ("a\nb.png", "a\nb.png"), ("a" * 250 + ".png", "b.png"), ("é.png", "e\u0301.png"),
                          ("\udcff.png", "\udcff.png"), ("\udcff.png", "b.png"), ("%s{0}.png", "%s{0}.png"),
                          ("-.png", "-.png"), (" .png", " .png"), ("_mask.png", "_mask.png"), ("a.png ", "a.png"),
                          ("mask.png", "image.png"), ("a_mask_mask.png", "a.png"),
                          ("\u202ea.png", "\u202ea.png")]:  # fmt: skip
        yield f"names {image!r}", image, good, mask, good_mask
    for directory in ("a.png/", "b.png/"):
        yield "directory", directory, b"", "a.png", good_mask
        yield "directory", "a.png", good, directory, b""


def written(folder, name, content):
    folder.mkdir(exist_ok=True)
    try:
        if name.endswith("/"):
            (folder / name[:-1]).mkdir()
        else:
            (folder / name).write_bytes(content)
    except (OSError, UnicodeError, ValueError):
        return  # this machine cannot write such a name


INPUTS = list(broken_inputs())


OPTIONS = [{}, {"classes": {0: 0, 255: 1}, "nearest": True}, {"classes": "objects"},
           {"classes": {(0, 0, 0): 0, (255, 255, 255): 1}}]  # fmt: skip


def fits_screen(text):
    return len(text) > 20 and text.encode("utf-8") and all(letter.isprintable() or letter == "\n" for letter in text)


def refused_or_reported(images, masks, what, **options):
    """Either a report that can be printed and whose pairs can be loaded, or a message."""
    try:
        found = report(images, masks, **options)
    except (ValueError, FileNotFoundError) as error:
        assert fits_screen(str(error)), what
        return
    assert fits_screen(str(found)) and (found.pairs or found.faults), what
    if found.pairs:
        folders.load(found.pairs, found, 16)
        folders.load_crops(found.pairs, found, 16, count=2)


def test_there_are_three_hundred():
    assert len(INPUTS) > 300


@pytest.mark.slow
@pytest.mark.filterwarnings("error::UserWarning")
def test_broken_inputs(tmp_path, models):  # noqa: F811
    """Each of them beside a good pair gives a printable message or a report, and changes no file."""
    rng = np.random.default_rng(0)
    for number, (what, *names) in enumerate(INPUTS):
        folder = tmp_path / str(number)
        folder.mkdir()
        for side, name, content in (("x", *names[:2]), ("y", *names[2:])):
            written(folder / side, name, content)
            if rng.random() < 0.7:
                written(folder / side, "good.png", WHOLE["png"] if side == "x" else WHOLE_MASKS["png"])
        before = everything(folder)
        for options in OPTIONS if number % 5 == 0 else OPTIONS[:1]:
            refused_or_reported(folder / "x", folder / "y", what, **options)
        try:
            done = folders.predict_folder(models[0], folder / "x", tmp_path / f"out {number}")
        except FileNotFoundError as error:
            assert "There is no folder x" not in str(error) and not (folder / "x").exists()
        else:
            assert done.saved or done.skipped or not any((folder / "x").glob("[!.]*"))
            assert all(fits_screen(line) for line in done.skipped), what
        assert everything(folder) == before, what
