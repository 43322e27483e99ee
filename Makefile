# A thin front: the work is in scripts/house.py, which needs nothing but Python 3.11.
PYTHON ?= $(shell command -v python3.11 || command -v python3)

.PHONY: help demo test check fix bench golden browser lock sbom messages
help demo test check fix bench golden browser lock sbom messages:
	@$(PYTHON) scripts/house.py $@
