#!/usr/bin/env bash
# Renames this pod's backup to its final name, and removes all but the newest $KEEP backups.
set -euo pipefail
cd "$BACKUPS"

name=worklog-$(date -u +%Y-%m-%dT%H-%M-%SZ).backup
mv "$POD_NAME.unfinished" "$name"
echo "Created $name."

# The names sort by time, and none of them looks like an option.
mapfile -t old < <(printf '%s\n' worklog-*.backup | sort -r | tail -n "+$((KEEP + 1))")
for file in "${old[@]}"; do
    rm -- "$file"
    echo "Removed $file."
done
