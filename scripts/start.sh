#!/bin/sh
# npm start: installs what is missing, then becomes the server, so that signals reach it and its exit code is npm's.
set -e
node "$(dirname "$0")/setup.mjs"
. "$(dirname "$0")/node.sh"
exec node apps/server/src/main.ts
