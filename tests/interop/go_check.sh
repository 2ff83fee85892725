#!/bin/bash
# go_check.sh PROGRAM: judges the log that PROGRAM (go_log.c) writes with Go's golang.org/x/mod, offline, from Debian's
# golang-golang-x-mod-dev. Ends with 77 (skipped) where Go or that package is not installed.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
packages=/usr/share/gocode
if ! command -v go >/dev/null || [ ! -d "$packages/src/golang.org/x/mod/sumdb/tlog" ]; then
    echo "skipped: go and golang-golang-x-mod-dev are needed"
    exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$1" >"$scratch/log.json"
# The cache stays beside the program: Go compiles its own library only once in a build folder.
cache=$(dirname "$(realpath "$1")")/go-cache
export GO111MODULE=off GOPATH="$packages" GOCACHE="$cache" GOFLAGS='' GOTOOLCHAIN=local
go build -o "$scratch/go_check" "$here/go_check.go"
"$scratch/go_check" <"$scratch/log.json"

# The judge can say no: with one leaf exchanged for another, roots no longer agree.
sed 's/"entries":\["/&x/' "$scratch/log.json" >"$scratch/other.json"
if "$scratch/go_check" <"$scratch/other.json" >"$scratch/said"; then
    echo "not ok - accepted a log with another leaf" >&2
    exit 1
fi
