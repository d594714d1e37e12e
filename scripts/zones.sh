#!/usr/bin/env bash
# Measures how well the text of stories is told from what stands around it: prints, for each set of
# labelled pages in tests/data/zones, the share of the story's words kept and of other words caught.
#
# Usage: scripts/zones.sh
# Exit status: 0 every set reaches what is asked of it, 2 packages missing, else what failed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

ensure_packages
build_release dateline_unit_tests
exec "$dateline_build/tests/dateline_unit_tests" "[labelled]"
