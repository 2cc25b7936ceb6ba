"""Reading plans out: as plain data, YAML or JSON; and the shape they have."""

from koersvast.exchange.lines import FileLines, file_lines
from koersvast.exchange.markup import MAX_BYTES
from koersvast.exchange.planfile import json_schema
from koersvast.exchange.writer import plan_data, to_json, to_yaml

__all__ = [
    "MAX_BYTES",
    "FileLines",
    "file_lines",
    "json_schema",
    "plan_data",
    "to_json",
    "to_yaml",
]
