"""Goldens of archives: zip and tar files as Python's own modules write them, and what they hold.

Times, owners and the like are fixed, so that the same Python gives the same bytes.
"""

import base64
import gzip
import io
import os
import sys
import tarfile
import zipfile

import json

FOLDER = os.path.dirname(os.path.abspath(__file__))
DATE = (2020, 2, 2, 2, 2, 2)

NOISE = bytes((i * i * 7919 + i * 104729) >> 5 & 255 for i in range(700))
FILES = {
    "cats/1.jpg": NOISE,
    "cats/2.jpg": b"cat " * 200,
    "dogs/ä€😀.txt": "wuff".encode(),
    "empty": b"",
}
LONG = "/".join(["a folder with a long name"] * 9) + "/file.txt"


class Unseekable(io.RawIOBase):
    """A stream that cannot go back, so that sizes are written behind the data."""

    def __init__(self):
        self.bytes = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.bytes += data
        return len(data)


def zip_of(files, method, to=None, comment=b"", folders=(), force_zip64=False):
    buffer = to or io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = comment
        for folder in folders:
            archive.writestr(zipfile.ZipInfo(folder, DATE), b"")
        for path, content in files.items():
            info = zipfile.ZipInfo(path, DATE)
            info.compress_type = method
            info.external_attr = 0o100644 << 16
            with archive.open(info, "w", force_zip64=force_zip64) as member:
                member.write(content)
    return bytes(buffer.bytes) if to else buffer.getvalue()


def tar_of(files, form, folders=(), pax=None, prefix=""):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form, pax_headers=pax or {}) as archive:
        for folder in folders:
            info = tarfile.TarInfo(folder)
            info.type = tarfile.DIRTYPE
            archive.addfile(info)
        for path, content in files.items():
            info = tarfile.TarInfo(prefix + path)
            info.size = len(content)
            info.mtime = 1580608922.25 if form == tarfile.PAX_FORMAT else 1580608922
            # Too large for octal digits: written as a binary number by GNU's format, as a record by pax.
            info.uid = 2**31 if form != tarfile.USTAR_FORMAT else 1000
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def latin_zip():
    """Names in character set 437, as the zip programs of DOS and Windows wrote them."""
    # Python writes such names as UTF-8 and says so; here the name is patched in both places.
    whole = zip_of({"f~r.txt": b"old"}, zipfile.ZIP_STORED)
    return whole.replace(b"f~r.txt", b"f\x81r.txt")


ascii_files = {path: content for path, content in FILES.items() if path.isascii()}
with_hidden_end = b"PK\x05\x06" + b"\x00" * 18 + b" is how an archive ends"
CASES = [
    ("stored", "zip", FILES, zip_of(FILES, zipfile.ZIP_STORED)),
    ("deflated, with folders", "zip", FILES, zip_of(FILES, zipfile.ZIP_DEFLATED, folders=["cats/", "dogs/", "none/"])),
    ("sizes behind the data", "zip", FILES, zip_of(FILES, zipfile.ZIP_DEFLATED, to=Unseekable())),
    ("zip64", "zip", FILES, zip_of(FILES, zipfile.ZIP_DEFLATED, force_zip64=True)),
    ("a comment that looks like an end", "zip", FILES, zip_of(FILES, zipfile.ZIP_STORED, comment=with_hidden_end)),
    ("no files", "zip", {}, zip_of({}, zipfile.ZIP_STORED)),
    ("character set 437", "zip", {"für.txt": b"old"}, latin_zip()),
    ("ustar", "tar", ascii_files, tar_of(ascii_files, tarfile.USTAR_FORMAT, folders=["cats", "dogs"])),
    ("ustar, long name", "tar", {LONG[:240]: b"long"}, tar_of({LONG[:240]: b"long"}, tarfile.USTAR_FORMAT)),
    ("GNU", "tar", {**FILES, LONG: b"long"}, tar_of({**FILES, LONG: b"long"}, tarfile.GNU_FORMAT)),
    ("pax", "tar", {**FILES, LONG: b"long"}, tar_of({**FILES, LONG: b"long"}, tarfile.PAX_FORMAT, pax={"comment": "for all"})),
    ("paths that begin at .", "tar", FILES, tar_of(FILES, tarfile.GNU_FORMAT, folders=["."], prefix="./")),
    ("no files", "tar", {}, tar_of({}, tarfile.GNU_FORMAT)),
    ("gzip", "tar", FILES, gzip.compress(tar_of(FILES, tarfile.PAX_FORMAT), mtime=0)),
]


def text(content):
    return base64.b64encode(content).decode()


def main():
    cases = [
        {"name": name, "kind": kind, "bytes": text(archive), "files": {path: text(content) for path, content in files.items()}}
        for name, kind, files, archive in CASES
    ]
    origin = {"library": "Python zipfile, tarfile, gzip", "version": sys.version.split()[0], "script": "archives.py"}
    with open(os.path.join(FOLDER, "archives.json"), "w") as file:
        json.dump({"origin": origin, "cases": cases}, file, ensure_ascii=False, indent=1)
        file.write("\n")


main()
