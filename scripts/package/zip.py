"""The zip of a function: only its executable, with the same bytes for the same executable.

    zip.py BOOTSTRAP ZIP
"""

import sys
import zipfile
from pathlib import Path

# The earliest date in a zip. No clock, owner or umask affects the file.
DATE = (1980, 1, 1, 0, 0, 0)
UNIX = 3
EXECUTABLE_FILE = 0o100755


def main(bootstrap: str, target: str):
    entry = zipfile.ZipInfo("bootstrap", DATE)
    entry.create_system = UNIX
    entry.external_attr = EXECUTABLE_FILE << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "w") as file:
        file.writestr(entry, Path(bootstrap).read_bytes(), compresslevel=9)


if __name__ == "__main__":
    main(*sys.argv[1:])
