#!/usr/bin/env bash
# The example of a plugin in a package of its own: builds it, runs its unit tests, and its engine on its rules.
#
# Usage: Tests/CustomDetector/run.sh [scratch folder]
set -euo pipefail
repository="$(cd "$(dirname "$0")/../.." && pwd)"
scratch="${1:-$repository/.build/custom-detector}"
cd "$repository/Examples/CustomDetector"

swift test --manifest-cache none --scratch-path "$scratch"
engine="$(swift build --scratch-path "$scratch" --show-bin-path)/my-sentinel"
"$engine" check Rules
"$engine" test Rules
"$engine" metrics | grep -qw output_tokens_surprise
"$engine" functions | grep -qw over_peak
echo "custom detector: a package of its own adds a metric and a function"
