#!/bin/sh
# npm run demo: installs and builds what is missing, then becomes the demo.
set -e
node "$(dirname "$0")/setup.mjs" --dev
. "$(dirname "$0")/node.sh"
node scripts/build-dashboard.mjs
exec node simulators/src/demo/main.ts "$@"
