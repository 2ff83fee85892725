#!/bin/bash
# verify.sh BUILD: 100,000 bundles verified, as a share of their bare signature and hash cost in the same run.
set -euo pipefail

build=${1:?usage: verify.sh BUILD}
ninja -C "$build" bench/bench_verify </dev/null >/dev/null
"$build/bench/bench_verify" 100000
