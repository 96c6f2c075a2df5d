"""One Django command in the environment of `make dev`: make manage DO="shell"."""

import os
import sys

from environment import ROOT, sample_environment

os.chdir(ROOT)
env = sample_environment(debug=True)
os.execve(sys.executable, [sys.executable, "manage.py", *sys.argv[1:]], env)  # noqa: S606
