#!/bin/sh
# npm run check: the static checks, all of them, also after one has failed.
node "$(dirname "$0")/setup.mjs" --dev || exit 1
. "$(dirname "$0")/node.sh"
failed=0
check() {
  echo "· $1"
  shift
  "$@" || failed=1
}
check 'types of the management API' node scripts/management-types.ts
check types tsc --noEmit -p .
check 'types of the dashboard' tsc --noEmit -p apps/web
check 'types of the snippet' tsc --noEmit -p packages/snippet
check 'types of the page with React' tsc --noEmit -p e2e/react-page
check 'format and lint' biome check --error-on-warnings .
check 'type-aware lint' oxlint --type-aware --deny-warnings .
check 'unused code' knip
check 'import rules' depcruise --config .dependency-cruiser.cjs apps/server/src apps/web/src packages simulators
exit $failed
