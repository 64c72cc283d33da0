#!/usr/bin/env bash
# Builds the fuzz targets with sanitizers and runs them. A finding ends the run with exit code 1, its input is kept.
#
# Usage: Tests/Fuzz/run.sh [smoke | TARGET…] [RUNS]
#   smoke (the default): every target, 20,000 runs each.
#   TARGET: FuzzExpressions, FuzzRuleFiles, FuzzEvents, FuzzTestFiles, FuzzConfiguration or FuzzJournal; RUNS: how
#   many runs (a campaign: 10000000).
# SENTINEL_SANITIZERS=fuzzer builds without the address sanitizer: three times as many runs a second.
# FUZZ_SCRATCH is the build folder (.build-fuzz), FUZZ_CORPUS a folder that keeps what campaigns find, FUZZ_SEED the
# seed (1), FUZZ_ARTIFACTS where inputs of findings go.
set -euo pipefail
cd "$(dirname "$0")/../.."

scratch="${FUZZ_SCRATCH:-$PWD/.build-fuzz}"
artifacts="${FUZZ_ARTIFACTS:-$scratch/artifacts}"
runs=20000
targets=()
for argument in "$@"; do
  case "$argument" in
    smoke) ;;
    [0-9]*) runs="$argument" ;;
    *) targets+=("$argument") ;;
  esac
done
[ ${#targets[@]} -gt 0 ] ||
  targets=(FuzzExpressions FuzzRuleFiles FuzzEvents FuzzTestFiles FuzzConfiguration FuzzJournal)

temporary="$(mktemp -d)"
trap 'rm -rf "$temporary"' EXIT
mkdir -p "$artifacts"

# The Swift runtime's own crash reporter would stand in libFuzzer's way. What leaks is said by no test.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS="detect_leaks=0:malloc_context_size=8:quarantine_size_mb=8"

corpus() {
  case "$1" in
    FuzzExpressions) echo expressions ;;
    FuzzRuleFiles) echo rules ;;
    FuzzEvents) echo events ;;
    FuzzTestFiles) echo tests ;;
    FuzzConfiguration) echo configuration ;;
    FuzzJournal) echo journal ;;
    *) echo "there is no target $1" >&2 && exit 2 ;;
  esac
}

# The longest input: events are longer than expressions, and long inputs make few runs a second.
length() { case "$1" in FuzzExpressions) echo 256 ;; *) echo 1024 ;; esac; }

fuzz() {
  local target="$1" seeds log="$temporary/$1.log" work="${FUZZ_CORPUS:-$temporary}/$1" status=0
  seeds="Tests/Fuzz/Corpus/$(corpus "$target")"
  mkdir -p "$work"
  # Closed input and an outer limit: a run must end whatever happens to it.
  timeout -k 10 $((120 + runs / 50)) "$scratch/release/$target" \
    -seed="${FUZZ_SEED:-1}" -runs="$runs" -max_len="$(length "$target")" -timeout=10 -rss_limit_mb=2048 \
    -dict="Tests/Fuzz/Dictionaries/$target.dict" -artifact_prefix="$artifacts/$target-" -print_final_stats=1 \
    "$work" "$seeds" </dev/null >"$log" 2>&1 || status=$?
  if [ "$status" = 0 ]; then
    echo "$target: $(grep -E '^Done' "$log"), $(grep -oE 'cov: [0-9]+' "$log" | tail -1)"
    return
  fi
  tail -60 "$log"
  echo "$target: a finding (exit $status): $(sed -n 's/.*Test unit written to //p' "$log" | tail -1)"
  return 1
}

for target in "${targets[@]}"; do
  corpus "$target" >/dev/null
  SENTINEL_FUZZ=1 swift build -c release --manifest-cache none --scratch-path "$scratch" --product "$target"
done
failed=0
for target in "${targets[@]}"; do fuzz "$target" || failed=1; done
exit "$failed"
