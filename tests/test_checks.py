"""`unet_lessons.checks.compare`."""

import numpy as np
import pytest

from unet_lessons.checks import compare, reveal


@pytest.mark.parametrize(
    ("mine", "reference", "same", "words"),
    [
        ([[1, 2]], [[1, 2]], True, "exact: all 2 numbers"),
        ([1.0, 2.0 + 1e-7], [1.0, 2.0], True, "equal: all 2 numbers agree to 1e-06"),
        ([0.5], [0.5], True, "equal"),
        (3, 3, True, "exact: the number is the same"),
        ([np.inf], [np.inf], True, "the same"),
        ([1000.0001], [1000.0], True, "equal"),
        ([1.0, 2.1], [1.0, 2.0], False, "at (1,): mine 2.1, reference 2"),
        ([[1.0], [np.nan]], [[1.0], [0.0]], False, "at (1, 0): mine nan"),
        ([1.0], [[1.0]], False, "different shapes: mine (1,), reference (1, 1)"),
        (np.uint8([0]), np.uint8([255]), False, "mine 0, reference 255"),
    ],
)
def test_compare(capsys, mine, reference, same, words):
    assert compare(mine, reference) is same
    assert words in capsys.readouterr().out


def test_reveal(capsys):
    reveal(None, 9)
    reveal(0, (4, 0))
    assert capsys.readouterr().out == "your guess: none | measured: 9\nyour guess: 0 | measured: (4, 0)\n"
