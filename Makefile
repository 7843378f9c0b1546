# You need two targets: make lab and make test. `make` lists all others.

BOOKS := $(sort $(wildcard notebooks/*.ipynb notebooks/*/*.ipynb))
FIRST := $(firstword $(sort $(wildcard notebooks/*.ipynb)))
BUILD := $(if $(wildcard .venv/gpu),gpu,cpu)
VENV := .venv/bin/python

# Run by each Python that is found: prints its version, and why it cannot be used, if so.
define PROBE
import platform, sys
against = ""
try:
    import ensurepip, venv
except ImportError:
    against = " (without venv; on Debian and Ubuntu: sudo apt install python3-venv)"
if sys.maxsize < 2**32:
    against = " (a 32-bit build)"
if (platform.system(), platform.machine()) == ("Darwin", "x86_64"):
    against = " (for Intel Macs; there, use Binder or Colab)"
fits = (3, 11) <= sys.version_info[:2] <= (3, 13)
print("%d.%d.%d" % tuple(sys.version_info[:3]) + (against if fits else ""))
sys.exit(0 if fits and not against else 1)
endef
export PROBE

# Sets the shell variable "python" to the first suitable Python, or stops with one sentence.
CANDIDATES := $(if $(PYTHON),"$(PYTHON)",python3 python3.12 python3.13 python3.11 python)
FIND_PYTHON = python=; found=; \
	for name in $(CANDIDATES); do \
	  command -v "$$name" >/dev/null || continue; \
	  if answer=`"$$name" -c "$$PROBE" 2>/dev/null`; then python=$$name; break; fi; \
	  found="$$found$${found:+, }$$name $${answer:-(does not run)}"; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "The course needs a 64-bit Python 3.11, 3.12 or 3.13, which TensorFlow has builds for;" \
	    "found $${found:-no $(or $(PYTHON),Python)}." \
	    "Install one from python.org, or name it: make lab PYTHON=/path/to/python3.12" >&2; \
	  exit 1; \
	fi

# .venv/ready is written last. Without it, .venv is incomplete and is created again.
# The same happens if .venv was moved or its Python is gone, but only in targets that need it: `make help` deletes nothing.
STALE := $(shell [ "`cat .venv/ready 2>/dev/null`" = "$(CURDIR)" ] && $(VENV) -c "import pip" 2>/dev/null || echo stale)

.PHONY: stale help lab test quick fuzz format notebooks practice assignments images weights pins gpu address clean

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

stale:

.venv/ready: pyproject.toml requirements.txt $(STALE)
	@if [ -f $@ ] && [ -z "$(STALE)" ]; then \
	  echo "Updating .venv."; rm $@; \
	else \
	  rm -f $@; \
	  $(FIND_PYTHON); \
	  echo "Setting up .venv with $$python. This happens once, downloads about 0.5 GB, takes 2.2 GB on the disk and a few minutes."; \
	  "$$python" -m venv --clear .venv || exit 1; \
	fi
	@touch .venv/$(BUILD)
	@$(VENV) -m pip install --quiet --disable-pip-version-check -c requirements.txt -e ".[$(BUILD),lab,test]"
	@echo "$(CURDIR)" > $@

lab: .venv/ready ## open the course in JupyterLab
	@$(VENV) -m jupyterlab --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/$(FIRST) $(OPTIONS)

test: .venv/ready ## run all tests, and all notebooks against their stored outputs
	@$(VENV) -m pytest tests notebooks --nbval --nbval-current-env --nbval-cell-timeout=900 \
	  -n 2 --dist loadfile --durations=10 $(OPTIONS)

quick: .venv/ready ## run only the fast tests
	@$(VENV) -m pytest tests -m "not slow" $(OPTIONS)

fuzz: .venv/ready ## try 22,500 random and damaged inputs, which takes some minutes
	@FUZZ=1 $(VENV) -m pytest tests/fuzz -n 2 -q $(OPTIONS)

format: .venv/ready ## format the code, including that of the notebooks
	@$(VENV) -m ruff check --fix --exit-zero --quiet unet_lessons tests notebooks
	@$(VENV) -m ruff format unet_lessons tests notebooks

# Nothing about the machine is stored: of the metadata, only the kernel's name and the tags are kept.
EXECUTE := $(VENV) -m jupyter nbconvert --to notebook --execute --inplace --coalesce-streams --log-level=ERROR \
	  --ExecutePreprocessor.timeout=600 --ExecutePreprocessor.record_timing=False \
	  --ExecutePreprocessor.store_widget_state=False --ClearMetadataPreprocessor.enabled=True \
	  --ClearMetadataPreprocessor.preserve_nb_metadata_mask="{'kernelspec', ('language_info', 'name')}" \
	  --ClearMetadataPreprocessor.preserve_cell_metadata_mask=tags

notebooks: .venv/ready ## run all notebooks and store their outputs
	@$(EXECUTE) $(BOOKS)

practice: .venv/ready ## generate the practice notebooks from the solutions, and run both
	@$(VENV) -m unet_lessons.authoring.practice
	@$(EXECUTE) $(sort $(wildcard notebooks/solutions/*.ipynb)) \
	  $(subst /solutions/,/practice/,$(sort $(wildcard notebooks/solutions/*.ipynb)))

assignments: .venv/ready ## write the exercises as assignments for nbgrader
	@$(VENV) -m unet_lessons.authoring.practice assignments

images: .venv/ready ## redraw the figures in images/
	@$(VENV) -m unet_lessons.authoring.images images

weights: .venv/ready ## retrain the small model that comes with the package
	@$(VENV) -m unet_lessons.authoring.weights

pins: ## update requirements.txt from pyproject.toml
	@$(FIND_PYTHON); folder=`mktemp -d` && trap 'rm -rf "$$folder"' EXIT && \
	"$$python" -m venv "$$folder" && "$$folder/bin/python" -m pip install --quiet --disable-pip-version-check uv && \
	"$$folder/bin/uv" pip compile pyproject.toml --extra cpu --extra lab --extra test \
	  --universal --python-version 3.11 --fork-strategy fewest --upgrade --quiet \
	  --no-config --no-annotate --custom-compile-command "make pins" --output-file requirements.txt

gpu: ## set up .venv again with the build for NVIDIA cards, on Linux
	@[ "`uname -sm`" = "Linux x86_64" ] || \
	  { echo "TensorFlow's GPU build exists for Linux on x86-64 only (on Windows, use WSL 2)." >&2; exit 1; }
	@rm -f .venv/ready
	@$(MAKE) BUILD=gpu .venv/ready

address: ## REPOSITORY=owner/name: put the repository's address into all links
	@echo "$(REPOSITORY)" | grep -Eq '^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$$' || \
	  { echo "Name the repository: make address REPOSITORY=owner/name" >&2; exit 1; }
	@old=`sed -n 's/.*<!-- repository: \(.*\) -->.*/\1/p' README.md`; \
	for file in README.md $(BOOKS); do \
	  new=`mktemp` && sed "s|$$old|$(REPOSITORY)|g" $$file > $$new && cat $$new > $$file; rm -f $$new; \
	done

clean: ## remove .venv and the tools' caches
	@rm -rf .venv .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +
