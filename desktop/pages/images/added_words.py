"""What the user is told once images were added."""

from __future__ import annotations

from desktop.pages.images.add_run import AddSummary
from desktop.pages.images.overview import kept_out_text
from desktop.qtkit.words import count_text
from desktop.reporting.messages import Message, Severity


def added_message(summary: AddSummary, *, page_id: str) -> Message:
    """Return what to tell the user of an adding that is over."""
    added, known = summary.total("num_added"), summary.total("num_known")
    parts = [f"{count_text(added, 'image')} added"]
    if shapes := summary.total("num_shapes"):
        parts.append(count_text(shapes, "annotation"))
    if poor := summary.total("num_needs_review"):
        parts.append(f"{count_text(poor, 'image')} to review: the labels say too little")
    if known:
        parts.append(f"{known:,} known before")
    if duplicates := summary.total("num_duplicates"):
        parts.append(count_text(duplicates, "exact duplicate"))
    if joined := summary.total("num_joined"):
        parts.append(f"{joined:,} joined the group of a near-duplicate")
    if summary.num_kept_out:
        parts.append(f"{count_text(summary.num_kept_out, 'label')} kept out")
    if summary.num_rejected:
        parts.append(f"{count_text(summary.num_rejected, 'file')} kept out")
    text = ", ".join(parts) + "."
    if summary.is_cancelled:
        text = f"Stopped: {text}"
    rejected = [kept_out_text(each) for report in summary.reports for each in report.rejected]
    details = "\n".join([*summary.complaints, *rejected])
    is_clean = not details and not summary.is_cancelled
    return Message(
        text,
        Severity.INFO if is_clean else Severity.WARNING,
        hint=_hint_of(summary),
        details=details,
        key="images-added",
        page_id=page_id,
    )


def _hint_of(summary: AddSummary) -> str:
    if summary.is_cancelled:
        return "Add the same folder again to go on with what is missing."
    if summary.complaints or summary.num_rejected:
        return "Everything else is in the project; Details names each file."
    return ""
