#!/bin/sh
# Prints the path of a Python the portal can run on: 3.12 or later, able to make
# virtual environments. PYTHON=/path/to/python chooses one. Says what to do where
# there is none.
set -u

good='import sys; sys.exit(sys.version_info < (3, 12))'
whole='import ensurepip, venv'
incomplete=

for name in ${PYTHON:-python3.13 python3.14 python3.12 python3 python \
    "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python}; do
    found=$(command -v "$name" 2>/dev/null) || continue
    "$found" -c "$good" 2>/dev/null || continue
    if "$found" -c "$whole" 2>/dev/null; then
        # A version manager's stand-in is asked for the real one behind it.
        exec "$found" -c 'import sys; print(sys.executable)'
    fi
    incomplete=$found
done

if [ -n "$incomplete" ]; then
    cat >&2 <<END
$incomplete is new enough, but it cannot make virtual environments.
On Debian and Ubuntu: apt-get install python3-venv. Then try again.
END
else
    cat >&2 <<END
The portal needs Python 3.12 or later, and none was found${PYTHON:+ at PYTHON=$PYTHON}.
Install one (Debian 13, Ubuntu 24.04: apt-get install python3 python3-venv; elsewhere
for instance with pyenv: pyenv install 3.13), or name one: make run PYTHON=/path/to/python
END
fi
exit 1
