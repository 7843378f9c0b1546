"""Typing errors in the sentences of the course, and which kind of word each letter belongs to."""

from collections import Counter

import numpy as np

from unet_lessons.data import kinds_of, mistype


def test_typing_errors_lose_or_swap_one_letter_inside_a_word():
    sentence = "Does the contracting path lose it?"
    every = [mistype(sentence, np.random.default_rng(seed), share=1) for seed in range(20)]
    assert mistype(sentence, np.random.default_rng(0), share=0) == sentence
    for mistyped in every:
        for word, right in zip(mistyped.split(), sentence.split(), strict=True):
            if len(right.strip("?")) < 4:
                assert word == right
            elif len(word) == len(right):
                assert Counter(word) == Counter(right) and sum(a != b for a, b in zip(word, right, strict=True)) <= 2
            else:
                assert len(word) == len(right) - 1 and not Counter(word) - Counter(right)
            assert word[0] == right[0]
    assert len({len(mistyped) for mistyped in every}) > 1


def test_kinds_of_words():
    known = {"the", "net", "u", "-"}
    assert kinds_of("The U-Net xy", "The U-Net xy", known) == ["known"] * 8 + ["unknown"] * 2
    assert kinds_of("The nt ent", "The net net", known) == ["known"] * 3 + ["letter lost"] * 2 + ["letters swapped"] * 3
