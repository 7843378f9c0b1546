"""`unet_lessons.images`: loading and saving files of every kind, good and bad."""

import io
import warnings

import numpy as np
import pytest
from PIL import Image

from unet_lessons.arguments import MAX_PIXELS
from unet_lessons.images import label_colour, load_image, resize, save_mask

COLOUR = (200, 100, 50)


def saved(tmp_path, image, name, **options):
    path = tmp_path / name
    image.save(path, **options)
    return path


def rgb_of(mode):
    """An image of COLOUR, converted to `mode`, as RGB."""
    return np.array(Image.new("RGB", (7, 5), COLOUR).convert(mode).convert("RGB"), np.float32) / 255


@pytest.mark.parametrize("name", ["p.png", "p.jpg", "p.tif", "p.bmp", "p.gif", "p.webp", "p.ppm"])
def test_formats(tmp_path, name):
    image = load_image(saved(tmp_path, Image.new("RGB", (7, 5), COLOUR), name))
    assert image.shape == (5, 7, 3) and image.dtype == np.float32
    assert np.allclose(image, np.array(COLOUR) / 255, atol=0.02)


@pytest.mark.parametrize(
    ("mode", "name"),
    [("L", "p.png"), ("1", "p.png"), ("P", "p.png"), ("RGBA", "p.png"), ("LA", "p.png"), ("CMYK", "p.jpg"),
     ("CMYK", "p.tif"), ("YCbCr", "p.jpg"), ("L", "p.jpg")],
)  # fmt: skip
def test_modes(tmp_path, mode, name):
    """Mistake 10 of the article: only images with three channels or with an alpha channel work."""
    path = saved(tmp_path, Image.new("RGB", (7, 5), COLOUR).convert(mode), name)
    image = load_image(str(path))
    assert image.shape == (5, 7, 3)
    assert np.allclose(image, rgb_of(mode), atol=0.02)


def test_transparent_parts_become_white(tmp_path):
    drawn = Image.new("RGBA", (4, 4), (255, 0, 0, 0))
    drawn.putpixel((1, 2), (0, 0, 255, 255))
    image = load_image(saved(tmp_path, drawn, "p.png"))
    assert np.array_equal(image[0, 0], (1, 1, 1)) and np.array_equal(image[2, 1], (0, 0, 1))
    assert np.allclose(load_image(np.asarray(drawn)), image)
    palette = Image.new("P", (4, 4), 0)
    palette.putpalette([9, 9, 9, 0, 255, 0])
    palette.putpixel((1, 2), 1)
    image = load_image(saved(tmp_path, palette, "p.gif", transparency=0))
    assert np.array_equal(image[0, 0], (1, 1, 1)) and np.array_equal(image[2, 1], (0, 1, 0))


@pytest.mark.parametrize("name", ["p.png", "p.tif"])
def test_sixteen_bits(tmp_path, name):
    array = np.array([[0, 1000, 30000, 65535]], np.uint16)
    image = load_image(saved(tmp_path, Image.fromarray(array), name))
    assert np.allclose(image[:, :, 0], array / 65535, atol=1e-6)
    big_endian = Image.frombytes("I;16B", (4, 1), array.astype(">u2").tobytes())
    assert np.allclose(load_image(big_endian)[:, :, 0], array / 65535, atol=1e-6)


def test_float_tiff(tmp_path):
    array = np.array([[0.0, 0.25, 1.0]], np.float32)
    assert np.allclose(load_image(saved(tmp_path, Image.fromarray(array), "p.tif"))[:, :, 0], array)
    with pytest.raises(ValueError, match="from 0 to 255"):
        load_image(saved(tmp_path, Image.fromarray(array * 255), "p.tif"))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photographs_are_turned_upright(tmp_path, orientation):
    upright = np.zeros((4, 6, 3), np.uint8)
    upright[0, 0] = 255
    turn = {
        1: lambda a: a, 2: np.fliplr, 3: lambda a: np.rot90(a, 2), 4: np.flipud, 5: lambda a: a.transpose(1, 0, 2),
        6: np.rot90, 7: lambda a: np.rot90(a, 2).transpose(1, 0, 2), 8: lambda a: np.rot90(a, -1),
    }[orientation]  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(tmp_path, Image.fromarray(np.ascontiguousarray(turn(upright))), "p.png", exif=exif)
    assert np.array_equal(load_image(path), upright / np.float32(255))
    assert np.array_equal(load_image(Image.open(path)), upright / np.float32(255))


def test_first_page_of_several(tmp_path):
    pages = [Image.new("L", (3, 2), value) for value in (10, 200)]
    path = saved(tmp_path, pages[0], "p.tif", save_all=True, append_images=pages[1:])
    assert np.allclose(load_image(path), 10 / 255)


@pytest.mark.parametrize("shape", [(4, 6), (4, 6, 1), (4, 6, 3), (4, 6, 4)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, bool, np.float32, np.float64])
def test_arrays(shape, dtype):
    top = 1 if dtype in (bool, np.float32, np.float64) else np.iinfo(dtype).max
    image = load_image(np.full(shape, top, dtype))
    assert image.shape == (4, 6, 3) and image.dtype == np.float32 and np.all(image == 1)


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.zeros((2, 4, 6, 3)), ["(2, 4, 6, 3)", "one by one"]),
        (np.zeros((4, 6, 2)), ["(4, 6, 2)"]),
        (np.zeros(6), ["(6,)"]),
        (np.zeros((0, 6, 3)), ["no pixel"]),
        (np.full((4, 6), np.nan), ["NaN"]),
        (np.full((4, 6), np.inf), ["infinite"]),
        (np.full((4, 6), 255.0), ["255", "between 0 and 1"]),
        (np.full((4, 6), -0.5), ["-0.5"]),
        (np.zeros((4, 6), np.int64), ["int64", "uint8"]),
        (np.broadcast_to(np.zeros((1, 1, 1), np.uint8), (20_000, 20_000, 1)), ["400 megapixels", "at most 32"]),
        (np.array([["a"]]), ["uint8"]),
    ],
)
def test_arrays_that_are_no_image(array, words):
    with pytest.raises(ValueError) as error:
        load_image(array)
    assert [word for word in words if word not in str(error.value)] == []


def png_header(width, height):
    """A PNG that states a size but contains no pixels."""
    import struct
    import zlib

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def whole(fmt):
    buffer = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (60, 80, 3), np.uint8)
    Image.fromarray(noise).save(buffer, fmt)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.png", b"", ["empty.png", "0 bytes"]),
        ("notes.png", b"Dear diary, this is no image.", ["notes.png", "cannot be read"]),
        ("phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0", ["HEIC", "JPEG or PNG"]),
        ("cut.png", whole("PNG")[:3000], ["cut.png", "damaged or incomplete"]),
        ("cut.jpg", whole("JPEG")[:2000], ["cut.jpg", "damaged or incomplete"]),
        ("cut.tif", whole("TIFF")[:3000], ["cut.tif"]),
        ("cut.bmp", whole("BMP")[:3000], ["cut.bmp", "damaged or incomplete"]),
        ("large.png", png_header(12_000, 10_000), ["12000×10000", "120 megapixels", "at most 32"]),
        ("huge.png", png_header(30_000, 30_000), ["at most 32 megapixels"]),
        ("none.png", png_header(0, 10), ["none.png"]),
        ("none.ppm", b"P6 0 0 255\n", ["none.ppm"]),
        ("hollow.png", png_header(10, 10), ["hollow.png"]),
    ],
)
def test_files_that_are_no_image(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    with warnings.catch_warnings(), pytest.raises(ValueError) as error:
        warnings.simplefilter("error")
        load_image(tmp_path / name)
    assert [word for word in words if word not in str(error.value)] == []


def test_missing_file_and_folder(tmp_path):
    saved(tmp_path, Image.new("L", (2, 2)), "my-cat.png")
    with pytest.raises(FileNotFoundError, match="Did you mean my-cat.png"):
        load_image(tmp_path / "my_cat.jpg")
    (tmp_path / "zzzz.ipynb").write_text("no image")
    with pytest.raises(FileNotFoundError, match="folder of this notebook"):
        load_image(tmp_path / "zzz.ipynb")
    with pytest.raises(FileNotFoundError, match="folder of this notebook"):
        load_image("no-such-image-anywhere.png")
    with pytest.raises(ValueError, match="is a folder"):
        load_image(tmp_path)


@pytest.mark.parametrize("fmt", ["PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP"])
def test_damaged_files_give_a_image_or_a_clear_refusal(tmp_path, fmt):
    """Forty files of each format with random bytes changed never raise another kind of error."""
    random, content = np.random.default_rng(7), whole(fmt)
    for number in range(40):
        damaged = np.frombuffer(content, np.uint8).copy()
        places = random.integers(0, len(damaged) if number % 2 else 64, 1 + number % 8)
        damaged[places] = random.integers(0, 256, len(places))
        path = tmp_path / f"{number}.{fmt.lower()}"
        path.write_bytes(damaged.tobytes())
        try:
            image = load_image(path)
        except ValueError as error:
            assert path.name in str(error)
        else:
            assert image.ndim == 3 and image.shape[2] == 3 and 0 <= image.min() and image.max() <= 1


def test_limit_is_what_fits_in_two_gigabytes():
    assert MAX_PIXELS * 3 * 4 < 0.8e9


def test_saved_mask_is_the_mask(tmp_path):
    """Mistake 9 of the article: a lossy format invents grey levels around edges."""
    mask = np.random.default_rng(0).integers(0, 2, (50, 70)).astype(np.uint8)
    path = save_mask(mask, tmp_path / "mask.png")
    with Image.open(path) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "L", (70, 50))
        assert np.array_equal(np.asarray(image), mask * 255)
    save_mask(mask.astype(bool), tmp_path / "bool.png")
    assert (tmp_path / "bool.png").read_bytes() == path.read_bytes()


def test_saved_mask_of_several_classes_keeps_labels_and_shows_colours(tmp_path):
    mask = np.random.default_rng(0).integers(0, 12, (50, 70))
    path = save_mask(mask, tmp_path / "mask.png", num_classes=12)
    with Image.open(path) as image:
        assert np.array_equal(np.asarray(image), mask)
        colours = np.asarray(image.convert("RGB"))
    for label in range(12):
        assert np.all(colours[mask == label] == label_colour(label))


def test_nothing_is_overwritten_silently(tmp_path):
    path, mask = tmp_path / "mask.png", np.zeros((4, 4), np.uint8)
    save_mask(mask, path)
    before = path.read_bytes()
    assert save_mask(mask, path) == path  # the same again: nothing to lose
    with pytest.raises(FileExistsError, match="mask-2.png"):
        save_mask(mask + 1, path)
    assert path.read_bytes() == before
    (tmp_path / "mask-2.png").write_text("a file of the learner's")
    with pytest.raises(FileExistsError, match="mask-3.png"):
        save_mask(mask + 1, path)
    with pytest.raises(FileExistsError):
        save_mask(mask, tmp_path / "mask-2.png")
    save_mask(mask + 1, path, overwrite=True)
    assert np.all(np.asarray(Image.open(path)) == 255)


@pytest.mark.parametrize(
    ("mask", "name", "options", "words"),
    [
        (np.zeros((4, 4), int), "mask.jpg", {}, ["mask.jpg", "mask.png"]),
        (np.zeros((4, 4), int), "mask", {}, ["mask.png"]),
        (np.zeros((4, 4)), "mask.png", {}, ["float64", "labels"]),
        (np.zeros((4, 4, 1), int), "mask.png", {}, ["(4, 4, 1)"]),
        (np.zeros((0, 4), int), "mask.png", {}, ["(0, 4)"]),
        (np.full((4, 4), 2), "mask.png", {}, ["from 2 to 2", "0 to 1"]),
        (np.full((4, 4), 255, np.uint8), "mask.png", {}, ["255"]),
        (np.full((4, 4), -1), "mask.png", {}, ["-1"]),
    ],
)
def test_masks_that_cannot_be_saved(tmp_path, mask, name, options, words):
    with pytest.raises(ValueError) as error:
        save_mask(mask, tmp_path / name, **options)
    assert [word for word in words if word not in str(error.value)] == []
    assert list(tmp_path.iterdir()) == []


def test_folder_to_save_into_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match="There is no folder"):
        save_mask(np.zeros((4, 4), int), tmp_path / "masks" / "mask.png")


def test_resize_of_labels_invents_none():
    mask = np.random.default_rng(0).choice([0, 3, 7], (20, 30))
    assert set(np.unique(resize(mask, 47, 31))) == {0, 3, 7}
    assert resize(mask == 3, 47, 31).dtype == bool
    ramp = np.tile(np.linspace(0, 1, 30, dtype=np.float32), (20, 1))
    assert np.allclose(resize(ramp, 40, 30), ramp[0], atol=1e-6)


def test_one_page_of_several(tmp_path):
    pages = [Image.new("L", (4, 3), grey) for grey in (0, 51, 255)]
    pages[0].save(tmp_path / "stack.tif", save_all=True, append_images=pages[1:])
    found = [float(load_image(tmp_path / "stack.tif", page)[0, 0, 0]) for page in range(3)]
    assert np.allclose(found, [0, 0.2, 1]) and load_image(tmp_path / "stack.tif").max() == 0
    for path, page in ((tmp_path / "stack.tif", 3), (tmp_path / "one.png", 1)):
        pages[0].save(tmp_path / "one.png")
        with pytest.raises(ValueError, match=f"{path.name} has no page {page}"):
            load_image(path, page)


@pytest.mark.parametrize("kind", ["EPS", "ICO", "PCX"])
def test_other_formats_are_refused_whatever_they_are_called(tmp_path, kind):
    """EPS would start Ghostscript."""
    Image.new("RGB", (16, 16), "red").save(tmp_path / "cat.png", kind)
    with pytest.raises(ValueError, match=f"cat.png has the format {kind}"):
        load_image(tmp_path / "cat.png")
