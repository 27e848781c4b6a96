"""Where measurements keep what they make; nothing of it stays."""

import contextlib
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path


@contextlib.contextmanager
def temporary_folder() -> Generator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="parley-bench-"))
    folder.chmod(0o711)  # root's Postgres runs as another account and must get in
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
