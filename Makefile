PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.PHONY: help
help: ## This list
	@grep -hE '^[a-z_-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16
