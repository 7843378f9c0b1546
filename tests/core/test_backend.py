"""What importing the package does, each time in a fresh Python."""

import subprocess
import sys

import pytest


def run(code, **options):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, **options)


def test_package_loads_no_tensorflow():
    code = "import sys, unet_lessons, unet_lessons.sizes; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    result = run(code)
    assert result.returncode == 0, result.stderr
    assert {"tensorflow", "keras", "numpy", "matplotlib"} & set(result.stdout.split()) == set()


def test_images_and_plots_load_no_tensorflow():
    result = run("import sys, unet_lessons.predict, unet_lessons.plots; print('tensorflow' in sys.modules)")
    assert result.stdout == "False\n", result.stderr


@pytest.mark.slow
def test_blocks_import_and_build_without_a_word():
    code = "from unet_lessons.blocks import unet_model; import numpy as np\n"
    code += (
        "unet_model((32, 32, 1), 1, padding='same', depth=1, base_filters=2).predict_on_batch(np.zeros((1, 32, 32, 1)))"
    )
    result = run(code)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.slow
def test_training_without_a_word():
    code = """
from unet_lessons.training import batches, weight_map
from unet_lessons.blocks import unet_model
from unet_lessons.data import make_cells
images, labels = make_cells(4, size=32)
model = unet_model((32, 32, 1), 1, padding="same", depth=1, base_filters=2)
model.compile("adam", "binary_crossentropy")
data = batches(images, labels[..., None] > 0, weight_map(labels), augmented=True)
model.fit(data, steps_per_epoch=2, verbose=0)
"""
    result = run(code)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_error_stream_works_again_after_the_quiet():
    code = """
import os, sys, types
sys.modules["tensorflow"] = sys.modules["keras"] = types.ModuleType("stub")
from unet_lessons.backend import quiet_stderr
with quiet_stderr():
    os.write(2, b"chatter")
os.write(2, b"heard")
"""
    result = run(code)
    assert (result.returncode, result.stderr) == (0, "heard")


def test_an_abort_in_the_quiet_is_still_told():
    code = """
import os, sys, types
sys.modules["tensorflow"] = sys.modules["keras"] = types.ModuleType("stub")
from unet_lessons.backend import quiet_stderr
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # leave no core file
except ImportError:  # Windows
    pass
with quiet_stderr():
    os.abort()
"""
    result = run(code)
    assert result.returncode != 0
    assert "Fatal Python error" in result.stderr


def test_missing_tensorflow_says_what_to_install():
    result = run("import sys; sys.modules['tensorflow'] = None; import unet_lessons.blocks")
    assert result.returncode != 0
    assert "pip install -e '.[cpu]'" in result.stderr
