"""Compare what you computed with what Keras computes, and your guess with what was measured."""

import numpy as np

TOLERANCE = 1e-6


def reveal(guess, measured):
    """Print your guess (None if you made none) beside what was measured."""
    print("your guess:", "none" if guess is None else guess, "| measured:", measured)


def compare(mine, reference, tolerance=TOLERANCE):
    """Print whether two arrays are the same, and return True if they are (to within `tolerance`), else False.

    Says "exact" where whole numbers are all the same, "equal" where the largest difference is within the tolerance
    (fractions are rounded, and a sum depends a little on its order), and otherwise the largest difference and where it
    is. The tolerance counts in units of the largest number of the reference, if that is above 1.
    """
    mine, reference = np.asarray(mine), np.asarray(reference)
    if mine.shape != reference.shape:
        print(f"different shapes: mine {mine.shape}, reference {reference.shape}")
        return False
    numbers = "the number" if mine.ndim == 0 else f"all {mine.size} numbers"
    if np.array_equal(mine, reference) and np.array_equal(reference, np.round(reference)):
        print(f"exact: {numbers} {'is' if mine.ndim == 0 else 'are'} the same, shape {mine.shape}")
        return True
    difference = np.abs(mine.astype(float) - reference.astype(float))
    allowed = tolerance * max(1.0, float(np.abs(reference).max()))
    if difference.max() <= allowed:
        print(f"equal: {numbers} {'agrees' if mine.ndim == 0 else 'agree'} to {tolerance:.0e}, shape {mine.shape}")
        return True
    where = np.unravel_index(np.nanargmax(np.where(np.isnan(difference), np.inf, difference)), difference.shape)
    place = tuple(int(index) for index in where)
    agree = int(np.sum(difference <= allowed))
    print(
        f"different: {agree} of {mine.size} numbers agree to {tolerance:.0e}; the largest difference, "
        f"{difference[place]:.6g}, is at {place}: mine {mine[place]:.6g}, reference {reference[place]:.6g}"
    )
    return False
