#!/bin/bash
# EIO and ENOSPC at each of the first 300 write-like calls of an import and its sequencing: tests/crash/inject.py.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec python3 tests/crash/inject.py --build "${1:?usage: crash_inject.sh BUILD_DIR}"
