"""Goldens of pictures on the Hub: a Parquet file as the library `datasets` writes it, and what its pictures show."""

import base64
import io
import json
import os

import PIL
import pyarrow
import pyarrow.parquet
from PIL import Image

FOLDER = os.path.dirname(os.path.abspath(__file__))


def picture(color):
    file = io.BytesIO()
    Image.new("RGB", (6, 5), tuple(color)).save(file, "PNG")
    return file.getvalue()


def row(i):
    """Cats first, then dogs, each of a color of its own; one that is no picture, one that is missing."""
    label = i // 12
    color = [10 * i, 200 * label, 255 - 10 * i]
    content = {7: b"no picture", 15: None}.get(i, picture(color))
    image = None if content is None else {"bytes": content, "path": f"{i}.png"}
    return {"image": image, "labels": label}, {"color": None if i in (7, 15) else color, "label": label}


def main():
    rows = [row(i) for i in range(24)]
    image = pyarrow.struct([("bytes", pyarrow.binary()), ("path", pyarrow.string())])
    names = {"names": ["cat", "dog"], "_type": "ClassLabel"}
    features = {"image": {"_type": "Image"}, "labels": names}
    schema = pyarrow.schema(
        [("image", image), ("labels", pyarrow.int64())],
        metadata={"huggingface": json.dumps({"info": {"features": features}})},
    )
    table = pyarrow.Table.from_pylist([given for given, _ in rows], schema=schema)
    file = io.BytesIO()
    pyarrow.parquet.write_table(table, file, row_group_size=5)
    origin = {
        "library": "Apache Arrow (pyarrow), Pillow",
        "version": f"{pyarrow.__version__}, {PIL.__version__}",
        "script": "hub-pictures.py",
    }
    case = {"name": "cats and dogs", "bytes": base64.b64encode(file.getvalue()).decode(), "rows": [shown for _, shown in rows]}
    with open(os.path.join(FOLDER, "hub-pictures.json"), "w") as out:
        json.dump({"origin": origin, "cases": [case]}, out)
        out.write("\n")


main()
