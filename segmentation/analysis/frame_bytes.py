"""A frame as bytes and back: Arrow's own format, compressed."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa


def frame_to_bytes(frame: pd.DataFrame) -> bytes:
    """The frame with its types; its index is left out."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def frame_from_bytes(payload: bytes) -> pd.DataFrame:
    """What `frame_to_bytes` made."""
    with pa.ipc.open_stream(pa.BufferReader(payload)) as reader:
        frame: pd.DataFrame = reader.read_all().to_pandas()
    return frame
