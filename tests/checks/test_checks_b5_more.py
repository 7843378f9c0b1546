"""More planted answers for the check of B5."""

import numpy as np

import unet_lessons.checks.b5 as b5
from unet_lessons.backend import keras

ops = keras.ops

# B5: right


def spans(text):
    out, begin = [], 0
    for word in text.split():
        out.append((begin, begin + len(word)))
        begin += len(word)
    return out


def words_by_spans(text, restored):
    there = spans(text)
    return sum(span in spans(restored) for span in there) / len(there)


def words_by_walking(text, restored):
    """Two pointers walk along both lists of words."""
    a, b = text.split(), restored.split()
    i = j = at_a = at_b = good = 0
    while i < len(a) and j < len(b):
        if at_a == at_b and len(a[i]) == len(b[j]):
            good += 1
        if at_a + len(a[i]) <= at_b + len(b[j]):
            at_a += len(a[i])
            i += 1
            if at_a > at_b:
                at_b += len(b[j])
                j += 1
        else:
            at_b += len(b[j])
            j += 1
    return good / len(a)


def words_by_ends(text, restored):
    def ends(words):
        return np.cumsum([len(word) for word in words.split()])

    mine, other = ends(text), {0, *ends(restored).tolist()}
    begins = [0, *mine[:-1].tolist()]
    inside = set(ends(restored).tolist())
    whole = [
        b in other and e in other and not any(b < i < e for i in inside)
        for b, e in zip(begins, mine.tolist(), strict=True)
    ]
    return float(np.mean(whole))


def words_by_numpy(text, restored):
    both = [np.array(spans(t)) for t in (text, restored)]
    return np.float32((both[0][:, None] == both[1][None]).all(-1).any(1).mean())


# B5: wrong


def word_in_words(text, restored):
    words = restored.split()
    return sum(word in words for word in text.split()) / len(text.split())


def word_in_text(text, restored):
    return sum(word.lower() in restored.lower() for word in text.split()) / len(text.split())


def by_zip(text, restored):
    a, b = text.lower().split(), restored.lower().split()
    return sum(x == y for x, y in zip(a, b, strict=False)) / len(a)


def by_restored(text, restored):
    there = spans(restored)
    return sum(span in spans(text) for span in there) / len(there)


def by_the_longer(text, restored):
    a, b = set(spans(text)), set(spans(restored))
    return len(a & b) / max(len(a), len(b))


def f1(text, restored):
    a, b = set(spans(text)), set(spans(restored))
    return 2 * len(a & b) / (len(a) + len(b))


def jaccard(text, restored):
    a, b = set(spans(text)), set(spans(restored))
    return len(a & b) / len(a | b)


def capitals_count(text, restored):
    letters = "".join(restored.split())
    good = sum(
        span in spans(restored) and letters[span[0] : span[1]] == word
        for span, word in zip(spans(text), text.split(), strict=True)
    )
    return good / len(text.split())


def begins_only(text, restored):
    begins = {b for b, _ in spans(restored)}
    return sum(b in begins for b, _ in spans(text)) / len(spans(text))


def ends_only(text, restored):
    ends = {e for _, e in spans(restored)}
    return sum(e in ends for _, e in spans(text)) / len(spans(text))


def begin_and_end(text, restored):
    """Also if the word is cut in two in between."""
    begins, ends = {b for b, _ in spans(restored)}, {e for _, e in spans(restored)}
    return sum(b in begins and e in ends for b, e in spans(text)) / len(spans(text))


def with_spaces_counted(text, restored):
    def places(t):
        out, at = set(), 0
        for word in t.split(" "):
            out.add((at, word.lower()))
            at += len(word) + 1
        return out

    a = places(text)
    return len(a & places(restored)) / len(a)


def letters_only(text, restored):
    import re

    def clean(t):
        return re.sub(r"[^\w\s]", "", t)

    return words_by_spans(clean(text), clean(restored))


def percent(text, restored):
    return 100 * words_by_spans(text, restored)


def count_only(text, restored):
    return len(set(spans(text)) & set(spans(restored)))


def lengths_alone(text, restored):
    from collections import Counter

    a, b = (Counter(len(w) for w in t.split()) for t in (text, restored))
    return sum((a & b).values()) / sum(a.values())


def bag_of_words(text, restored):
    from collections import Counter

    a, b = (Counter(t.lower().split()) for t in (text, restored))
    return sum((a & b).values()) / sum(a.values())


def empty_words_too(text, restored):
    """split(" "): two spaces make an empty word."""

    def places(words):
        found, begin = set(), 0
        for word in words.split(" "):
            found.add((begin, begin + len(word)))
            begin += len(word)
        return found

    return len(places(text) & places(restored)) / len(places(text))


def full_stops_stripped(text, restored):
    return words_by_spans(text.rstrip(".!?"), restored.rstrip(".!?"))


RIGHT = [
    (b5.words_right, words_by_spans),
    (b5.words_right, words_by_walking),
    (b5.words_right, words_by_ends),
    (b5.words_right, words_by_numpy),
]

WRONG = [
    (b5.words_right, empty_words_too, "More spaces make no more words, not in `text`"),
    (b5.words_right, full_stops_stripped, "The full stop at the end belongs to `it.`: it"),
    (b5.words_right, word_in_words, "`we` and `see` stand further on, but here they"),
    (b5.words_right, word_in_text, "`we` and `see` stand further on, but here they"),
    (b5.words_right, by_zip, "Words that merge or break shift all later ones"),
    (b5.words_right, by_restored, "Divide by the number of words in `text`, not in"),
    (b5.words_right, by_the_longer, "Divide by the number of words in `text`, not in"),
    (b5.words_right, f1, "Divide by the number of words in `text` alone"),
    (b5.words_right, jaccard, "Divide by the number of words in `text` alone"),
    (b5.words_right, capitals_count, "Capitals do not count here: bring both texts to"),
    (b5.words_right, begins_only, "Two of the seven words have merged into one"),
    (b5.words_right, ends_only, "Two of the seven words have merged into one"),
    (b5.words_right, begin_and_end, "A word that is in the text twice counts twice"),
    (b5.words_right, with_spaces_counted, "Words that merge or break shift all later ones"),
    (b5.words_right, letters_only, "Marks such as `.` and `,` belong to their word"),
    (b5.words_right, percent, "This is in percent. The share is a number from"),
    (b5.words_right, count_only, "This is how many. Divide by the number of words"),
    (b5.words_right, lengths_alone, "The same words are in both, but none at its own"),
    (b5.words_right, bag_of_words, "The same words are in both, but none at its own"),
]
