#!/bin/bash
# Runs every fuzz target for SECONDS under ASan and UBSan, from its corpus, and reports as TAP: fuzz.sh SECONDS
# What a run finds stays in build/fuzz/found/; nothing is written into the source tree.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:?usage: fuzz.sh SECONDS}
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
out=build/fuzz/found
mapfile -t names < <(awk 'NF { print $1 }' tests/fuzz/targets.txt)
echo "1..${#names[@]}"

# One target: prints its TAP line, and the whole output where it failed.
fuzz() {
    local number=$1 name=$2 log=$out/$2.log
    mkdir -p "$out/$name"
    local options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1
        -artifact_prefix="$out/$name-")
    local program=build/fuzz/tests/fuzz/fuzz_$name
    if "$program" "${options[@]}" "$out/$name" "tests/fuzz/corpus/$name" </dev/null >"$log" 2>&1; then
        echo "ok $number - fuzz $name: $(awk '/number_of_executed_units/ { print $2 }' "$log") runs in $seconds s"
    else
        { sed 's/^/# /' "$log"; echo "not ok $number - fuzz $name: see above and $out"; }
        return 1
    fi
}

# As many at a time as there are processors.
status=0 running=0 number=0
for name in "${names[@]}"; do
    number=$((number + 1))
    fuzz "$number" "$name" &
    running=$((running + 1))
    if [ "$running" -ge "$(nproc)" ]; then
        wait -n || status=1
        running=$((running - 1))
    fi
done
while [ "$running" -gt 0 ]; do
    wait -n || status=1
    running=$((running - 1))
done
exit "$status"
