"""gdb shows mapcheck's containers and iterators as it shows the standard library's, which they hold.

Loaded by gdb on its own when libmapcheck.so is (as libmapcheck.so.VERSION-gdb.py beside it, or in gdb's auto-load
directory), or by hand: source printers.py. The printers are the standard library's own; without them nothing changes.
"""

import re

import gdb
import gdb.printing

CONTAINER = re.compile(r"^mapcheck::(\w+::)*(unordered_)?(multi)?(map|set)<")
ITERATOR = re.compile(r"^mapcheck::detail::checked_(local_)?iterator<")


def member(value, name):
    """The member of this name, of the value or of one of its base classes; None: there is none."""
    value_type = value.type.strip_typedefs()
    for field in value_type.fields():
        if field.name == name:
            return value[field]
    for field in value_type.fields():
        if field.is_base_class:
            found = member(value.cast(field.type), name)
            if found is not None:
                return found
    return None


def printer_for(value):
    value_type = value.type
    if value_type.code in (gdb.TYPE_CODE_REF, gdb.TYPE_CODE_RVALUE_REF):
        value = value.referenced_value()
        value_type = value.type
    value_type = value_type.unqualified().strip_typedefs()
    if value_type.code != gdb.TYPE_CODE_STRUCT or value_type.tag is None:
        return None
    if not CONTAINER.match(value_type.tag) and not ITERATOR.match(value_type.tag):
        return None
    base = member(value, "base_")
    if base is None:
        return None
    return gdb.default_visualizer(base) or Plain(base)


class Plain:
    """What the standard library has no printer for, as gdb shows it."""

    def __init__(self, base):
        self.base = base

    def to_string(self):
        return self.base.format_string()


class Printers(gdb.printing.PrettyPrinter):
    def __init__(self):
        super().__init__("mapcheck", [])

    def __call__(self, value):
        return printer_for(value)


gdb.printing.register_pretty_printer(gdb.current_objfile(), Printers(), replace=True)
