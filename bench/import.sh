#!/bin/bash
# import.sh BUILD: rows imported per second as a share of SQLite's own, the log's and a statement's time over them.
set -euo pipefail

build=${1:?usage: import.sh BUILD}
ninja -C "$build" src/banyan bench/sqlite_rows </dev/null >/dev/null
exec python3 "$(dirname "$0")/import.py" "$build"
