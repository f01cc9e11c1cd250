# Two commands, from a fresh clone, with nothing but Python >= 3.11 and make:
#   make run     look at it: the portal with example data
#   make test    check it
# Everything is made inside .venv. PYTHON=/path/to/python3.12 chooses another interpreter.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
SHELL := /bin/sh
PYTHON ?=
UV ?= uv
unexport PYTHONPATH PYTHONHOME

# Relative, so that a path with spaces in it does no harm.
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
CASE := policies/yangpu-2024-1/examples/first-look.json

# An environment that was copied here, or whose Python is gone or is another one, is made again.
$(shell sh tools/venv.sh is-ours "$(PYTHON)" || rm -f .venv/*.stamp)

.PHONY: help run first-look test check lint fix types contracts bench bench-peers docs screenshots lock clean

help: ## 显示本帮助 / show this help
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: .venv/run.stamp .venv/assets.stamp ## 在本机打开门户，带示例数据 / open the portal here, with example data
	@$(BIN)/sihang demo

first-look: .venv/run.stamp ## 用示例案例演算一遍，并提示下一步 / assess the example case and say what to try next
	@echo
	@echo '$$ $(BIN)/sihang assess $(CASE) --on 2025-06-30'
	@$(BIN)/sihang assess $(CASE) --on 2025-06-30
	@cat tools/next-steps.txt

test: check ## 全部检查与测试 / every check and every test
	$(BIN)/python -m pytest -n auto --dist loadgroup
	if [ "$$CI" = true ]; then $(BIN)/python -m pytest -n auto --postgres $(ON_DATABASES); fi
# The folders whose tests use a database; CI runs them a second time, on PostgreSQL.
ON_DATABASES = tests/accounts tests/journal tests/documents tests/messages tests/search tests/portal tests/journeys

check: lint types contracts ## 不运行测试的检查：风格、安全、类型、导入契约 / style, security, types, import contracts

lint: .venv/dev.stamp ## 风格与安全 / style and security
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m bandit --quiet --configfile pyproject.toml --recursive src
	$(BIN)/djlint --quiet --lint src

types: .venv/dev.stamp ## 类型 / types
	$(BIN)/python -m mypy

contracts: .venv/dev.stamp ## 导入契约 / import contracts
	$(BIN)/lint-imports

fix: .venv/dev.stamp ## 自动修正风格 / mend what a machine can mend
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

bench: .venv/dev.stamp ## 测量速度 / measure
	$(BIN)/python bench/run.py

bench-peers: .venv/dev.stamp ## 与其他系统并排测量（约半小时）/ measure beside others (half an hour)
	$(BIN)/python bench/peers/make_venvs.py
	$(BIN)/python bench/peers/run.py --readme

docs: .venv/dev.stamp ## 核对文档中的例子 / check that what the docs show is true
	$(BIN)/python -m pytest tests/docs

screenshots: .venv/dev.stamp ## 重拍门户主要页面 / photograph the main pages of the portal anew
	$(BIN)/python tools/screenshots.py

# The locks hold versions and hashes and no addresses, so that every office can use its own mirror.
# LOCK_FLAGS=--upgrade takes newer versions. Needs uv, which is not needed for anything else.
lock: ## 重新生成锁文件（需要 uv）/ make the lock files again (needs uv)
	@command -v $(UV) >/dev/null || { echo '需要 uv / uv is needed: pip install uv, or make lock UV=/path/to/uv' >&2; exit 1; }
	$(UV) pip compile $(LOCK_OPTIONS) --group build pyproject.toml -o requirements.lock
	$(UV) pip compile $(LOCK_OPTIONS) --group dev --constraint requirements.lock pyproject.toml -o requirements-dev.lock
	python3 tools/browser_assets.py lock
LOCK_OPTIONS = --quiet --extra portal --no-config --universal --python-version 3.11 --generate-hashes --no-header $(LOCK_FLAGS)

clean: ## 删除 .venv 与缓存 / remove .venv and caches
	rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# ---- the environment; a stamp is written when its step has succeeded

.venv/locked.stamp: requirements.lock
	@sh tools/venv.sh create "$(PYTHON)"
	@echo '正在安装依赖，首次约需半分钟 / installing dependencies, half a minute the first time'
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

.venv/run.stamp: .venv/locked.stamp pyproject.toml
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/assets.stamp: .venv/locked.stamp package-lock.json .npmrc tools/browser_assets.py
	@$(BIN)/python tools/browser_assets.py
	@touch $@

.venv/dev.stamp: .venv/run.stamp .venv/assets.stamp requirements-dev.lock
	@echo '正在安装开发工具 / installing development tools'
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
