"""The command line: `loupe`."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typing_extensions import override

from engine.cli import image_commands, loop_commands, project_commands, simulation_commands
from engine.cli.console import say_in_one_line
from engine.cli.crashes import keep_crash
from engine.cli.doctor import doctor
from engine.domain.errors import EngineError

_STOPPED = "Stopped. What was stored stays."


class LoupeGroup(TyperGroup):
    """The commands; whatever goes wrong in one is told in one line."""

    @override
    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except EngineError as error:
            say_in_one_line(f"{error}")
        except KeyboardInterrupt as interrupt:
            say_in_one_line(str(interrupt) or _STOPPED)
        except OSError as error:
            say_in_one_line(_os_error_in_words(error))
        raise typer.Exit(1)


app = typer.Typer(
    cls=LoupeGroup,
    name="loupe",
    help="Active learning and AutoML for YOLO: from a folder of images to a checked model.",
    add_completion=False,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
)


@app.callback()
def bare(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and end.")] = False,
) -> None:
    """Open the window where no command is named."""
    if version:
        typer.echo(f"loupe {metadata.version('loupe-vision')}")
    elif ctx.invoked_subcommand is None:
        project_commands.open_window(None)


app.command("new")(project_commands.new)
app.command("add")(image_commands.add)
app.command("import")(image_commands.import_dataset)
app.command("check")(image_commands.check)
app.command("export-labels")(image_commands.export_labels)
app.command("change-task")(project_commands.change_task)
app.command("status")(project_commands.status)
app.command("train")(loop_commands.train)
app.command("query")(loop_commands.query)
app.command("search")(loop_commands.search)
app.command("export")(loop_commands.export)
app.command("simulate")(simulation_commands.simulate)
app.command("headroom")(simulation_commands.headroom)
app.command("demo")(simulation_commands.demo)
app.command("open")(project_commands.open_window)
app.command("doctor")(doctor)


def run() -> None:
    """Run a command and end the process with its exit code."""
    try:
        app(prog_name="loupe")
    except KeyboardInterrupt:
        say_in_one_line(_STOPPED)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - a bug: one line here, the whole story in a file
        say_in_one_line(keep_crash(error))
        sys.exit(1)


def _os_error_in_words(error: OSError) -> str:
    name = f"{Path(error.filename)}: " if error.filename else ""
    return f"{name}{error.strerror or error}. Check the disk and the permissions."


if __name__ == "__main__":
    run()
