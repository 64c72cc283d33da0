#!/usr/bin/env bash
# Runs what the documentation shows, and compares.
#
# Usage: Tests/Docs/run.sh [path of sentinel] [document…]
#
# A fenced block takes part if the words behind its language say so:
#
#   ```yaml file=rules/first.yaml     is written to that file, in a copy of the shipped files
#   ```sh run                         runs there; must end with 0, or with N where it says `run exit=N`
#   ```text output                    is what the last `run` printed, both streams; `…` stands for anything
#   ```swift from=Examples/X.swift    stands in that file of the repository as it is
#
# Each document has a folder of its own; its blocks run in order. SENTINEL_UPDATE=1 writes what was printed into
# the document where it differs.
set -euo pipefail
repository="$(cd "$(dirname "$0")/../.." && pwd)"
cd "$repository"
sentinel="$(realpath "${1:-.build/release/sentinel}")"
shift || true

work="$(mktemp -d)"
# What a document leaves running, after a fault, it names in a file FOLDER/….pid.
clean_up() {
  local file
  for file in "$work"/*/*.pid; do
    [ ! -s "$file" ] || kill -KILL "$(<"$file")" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap clean_up EXIT
mkdir "$work/bin"
ln -s "$sentinel" "$work/bin/sentinel"

faults=0 blocks=0
fault() {
  echo "$document:$place: $1" >&2
  faults=$((faults + 1))
}

# The files that a reader has, in the document's folder: those of a clone, without what is built.
open_folder() {
  [ -e "$folder" ] && return
  mkdir "$folder"
  git ls-files -z --cached --others --exclude-standard -- Rules Examples |
    while IFS= read -r -d '' file; do if [ -e "$file" ]; then printf '%s\0' "$file"; fi; done |
    tar --null -T - -cf - | tar -xf - -C "$folder"
}

# Whether $1 is $2, in which … stands for anything.
matches() {
  local actual="$1" expected="$2" piece anchor=1
  while [[ "$expected" == *…* ]]; do
    piece="${expected%%…*}"
    expected="${expected#*…}"
    if [ -n "$anchor" ]; then
      [[ "$actual" == "$piece"* ]] || return 1
      anchor=""
    fi
    [[ "$actual" == *"$piece"* ]] || return 1
    actual="${actual#*"$piece"}"
  done
  if [ -n "$anchor" ]; then [[ "$actual" == "$expected" ]]; else [[ "$actual" == *"$expected" ]]; fi
}

run_block() {
  local wanted=0 status=0
  open_folder
  [[ "$words" =~ exit=([0-9]+) ]] && wanted="${BASH_REMATCH[1]}"
  printed="$(cd "$folder" && PATH="$work/bin:$PATH" bash -euo pipefail -c "$body" 2>&1 </dev/null)" || status=$?
  [ "$status" = "$wanted" ] || fault "ended with $status, not with $wanted: $printed"
}

write_block() {
  open_folder
  mkdir -p "$folder/$(dirname "$1")"
  printf '%s\n' "$body" >"$folder/$1"
}

quote_block() {
  if [ ! -e "$1" ]; then
    fault "there is no $1"
  elif [[ "$(<"$1")" != *"$body"* ]]; then
    fault "the block is not in $1 as it stands here"
  fi
}

# Takes $words and $body; leaves in $body what belongs there.
do_block() {
  local word
  for word in $words; do
    case "$word" in
    run) run_block ;;
    file=*) write_block "${word#file=}" ;;
    from=*) quote_block "${word#from=}" ;;
    output)
      matches "$printed" "$body" && continue
      if [ "${SENTINEL_UPDATE:-}" = 1 ]; then
        body="$printed"
      else
        fault "the command printed something else:"
        diff <(printf '%s\n' "$body") <(printf '%s\n' "$printed") >&2 || true
      fi
      ;;
    exit=*) continue ;;
    *) fault "a block can't be '$word'" ;;
    esac
    blocks=$((blocks + 1))
  done
}

check_document() {
  local line number=0 inside="" text="" ticks='^```([a-z]*)( (.*))?$'
  folder="$work/$(printf '%s' "$document" | tr / -)"
  printed="" words="" body=""
  while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    if [ -n "$inside" ] && [ "$line" = '```' ]; then
      inside="" body="${body%$'\n'}"
      do_block
      text+="$body"$'\n'"$line"$'\n'
    elif [ -n "$inside" ]; then
      body+="$line"$'\n'
    else
      text+="$line"$'\n'
      if [[ "$line" =~ $ticks ]]; then inside=1 body="" words="${BASH_REMATCH[3]}" place=$number; fi
    fi
  done <"$document"
  [ -z "$inside" ] || fault "a block is not closed"
  if [ "${SENTINEL_UPDATE:-}" = 1 ]; then printf '%s' "$text" >"$document"; fi
}

documents=("$@")
if [ ${#documents[@]} = 0 ]; then
  mapfile -t documents < <(
    git ls-files --cached --others --exclude-standard -- README.md CONTRIBUTING.md 'Docs/*.md' | sort -u)
fi
for document in "${documents[@]}"; do if [ -e "$document" ]; then check_document; fi; done

# Links to files of the repository.
check_links() {
  local target
  while IFS= read -r target; do
    target="${target%%#*}"
    [ -z "$target" ] || [ -e "$(dirname "$document")/$target" ] || fault "there is no $target"
  done < <(grep -oE '\]\([^)[:space:]]+\)' "$document" | sed -E 's/^\]\((.*)\)$/\1/' | grep -vE '^[a-z]+:' || true)
}
for document in "${documents[@]}"; do place=1; if [ -e "$document" ]; then check_links; fi; done

echo "documentation: ${#documents[@]} documents, $blocks blocks tried, $faults faults"
[ "$faults" = 0 ]
