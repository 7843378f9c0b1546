"""Image files that Pillow would change or not open: their values as stored, and a clear reason for the others."""

import struct
import zlib

import numpy as np
import pytest
import tifffile
from PIL import Image

from unet_lessons.arguments import MAX_PIXELS
from unet_lessons.files import open_page, opened, page_count, upright_array
from unet_lessons.images import load_image, notes_of, pixels_of

SHAPE = (8, 9)


def values(dtype, bands=None, seed=0):
    most = np.iinfo(dtype).max if np.dtype(dtype).kind in "iu" else 1
    shape = SHAPE if bands is None else (*SHAPE, bands)
    return (np.random.default_rng(seed).random(shape) * most).astype(dtype)


def remarks(path):
    page = open_page(path)
    return " ".join(notes_of(page, pixels_of(page, path.name)))


def deep_png(path, array):
    """Write uint16 (height, width, 2 to 4) as a PNG of 16 bits, which Pillow cannot write."""
    height, width, bands = array.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in array)
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, {2: 4, 3: 2, 4: 6}[bands], 0, 0, 0)),
             (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]  # fmt: skip
    chunks = [struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
              for kind, data in parts]  # fmt: skip
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


# Bands beyond red, green and blue


@pytest.mark.parametrize("compression", [None, "zlib"])
@pytest.mark.parametrize("extra", [None, ["unspecified"], ["unassalpha"], ["assocalpha"]])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_fourth_band_of_data_is_left_out(tmp_path, dtype, extra, compression):
    array = values(dtype, 4)
    tifffile.imwrite(tmp_path / "a.tif", array, photometric="rgb", extrasamples=extra, compression=compression)
    assert np.allclose(load_image(tmp_path / "a.tif"), array[..., :3] / np.iinfo(dtype).max, atol=1e-6)
    assert "4 bands: the first three are read as red, green and blue, band 4 is left out" in remarks(tmp_path / "a.tif")


def test_near_infrared_changes_no_colour(tmp_path):
    array = np.empty((4, 4, 4), np.uint8)
    array[:] = 60, 110, 50, 200
    tifffile.imwrite(tmp_path / "s.tif", array, photometric="rgb")
    assert np.round(load_image(tmp_path / "s.tif")[0, 0] * 255).tolist() == [60, 110, 50]


@pytest.mark.parametrize("bands, kept, words", [(5, 3, "bands 4 to 5 are left out"), (2, 1, "band 2 is left out"),
                                                (9, 3, "bands 4 to 9 are left out")])  # fmt: skip
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_other_numbers_of_bands(tmp_path, dtype, bands, kept, words):
    array = values(dtype, bands)
    kind = "rgb" if kept == 3 else "minisblack"
    tifffile.imwrite(tmp_path / "a.tif", array, photometric=kind, planarconfig="contig")
    most = 1 if dtype is np.float32 else np.iinfo(dtype).max
    assert np.allclose(load_image(tmp_path / "a.tif"), array[..., :kept] / most, atol=1e-6)
    assert words in remarks(tmp_path / "a.tif")


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_an_alpha_channel_becomes_white(tmp_path, dtype):
    most, array = np.iinfo(dtype).max, values(dtype, 4)
    array[..., 3] = most
    array[:2, :, 3] = 0
    tifffile.imwrite(tmp_path / "a.tif", array, photometric="rgb", extrasamples=["unassalpha"])
    image = load_image(tmp_path / "a.tif")
    assert (image[:2] == 1).all() and np.allclose(image[2:], array[2:, :, :3] / most, atol=1e-6)
    assert not remarks(tmp_path / "a.tif")


# 16-bit colour


@pytest.mark.parametrize("most", [255, 4095, 65535])
@pytest.mark.parametrize("name", ["a.png", "a.tif", "planar.tif"])
def test_16_bit_colour_keeps_all_levels(tmp_path, name, most):
    array = np.random.default_rng(0).integers(0, most + 1, (64, 64, 3)).astype(np.uint16)
    if name == "a.png":
        deep_png(tmp_path / name, array)
    elif name == "a.tif":
        tifffile.imwrite(tmp_path / name, array, photometric="rgb")
    else:
        tifffile.imwrite(tmp_path / name, np.moveaxis(array, 2, 0).copy(), photometric="rgb", planarconfig="separate")
    image = load_image(tmp_path / name)
    assert np.allclose(image, array / 65535, atol=1e-7) and len(np.unique(image)) == len(np.unique(array))


@pytest.mark.parametrize("bands", [2, 4])
def test_16_bit_png_with_an_alpha_channel(tmp_path, bands):
    array = values(np.uint16, bands)
    array[..., -1], array[0, ..., -1] = 65535, 0
    deep_png(tmp_path / "a.png", array)
    image = load_image(tmp_path / "a.png")
    assert (image[0] == 1).all() and np.allclose(image[1:], array[1:, :, : bands - 1] / 65535, atol=1e-7)


# Orientation


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int64])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_of_a_tiff(tmp_path, orientation, dtype):
    array, exif = np.arange(24).reshape(4, 6).astype(dtype), Image.Exif()
    tifffile.imwrite(tmp_path / "a.tif", array, extratags=[(274, 3, 1, orientation, True)])
    page = open_page(tmp_path / "a.tif")
    assert page.orientation == orientation
    exif[274] = orientation
    Image.fromarray(array.astype(np.uint8)).save(tmp_path / "a.png", exif=exif)  # Pillow is right for PNG
    with Image.open(tmp_path / "a.png") as image:
        expected = np.asarray(open_page(tmp_path / "a.png").pixels)
        assert expected.shape == ((4, 6) if orientation < 5 else (6, 4)) and image.size == (6, 4)
    assert np.array_equal(np.squeeze(np.asarray(page.pixels)), expected)
    assert np.array_equal(upright_array(array, orientation), expected)
    assert np.array_equal(np.squeeze(np.asarray(open_page(tmp_path / "a.tif", upright=False).pixels)), array)


@pytest.mark.parametrize("corner, orientation", [((0, -1), 2), ((-1, -1), 3), ((-1, 0), 4), ((0, -1), 8)])
def test_where_the_first_pixel_goes(corner, orientation):
    """EXIF: the first stored pixel is at the top right (2), bottom right (3), bottom left (4); 8 is turned left."""
    array = np.arange(24).reshape(4, 6)
    upright = upright_array(array, orientation)
    first = upright[-1, 0] if orientation == 8 else upright[corner]
    assert first == 0


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_an_invalid_orientation_counts_as_none(tmp_path, value):
    tifffile.imwrite(tmp_path / "a.tif", values(np.uint8), extratags=[(274, 3, 1, value, True)])
    assert open_page(tmp_path / "a.tif").orientation == 1
    assert np.array_equal(np.asarray(open_page(tmp_path / "a.tif").pixels), values(np.uint8))


# TIFFs that Pillow cannot open


@pytest.mark.parametrize("dtype, divided", [(np.int64, 255), (np.uint32, 255), (np.uint64, 255), (np.int16, 255),
                                            (np.float64, 1), (np.float16, 1)])  # fmt: skip
def test_plain_tiffs_of_other_types_are_read(tmp_path, dtype, divided):
    array = np.random.default_rng(0).integers(0, 256, SHAPE) / (255 if divided == 1 else 1)
    tifffile.imwrite(tmp_path / "a.tif", array.astype(dtype))
    assert np.allclose(load_image(tmp_path / "a.tif")[..., 0], array.astype(dtype) / divided, atol=1e-6)


def test_more_than_255_is_read_as_16_bits_and_said(tmp_path):
    array = np.random.default_rng(0).integers(0, 4096, SHAPE)
    tifffile.imwrite(tmp_path / "a.tif", array)
    assert np.allclose(load_image(tmp_path / "a.tif")[..., 0], array / 65535, atol=1e-7)
    assert "whole numbers of 64 bits, read as 0 (black) to 65535 (white)" in remarks(tmp_path / "a.tif")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_colours_of_floats_are_read(tmp_path, dtype):
    array = np.random.default_rng(0).random((*SHAPE, 3)).astype(dtype)
    tifffile.imwrite(tmp_path / "a.tif", array, photometric="rgb")
    assert np.allclose(load_image(tmp_path / "a.tif"), array, atol=1e-7)


@pytest.mark.parametrize(
    "array, words",
    [(np.full(SHAPE, 1j, np.complex64), ["TIFF of complex64", "uint8, uint16 or float32"]),
     (np.full(SHAPE, -5), ["from -5 to -5", "from 0 to 65535"]), (np.full(SHAPE, 70000), ["70000", "from 0 to 65535"]),
     (np.full(SHAPE, 200.0), ["scale them to lie between 0 and 1"]), (np.full(SHAPE, np.nan), ["NaN"])],
)  # fmt: skip
def test_what_is_not_plain_is_refused_with_its_type(tmp_path, array, words):
    tifffile.imwrite(tmp_path / "a.tif", array)
    with pytest.raises(ValueError, match="^a.tif") as error:
        load_image(tmp_path / "a.tif")
    assert all(word in str(error.value) for word in words) and "not a PNG" not in str(error.value)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int64, np.float64])
def test_pages_of_a_stack_are_opened_once(tmp_path, dtype):
    stack = np.stack([values(dtype, seed=number) for number in range(4)])
    tifffile.imwrite(tmp_path / "a.tif", stack, photometric="minisblack")
    assert page_count(tmp_path / "a.tif") == 4
    with opened(tmp_path / "a.tif") as read:
        pages = [read(number) for number in (2, 0, 3, 1)]
        with pytest.raises(ValueError, match="a.tif has no page 4: page 0 is the first"):
            read(4)
    for number, page in zip((2, 0, 3, 1), pages, strict=True):
        assert np.array_equal(np.squeeze(np.asarray(page.pixels)), stack[number])


# Files that are too large, and files that are none


@pytest.mark.parametrize("shape, dtype", [((8000, 4001), np.uint8), ((1, 32_000_001), np.uint16), ((8000, 4001), bool)])
def test_above_the_limit_the_message_names_parts_and_tiles(tmp_path, shape, dtype):
    assert shape[0] * shape[1] > MAX_PIXELS
    tifffile.imwrite(tmp_path / "a.tif", np.zeros(shape, dtype), compression="zlib")
    with pytest.raises(ValueError, match=r"too large .*megapixels.*tifffile.memmap .*predict_tiles"):
        load_image(tmp_path / "a.tif")


@pytest.mark.parametrize(
    "name, content, words",
    [("a.png", b"%!PS-Adobe-3.0 EPSF-3.0\n", "has the format EPS"), ("a.heic", b"\0\0\0\x18ftypheic", "HEIC"),
     ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"), ("a.tif", b"II*\0\x08\0\0\0", "damaged or incomplete"),
     ("a.png", b"hello", "whatever its name ends in, it is not a PNG"), ("a.png", b"", "empty (0 bytes)")],
)  # fmt: skip
def test_the_reason_fits_the_content(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError) as error:
        load_image(tmp_path / name)
    assert words in str(error.value) and str(error.value).startswith(name)


@pytest.mark.parametrize("path, words", [("~nobody_here/a.png", "not a valid file name"),
                                         ("a" * 300 + ".png", "not a valid file name"),
                                         ("https://example.org/a.png", "is a web address")])  # fmt: skip
def test_names_that_no_file_can_have(path, words):
    with pytest.raises(ValueError, match=words):
        load_image(path)
