#!/bin/bash
# Goes the whole way on invented records, from an empty directory to a proof that a stranger can check:
# run-example.sh BUILD_DIR [OUT_DIR]. What it makes lies in OUT_DIR (else build/example) and is made anew each time.
set -euo pipefail
shopt -s inherit_errexit
build=$(realpath "${1:?usage: run-example.sh BUILD_DIR [OUT_DIR]}")
out=${2:+$(realpath "$2")}
cd "$(dirname "$0")/.."
build=${build#"$PWD"/}

out=${out:-build/example}
log=$out/steps.log
# Only what this script made before is removed.
if [ -e "$out" ] && [ -n "$(ls -A "$out")" ]; then
    [ -f "$log" ] || {
        echo "run-example.sh: $out is not empty and was not made by this script; name another directory" >&2
        exit 1
    }
    rm -rf "$out"
fi
mkdir -p "$out"

fail() {
    echo "run-example.sh: $*; what was done is in $log" >&2
    exit 1
}

# Runs one command of banyan; what it says goes to the log and to standard output.
banyan() {
    echo "\$ banyan $*" >>"$log"
    "$build/src/banyan" --data "$out/data" --quiet "$@" 2>>"$log" | tee -a "$log" || fail "'banyan $*' failed"
}

# The first value of a member in pretty JSON.
member() {
    sed -n 's/^ *"'"$1"'": "\{0,1\}\([^",]*\)"\{0,1\},\{0,1\}$/\1/p' | awk 'NR == 1'
}

verify() {
    echo "\$ banyan-verify $*" >>"$log"
    "$build/src/banyan-verify" "$@" 2>>"$log" | tee -a "$log"
}

programme() {
    local folder=examples/$1 records=$2 venue
    banyan programme open "$folder/programme.yaml" >/dev/null
    for venue in "$folder"/venue-*.yaml; do
        banyan venue add "$venue" >/dev/null
    done
    banyan import "$folder/$records" --programme "$1" --map "$folder/map.yaml" --json | member imported
}

statement() {
    local id
    id=$(banyan statement issue --programme "$1" --json | member id)
    banyan statement show "$id" --format html --out "$out/$1.html" >/dev/null
    banyan statement show "$id" --format json --out "$out/$1.json" >/dev/null
    banyan statement show "$id" --format csv --out "$out/$1.csv" >/dev/null
    echo "$id"
}

banyan init --log-origin example.org/banyan-example >/dev/null
banyan log key >"$out/log.pub"
banyan organisation add examples/organisation.yaml >/dev/null
banyan methodology publish methodologies/tree-stock.yaml >/dev/null
banyan methodology publish methodologies/grid-electricity.yaml >/dev/null

trees=$(programme village-trees trees.csv)
readings=$(programme campus-electricity readings.csv)
again=$(banyan import examples/village-trees/trees.csv --programme village-trees \
    --map examples/village-trees/map.yaml --json | member imported)
[ "$again" = 0 ] || fail "a second import of the same file made $again records"

village=$(statement village-trees)
campus=$(statement campus-electricity)
tree=$(banyan record list --programme village-trees --limit 1 --json | member id)
banyan bundle "$tree" --programme village-trees --statement "$village" --out "$out/tree.banyan" >/dev/null
banyan verify >/dev/null

# A stranger has a bundle, the statement and the log's key, and no data directory.
verify "$out/tree.banyan" --log-key "$out/log.pub" --statement "$out/village-trees.json" >"$out/verdict.txt" ||
    fail "the bundle of a tree does not verify"
middle=$(($(stat -c %s "$out/tree.banyan") / 2))
head -c "$middle" "$out/tree.banyan" >"$out/tree-altered.banyan"
tail -c "+$((middle + 1))" "$out/tree.banyan" | tr 'A-Za-z0-9' 'B-ZAb-za1-90' | head -c 1 >>"$out/tree-altered.banyan"
tail -c "+$((middle + 2))" "$out/tree.banyan" >>"$out/tree-altered.banyan"
if verify "$out/tree-altered.banyan" --log-key "$out/log.pub" >/dev/null; then
    fail "an altered bundle was accepted"
fi

figure() {
    banyan statement show "$1" | grep -F "$2" | sed 's/^ *//'
}

verdict=$(awk 'NR == 1' "$out/verdict.txt")

cat <<END

Banyan's example is in $out (every record is invented):
  $trees trees and $readings meter readings imported; a second import of the trees changed nothing
  $(figure "$village" "as carbon dioxide")
  $(figure "$campus" "Greenhouse gas")
Look at
  $out/village-trees.html         the statement as a page to read or print (.json and .csv beside it)
  $out/tree.banyan                one tree with its proof, of which banyan-verify says:
      $verdict
  $out/tree-altered.banyan        the same with one byte changed: refused
  $out/steps.log                  every command that was run, and its answer
Try
  $build/src/banyan-verify $out/tree.banyan --log-key $out/log.pub
  $build/src/banyan --data $out/data verify
  $build/src/banyan --help
END
