"""U-Net Lessons: the small helper package that the notebooks import.

Each file is one room, and each room one idea:

sizes    the arithmetic of the U in plain Python
blocks   the Keras layers: contracting path, bottleneck, expansive path
pictures load, check, resize and save pictures and masks
predict  from a picture file to a mask of the picture's own size
plots    the figures
data     facts and pictures that lessons look at

Importing `unet_lessons` loads none of them, and no TensorFlow: import the room that you need,
as in `from unet_lessons.blocks import unet_model`.
"""
