#!/usr/bin/env bash
# The whole test run: `make test` calls it. Builds once, in release; stops at the first step that fails.
#
# A step that can't run here says SKIPPED, with the reason, where it stands and again in the summary.
# SENTINEL_STRICT=1 makes errors of warnings (.ci/run sets it).
set -euo pipefail
cd "$(dirname "$0")/.."

sentinel="$PWD/.build/release/sentinel"
acceptance="../shared/acceptance"
summary=()

# step TITLE COMMAND…: a header, the command, the time that it took.
step() {
  local title="$1" start=$SECONDS status=0
  shift
  printf '\n==> %s\n' "$title"
  "$@" || status=$?
  local took=$((SECONDS - start))
  if [ "$status" = 0 ]; then
    summary+=("$(printf 'ok      %5d s  %s' "$took" "$title")")
    return
  fi
  summary+=("$(printf 'FAILED  %5d s  %s (exit %d)' "$took" "$title" "$status")")
  report
  exit 1
}

skip() {
  printf '\n==> %s\nSKIPPED: %s\n' "$1" "$2"
  summary+=("$(printf 'SKIPPED %7s  %s: %s' '' "$1" "$2")")
}

report() {
  printf '\n==> Summary\n'
  printf '%s\n' "${summary[@]}"
}

# A new folder in Plugins/ or Tests/Unit/ is seen only where the manifest is read anew. Rooms import nothing that the
# manifest doesn't say they may.
build() {
  touch Package.swift
  swift build -c release --build-tests --manifest-cache none --explicit-target-dependency-import-check error
}

unit_tests() { swift test -c release --skip-build --manifest-cache none; }

# Cases of the rule language that live beside the repository, not in it.
accept() {
  local title="$1" runner="$acceptance/$2"
  if [ ! -e "$runner" ]; then
    skip "$title" "$runner is not there"
  elif ! command -v python3 >/dev/null; then
    skip "$title" "python3 is not installed"
  else
    step "$title" python3 "$runner" "$sentinel"
  fi
}

step "Build everything, once" build
step "Unit tests" unit_tests
accept "Acceptance: transitions" run_acceptance.py
accept "Acceptance: broken rule files" run_broken_rules.py
step "Check the shipped rules" "$sentinel" check --strict Rules
step "Test the shipped rules" "$sentinel" test Rules --coverage
step "Commands shown in the documentation" Tests/Docs/run.sh "$sentinel"
step "Pages made from the program" Docs/generate.sh --check "$sentinel"
service() {
  local title="The service, as its users see it"
  if command -v python3 >/dev/null; then
    step "$title" python3 Tests/Service/test_service.py "$sentinel"
  else
    skip "$title" "python3 is not installed"
  fi
}
service
step "Tidy" Tests/Tidy/run.sh
step "Fuzz, a short run" Tests/Fuzz/run.sh smoke
step "A folder dropped into Plugins" Tests/DropIn/run.sh "$PWD/.build/drop-in"
step "The example of a plugin package" Tests/CustomDetector/run.sh "$PWD/.build/custom-detector"
report
