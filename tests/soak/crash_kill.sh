#!/bin/bash
# kill -9 at 50 random moments each of an import and of a sequencing run: tests/crash/kill.py.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec python3 tests/crash/kill.py --build "${1:?usage: crash_kill.sh BUILD_DIR}"
