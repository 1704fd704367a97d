#!/usr/bin/env bash
# Gives the backup that this pod has made its name, and removes what is older than the newest $KEEP.
set -euo pipefail
cd "$BACKUPS"

name=worklog-$(date -u +%Y-%m-%dT%H-%M-%SZ).backup
mv "$POD_NAME.unfinished" "$name"
echo "Made $name."

# The names sort by time, and a name alone is never read as an option.
mapfile -t old < <(printf '%s\n' worklog-*.backup | sort -r | tail -n "+$((KEEP + 1))")
for file in "${old[@]}"; do
    rm -- "$file"
    echo "Removed $file."
done
