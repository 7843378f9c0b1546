"""Take a snapshot of the course's own sentences for a network that reads text (notebook B5).

In the course folder, `python -m unet_lessons.authoring.sentences` updates `data/sentences.json`. After that, B5 must be
run again for all its seeds.
"""

import ast
import json
import re
from pathlib import Path

from ..data.sentences import FILE

PAGES = ("notebooks/glossary.md", "notebooks/troubleshooting.md", "README.md", "CONTRIBUTING.md", "TEACHING.md")
SHORTEST = 20  # shortest length of a sentence, in characters


def plain_sentences(text):
    """The sentences of a Markdown text that are prose: no code, formulas, tables, headings, links or markup."""
    text = re.sub(r"```.*?```|!\[[^\]]*\]\([^)]*\)", "", text, flags=re.DOTALL)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<[^>]+>", " ", text))
    found = []
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*|#]|\d+\. ))", text):
        block = re.sub(r"^(?:[-*]|\d+\.)\s+", "", " ".join(block.split()))
        if block[:1] not in ("#", "|"):
            found += re.split(r"(?<=[.!?:])\s+(?=[A-Z*`\"(])", block)
    return [sentence.replace("*", "") for sentence in found if is_prose(sentence)]


def is_prose(sentence):
    """Whether a text starts and ends like a sentence, is not too short, and has no code or formula in it."""
    sentence = sentence.replace("*", "")
    whole = re.match(r'["(]?[A-Z0-9]', sentence) and sentence[-1] in ".!?:)" and len(sentence) >= SHORTEST
    return bool(whole) and not re.search(r"[`$\\|=<>{}+/_→√−·^…“”]", sentence)


def sentences_in_code(code):
    """The sentences in the docstrings and other strings of a Python file: a list."""
    texts = [node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)]
    return [sentence for text in texts if isinstance(text, str) for sentence in plain_sentences(text)]


def gather(root="."):
    """The sentences of the course in the folder `root`, as `sentences` returns them; ValueError without a lesson."""
    root, found = Path(root), {}
    for path in (*sorted(root.glob("notebooks/[0-9]*.ipynb")), *sorted(root.glob("notebooks/solutions/*.ipynb"))):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
        found.setdefault(path.name[:2], []).extend(plain_sentences("\n\n".join(texts)))
    if not found:
        raise ValueError(f"there is no lesson in {root / 'notebooks'}: run this in the course folder")
    for path in sorted(root.glob("unet_lessons/**/*.py")):
        lesson = re.search(r"(?:checks|plots)/lesson_(\d\d)", path.as_posix())  # the text belongs to that lesson
        found.setdefault(lesson[1] if lesson else "code", []).extend(sentences_in_code(path.read_text("utf-8")))
    found["pages"] = [one for page in PAGES for one in plain_sentences((root / page).read_text("utf-8"))]
    seen = set()  # a sentence that occurs in several parts stays only in the first
    return {part: [one for one in texts if not (one in seen or seen.add(one))] for part, texts in found.items()}


if __name__ == "__main__":
    FILE.write_text(json.dumps(gather(), ensure_ascii=False, indent=0) + "\n", "utf-8")
