"""The check for the exercise of notebook B5, against planted answers."""

from collections import Counter

import unet_lessons.checks.b5 as check


def by_places(text, restored):
    """The share of the words of `text` that stand in `restored` at the same place: the course's own answer."""

    def places(words):
        found, begin = set(), 0
        for word in words.split():
            found.add((begin, begin + len(word)))
            begin += len(word)
        return found

    return len(places(text) & places(restored)) / len(places(text))


def by_cuts(text, restored):
    """A word is whole if the restored text is cut before and behind it, and nowhere inside."""

    def cuts(words):
        places = [0]
        for word in words.split():
            places.append(places[-1] + len(word))
        return places

    mine, other = cuts(text), set(cuts(restored))
    whole = [
        first in other and last in other and not any(first < cut < last for cut in other)
        for first, last in zip(mine, mine[1:], strict=False)
    ]
    return sum(whole) / len(whole)


class ByLetters:
    """Walks along both texts, letter by letter."""

    def __call__(self, text, restored):
        labels = []
        for words in (text, restored):
            labels.append([letter for word in words.split() for letter in ["|" + word[0], *word[1:]]])
        one, other = labels
        starts = [k for k, letter in enumerate(one) if letter[0] == "|"] + [len(one)]
        right = 0
        for first, last in zip(starts, starts[1:], strict=False):
            same = [letter[0] == "|" for letter in other[first:last]] == [k == 0 for k in range(last - first)]
            right += same and (last == len(other) or other[last][0] == "|")
        return right / (len(starts) - 1)


def side_by_side(text, restored):
    pairs = list(zip(text.split(), restored.split(), strict=False))
    return sum(a == b for a, b in pairs) / len(text.split())


def in_the_list(text, restored):
    return sum(word in restored.split() for word in text.split()) / len(text.split())


def by_sets(text, restored):
    return len(set(text.split()) & set(restored.split())) / len(text.split())


def by_counting(text, restored):
    return sum((Counter(text.lower().split()) & Counter(restored.lower().split())).values()) / len(text.split())


def how_many(text, restored):
    return round(by_places(text, restored) * len(text.split()))


def divided_by_restored(text, restored):
    return how_many(text, restored) / len(restored.split())


def wrong_share(text, restored):
    return 1 - by_places(text, restored)


def with_capitals(text, restored):
    return by_places(text, restored) if text == text.lower() else in_the_list(text, restored)


def any_start(text, restored):
    """Right where a word begins at the right place, wherever it ends."""

    def starts(words):
        places, begin = set(), 0
        for word in words.split():
            places.add(begin)
            begin += len(word)
        return places

    return len(starts(text) & starts(restored)) / len(text.split())


def by_bits(text, restored):
    """One bit for each gap between letters: set if there is a space. A word is a bit, zeros, and a bit."""

    def gaps(words):
        return [True, *[k == 0 for word in words.split() for k in range(len(word))][1:], True]

    one, other = gaps(text), gaps(restored)
    starts = [k for k, gap in enumerate(one) if gap]
    return sum(one[a : b + 1] == other[a : b + 1] for a, b in zip(starts, starts[1:], strict=False)) / (len(starts) - 1)


def by_numbered_letters(text, restored):
    """Each word as a tuple of the numbers of its letters."""

    def words(text):
        number, found = 0, []
        for word in text.split():
            found.append(tuple(range(number, number + len(word))))
            number += len(word)
        return found

    whole = words(restored)
    return sum(word in whole for word in words(text)) / len(words(text))


def without_marks(text, restored):
    return by_places(*("".join(c for c in one if c.isalpha() or c == " ") for one in (text, restored)))


def by_single_spaces(text, restored):
    """`split(" ")` finds empty words, too."""

    def cut(words):
        found, begin = set(), 0
        for word in words.split(" "):
            found.add((begin, begin + len(word)))
            begin += len(word) + (not word)
        return found

    return len(cut(text) & cut(restored)) / len(text.split(" "))


def each_spelling_once(text, restored):
    """A word that comes twice counts once."""

    def cut(words):
        found, begin = {}, 0
        for word in words.lower().split():
            found.setdefault(word, begin)
            begin += len(word)
        return found

    one, other = cut(text), cut(restored)
    whole = sum(other.get(word) == begin for word, begin in one.items())
    return (whole + len(text.split()) - len(one)) / len(text.split())


RIGHT = [
    (check.words_right, by_bits),
    (check.words_right, by_numbered_letters),
    (check.words_right, by_cuts),
    (check.words_right, ByLetters()),
    (check.words_right, by_places),
]

WRONG = [
    (check.words_right, without_marks, "belong to their word"),
    (check.words_right, lambda text, restored: by_places(text.strip("."), restored), "The full stop at the end"),
    (check.words_right, by_single_spaces, "`text.split()`"),
    (check.words_right, each_spelling_once, "A word that is in the text twice counts twice"),
    (check.words_right, side_by_side, "shift all later ones"),
    (check.words_right, in_the_list, "`we` and `see` stand further on, but here they"),
    (check.words_right, by_sets, "A set of words forgets"),
    (check.words_right, by_counting, "Counting words is not enough"),
    (check.words_right, how_many, "This is how many"),
    (check.words_right, divided_by_restored, "not in `restored`"),
    (check.words_right, wrong_share, "the words that are wrong"),
    (check.words_right, with_capitals, "Capitals do not count"),
    (check.words_right, any_start, "the other five are whole"),
]
