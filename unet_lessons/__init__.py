"""U-Net Lessons: the small helper package that the notebooks import. This is the map of the house, in reading order.

The spine is what the lessons build, and is meant to be read. Each file is one idea:

sizes          the arithmetic of the U in plain Python: sizes, receptive fields, parameters (lessons 02b, 03, 06)
blocks         the Keras layers: contracting path, bottleneck, expansive path, the whole U (lessons 02 to 06)
augmentation   new training images out of old ones, with their masks (lesson 07)
training       standardising, batches, a short training log (lesson 07), the weight map (07c)
metrics        Dice, F1 and AP of objects, how sure a score is (lessons 00, 01b, 07, 07c, 09)

Beside it, what to compare with, and what takes the network to images and objects:

baselines      the strongest simple rivals: thresholds, watershed, nearest neighbours, a random forest (from 00 on)
images         load, check, resize and save images and masks (lesson 08)
predict        from an image to a mask of the same size (lesson 08; `predict_batch` from lesson 05b on)
tile_plan      how a large image is cut into tiles (lesson 08b)
tiles          predicts them, a few at a time (lesson 08b)
boxes          boxes around objects: IoU, precision, recall, average precision (B4)
pretrained     a small U-Net that has learnt to find cells (lessons 00 and 08b, B3, B4)

The wings each hold one thing that would drown a lesson; import from the wing itself:

data           synthetic cells and volumes, photographs, sentences, a faulty folder; the stored files
plots          figures: images and masks, the U drawn from its sizes; lesson_NN for one lesson alone
folders        your own folder: find pairs, report what is wrong, load, predict (lesson 09)
scribbles      strokes on one photograph, training on them, the board to draw on (lesson 08b)
diagnose       why a prediction is grey, black or shifted (lesson 09)
checks         compare with Keras; the checks of the exercises, one file or folder for each lesson
authoring      what only a maintainer runs: practice notebooks, weights, sentences, figures

Under all of them: backend starts TensorFlow without its chatter, arguments checks what functions are given. Imports run
one way, from the wings down to these two (CONTRIBUTING.md draws them). Importing `unet_lessons` itself loads nothing,
and no TensorFlow: import the file or wing that you need, as in `from unet_lessons.blocks import unet_model`.
"""
