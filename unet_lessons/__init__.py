"""U-Net Lessons: the small helper package that the notebooks import.

Each file is one room, and each room one idea:

sizes      the arithmetic of the U in plain Python
blocks     the Keras layers: contracting path, bottleneck, expansive path
pictures   load, check, resize and save pictures and masks
predict    from a picture to a mask of the picture's own size
drawing    the U, drawn from its sizes
plots      all other figures; figures_NN holds those of lesson NN alone
checks     compare what you computed with what Keras computes
data       facts and pictures that lessons look at
cells      drawn microscope pictures with exact labels
trained    a small U-Net that has learnt to find drawn cells
start      starts TensorFlow without its chatter

Importing `unet_lessons` loads none of them, and no TensorFlow: import the room that you need,
as in `from unet_lessons.blocks import unet_model`.
"""
