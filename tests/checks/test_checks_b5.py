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


RIGHT = [
    (check.words_right, by_cuts),
    (check.words_right, ByLetters()),
    (check.words_right, by_places),
]

WRONG = [
    (check.words_right, side_by_side, "shift all later ones"),
    (check.words_right, in_the_list, "at its own place only"),
    (check.words_right, by_sets, "A set of words forgets"),
    (check.words_right, by_counting, "Counting words is not enough"),
    (check.words_right, how_many, "This is how many"),
    (check.words_right, divided_by_restored, "not in `restored`"),
    (check.words_right, wrong_share, "the words that are wrong"),
    (check.words_right, with_capitals, "Capitals do not count"),
    (check.words_right, any_start, "the other five are whole"),
]
