# Sourced. Puts the Node of node_modules first on the path; where the platform has no such package, the machine's must be new enough.
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
PATH="$root/node_modules/.bin:$PATH"
export PATH
hash -r
if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 24 ? 0 : 1)'; then
  echo "Otkuda needs Node 24 or newer here: there is no prebuilt one for this platform, and $(node --version) is installed." >&2
  exit 1
fi
