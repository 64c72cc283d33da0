#!/usr/bin/env bash
# Dropping a folder into Plugins/ is enough: copies the tree, drops one in, builds, and looks for its metric.
#
# Usage: Tests/DropIn/run.sh [folder]
# With a folder the copy and its build stay there, so that a second run is quick.
set -euo pipefail
repository="$(cd "$(dirname "$0")/../.." && pwd)"

if [ $# -ge 1 ]; then
  work="$1"
  mkdir -p "$work"
else
  work="$(mktemp -d)"
  trap 'rm -rf "$work"' EXIT
fi
tree="$work/tree"
rm -rf "$tree"
mkdir -p "$tree"

# Times are kept, so that only what changed is compiled again. Files deleted but not yet committed are left out.
cd "$repository"
git ls-files -z --cached --others --exclude-standard |
  while IFS= read -r -d '' file; do if [ -e "$file" ]; then printf '%s\0' "$file"; fi; done |
  tar --null -T - -cf - | tar -xf - -C "$tree"
cp -r --preserve=timestamps "$tree/Tests/DropIn/EchoDetectors" "$tree/Plugins/EchoDetectors"

cd "$tree"
log="$work/build.log"
# No unit tests in the graph: they are none of this test's business. The manifest cache would hide the new folder.
if ! SENTINEL_CORE=1 SENTINEL_TESTS=none swift build --product sentinel --manifest-cache none --scratch-path "$work/build" >"$log" 2>&1
then
  tail -n 40 "$log"
  echo "drop-in: the tree with Plugins/EchoDetectors does not build" >&2
  exit 1
fi
sentinel="$work/build/debug/sentinel"
for wanted in "metrics echoed_tokens" "metrics llm_cost_usd" "plugins EchoDetectors" "plugins CostDetectors"; do
  read -r command name <<<"$wanted"
  if ! "$sentinel" "$command" | grep -qw -- "$name"; then
    echo "drop-in: 'sentinel $command' does not list $name" >&2
    exit 1
  fi
done
echo "drop-in: a folder in Plugins/ is enough"
