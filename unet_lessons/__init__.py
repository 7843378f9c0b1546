"""U-Net Lessons: the small helper package that the notebooks import. This page lists its files in reading order.

The spine holds what the lessons build, and is meant to be read. Each file covers one idea:

sizes          the arithmetic of the U in plain Python: sizes, receptive fields, parameters (lessons 02b, 03, 06)
blocks         the Keras layers: contracting path, bottleneck, expansive path, the whole U (lessons 02 to 06)
augmentation   new training images and masks made from existing ones (lesson 07)
training       standardising, batches, a short training log (lesson 07); the weight map (lesson 07c)
metrics        Dice, F1 and AP of objects, and how certain a score is (lessons 00, 01b, 07, 07c, 09)

Beside the spine are the methods to compare with, and whatever applies the network to images and objects:

baselines      the strongest simple rivals: thresholds, watershed, nearest neighbour, a random forest (from lesson 00)
inpainting     rivals that fill what is covered in an image (B1)
textures       rivals that give an image its texture (B3)
thresholds     the simplest rival for several classes: a threshold for each (practice 09)
dictionaries   three dictionaries that put spaces and capitals back into a text (B5)
images         load, check, resize and save images and masks (lesson 08)
files          open image files as they are stored, and explain why one cannot be read (lesson 08)
deep_files     16-bit colour and TIFFs whose values Pillow would change (lesson 08)
predict        from an image to a mask of the same size (lesson 08; `predict_batch` from lesson 05b)
tile_plan      decides how a large image is cut into tiles (lesson 08b)
tiles          predicts the tiles, a few at a time (lesson 08b)
boxes          boxes around objects: IoU, precision, recall, average precision (B4)
pretrained     a small U-Net that has learnt to find cells (lessons 00 and 08b, B3, B4)

The wings are subpackages for everything that would distract from a lesson; import from the wing itself:

data           synthetic cells and volumes, photographs, sentences, a faulty folder; stored files
plots          figures: images and masks, the U drawn to scale; lesson_NN for one lesson only
folders        your own folder: find pairs, report problems, load, predict (lesson 09)
scribbles      strokes on one photograph, training on them, the drawing board (lesson 08b)
diagnose       why a prediction is grey, black or shifted (lesson 09)
checks         comparison with Keras; the checks of the exercises, one file or folder per lesson
authoring      for maintainers: practice notebooks, weights, sentences, figures

All of them build on `backend`, which starts TensorFlow without its start-up messages, on `arguments`, which checks
arguments, and on `saving`, which saves files completely or not at all. Imports go in one direction, down to these (see
CONTRIBUTING.md). Importing `unet_lessons` itself loads nothing, not even TensorFlow: import the file or wing that you
need, as in `from unet_lessons.blocks import unet_model`.
"""
