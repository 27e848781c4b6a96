"""The files that the house rules look at: all that git tracks or would track."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Project:
    """A folder and its files, as absolute paths."""

    root: Path
    files: tuple[Path, ...]

    def python(self, *folders: str) -> Iterator[Path]:
        """Python files below the folders, given relative to the root."""
        for path in self.files:
            inside = self.place(path)
            if path.suffix == ".py" and inside.startswith(tuple(f"{name}/" for name in folders)):
                yield path

    def place(self, path: Path, line: int | None = None) -> str:
        """Name a file, and a line of it, relative to the root."""
        inside = path.relative_to(self.root).as_posix()
        return inside if line is None else f"{inside}:{line}"


def project_at(root: Path) -> Project:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    paths = (root / name for name in listed.split("\0") if name)
    return Project(root, tuple(sorted(path for path in paths if path.is_file())))
