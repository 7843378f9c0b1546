"""The project around the lessons: style, links, badges, pins, Binder, the Makefile."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from itertools import product
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NOT_OURS = {
    ".git",
    ".venv",
    "__pycache__",
    ".hypothesis",
    ".ipynb_checkpoints",
    ".pytest_cache",
    ".ruff_cache",
}


def files():
    """Every file of the project: those git tracks or would add; without git, all files here."""
    git = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        names = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
        found = [ROOT / name for name in names if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in found if path.is_file())


FILES = files()
NOTEBOOKS = [path for path in FILES if path.suffix == ".ipynb"]
LESSONS = [path for path in NOTEBOOKS if path.parent == ROOT / "notebooks"]
PAGES = [path for path in FILES if path.suffix == ".md"] + NOTEBOOKS


def name(path):
    return path.relative_to(ROOT).as_posix()


def markdown(path):
    """The text of a Markdown file, or of the Markdown cells of a notebook."""
    if path.suffix == ".md":
        return path.read_text("utf-8")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def without_code(text):
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


# Style


@pytest.mark.parametrize("command", ["check", "format --check"])
def test_ruff_has_nothing_to_say(command):
    ruff = [sys.executable, "-m", "ruff", *command.split(), "unet_lessons", "tests", "notebooks"]
    done = subprocess.run(ruff, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


# Pages


def headings(path):
    """The headings of a page as a link names them: `## Skip connection` as skip-connection."""
    titles = re.findall(r"^#+ +(.+?) *$", without_code(markdown(path)), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(<?([^)\s>]+)", without_code(markdown(page))):
        if not re.match(r"https?:|mailto:|attachment:", target):
            place, _, heading = unquote(target).partition("#")
            there = page.parent / place if place else page
            assert there.exists(), f"{name(page)} links to {target}"
            assert not heading or heading.lower() in headings(there), f"{name(page)} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_images_are_described(page):
    for text, target in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)", without_code(markdown(page))):
        assert len(text.split()) >= 3, f"{name(page)}: {target} needs an alt text"


def test_readme_lists_every_lesson():
    links = re.findall(r"\]\((notebooks/[^)]+\.ipynb)\)", markdown(ROOT / "README.md"))
    for place in ("notebooks", "practice", "beyond"):
        stored = [name(path) for path in NOTEBOOKS if path.parent.name == place]
        assert [link for link in links if link.split("/")[-2] == place] == stored


@pytest.mark.parametrize("practice", [path for path in NOTEBOOKS if path.parent.name == "practice"], ids=name)
def test_lessons_and_their_practice_link_to_each_other(practice):
    same = [path for path in LESSONS if path.name.startswith(practice.name[:2])]
    leading = [path for path in same if f"](practice/{practice.name})" in markdown(path)]  # 02b for 02, 07 for 07
    named = [path for path in same if path.name == practice.name]
    assert leading and all(f"](../{path.name})" in markdown(practice) for path in (*named, *leading))
    assert f"](../solutions/{practice.name})" in markdown(practice)


def test_readme_opens_the_first_lesson():
    opened = re.findall(r"default_url=/lab/tree/(\S+)", markdown(ROOT / "README.md"))
    assert opened and set(opened) == {name(LESSONS[0])}


def test_targets_that_the_pages_name_exist():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for page in ("README.md", "CONTRIBUTING.md", "TEACHING.md"):
        for target in re.findall(r"(?:`|^)make ([a-z]+)", markdown(ROOT / page), flags=re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), f"{page}: make {target}"


# Addresses: the repository's address is written in one comment of the README, and all links follow it.

BINDER = "https://mybinder.org/v2/"
COLAB = "https://colab.research.google.com/github/"


def repository(readme):
    (address,) = re.findall(r"<!-- repository: (\S+) -->", readme.read_text("utf-8"))
    return address


def check_addresses(page, address):
    """Raise unless every address of the repository on this page is `address`; return how many there are."""
    text = markdown(page)
    badges = re.findall(rf"(?:{re.escape(BINDER)}|{re.escape(COLAB)})[^\s)]*", text)
    for url in badges:
        path = unquote(re.split("/tree/|/main/", url)[-1])
        assert (ROOT / path).is_file(), f"{url}: no such file"
        assert page.suffix == ".md" or Path(path).name == page.name, f"{url} leads to another notebook"
        expected = {
            f"{BINDER}gh/{address}/main?urlpath=lab/tree/{quote(path)}",
            f"{COLAB}{address}/blob/main/{quote(path)}",
        }
        assert url in expected
    sources = re.findall(r"(?:git clone |git\+)https://github\.com/([^\s`]+)", text)
    assert set(sources) <= {address}
    return len(badges) + len(sources)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_addresses_agree(page):
    count = check_addresses(page, repository(ROOT / "README.md"))
    assert count > 0 or page.name != "README.md"


# Traces


def readable(path):
    """The text of a file, without the images of a notebook; empty if it is not a text file."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""
    return re.sub(r'"image/(?:png|jpeg)": *(?:\[[^]]*\]|"[^"]*")', "", text)


def test_no_file_names_a_machine():
    folders = r"/(?:home|Users|root|tmp)/[\w.]|[A-Z]:\\+Users"
    registries = r"index[-]url|find[-]links|pythonhoste[d]"
    trace = re.compile(f"{folders}|{registries}")
    found = [(name(path), hit.group()) for path in FILES for hit in trace.finditer(readable(path))]
    assert not found


# Versions

PINS = [
    Requirement(line)
    for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
BASE = [Requirement(line) for line in PROJECT["dependencies"]]
EXTRAS = {extra: [Requirement(line) for line in lines] for extra, lines in PROJECT["optional-dependencies"].items()}
BUILDS = {"tensorflow", "tensorflow-cpu"}
SYSTEMS = [
    {"sys_platform": "linux", "platform_machine": "x86_64", "os_name": "posix", "platform_system": "Linux"},
    {"sys_platform": "linux", "platform_machine": "aarch64", "os_name": "posix", "platform_system": "Linux"},
    {"sys_platform": "darwin", "platform_machine": "arm64", "os_name": "posix", "platform_system": "Darwin"},
    {"sys_platform": "win32", "platform_machine": "AMD64", "os_name": "nt", "platform_system": "Windows"},
]
PYTHONS = [f"3.{minor}" for minor in range(30) if f"3.{minor}.1" in SpecifierSet(PROJECT["requires-python"])]


@pytest.fixture(params=product(SYSTEMS, PYTHONS), ids=lambda p: f"{p[0]['sys_platform']}-{p[1]}")
def machine(request):
    system, python = request.param
    return system | {"python_version": python, "python_full_version": f"{python}.9"}


def holding(requirements, machine):
    """The requirements that apply on this machine."""
    return [wish for wish in requirements if not wish.marker or wish.marker.evaluate(machine)]


def test_pins_are_plain():
    assert "/" not in (ROOT / "requirements.txt").read_text("utf-8")
    for pin in PINS:
        assert [specifier.operator for specifier in pin.specifier] == ["=="] and pin.url is None, str(pin)


def test_pins_fit_every_range(machine):
    pins = {pin.name: pin for pin in holding(PINS, machine)}
    every = sum((wishes for extra, wishes in EXTRAS.items() if extra != "gpu"), BASE)
    for wish in holding(every, machine):
        (pin,) = pins[wish.name].specifier
        assert pin.version in wish.specifier, f"{wish} and {pins[wish.name]}"


def test_one_build_of_tensorflow(machine):
    pinned = [pin.name for pin in holding(PINS, machine)]
    assert len(pinned) == len(set(pinned))
    assert len(BUILDS & set(pinned)) == 1
    assert len(holding(EXTRAS["cpu"], machine)) == 1
    has_cuda = (machine["sys_platform"], machine["platform_machine"]) == ("linux", "x86_64")
    assert [wish.name for wish in holding(EXTRAS["gpu"], machine)] == ["tensorflow"] * has_cuda
    assert not BUILDS & {wish.name for wish in BASE}


def test_one_build_of_tensorflow_is_installed():
    installed = set()
    for build in BUILDS:
        try:
            version(build)
        except PackageNotFoundError:
            continue
        installed.add(build)
    assert len(installed) == 1


# Binder


def test_binder_takes_the_environment(tmp_path):
    for path in FILES:
        (tmp_path / name(path)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, tmp_path / name(path))
    binder = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(tmp_path)]
    done = subprocess.run(binder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "conda environment for python=3.12\n" in done.stdout + done.stderr
    assert '--file "environment.yml"' in done.stdout


def test_binder_gets_a_python_that_fits():
    dependencies = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    (python,) = [line for line in dependencies if str(line).startswith("python")]
    assert re.fullmatch(r"python=3\.\d+", python)
    assert python.removeprefix("python=") in PYTHONS
    assert {"pip": ["-c requirements.txt", "-e .[cpu]"]} in dependencies


# The Makefile, with a stand-in for Python: it has the version that a test wants, and notes what it is asked.

STAND_IN = """\
import os, pathlib, platform, shutil, sys
script, changes, *args = sys.argv[1:]
if args[0] == "-c":
    exec(changes)
    exec(args[1])
else:
    with open("asked", "a") as log:
        print(*args, file=log)
    if args[1] == "venv":
        new = pathlib.Path(args[-1], "bin", "python")
        shutil.rmtree(args[-1], ignore_errors=True)
        new.parent.mkdir(parents=True)
        new.write_text(pathlib.Path(script).read_text())
        new.chmod(0o755)
    sys.exit(os.path.exists("no network") and args[1] == "pip")
"""
NEEDS_MAKE = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


class Course:
    """A copy of the set-up in a separate folder, on a machine whose only Pythons are stand-ins."""

    def __init__(self, folder):
        self.folder, self.bin = folder / "the course", folder / "bin"
        self.folder.mkdir()
        self.bin.mkdir()
        for tool in ("awk", "cat", "find", "grep", "make", "mktemp", "rm", "sed", "sh", "touch"):
            (self.bin / tool).symlink_to(shutil.which(tool))
        for page in ("Makefile", "pyproject.toml", "requirements.txt", "README.md"):
            shutil.copy(ROOT / page, self.folder)
        (folder / "stand_in.py").write_text(STAND_IN)
        self.system("Linux x86_64")

    def script(self, name, line):
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)

    def system(self, answer):
        self.script("uname", f"echo {answer}")

    def python(self, name, version, changes=""):
        changes = f"sys.version_info = {(*map(int, version.split('.')), 'final', 0)}; {changes}"
        path, stand_in = self.bin / name, self.bin.parent / "stand_in.py"
        self.script(name, f"""exec "{sys.executable}" "{stand_in}" "{path}" "{changes}" "$@" """)

    def make(self, *words):
        """Run make; return whether it succeeded, its output, and the arguments the Pythons got."""
        asked = self.folder / "asked"
        asked.unlink(missing_ok=True)
        env = {"PATH": str(self.bin), "HOME": str(self.folder)}
        done = subprocess.run(["make", *words], cwd=self.folder, env=env, capture_output=True, text=True)
        return done.returncode == 0, done.stdout + done.stderr, asked.read_text() if asked.exists() else ""

    @property
    def ready(self):
        return self.folder / ".venv" / "ready"


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path)


@NEEDS_MAKE
@pytest.mark.parametrize("version", ["2.7.18", *(f"3.{minor}.4" for minor in range(9, 17))])
def test_make_takes_the_pythons_that_the_package_takes(course, version):
    course.python("python3", version)
    well, said, asked = course.make(".venv/ready")
    if version in SpecifierSet(PROJECT["requires-python"]):
        assert well, said
        assert asked.splitlines()[0] == "-m venv --clear .venv"
        assert "-c requirements.txt -e .[cpu,lab,test]" in asked.splitlines()[1]
        assert course.ready.exists()
    else:
        assert not well
        for words in ("3.11, 3.12 or 3.13", f"found python3 {version}", "make lab PYTHON="):
            assert words in said
        assert not (course.folder / ".venv").exists()


@NEEDS_MAKE
@pytest.mark.parametrize(
    "changes, complaint",
    [
        ("sys.maxsize = 2**31 - 1", "32-bit"),
        ("platform.system, platform.machine = lambda: 'Darwin', lambda: 'x86_64'", "Intel Mac"),
        ("sys.modules['ensurepip'] = None", "apt install python3-venv"),
    ],
)
def test_make_says_what_a_python_lacks(course, changes, complaint):
    course.python("python3", "3.12.1", changes)
    well, said, _ = course.make(".venv/ready")
    assert not well and complaint in said


@NEEDS_MAKE
def test_make_passes_over_pythons_that_do_not_fit(course):
    course.python("python3", "3.14.0")
    course.script("python3.12", "exit 127")
    course.python("python3.13", "3.13.0")
    well, said, _ = course.make(".venv/ready")
    assert well and "python3.13" in said


@NEEDS_MAKE
def test_make_takes_the_named_python_or_none(course):
    course.python("python3", "3.12.1")
    course.python("old", "3.10.13")
    well, said, _ = course.make(".venv/ready", f"PYTHON={course.bin / 'old'}")
    assert not well and "3.10.13" in said
    well, said, _ = course.make(".venv/ready", "PYTHON=absent")
    assert not well and "found no absent" in said
    course.python("new", "3.13.2")
    well, said, _ = course.make(".venv/ready", f"PYTHON={course.bin / 'new'}")
    assert well and "bin/new" in said


@NEEDS_MAKE
def test_make_says_that_there_is_no_python(course):
    well, said, _ = course.make(".venv/ready")
    assert not well and "found no Python" in said


@NEEDS_MAKE
def test_make_sets_up_once_and_again_when_needed(course):
    course.python("python3", "3.12.1")
    (course.folder / "no network").touch()
    well, _, asked = course.make(".venv/ready")
    assert not well and "venv" in asked and not course.ready.exists()

    (course.folder / "no network").unlink()
    well, _, asked = course.make(".venv/ready")
    assert well and "-m venv" in asked, "half-made, so made anew"
    assert course.make(".venv/ready")[2] == "", "ready, so left alone"

    newer = course.ready.stat().st_mtime + 10
    os.utime(course.folder / "pyproject.toml", (newer, newer))
    well, _, asked = course.make(".venv/ready")
    assert well and "-m pip" in asked and "-m venv" not in asked, "out of date, so brought up to date"

    os.utime(course.folder / "pyproject.toml", (0, 0))
    course.folder = course.folder.rename(course.folder.with_name("moved"))
    before = course.ready.read_text()
    assert course.make("help")[0] and course.ready.read_text() == before, "looking changes nothing"
    assert "-m venv" in course.make(".venv/ready")[2], "moved, so made anew"
    (course.folder / ".venv" / "bin" / "python").unlink()
    assert "-m venv" in course.make(".venv/ready")[2], "without its Python, so made anew"


@NEEDS_MAKE
def test_make_gpu_replaces_the_cpu_build_and_stays(course):
    course.python("python3", "3.12.1")
    course.make(".venv/ready")
    well, said, asked = course.make("gpu")
    assert well, said
    assert "-m venv --clear .venv" in asked and ".[gpu,lab,test]" in asked and "cpu" not in asked
    os.utime(course.folder / "pyproject.toml", (2**32, 2**32))
    assert ".[gpu,lab,test]" in course.make(".venv/ready")[2]
    course.ready.unlink()
    assert ".[gpu,lab,test]" in course.make(".venv/ready")[2]
    assert course.make("clean")[0]
    assert ".[cpu,lab,test]" in course.make(".venv/ready")[2]


@NEEDS_MAKE
@pytest.mark.parametrize("system", ["Darwin arm64", "Linux aarch64"])
def test_make_gpu_is_for_linux(course, system):
    course.python("python3", "3.12.1")
    course.make(".venv/ready")
    course.system(system)
    well, said, _ = course.make("gpu")
    assert not well and "Linux" in said and course.ready.exists()


@NEEDS_MAKE
def test_make_address_changes_every_link(course):
    shutil.copytree(ROOT / "notebooks", course.folder / "notebooks")
    well, said, _ = course.make("address", "REPOSITORY=a-teacher/my.course")
    assert well, said
    readme = course.folder / "README.md"
    assert repository(readme) == "a-teacher/my.course"
    assert check_addresses(readme, "a-teacher/my.course") > 0
    old = repository(ROOT / "README.md")
    for path in (readme, *course.folder.glob("notebooks/**/*.ipynb")):
        assert old not in path.read_text("utf-8")

    before = readme.read_text("utf-8")
    well, said, _ = course.make("address", "REPOSITORY=nonsense")
    assert not well and "owner/name" in said and readme.read_text("utf-8") == before


def test_continuous_integration_runs_make_test():
    run = ROOT / ".ci" / "run"
    assert os.access(run, os.X_OK) and "exec make test" in run.read_text("utf-8")
