"""Start TensorFlow without its start-up messages.

TensorFlow prints half a page of messages while it is imported, and a notebook shows them in red, as if something had
failed. The files of this package that need Keras import it from here:

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
    """Discard everything written to the process's error stream (file descriptor 2) while the context is active.

    The messages come from C++ code, which bypasses `sys.stderr`, so the descriptor itself is replaced. If the process
    crashes meanwhile (on a processor without AVX, say), `faulthandler` still reports it on the real error stream.
    """
    try:
        real = os.dup(2)
    except OSError:  # there is no error stream (pythonw on Windows), so nothing to silence
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
# This holds after the import, too: whatever matters is raised as a Python error. (With level 2, the lessons would show
# a line about oneDNN and DT_INT32, which a learner can do nothing about.)
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

with quiet_stderr():
    try:
        import tensorflow
    except ModuleNotFoundError as error:
        if error.name != "tensorflow":
            raise
        raise ModuleNotFoundError(
            "TensorFlow is not installed. In the course folder, run: pip install -e '.[cpu]'", name="tensorflow"
        ) from None
    import keras

# A lesson builds many small networks, and TensorFlow would warn that each had to be prepared ("retracing").
logging.getLogger("tensorflow").setLevel(logging.ERROR)
# `fit` warns that it will not shuffle a tf.data.Dataset, although nobody asked it to.
warnings.filterwarnings("ignore", message="`shuffle=True` was passed")

__all__ = ["keras", "quiet_stderr", "tensorflow"]
