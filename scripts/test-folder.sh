# Sourced. What the tests write ends with them: where memory has room for it they write there, and none of their databases waits for a disk.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt 4000000 ]; then
  probe=$(mktemp /dev/shm/otkuda-probe-XXXXXX)
  echo '#!/bin/sh' > "$probe" && chmod 700 "$probe"
  # Programs are unpacked there, too.
  if "$probe" 2>/dev/null; then export TMPDIR=/dev/shm; fi
  rm -f "$probe"
fi
