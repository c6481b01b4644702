#!/bin/sh
# npm start: installs what is missing, builds the dashboard if it is missing, then becomes the server, so that signals reach it and its
# exit code is npm's.
set -e
node "$(dirname "$0")/setup.mjs"
. "$(dirname "$0")/node.sh"
node scripts/build-dashboard.mjs
# A small young generation, and an old one that is collected once it has doubled: at full ingest they keep the process a third smaller,
# and cost nothing that can be measured. And no pretenuring: while the young generation is still growing, what is in flight makes V8 take some
# objects of each call for long-lived ones; put among the old, they keep all that they point to until the next full collection.
exec node --max-semi-space-size=16 --heap-growing-percent=100 --no-allocation-site-pretenuring apps/server/src/main.ts
