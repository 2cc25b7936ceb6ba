"""The command `koersvast`: Django's management underneath, with our own front page."""

from __future__ import annotations

import os
import sys

FRONT = """koersvast – one register, many documents

  koersvast demo                      load the demonstration and serve it
  koersvast serve                     serve an installation
  koersvast plan import FILE          bring the registers in line with a plan file
  koersvast plan check FILE|CODE      tell what is wrong in a plan
  koersvast plan export CODE          write a plan from the register
  koersvast plan schema               print the JSON Schema of the plan file
  koersvast plan totals CODE          print what a plan costs and what covers it
  koersvast report make CODE          make a document of a plan: PDF, DOCX or ODT
  koersvast createadmin NAME          make an administrator's account
  koersvast migrate                   bring the database up to date

Every command explains itself: koersvast COMMAND --help
"""


def main() -> None:
    """Run a command. The municipality must be known before the settings are read."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(FRONT)
        return
    municipality = _option(arguments, "--municipality")
    if municipality:
        os.environ["KOERSVAST_MUNICIPALITY"] = municipality
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koersvast.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["koersvast", *arguments])


def _option(arguments: list[str], name: str) -> str:
    """Return the value of an option given as `--name value` or `--name=value`."""
    for index, argument in enumerate(arguments):
        if argument == name and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(f"{name}="):
            return argument.partition("=")[2]
    return ""
