"""What a child says: to our standard error, and to a file that does not grow for ever."""

import sys
from pathlib import Path
from typing import IO

LIMIT_BYTES = 10_000_000


class ChildLog:
    """One file below the log folder; the file before it is kept as `.log.1`."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.log"
        self._name = name
        self._file: IO[bytes] = self.path.open("ab")
        self.path.chmod(0o600)

    def write(self, line: bytes) -> None:
        self._file.write(line)
        self._file.flush()
        if self._file.tell() > LIMIT_BYTES:
            self._turn_over()
        text = line.decode(errors="replace").rstrip("\n")
        sys.stderr.write(f"[{self._name}] {text}\n")

    def close(self) -> None:
        self._file.close()

    def _turn_over(self) -> None:
        self._file.close()
        self.path.replace(self.path.with_suffix(".log.1"))
        self._file = self.path.open("ab")
        self.path.chmod(0o600)
