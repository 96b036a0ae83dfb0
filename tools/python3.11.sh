#!/bin/sh
# Runs its arguments with Python 3.11, wherever that is on this machine.
# OBJECTWAR_PYTHON names another one.

for candidate in "$OBJECTWAR_PYTHON" python3.11 python3 python; do
    if [ -n "$candidate" ] && "$candidate" -c \
        'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null
    then
        exec "$candidate" "$@"
    fi
done

echo "This needs Python 3.11, and none was found here. Install it" \
    "(Debian or Ubuntu: python3.11 and python3.11-venv), or name it:" \
    "make run OBJECTWAR_PYTHON=/path/to/python3.11" >&2
exit 1
