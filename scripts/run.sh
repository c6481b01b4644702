#!/bin/sh
# Runs a program of this repository with everything installed: sh scripts/run.sh <file> [arguments]
set -e
node "$(dirname "$0")/setup.mjs" --dev
. "$(dirname "$0")/node.sh"
exec node "$@"
