#!/bin/sh
# npm run demo: installs what is missing, builds the dashboard if it is missing, then plays.
set -e
node "$(dirname "$0")/setup.mjs" --dev
. "$(dirname "$0")/node.sh"
node scripts/build-dashboard.mjs
exec node simulators/src/demo/main.ts "$@"
