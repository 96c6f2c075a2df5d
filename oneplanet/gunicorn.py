"""How gunicorn serves the portal: `gunicorn -c oneplanet/gunicorn.py`.

`docs/operating.md` lists the variables read here. The application is loaded by each
worker, so that `kill -HUP` takes over new code without losing a request.
"""

import os
from pathlib import Path

wsgi_app = "oneplanet.wsgi"
bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 30
keepalive = 5
# A worker is replaced now and then, so that nothing can grow for ever.
max_requests = 20_000
max_requests_jitter = 2_000
# The workers' heartbeat file must not wait for a busy disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
accesslog = os.environ.get("ACCESS_LOG") or None
loglevel = os.environ.get("LOG_LEVEL", "info")
control_socket_disable = True
