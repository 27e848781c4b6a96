"""What a newcomer reads when Parley is up."""

import shutil
import sys
from pathlib import Path

from parley import places
from parley.settings import Settings

OWNER = "owner@demo.parley"


def greeting(settings: Settings, *, url: str, has_demo: bool) -> str:
    lines = ["", f"Parley is up at {url}"]
    password = places.find_demo_password(settings.data) if has_demo else None
    if password:
        lines += [
            "",
            f"  Sign in    {OWNER}",
            f"  Password   {password}",
            "  Agents     ana@demo.parley, bo@demo.parley, chi@demo.parley (the same password)",
            "",
            f"  Try next   {command(settings, 'demo')}     in another terminal: contacts write in",
        ]
    else:
        lines += ["", f"  Try next   {command(settings, 'doctor')}"]
    if settings.test_clock:
        lines.append(f"  Time       stands still until POST {url}/api/v1/test/clock moves it")
    lines += ["  Stop       Ctrl-C", ""]
    return "\n".join(lines)


def command(settings: Settings, name: str) -> str:
    """As it can be typed in this folder: the data folder is named unless it is the usual one."""
    is_usual = settings.data == Path("data").absolute()
    return f"{program()} {name}" if is_usual else f"{program()} {name} --data {settings.data}"


def program() -> str:
    """`parley` where the shell finds it, else its path."""
    found = shutil.which("parley")
    here = Path(sys.executable).parent / "parley"
    if found:
        return "parley"
    return str(here.relative_to(Path.cwd()) if here.is_relative_to(Path.cwd()) else here)
