#!/usr/bin/env bash
# What reviewers should not have to look for. Reads what git tracks or would; prints every finding.
set -euo pipefail
cd "$(dirname "$0")/../.."

findings=0
# report TITLE LINES: counts and shows the lines, if there are any.
report() {
  [ -n "$2" ] || return 0
  printf '%s:\n%s\n' "$1" "$2" | sed '2,$s/^/  /' >&2
  findings=$((findings + $(wc -l <<<"$2")))
}

files() {
  git ls-files --cached --others --exclude-standard -- "$@" |
    while IFS= read -r file; do if [ -e "$file" ]; then echo "$file"; fi; done
}
search() { files "${@:2}" | tr '\n' '\0' | xargs -0 -r grep -nIE -- "$1" /dev/null || true; }

# A ratchet: a file named here may stay as long as it is; nothing is named, and nothing should be.
longer_files=()
limit=400
long="$(
  files 'Engine/*.swift' 'RuleDSL/*.swift' 'Plugins/*.swift' | while IFS= read -r file; do
    [[ " ${longer_files[*]:-} " == *" $file "* ]] && continue
    lines=$(wc -l <"$file")
    if [ "$lines" -gt $limit ]; then echo "$file: $lines"; fi
  done
)"
report "files of more than $limit lines" "$long"

# A trap is a denial of service. `swift format` knows what unwraps; the words are looked for besides.
traps="$(swift format lint --recursive --configuration Tests/Tidy/traps.swift-format Engine RuleDSL Plugins 2>&1 |
  grep -E 'NeverForceUnwrap|NeverUseForceTry|NeverUseImplicitlyUnwrapped' || true)"
report "unwrapping or trying by force" "$traps"
report "traps" "$(search '\b(fatalError|try!|as!)' 'Engine/*.swift' 'RuleDSL/*.swift' 'Plugins/*.swift')"

here=':!Tests/Tidy/run.sh'
report "left to do" "$(search '\b(TODO|FIXME|XXX|HACK)\b' '*' "$here")"
report "paths of one machine" "$(search '(^|[^A-Za-z0-9_.}])/(work|root|home)/|/tmp/build' '*' "$here")"
report "hosts of package registries" \
  "$(search '(pypi|pythonhosted|npmjs|crates|rubygems|proxy\.golang|packagist)\.(org|io|com)' '*' "$here")"

swift="$(swift format lint --strict --recursive Package.swift Engine Plugins RuleDSL Tests Examples 2>&1 || true)"
report "swift format" "$swift"

# Each shipped rule has a test that fires and one that stays silent, in FILE.test.yaml beside FILE.yaml.
untested="$(
  files 'Rules/*.yaml' | grep -v '\.test\.yaml$' | while IFS= read -r file; do
    tests="${file%.yaml}.test.yaml"
    sed -nE 's/^ *- name: *([a-z][a-z0-9_]*).*/\1/p' "$file" | while IFS= read -r rule; do
      if [ ! -e "$tests" ]; then echo "$rule: there is no $tests" && continue; fi
      lines="$(grep -E "rule: *$rule\b" "$tests" || true)"
      grep -q 'state: *firing' <<<"$lines" || echo "$rule: no test of $tests fires"
      grep -q 'state: *inactive' <<<"$lines" || echo "$rule: no test of $tests stays silent"
    done
  done
)"
report "rules without tests" "$untested"

# Each diagnostic code is named in a test, as SR203 or by its constant, or in a golden file.
codes="$(
  files 'Engine/SentinelDiagnostics/DiagnosticCode+*.swift' | tr '\n' '\0' | xargs -0 awk '
    /static let [a-zA-Z0-9]+ = DiagnosticCode\($/ { name = $0; sub(/.*static let /, "", name); sub(/ =.*/, "", name) }
    name != "" && match($0, /"SR[0-9]+"/) { print name, substr($0, RSTART + 1, RLENGTH - 2); name = "" }'
)"
tests="$(files 'Tests/Unit/*' 'Tests/Golden/*' | tr '\n' '\0' | xargs -0 grep -hoE '\bSR[0-9]{3}\b|\.[a-z][A-Za-z0-9]+' |
  sort -u)"
unseen="$(
  while read -r name code; do
    grep -qxF -e "$code" -e ".$name" <<<"$tests" || echo "$code ($name)"
  done <<<"$codes"
)"
report "diagnostic codes without a test" "$unseen"
[ "$(wc -l <<<"$codes")" -gt 50 ] || report "tidy" "the code table could not be read"

echo "tidy: $findings findings"
[ "$findings" = 0 ]
