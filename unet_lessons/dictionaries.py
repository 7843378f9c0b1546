"""Dictionaries that put spaces and capitals back into a text: the rivals of the networks in B5, tuned there.

An *entry* is a word or one punctuation mark in lower case, together with the space before it if there is one: " the",
",". A dictionary knows how often one entry follows another, and what an unknown word costs. A cost is −log of a
probability, so it is never below 0. Nothing here is a network.
"""

import math
import re
from collections import Counter
from functools import cache

ENTRY = re.compile(r" ?(?:\w+|[^\w ])")  # a word or one mark, with the space before it
NOWHERE = (math.inf,)  # stands for a way that has not been found yet


def count_pairs(some_sentences):
    """How often one entry follows another, and how entries are usually written; two dictionaries. Used in B5.

    The first one is {(entry, next entry): count}; the text begins as after a full stop. The second one is {entry: its
    most frequent form}, such as " u": " U".
    """
    forms, pairs, before = Counter(), Counter(), "."
    for form in ENTRY.findall(" " + " ".join(some_sentences)):
        forms[form] += 1
        pairs[before, form.lower()] += 1
        before = form.lower()
    usual_form = {}
    for form, _ in forms.most_common():  # the most frequent form comes first: "The" or "the"
        usual_form.setdefault(form.lower(), form)
    return pairs, usual_form


def counts_of(pairs, place):
    """How often each entry is the first of a pair (place 0), or the second (place 1): {entry: count}."""
    counts = Counter()
    for pair, count in pairs.items():
        counts[pair[place]] += count
    return counts


def by_spelling(pairs, weight, longest=4):
    """The cost of an unknown word by its spelling, as a function of the word: of each letter, given those before it.

    The probability of a letter, given up to `longest` − 1 letters before it, is counted in the words of `pairs`, each
    taken once. If such a run of letters is rare, the run without its first letter helps out; the larger `weight` (above
    0), the more it does so. How likely a new word is at all is estimated from the entries that occur once.
    """
    share, runs, seen = counts_of(pairs, 1), Counter(), Counter()
    words = {entry.strip() for entry in share}
    characters = len(set("".join(words)))

    def runs_in(word):
        padded = "^" * longest + word + "$"
        return [padded[end - longest : end] for end in range(longest + 1, len(padded) + 1)]

    for run in [run for word in words for run in runs_in(word)]:
        for start in range(longest):
            runs[run[start:]] += 1
            seen[run[start:-1]] += 1

    @cache
    def chance(run):  # of the last letter, after the others
        return (runs[run] + weight * chance(run[1:])) / (seen[run[:-1]] + weight) if run else 1 / characters

    cost = cache(lambda run: -math.log(chance(run)))
    new = -math.log(sum(count == 1 for count in share.values()) / sum(share.values()))
    return lambda word: new + sum(map(cost, runs_in(word)))


def best_split(letters, pairs, alone, rare):
    """The most probable entries that make up the letters (a text without spaces, in lower case): a list. Used in B5.

    `pairs` is as `count_pairs` gives it. After each entry, `alone` (above 0) more entries are taken to have followed,
    shared out over all entries by their frequency: if it is huge, pairs no longer matter. `rare(word)` is the cost of
    an unknown word. From left to right, for each number of letters and each last entry, only the cheapest way to get
    there is kept (the Viterbi algorithm).
    """
    seen, share = counts_of(pairs, 0), counts_of(pairs, 1)
    total, longest = sum(share.values()), max(map(len, share))
    best = (0.0, "", None)  # a way: its cost, its last entry, and the way before that
    ways, bests = [{".": best}], [best]  # for each number of letters: the way to each last entry, and the best of them
    for end in range(1, len(letters) + 1):
        here = {}
        for start in range(max(0, end - longest), end):
            word = letters[start:end]
            for entry in [entry for entry in (word, " " + word) if entry in share]:
                lone = alone * share[entry] / total
                for before, way in ways[start].items():
                    if way[0] <= here.get(entry, NOWHERE)[0]:  # else it is too dear already, since no cost is below 0
                        cost = way[0] - math.log((pairs.get((before, entry), 0) + lone) / (seen[before] + alone))
                        here[entry] = min(here.get(entry, NOWHERE), (cost, entry, way))
            if bests[start][0] <= here.get("unknown", NOWHERE)[0] and (word.isalnum() or len(word) == 1):
                unknown = (bests[start][0] + rare(word), " " + word, bests[start])
                here["unknown"] = min(here.get("unknown", NOWHERE), unknown)
        ways.append(here)
        bests.append(min(here.values()))
    return entries_of(bests[-1])


def entries_of(way):
    """The entries along a way of `best_split`: a list, from the first to the last."""
    entries = []
    while way[2] is not None:
        entries.append(way[1])
        way = way[2]
    return entries[::-1]


def restored(letters, pairs, usual_form, alone, rare):
    """The text that a dictionary makes of letters, with spaces and capitals. Arguments as for `best_split`. Used in B5.

    Each entry is written in its usual form, and the first word after a full stop, a question mark or an exclamation
    mark begins with a capital.
    """
    text, begins = "", True
    for entry in best_split(letters, pairs, alone, rare):
        entry = usual_form.get(entry, entry)
        if begins and entry.strip()[0].isalnum():
            entry, begins = re.sub(r"\w", lambda first: first[0].upper(), entry, count=1), False
        begins = begins or entry.strip() in ".?!"
        text += entry
    return text.strip()
