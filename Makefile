# SPDX-License-Identifier: LGPL-2.1-or-later
# A thin layer over Meson: `make run` and `make check` do all set-up themselves.

BUILD ?= build
BUILD_SANITIZED ?= $(BUILD)-sanitized
BUILD_THREADS ?= $(BUILD)-threads
WERROR ?= false
LABEL ?= Debian 12.5.0 amd64 n

SANITIZED = -Db_sanitize=address,undefined -Db_lundef=false -Dintrospection=false
THREADS = -Db_sanitize=thread -Db_lundef=false -Dintrospection=false

.PHONY: all run check check-format check-plain check-sanitized check-threads check-valgrind bench needs needs-tests clean

all: needs
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD) >$(BUILD).log || { cat $(BUILD).log; exit 1; }
	@rm -f $(BUILD).log
	@meson compile -C $(BUILD)

needs:
	@.ci/needs

needs-tests:
	@.ci/needs --tests

# What is on a medium, and what does its system need? Without ISO=PATH a sample is made first.
run: needs
	@$(MAKE) --no-print-directory all >$(BUILD)-run.log 2>&1 || { cat $(BUILD)-run.log; exit 1; }
	@rm -f $(BUILD)-run.log
	@iso='$(ISO)'; \
	if [ -z "$$iso" ]; then \
	    iso=$(BUILD)/sample.iso; \
	    tests/isodata/make-sample.sh "$$iso" '$(LABEL)' && echo "made $$iso, labelled $(LABEL)"; \
	fi; \
	OSINFO_SYSTEM_DIR='$(CURDIR)/data' $(BUILD)/libosinfo/tools/osinfo-detect --defaults "$$iso"

check: check-plain check-sanitized check-threads
	@/usr/bin/python3 tests/summary.py $(BUILD) $(BUILD_SANITIZED) $(BUILD_THREADS)

check-plain: needs-tests
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD)
	@meson configure $(BUILD) -Dwerror=$(WERROR)
	@meson compile -C $(BUILD)
	@meson test -C $(BUILD) --no-rebuild --print-errorlogs || true

# The same tests, built by the other compiler with address and undefined behaviour checked.
check-sanitized: needs-tests
	@test -f $(BUILD_SANITIZED)/build.ninja || CC=clang meson setup $(BUILD_SANITIZED) $(SANITIZED)
	@meson configure $(BUILD_SANITIZED) -Dwerror=$(WERROR)
	@meson compile -C $(BUILD_SANITIZED)
	@meson test -C $(BUILD_SANITIZED) --no-rebuild --print-errorlogs --no-suite oracle || true

# What several threads do at once, with every race found; says why where the sanitizer cannot run.
check-threads: needs-tests
	@rm -f $(BUILD_THREADS).skipped
	@if ! wrapper=$$(tests/libosinfo/threads/tsan-probe.sh clang); then \
	    echo "$$wrapper" | tee $(BUILD_THREADS).skipped; \
	    exit 0; \
	fi; \
	set -e; \
	test -f $(BUILD_THREADS)/build.ninja || CC=clang meson setup $(BUILD_THREADS) $(THREADS); \
	meson configure $(BUILD_THREADS) -Dwerror=$(WERROR); \
	meson compile -C $(BUILD_THREADS) tests/libosinfo/threads/test-threads tests/libosinfo/threads/tsan-self-check osinfo-compile; \
	$$wrapper meson test -C $(BUILD_THREADS) --no-rebuild --print-errorlogs threads threads-sanitizer || true

# Are C files laid out as .clang-format says?
check-format:
	@/usr/bin/python3 tests/common/test-format.py '$(CURDIR)'

check-valgrind: all
	@meson test -C $(BUILD) --suite libosinfo --print-errorlogs \
	    --wrapper 'valgrind -q --suppressions=$(CURDIR)/tests/valgrind.supp --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite'

bench: all needs-tests
	@meson compile -C $(BUILD) bench

clean:
	@rm -rf $(BUILD) $(BUILD_SANITIZED) $(BUILD_THREADS) $(BUILD_THREADS).skipped
