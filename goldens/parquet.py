"""Goldens of Parquet: files as Apache Arrow, Polars and DuckDB write them, and their rows."""

import base64
import io
import json
import os
import tempfile

import duckdb
import polars
import pyarrow
import pyarrow.parquet

FOLDER = os.path.dirname(os.path.abspath(__file__))


def table(count):
    """Numbers, texts, truth values, lists, and pictures as the Hub keeps them; some are missing."""
    rows = [
        {
            "small": i % 7 - 3,
            "long": (i % 60) * 2**57 - 5,
            "half": i / 8,
            "single": i / 4,
            "truth": i % 3 == 0,
            "text": None if i % 5 == 4 else ["one", "two", "drei", "ä€😀"][i % 4],
            "list": None if i % 6 == 5 else [i / 2] * (i % 3),
            "matrix": [[i, i + 1], [i + 2]],
            "image": None if i % 9 == 8 else {"bytes": bytes([i % 256, 255]), "path": f"{i}.png"},
            "none": None,
            "label": i % 2,
        }
        for i in range(count)
    ]
    image = pyarrow.struct([("bytes", pyarrow.binary()), ("path", pyarrow.string())])
    schema = pyarrow.schema(
        [
            ("small", pyarrow.int32()),
            ("long", pyarrow.int64()),
            ("half", pyarrow.float64()),
            ("single", pyarrow.float32()),
            ("truth", pyarrow.bool_()),
            ("text", pyarrow.string()),
            ("list", pyarrow.list_(pyarrow.float64())),
            ("matrix", pyarrow.list_(pyarrow.list_(pyarrow.int32()))),
            ("image", image),
            ("none", pyarrow.string()),
            ("label", pyarrow.int64()),
        ],
        metadata={
            "huggingface": json.dumps(
                {"info": {"features": {"label": {"names": ["cat", "dog"], "_type": "ClassLabel"}, "image": {"_type": "Image"}}}}
            )
        },
    )
    return pyarrow.Table.from_pylist(rows, schema=schema)


def plain(value):
    """JSON: 64-bit integers as texts, bytes as lists of numbers."""
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value


def by_duckdb(data, version):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "file.parquet")
        duckdb.sql(f"copy (select * from data) to '{path}' (format parquet, parquet_version {version})")
        with open(path, "rb") as file:
            return file.read()


def by_polars(data):
    file = io.BytesIO()
    polars.from_arrow(data).write_parquet(file, compression="zstd")
    return file.getvalue()


def by_arrow(data, **options):
    file = io.BytesIO()
    pyarrow.parquet.write_table(data, file, **options)
    return file.getvalue()


def case(name, count, write=by_arrow, **options):
    data = table(count)
    content = write(data, **options)
    assert pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist() == data.to_pylist()
    rows = [{key: str(value) if key in ("long", "label") else plain(value) for key, value in row.items()} for row in data.to_pylist()]
    return {"name": name, "bytes": base64.b64encode(content).decode(), "rows": rows}


def main():
    cases = [
        case("snappy, dictionaries", 40),
        case("no compression, no dictionaries", 30, compression="none", use_dictionary=False),
        case("gzip", 20, compression="gzip"),
        case("zstd, groups of 8", 20, compression="zstd", row_group_size=8),
        case("brotli", 20, compression="brotli"),
        case("lz4", 20, compression="lz4"),
        case("second kind of pages", 40, data_page_version="2.0"),
        case("small pages", 60, data_page_size=64, use_dictionary=False),
        case("no rows", 0),
        case(
            "differences",
            200,
            use_dictionary=False,
            column_encoding={"small": "DELTA_BINARY_PACKED", "long": "DELTA_BINARY_PACKED", "text": "DELTA_LENGTH_BYTE_ARRAY"},
        ),
        case("DuckDB, first kind of pages", 100, write=by_duckdb, version="V1"),
        case("DuckDB, second kind of pages", 100, write=by_duckdb, version="V2"),
        case("Polars", 60, write=by_polars),
        case("split bytes", 20, use_dictionary=False, column_encoding={"half": "BYTE_STREAM_SPLIT", "single": "BYTE_STREAM_SPLIT"}),
    ]
    origin = {"library": "Apache Arrow (pyarrow), Polars, DuckDB", "version": f"{pyarrow.__version__}, {polars.__version__}, {duckdb.__version__}", "script": "parquet.py"}
    with open(os.path.join(FOLDER, "parquet.json"), "w") as file:
        json.dump({"origin": origin, "cases": cases}, file, ensure_ascii=False)
        file.write("\n")


main()
