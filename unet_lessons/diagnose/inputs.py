"""Are the images and masks what the model needs? `diagnose` examines this first."""

import numpy as np

from .finding import Finding


def as_numbers(name, values, found):
    """The values as an array of numbers; if they are not numbers, None, and a finding is added to `found`."""
    if values is None and name == "masks":
        return None
    try:
        array = np.asarray(values)
        if array.dtype == object or not (np.issubdtype(array.dtype, np.number) or array.dtype == bool):
            raise ValueError(f"they are {array.dtype}")
        if np.iscomplexobj(array):
            raise ValueError("they are complex")
        if array.size == 0:
            raise ValueError("there are none")
    except Exception as error:
        advice = f"put all {name} into one array; np.stack([...]) shows where their sizes differ"
        found.append(Finding("no array", f"the {name} are not an array of numbers ({str(error)[:120]})", advice))
        return None
    return array * 1 if array.dtype == bool else array


def look_at_shapes(model, images, masks):
    """Findings on the shapes: do the model, the images and the masks fit together?"""
    taken, given = getattr(model, "input_shape", None), getattr(model, "output_shape", None)
    if not isinstance(taken, tuple) or not isinstance(given, tuple) or not callable(getattr(model, "predict", None)):
        seen = f"it is {type(model).__name__}, whose input and output shapes are not known"
        return [Finding("no model", seen, "give a built Keras model with one input and one output")]
    if len(taken) != 4 or len(given) != 4:
        seen = f"the model takes {taken} and gives {given}"
        return [
            Finding("no segmentation model", seen, "input and output must both be (batch, height, width, channels)")
        ]
    if images.ndim != 4:
        advice = "add the missing axis: images[None] for a single image, images[..., None] for grey images"
        return [Finding("shape of the images", f"it is {images.shape}, and the model takes {taken}", advice)]
    if images.shape[3] != taken[3]:
        advice = "load the images as the model expects them: grey has 1 channel, colour has 3"
        seen = f"the images have {images.shape[3]} channels, and the model takes {taken[3]}"
        return [Finding("channels of the images", seen, advice)]
    if any(wanted not in (None, size) for wanted, size in zip(taken[1:3], images.shape[1:3], strict=True)):
        seen = f"they are {images.shape[1]}×{images.shape[2]}, and the model takes {taken[1]}×{taken[2]}"
        return [
            Finding("size of the images", seen, "use predict.fit_image or tiles.predict_tiles, which adapt the size")
        ]
    if masks is None:
        return []
    if masks.ndim not in (3, 4) or len(masks) != len(images):
        seen = f"the masks are {masks.shape}, the images {images.shape}"
        advice = "one mask for each image: (count, height, width), or with the channels at the end"
        return [Finding("shape of the masks", seen, advice)]
    if masks.ndim == 4 and masks.shape[3] not in (1, given[3]):
        seen = f"the masks have {masks.shape[3]} channels, the model gives {given[3]}"
        advice = "give labels 0, 1, 2, … in one channel, or one channel of 0 and 1 for each class, not colours"
        return [Finding("channels of the masks", seen, advice)]
    sizes = tuple(g or size for g, size in zip(given[1:3], images.shape[1:3], strict=True))
    if masks.shape[1:3] != sizes:
        seen = f"the masks are {masks.shape[1]}×{masks.shape[2]}, the model's output is {sizes[0]}×{sizes[1]}"
        advice = (
            "with valid padding the output is only the centre: crop the masks (do not resize them), or use same padding"
        )
        if sizes == images.shape[1:3]:
            advice = "resize images and masks to the same size, masks with nearest neighbour"
        return [Finding("size of the masks", seen, advice)]
    return []


def look_at_numbers(images, masks):
    """Findings on the values: NaN, and images that are constant or nearly black."""
    found = []
    for name, array in (("images", images), ("masks", masks)):
        bad = 0 if array is None else int((~np.isfinite(array)).sum())
        if bad:
            seen = f"{bad} of {array.size} numbers in the {name} are NaN or infinite"
            advice = "find where they come from (0/0, a float TIFF?); np.nan_to_num sets them to 0"
            found.append(Finding(f"NaN in the {name}", seen, advice))
    low, high = float(images.min()), float(images.max())
    if low == high:
        seen = f"every pixel of every image is {low:.3g}"
        found.append(
            Finding("images are empty", seen, "show them: were they loaded, or were whole numbers divided with //?")
        )
    elif low >= 0 and 0 < high <= 1.5 / 255:
        seen = f"the images go from {low:.3g} to {high:.3g}"
        found.append(Finding("images nearly black", seen, "they were divided by 255 twice: do it only once"))
    return found


def look_at_masks(model, masks):
    """Findings on the masks: do they hold labels, and labels that the model has?"""
    if not np.isfinite(masks).all():
        return []
    classes, values = model.output_shape[-1], np.unique(masks)
    most = max(1, classes - 1)
    shown = ", ".join(f"{value:.3g}" for value in values[:4]) + (", …" if len(values) > 4 else "")
    if values[0] < 0:
        return [
            Finding(
                "negative labels",
                f"the masks hold {shown}",
                "labels are 0, 1, 2, …; give weight 0 to pixels that should not count",
            )
        ]
    if (values != np.round(values)).any():
        advice = "resize masks with nearest neighbour and do not blur them; divide by 255 only if they hold 0 and 255"
        return [Finding("fractions in the masks", f"the masks hold {shown}, up to {values[-1]:.3g}", advice)]
    if values[-1] == 255 and classes < 256:
        if len(values) <= 2:
            return [Finding("masks of 0 and 255", f"the masks hold {shown}", "masks = masks > 127, or divide by 255")]
        advice = "saved as JPEG, or resized smoothly? Save PNG; mend with masks > 127. Or does 255 mean “ignore”?"
        return [Finding("masks of 0 to 255", f"the masks hold {len(values)} numbers up to 255: {shown}", advice)]
    if values[-1] > most:
        seen = f"the masks hold labels up to {values[-1]:.0f}, the model has 0 to {most}"
        return [
            Finding(
                "labels beyond the classes", seen, "give the model as many classes as there are labels, or merge labels"
            )
        ]
    one_hot = masks.ndim == 4 and masks.shape[-1] > 1
    labels = masks.argmax(-1) if one_hot else masks
    if labels.min() == labels.max():
        word = (
            "empty: there is only background" if labels.max() == 0 else f"full: there is only label {labels.max():.0f}"
        )
        advice = "show them: was a threshold too high, were 0 and 1 divided by 255, is it the right folder?"
        return [Finding("masks empty or full", f"all masks are {word}", advice)]
    return []
