#!/bin/bash
# 50 power cuts and more under a disk that forgets what was not synced: tests/crash/power.py.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec python3 tests/crash/power.py --build "${1:?usage: crash_power.sh BUILD_DIR}"
