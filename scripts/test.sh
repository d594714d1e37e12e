#!/usr/bin/env bash
# Installs what is missing, builds everything and runs every test. The last lines are ctest's summary.
# Usage: scripts/test.sh [CTEST-OPTION…], e.g. scripts/test.sh -R snippet
# Exit status: 0 all tests passed, 2 packages missing, else what failed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

ensure_packages
build_release all
exec ctest --test-dir "$dateline_build" --output-on-failure --no-tests=error \
    --parallel "$dateline_jobs" "$@"
