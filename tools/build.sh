#!/bin/bash
# Sets up and builds one of the project's builds: build.sh debug|clang|release|fuzz [TARGET...]
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:?usage: build.sh debug|clang|release|fuzz [TARGET...]}
shift
case $kind in
debug) cc=gcc options=(-Dbuildtype=debug -Db_sanitize=address,undefined) ;;
clang) cc=clang options=(-Dbuildtype=debugoptimized) ;;
release) cc=gcc options=(-Dbuildtype=release -Db_pie=true) ;;
fuzz) cc=clang options=(-Dbuildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false -Dfuzz=true) ;;
*)
    echo "build.sh: no build '$kind'; known are debug, clang, release and fuzz" >&2
    exit 2
    ;;
esac

# A setup that failed half-way leaves no build.ninja and is started afresh.
if [ ! -f "build/$kind/build.ninja" ]; then
    rm -rf "build/$kind"
    CC=$cc meson setup "build/$kind" "${options[@]}" </dev/null
fi
exec ninja -C "build/$kind" "$@" </dev/null
