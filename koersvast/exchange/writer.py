"""Writing a plan from the register: the same rows that the import reads."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

import yaml

from koersvast.core.actors import Actor
from koersvast.core.fields import MoneyField
from koersvast.core.money import Total
from koersvast.core.parts import Part, Scope, Table, parts
from koersvast.core.schemas import Row, plain_amount
from koersvast.core.upsert.flat import FlatTable, Key
from koersvast.core.upsert.stored import Registers
from koersvast.direction.models import Plan
from koersvast.exchange.planfile import VERSION
from koersvast.organisation.models import Municipality

Data = dict[str, Any]
ASIDES = ("note", "source", "illustrative")
"""What stands last in a row."""
Rank = tuple[int, int]


def plan_data(plan: Plan, actor: Actor) -> Data:
    """Return the whole plan as plain data. What `actor` may not see is left out."""
    registers = Registers(plan)
    data: Data = {"koersvast": VERSION}
    own = Municipality.objects.first()
    if own is not None:
        code = {"cbs_code": own.cbs_code} if own.cbs_code else {}
        data["municipality"] = {"name": own.name, **code}
    data["plan"] = _item(parts.head.table, plan, registers, {})
    for part in parts.all():
        rows = _rows(part, registers, actor)
        if rows:
            data.setdefault(part.section, {})[part.key] = rows
    return data


def _rows(part: Part, registers: Registers, actor: Actor) -> list[Data]:
    own = FlatTable(part.name, part.table, part)
    stored = registers.read(own)
    nested = {
        name: _nested(FlatTable(f"{part.name}.{name}", table, part, own), registers)
        for name, table in part.table.children.items()
    }
    visible = _visible(part, actor)
    written: list[Data] = []
    for key, record in sorted(stored.rows.items(), key=lambda pair: _rank(pair[1])):
        if visible is not None and record.pk not in visible:
            continue
        children = {name: found[key] for name, found in nested.items() if found[key]}
        item = _item(part.table, record, registers, children)
        if item.get("position") == len(written) + 1:
            del item["position"]
        written.append(item)
    return written


def _visible(part: Part, actor: Actor) -> set[int] | None:
    """Return the keys of the rows the actor sees; None when that is all of them."""
    if actor.is_administrator and part.scope is Scope.MUNICIPALITY:
        return None
    manager: Any = part.table.model._default_manager
    return set(manager.visible_to(actor).order_by().values_list("pk", flat=True))


def _rank(record: Any) -> Rank:
    return (getattr(record, "position", 0), record.pk)


def _nested(flat: FlatTable, registers: Registers) -> dict[Key, Any]:
    """Return parent key -> what is nested in it, as it is written."""
    parents = registers.of(flat.part.name).keys
    groups: dict[Key, list[Any]] = defaultdict(list)
    stored = registers.read(flat)
    records = sorted(stored.rows.values(), key=_rank)
    for record in records:
        groups[parents[getattr(record, f"{flat.table.link}_id")]].append(record)
    written: dict[Key, Any] = defaultdict(list)
    for key, own in groups.items():
        items = [_short(flat.table, record, registers) for record in own]
        written[key] = dict(sorted(items, key=_years_first)) if flat.table.as_mapping else items
    return written


def _years_first(item: tuple[int | str, Any]) -> tuple[bool, int | str]:
    return (isinstance(item[0], str), item[0])


def _short(table: Table, record: Any, registers: Registers) -> Any:
    """Return a nested row, in short where it is written in short."""
    if table.pack is None:
        return _item(table, record, registers, {})
    packed = table.pack({name: _value(table, record, name, registers) for name in table.fields})
    if not table.as_mapping:
        return packed
    key, total = packed
    return (key, plain_amount(total))


def _value(table: Table, record: Any, name: str, registers: Registers) -> Any:
    if name in table.refs:
        return registers.value(table, record, name)
    value = getattr(record, name)
    field = table.model._meta.get_field(name)
    in_full = table.pack is None and isinstance(field, MoneyField)
    return Total(value) if in_full and value is not None else value


def _item(table: Table, record: Any, registers: Registers, children: Data) -> Data:
    """Return a row as plain data; what is empty is left out."""
    model = row_model(table)
    values = {name: _value(table, record, name, registers) for name in table.fields}
    for name, field in model.model_fields.items():
        if values.get(name) is None and field.default is not None:
            values.pop(name, None)
    row = model.model_construct(**values)
    plain = row.model_dump(mode="json", exclude_defaults=True, exclude=set(table.children))
    asides = {name: plain.pop(name) for name in ASIDES if name in plain}
    return {**plain, **children, **asides}


def row_model(table: Table) -> type[Row]:
    """Return what the rows of a table that are written in full are made of."""
    if table.row is None:
        raise TypeError(f"rows of {table} are written in short")
    return table.row


class Dumper(yaml.CSafeDumper):
    """YAML that people like to read: long texts as blocks, days without quotes."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.CSafeDumper.yaml_implicit_resolvers.items()
    }


def _text(dumper: Any, text: str) -> Any:
    block = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=block)


Dumper.add_representer(str, _text)


def to_yaml(data: Data) -> str:
    """Return plain data as YAML."""
    return yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=100)


_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def to_json(data: Data) -> str:
    """Return plain data as JSON; what YAML would take for a line end or refuse is escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
