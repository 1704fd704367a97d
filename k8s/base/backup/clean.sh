#!/usr/bin/env bash
# Removes the files of failed or killed backups before the next backup, which may need the space.
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

# Complete backups that were never renamed. A Job takes at most two hours (activeDeadlineSeconds),
# so older ones are abandoned.
find . -maxdepth 1 -type f -name '*.unfinished' -mmin +120 -delete
