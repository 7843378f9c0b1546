"""Start TensorFlow without its chatter.

TensorFlow writes half a page of notes to the terminal while it is imported, and a notebook shows them in red, as if
something had failed. Files of this package that need Keras take it from here:

    from unet_lessons.backend import keras
    from unet_lessons.backend import tensorflow as tf
"""

import faulthandler
import logging
import os
import warnings
from contextlib import contextmanager


@contextmanager
def quiet_stderr():
    """Send what is written to the process's error stream (file descriptor 2) to nowhere.

    The notes come from C++ code, past `sys.stderr`, so the descriptor itself is replaced. Should the process die in
    that moment (a processor without AVX, say), `faulthandler` still tells so on the real error stream.
    """
    try:
        real = os.dup(2)
    except OSError:  # no error stream at all (pythonw on Windows): nothing to silence
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    was_enabled = faulthandler.is_enabled()
    os.dup2(nowhere, 2)
    faulthandler.enable(file=real)
    try:
        yield
    finally:
        faulthandler.disable()
        os.dup2(real, 2)
        os.close(nowhere)
        if was_enabled:
            faulthandler.enable(file=2)
        os.close(real)


os.environ["KERAS_BACKEND"] = "tensorflow"
# Later on too: what matters comes as a Python error. (Level 2 would show a line on oneDNN and DT_INT32 in the lessons,
# which says nothing that a learner could act on.)
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

with quiet_stderr():
    try:
        import tensorflow
    except ModuleNotFoundError as error:
        if error.name != "tensorflow":
            raise
        raise ModuleNotFoundError(
            "TensorFlow is not installed. In the folder of the course: pip install -e '.[cpu]'", name="tensorflow"
        ) from None
    import keras

# A lesson builds many small networks; TensorFlow would warn of each that it had to be prepared ("retracing").
logging.getLogger("tensorflow").setLevel(logging.ERROR)
# `fit` says of every tf.data.Dataset that it will not shuffle it, though nobody asked it to.
warnings.filterwarnings("ignore", message="`shuffle=True` was passed")

__all__ = ["keras", "quiet_stderr", "tensorflow"]
