# SPDX-License-Identifier: LGPL-2.1-or-later
# A thin layer over Meson: `make run` and `make check` do all set-up themselves.

BUILD ?= build
BUILD_SANITIZED ?= $(BUILD)-sanitized
BUILD_THREADS ?= $(BUILD)-threads
WERROR ?= false
LABEL ?= Debian 12.5.0 amd64 n

SECONDS ?= 10

# Which tables are asked as a whole where all tests run: those that hold ours against the established programs, or all (whole).
TABLES ?= oracles

SANITIZED = -Db_sanitize=address,undefined -Db_lundef=false -Dintrospection=false -Dlibfuzzer=auto $(LINES) $(PRECOMPILED)
THREADS = -Db_sanitize=thread -Doptimization=0 -Db_lundef=false -Dintrospection=false $(LINES) $(PRECOMPILED)

# Reports of sanitizers name functions and lines, and nobody asks these builds for more.
LINES = -Dc_args=-gline-tables-only

# Where they are built from nothing headers are read once, which a cache of objects does not know.
PRECOMPILED = $(if $(shell command -v ccache),,-Db_pch=true)
# They link some two hundred programs: by the linker that takes a fourth of the time, where it is there.
CLANG = CC=clang $(if $(shell command -v ld.lld),CC_LD=lld)

# Some tests wait more than they compute: for servers, keys, clocks, and for xorriso, which sleeps. TEST_OPTIONS are more
# words for meson test, as --no-suite=long.
JOBS ?= $(shell echo $$(($$(nproc) + 2)))
MESON_TEST = tests/in-memory meson test --no-rebuild --print-errorlogs --num-processes $(JOBS) $(TEST_OPTIONS)

# A build folder with that option: FOLDER, how a new one is set up. Configuring costs as much as ten tests, so one that has it is left
# alone.
set_up = if ! test -f $(1)/build.ninja; then $(2) meson setup $(1) $(3) -Dwerror=$(WERROR); \
    elif ! grep -qsx 'werror = $(WERROR)' $(1)/meson-private/cmd_line.txt; then meson configure $(1) -Dwerror=$(WERROR); fi

# What `make run` shows: of all pieces, as of its own archive, what the library is for.
PIECE = $(firstword $(patsubst %/meson.build,%,$(wildcard $(addsuffix /meson.build,libosinfo osinfo-db-tools osinfo-db))))

# An archive makes no archives.
ALONE = $(if $(wildcard release/make-archive),check-alone)

.PHONY: all run run-libosinfo run-osinfo-db run-osinfo-db-tools
.PHONY: check check-all check-alone check-data check-format check-plain check-late check-sanitized check-threads check-valgrind
.PHONY: fuzz build-tests build-sanitized bench needs needs-tests needs-sanitizers clean

all: needs
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD) >$(BUILD).log || { cat $(BUILD).log; exit 1; }
	@rm -f $(BUILD).log
	@meson compile -C $(BUILD)

needs:
	@.ci/needs

needs-tests:
	@.ci/needs --tests

needs-sanitizers:
	@.ci/needs --tests --sanitizers

# What a piece is for, in one command; its README.md says more.
run: needs
	@.ci/progress $(BUILD)-run.log $(MAKE) --no-print-directory all
	@$(MAKE) --no-print-directory run-$(PIECE)

# What is on a medium, and what does its system need? Without ISO=PATH a sample is made first. The database is that of the
# tree, or the installed one.
run-libosinfo:
	@iso='$(ISO)'; \
	if [ -z "$$iso" ]; then \
	    iso=$(BUILD)/sample.iso; \
	    tests/isodata/make-sample.sh "$$iso" '$(LABEL)' && echo "made $$iso, labelled $(LABEL)"; \
	fi; \
	$(if $(wildcard data),OSINFO_SYSTEM_DIR='$(CURDIR)/data') $(BUILD)/libosinfo/tools/osinfo-detect --defaults "$$iso"

# Imports an archive into the build folder, and checks what came of it. Without ARCHIVE=PATH it is one of the installed database.
run-osinfo-db-tools:
	@archive='$(ARCHIVE)'; \
	if [ -z "$$archive" ]; then \
	    archive=$(BUILD)/database.tar.xz; \
	    $(BUILD)/osinfo-db-tools/osinfo-db-export --system "$$archive" && echo "made $$archive of the installed database"; \
	fi && \
	$(BUILD)/osinfo-db-tools/osinfo-db-import --dir=$(BUILD)/database "$$archive" && \
	$(BUILD)/osinfo-db-tools/osinfo-db-validate --dir=$(BUILD)/database && \
	echo "$(BUILD)/database holds $$(cat $(BUILD)/database/VERSION)"

# Makes the archive that users import.
run-osinfo-db:
	@osinfo-db/release/make-archive.py $(BUILD)

# One build and what its programs and data do, some of it in part; what is left is in the suites late and fuzz.
check: check-plain
	@/usr/bin/python3 tests/summary.py $(BUILD)

# All tests, and what sanitizers see. Fuzz drivers, which take what time they are given, leave the processors to what is built
# and tested beside them.
check-all: needs-sanitizers check-late check-sanitized
	@$(MAKE) --no-print-directory -j3 --output-sync=target fuzz check-threads $(ALONE) IN_ALL=yes \
	    SECONDS=$(if $(filter command,$(origin SECONDS)),$(SECONDS),1)
	@/usr/bin/python3 tests/summary.py $(BUILD) $(BUILD_SANITIZED) $(BUILD_SANITIZED):fuzz $(BUILD_THREADS) \
	    $(ALONE:check-alone=$(BUILD):alone)

build-tests: needs-tests
	@$(call set_up,$(BUILD),,$(PRECOMPILED))
	@meson compile -C $(BUILD)

check-plain: build-tests
	@rm -f $(BUILD)/meson-logs/testlog.json
	@$(MESON_TEST) -C $(BUILD) --no-suite fuzz --no-suite late || true

# Fuzz drivers run the same inputs with sanitizers.
check-late: build-tests
	@rm -f $(BUILD)/meson-logs/testlog.json
	@OSINFO_TESTS=$(TABLES) $(MESON_TEST) -C $(BUILD) --no-suite fuzz || true

# The other compiler's build, with address and undefined behaviour checked; one made before keeps its options.
build-sanitized: needs-sanitizers
	@$(call set_up,$(BUILD_SANITIZED),$(CLANG),$(SANITIZED))
	@meson compile -C $(BUILD_SANITIZED)

# The same tests with that, but for those that look at sources, archives, scripts or data only and those that `make check` leaves out; long
# tables in part, unless each row is another way through memory.
check-sanitized: build-sanitized
	@rm -f $(BUILD_SANITIZED)/meson-logs/testlog.json
	@$(MESON_TEST) -C $(BUILD_SANITIZED) --no-suite oracle --no-suite style --no-suite release --no-suite no-code --no-suite late --no-suite data || true

# Each fuzz driver for SECONDS of the clock, from its corpus and what earlier runs found.
fuzz: build-sanitized
	@rm -f $(BUILD_SANITIZED)/meson-logs/testlog-fuzz.json
	@OSINFO_FUZZ_SECONDS=$(SECONDS) nice $(MESON_TEST) -C $(BUILD_SANITIZED) --suite fuzzing --logbase testlog-fuzz || true
	@/usr/bin/python3 tests/summary.py $(BUILD_SANITIZED):fuzz $(if $(IN_ALL),|| true)

# What several threads do at once, with every race found; says why where the sanitizer cannot run.
check-threads: needs-sanitizers
	@rm -f $(BUILD_THREADS).skipped $(BUILD_THREADS)/meson-logs/testlog.json
	@if ! wrapper=$$(tests/libosinfo/threads/tsan-probe.sh clang); then \
	    echo "$$wrapper" | tee $(BUILD_THREADS).skipped; \
	    exit 0; \
	fi; \
	set -e; \
	$(call set_up,$(BUILD_THREADS),$(CLANG),$(THREADS)); \
	meson compile -C $(BUILD_THREADS) tests/libosinfo/threads/test-threads tests/libosinfo/threads/tsan-self-check osinfo-compile \
	    tests/libosinfo/source/test-remote soup-2.4 fake-soup osinfo-remote; \
	$$wrapper $(MESON_TEST) -C $(BUILD_THREADS) threads threads-sanitizer remote || true

# The archive of each piece by itself, against the installed others.
check-alone: build-tests
	@rm -f $(BUILD)/meson-logs/testlog-alone.json
	@$(MESON_TEST) -C $(BUILD) --suite alone --logbase testlog-alone || true
	@/usr/bin/python3 tests/summary.py $(BUILD):alone $(if $(IN_ALL),|| true)

# What a change of data needs: words of the schema and of semantic rules, and labels that must be found. The archive of the
# database has no tools, and holds files against the schema.
check-data: needs
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD) >$(BUILD).log || { cat $(BUILD).log; exit 1; }
	@rm -f $(BUILD).log
ifneq ($(wildcard osinfo-db-tools/meson.build),)
	@.ci/progress $(BUILD)-data.log meson compile -C $(BUILD) data-targets
	@$(BUILD)/osinfo-db-tools/osinfo-db-validate --schema=schema/osinfo.rng --lint data
endif
	@osinfo-db/update/windows-labels.py --check
	@osinfo-db/update/unknown.py --check
	@rm -f $(BUILD)/meson-logs/testlog-data.json
	@$(MESON_TEST) -C $(BUILD) --suite data --logbase testlog-data || true
	@/usr/bin/python3 tests/summary.py $(BUILD):data

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
