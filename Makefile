# make run    sets up, builds and replays an hour of traffic through the shipped rules
# make test   sets up and runs every test
# make check  formats nothing, but says what `swift format` and the tidy rules would
#
# Everything is built once, in release: tests reach inside through `package` access.

SHELL := /bin/bash
BUILD := swift build -c release --manifest-cache none
SENTINEL := .build/release/sentinel

# Debian package for each file that must be there.
PACKAGES := libyaml-dev:/usr/include/yaml.h libre2-dev:/usr/include/re2/re2.h zlib1g-dev:/usr/include/zlib.h \
	pkg-config:/usr/bin/pkg-config

.PHONY: run test setup build check format clean fuzz bench docs

run: build
	$(SENTINEL) replay --rules Rules/latency Rules/cost Rules/availability \
	  --input Examples/QuickStart/traffic.ndjson.gz --labels Examples/QuickStart/incidents.json --warmup 10m

build: setup
	@touch Package.swift
	$(BUILD) --product sentinel

setup:
	@missing=""; \
	for entry in $(PACKAGES); do [ -e "$${entry#*:}" ] || missing="$$missing $${entry%%:*}"; done; \
	if [ -n "$$missing" ]; then \
	  echo "Missing system packages:$$missing"; \
	  sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends $$missing; \
	fi

test: setup
	@Tests/run.sh

check:
	swift format lint --strict --recursive Package.swift Engine Plugins RuleDSL Tests Examples

format:
	swift format --in-place --recursive Package.swift Engine Plugins RuleDSL Tests Examples

fuzz: setup
	@Tests/Fuzz/run.sh $(FUZZ)

bench: setup
	SENTINEL_BENCHMARKS=1 $(BUILD) --product sentinel-benchmarks
	.build/release/sentinel-benchmarks

docs: build
	@Docs/generate.sh

clean:
	rm -rf .build .build-*
