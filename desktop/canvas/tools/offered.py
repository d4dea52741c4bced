"""Which tools a project offers: those whose shapes its task can learn from."""

from __future__ import annotations

from desktop.canvas.tools.tool import ToolName
from desktop.qtkit.translation import tr
from engine.domain.project import Task

# The first after the select tool is in the hand when a project is opened.
_TOOLS: dict[Task, tuple[ToolName, ...]] = {
    Task.DETECT: (ToolName.SELECT, ToolName.BOX, ToolName.EXTREME_BOX, ToolName.TRACE),
    Task.SEGMENT: (
        ToolName.SELECT,
        ToolName.POLYGON,
        ToolName.BRUSH,
        ToolName.ERASER,
        ToolName.WAND,
        ToolName.CUT,
        ToolName.TRACE,
    ),
    Task.OBB: (ToolName.SELECT, ToolName.ROTATED_BOX, ToolName.TRACE),
    Task.POSE: (ToolName.SELECT, ToolName.KEYPOINTS),
    Task.CLASSIFY: (ToolName.SELECT,),
}
_LEARNS = {
    Task.DETECT: tr("boxes"),
    Task.SEGMENT: tr("outlines"),
    Task.OBB: tr("rotated boxes"),
    Task.POSE: tr("keypoints"),
    Task.CLASSIFY: tr("the class of each image, which its key chooses"),
}


def tools_of(task: Task) -> tuple[ToolName, ...]:
    """Return the tools a project with this task offers, in their order."""
    return _TOOLS[task]


def first_tool(task: Task) -> ToolName:
    """Return the tool to begin with."""
    return tools_of(task)[min(1, len(tools_of(task)) - 1)]


def why_not_offered(task: Task) -> str:
    """Return why a tool is of no use to a project with this task."""
    return tr("This project learns {what}, so this tool is of no use here.").format(
        what=_LEARNS[task]
    )
