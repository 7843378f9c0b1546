"""U-Net Lessons: the small helper package that the notebooks import.

Each file is one room, and each room one idea:

sizes        the arithmetic of the U in plain Python
blocks       the Keras layers: contracting path, bottleneck, expansive path
images     load, check, resize and save images and masks
predict      from an image to a mask of the image's own size
tiles        large images piece by piece; `tiling` is the geometry
learning     Dice, the weight map, batches, a short training log
augmentation new training images out of old ones, with their masks
folders      your own folder: find pairs and read them; `labels` what a mask holds
survey       a report on such a folder; `suspicions` has its sentences
own_data     split and load a folder; `own_masks` predicts one, `scores` measures each class
strokes      lines drawn on an image; `scribbles` trains on them, `explore` has the board to draw on
diagnose     why an answer is grey, black or shifted; `symptoms` and `trials` look for it
drawing      the U, drawn from its sizes
plots        all other figures; figures_NN holds those of lesson NN alone, figures_bN those of a notebook beyond
checks       compare what you computed with what Keras computes; check your answers to exercises
looking      what a check is made of; checks_NN holds the checks of the practice of lesson NN, checks_bN of BN
practice     makes the practice notebooks out of the solutions
data         facts and images that lessons look at
cells        drawn microscope images with exact labels; `drawn_folder` makes files of some
trained      a small U-Net that has learnt to find drawn cells
photos       photographs of scikit-image, to train on and held out (beyond: B1, B2)
boxes        boxes around cells: IoU, precision, recall, average precision (B4)
prose        the course's own sentences (B5)
volumes      drawn volumes with their labels (B6)
start        starts TensorFlow without its chatter

Importing `unet_lessons` loads none of them, and no TensorFlow: import the room that you need,
as in `from unet_lessons.blocks import unet_model`.
"""
