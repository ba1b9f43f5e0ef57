# Two commands do everything: `make demo` and `make test`.
# What `--version` says of a program that is built here.
export TICKETFERRY_COMMIT := $(shell git describe --always --dirty --abbrev=7 --exclude='*' 2>/dev/null)

.PHONY: demo test chaos test-live fuzz bench format record release clean

# Builds, migrates the sandbox's tickets from its old system to its new one, verifies, and says where to look.
demo: build
	@Tests/SandboxServer/demo

# Format, a build without warnings, all tests.
test: lint
	swift build --build-tests
	swift test --skip-build --parallel

# Whole migrations against every fault and kill there is, judged by the target's own books. CHAOS="--only NAME" for one.
chaos: release
	@"$$(swift build -c release --show-bin-path)/chaos" $(CHAOS)

# The same migration between a real Request Tracker and a real Redmine (Debian 12, root); FULL=1 adds kills, lost answers,
# HTTP/2, unseen tickets and a browser, and takes half an hour.
test-live:
	@Tests/Live/run

# The parsers, fed with broken input (Linux; under five minutes, FUZZ_SECONDS= for each of the twelve targets).
fuzz:
	@Tests/Fuzz/run

# Speed and memory beside other programs, into docs/performance.md (Debian 12, root; an hour and a quarter on two cores).
# BENCH="story transform" for some parts, BENCH_SIZE=smoke for a trial of all in three minutes.
bench: release
	@Tests/Bench/run

.PHONY: build lint
build:
	@swift build

lint:
	swift format lint --strict --parallel --recursive Package.swift Sources Tests

format:
	swift format format --in-place --parallel --recursive Package.swift Sources Tests

# Rewrites the golden files; read the difference before you commit it.
record:
	TICKETFERRY_RECORD=1 swift test --filter "Golden|Fixture"

# The programs for a migration, in .build/release. On Linux with all of Swift in them: an eighth less processor time than
# with its shared libraries, and they run where no Swift is installed. A Mac has these libraries in its system.
release:
	@swift build -c release $(if $(filter Linux,$(shell uname)),--static-swift-stdlib)

clean:
	rm -rf .build demo
