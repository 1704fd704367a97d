#!/usr/bin/env bash
# Removes what backups left that failed or were killed, before the next one: on a full volume, it needs that room.
# Another Job may run at the same time.
set -euo pipefail
cd "$BACKUPS"
shopt -s nullglob

# A backup that is being written is locked.
for file in ./*.partial; do
    if flock --nonblock "$file" rm -- "$file"; then
        echo "Removed $file."
    fi
done

# Complete, and its pod has yet to name it or failed. No Job lasts longer than two hours (activeDeadlineSeconds).
find . -maxdepth 1 -type f -name '*.unfinished' -mmin +120 -delete
