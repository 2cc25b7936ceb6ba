"""Writing a plan from the register: the same rows that the import reads."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

import yaml

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.fields import MoneyField
from koersvast.core.models import is_open
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
    """Return the whole plan as plain data. What `actor` may not see is left out.

    Neither is told that something points at it: such a reference is left out too.
    """
    written = _Written(plan, actor)
    data: Data = {"koersvast": VERSION}
    own = Municipality.objects.first()
    if own is not None:
        code = {"cbs_code": own.cbs_code} if own.cbs_code else {}
        data["municipality"] = {"name": own.name, **code}
    data["plan"] = written.item(parts.head.table, plan, {})
    for part in parts.all():
        rows = written.rows(part)
        if rows:
            data.setdefault(part.section, {})[part.key] = rows
    return data


class _Written:
    """The rows of a plan as plain data, as far as an actor sees them."""

    def __init__(self, plan: Plan, actor: Actor) -> None:
        self.registers, self.actor = Registers(plan, SYSTEM), actor
        self._seen: dict[Any, set[int] | None] = {}

    def rows(self, part: Part) -> list[Data]:
        """Return the rows of a part, each with what is nested in it."""
        own = FlatTable(part.name, part.table, part)
        stored = self.registers.read(own)
        nested = self._nested(own)
        written: list[Data] = []
        for key, record in sorted(stored.rows.items(), key=lambda pair: _rank(pair[1])):
            if not self._sees(part.table, record.pk, part.scope):
                continue
            item = self.item(part.table, record, _children(nested, key))
            if item.get("position") == len(written) + 1:
                del item["position"]
            written.append(item)
        return written

    def _sees(self, table: Table, key: int, scope: Scope) -> bool:
        """Tell whether the actor sees a row; asks once per table."""
        model: Any = table.model
        if model not in self._seen:
            everything = self.actor.is_administrator and scope is Scope.MUNICIPALITY
            self._seen[model] = (
                None
                if everything or (self.actor.may_read and is_open(model))
                else set(
                    model._default_manager.visible_to(self.actor)
                    .order_by()
                    .values_list("pk", flat=True)
                )
            )
        seen = self._seen[model]
        return seen is None or key in seen

    def _nested(self, outer: FlatTable) -> dict[str, dict[Key, Any]]:
        """Return per name: parent key -> what is nested in it, as it is written."""
        found = {}
        for name, table in outer.table.children.items():
            inner = FlatTable(f"{outer.name}.{name}", table, outer.part, outer)
            found[name] = self._inside(inner)
        return found

    def _inside(self, flat: FlatTable) -> dict[Key, Any]:
        parents = self.registers.of(flat.parent.name).keys if flat.parent else {}
        stored = self.registers.read(flat)
        deeper = self._nested(flat)
        groups: dict[Key, list[Any]] = defaultdict(list)
        for record in sorted(stored.rows.values(), key=_rank):
            if self._sees(flat.table, record.pk, flat.part.scope):
                groups[parents[getattr(record, f"{flat.table.link}_id")]].append(record)
        written: dict[Key, Any] = defaultdict(list)
        for key, own in groups.items():
            items = [
                self._short(flat.table, record, _children(deeper, stored.keys[record.pk]))
                for record in own
            ]
            written[key] = dict(sorted(items, key=_years_first)) if flat.table.as_mapping else items
        return written

    def _short(self, table: Table, record: Any, children: Data) -> Any:
        """Return a nested row, in short where it is written in short."""
        if table.pack is None:
            return self.item(table, record, children)
        packed = table.pack({name: self._value(table, record, name) for name in table.fields})
        if not table.as_mapping:
            return packed
        key, total = packed
        return (key, plain_amount(total))

    def _value(self, table: Table, record: Any, name: str) -> Any:
        if name in table.refs:
            return self._reference(table, record, name)
        value = getattr(record, name)
        field = table.model._meta.get_field(name)
        in_full = table.pack is None and isinstance(field, MoneyField)
        return Total(value) if in_full and value is not None else value

    def _reference(self, table: Table, record: Any, name: str) -> Any:
        """Return the code of what a row points at; None where the actor may not see that."""
        target, key = parts.get(table.refs[name]), getattr(record, f"{name}_id")
        if key is None or not self._sees(target.table, key, target.scope):
            return None
        return self.registers.value(table, record, name)

    def item(self, table: Table, record: Any, children: Data) -> Data:
        """Return a row as plain data; what is empty is left out."""
        model = row_model(table)
        values = {name: self._value(table, record, name) for name in table.fields}
        for name, field in model.model_fields.items():
            if values.get(name) is None and field.default is not None:
                values.pop(name, None)
        row = model.model_construct(**values)
        plain = row.model_dump(mode="json", exclude_defaults=True, exclude=set(table.children))
        asides = {name: plain.pop(name) for name in ASIDES if name in plain}
        return {**plain, **children, **asides}


def _children(nested: dict[str, dict[Key, Any]], key: Key) -> Data:
    return {name: found[key] for name, found in nested.items() if found[key]}


def _rank(record: Any) -> Rank:
    return (getattr(record, "position", 0), record.pk)


def _years_first(item: tuple[int | str, Any]) -> tuple[bool, int | str]:
    return (isinstance(item[0], str), item[0])


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
