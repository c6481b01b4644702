#!/bin/sh
# npm test: installs what is missing, then runs all tests. Ends with a line `N passed, N failed`.
set -e
node "$(dirname "$0")/setup.mjs" --dev
. "$(dirname "$0")/node.sh"
. "$root/scripts/test-folder.sh"
# The tests are told what they need; what the operator's shell has set is not for them.
unset NODE_ENV
exec vitest run "$@"
