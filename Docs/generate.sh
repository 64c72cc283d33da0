#!/usr/bin/env bash
# Writes the reference pages that the program and the shipped rules know best.
#
# Usage: Docs/generate.sh [--check] [path of sentinel]
# --check writes nothing, shows what would change, and ends with 1 if anything would.
set -euo pipefail
cd "$(dirname "$0")/.."
check=""
if [ "${1:-}" = --check ]; then check=1 && shift; fi
sentinel="$(realpath "${1:-.build/release/sentinel}")"
export COLUMNS=80

pages="$(mktemp -d)"
trap 'rm -rf "$pages"' EXIT

# page FILE TITLE: what comes on standard input, with a head.
page() {
  {
    printf '# %s\n\n<!-- Made by Docs/generate.sh; edits here are lost. -->\n\n' "$2"
    cat
  } | cat -s >"$pages/$1"
}

{
  printf 'Printed by `sentinel functions --format markdown`; functions of plugins are included. What they share (windows,\n'
  printf 'steps, unknown values) is on the page of the [rule language](rule-language.md#functions).\n\n'
  "$sentinel" functions --format markdown
} | page functions.md "Functions"

{
  printf 'Printed by `sentinel metrics --format markdown`; metrics of plugins are included. The kind sets the default\n'
  printf 'aggregate: `last` of a gauge, `avg` of a distribution, `sum` of a sum. Any other name is a gauge that comes in the\n'
  printf '`metrics` of [events](events.md), and a warning tells that nothing declares it.\n\n'
  "$sentinel" metrics --format markdown
} | page metrics.md "Metrics"

{
  printf 'Printed by `sentinel plugins --format markdown`.\n\n'
  "$sentinel" plugins --format markdown
} | page plugins.md "Plugins"

configuration() {
  cat <<'TEXT'
One file in YAML, given with `--config`; without one the defaults hold. Printed by `sentinel configuration --format
markdown`. `sentinel configuration FILE` checks a file and shows what is in force.

- **Sections.** `http.port` is the key `port` below `http`. An unknown key is an error.
- **Not yet active.** Such keys are checked, and have no effect until their feature is there; the engine names them at
  start-up.
- **Variables.** `${NAME}` in a text is a variable of the environment, `${NAME:-default}` has a default for one that is
  unset or empty, and `$$` is a dollar. A missing variable without a default is an error. Without quotes the value is read
  like one that is written there, so `port: ${PORT}` is a number; within brackets a variable needs quotes, and is a text.
- **Secrets** (keys of APIs, tokens, URLs of webhooks, passwords in URLs) are never shown: not in findings, not in the
  excerpts of the file below them, and not in what is in force.
- **Paths** that are relative start at the directory of the file.
- **Durations** are written `90s`, `5m`, `1h30m`; **bytes** as a number or with a unit: `67108864`, `64MiB`, `100MB`.

## Keys

TEXT
  "$sentinel" configuration --format markdown
}
configuration | page configuration.md "Configuration"

commands() {
  printf 'The help of each command. Exit codes: [exit-codes.md](exit-codes.md).\n\n## sentinel\n\n```text\n'
  "$sentinel" --help
  printf '```\n'
  local name
  for name in run check test replay explain functions metrics plugins configuration version; do
    printf '\n## sentinel %s\n\n```text\n' "$name"
    "$sentinel" "$name" --help
    printf '```\n'
  done
}
commands | page commands.md "Commands"

diagnostics() {
  local code group="" titles
  declare -A titles=(
    [0]="YAML" [1]="Rule files and keys" [2]="Expressions and names" [3]="Types and values" [4]="Warnings"
    [5]="Test files" [6]="Configuration and replay")
  printf 'What `sentinel explain CODE` prints, for every code. A code is never given to something else. What a finding\n'
  printf 'looks like: [Decisions/0001](../Decisions/0001-text-form-of-diagnostics.md).\n'
  grep -rhoE '"SR[0-9]{3}"' Engine/SentinelDiagnostics | tr -d '"' | sort -u | while read -r code; do
    if [ "${code:2:1}" != "$group" ]; then
      group="${code:2:1}"
      printf '\n## %s\n' "${titles[$group]:-Others}"
    fi
    printf '\n'
    "$sentinel" explain "$code" | awk '
      NR == 1 { split($0, head, ": "); print "### " $0; next }
      $0 == "wrong" || $0 == "right" { print "*" $0 "*"; next }
      { print }'
  done
}
diagnostics | page diagnostics.md "Diagnostic codes"

rules() {
  printf 'The rules in `Rules/`, with their descriptions. What to do when one fires: [runbooks](../HowTo/runbooks.md).\n\n'
  printf '| rule | file | finds |\n| --- | --- | --- |\n'
  find Rules -name '*.yaml' ! -name '*.test.yaml' | LC_ALL=C sort | while IFS= read -r file; do
    awk -v file="$file" '
      function row() { if (text == "") text = "`" condition "`"; if (name != "") printf "| `%s` | [%s](../../%s) | %s |\n", name, file, file, text }
      /^ *- name: / { row(); name = $3; text = condition = "" }
      /^    description: / { text = $0; sub(/^ *description: */, "", text); gsub(/^["'\'']|["'\'']$/, "", text) }
      /^    condition: / { condition = $0; sub(/^ *condition: */, "", condition) }
      END { row() }' "$file"
  done
}
rules | page shipped-rules.md "Shipped rules"

changed=0
for page in "$pages"/*.md; do
  target="Docs/Reference/$(basename "$page")"
  if [ -n "$check" ]; then
    if ! diff -u "$target" "$page" >&2; then changed=1; fi
  else
    cp "$page" "$target"
  fi
done
if [ "$changed" = 1 ]; then echo "reference pages are out of date: run 'make docs'" >&2; fi
exit $changed
