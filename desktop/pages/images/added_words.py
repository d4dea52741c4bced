"""What the user is told once images were added."""

from __future__ import annotations

from desktop.pages.images.add_run import AddSummary
from desktop.pages.images.overview import kept_out_text
from desktop.qtkit.translation import tr
from desktop.reporting.messages import Message, Severity


def added_message(summary: AddSummary, *, page_id: str) -> Message:
    """Return what to tell the user of an adding that is over."""
    added, known = summary.total("num_added"), summary.total("num_known")
    parts = [tr("%n image(s) added", "", added)]
    if shapes := summary.total("num_shapes"):
        parts.append(tr("%n annotation(s)", "", shapes))
    if poor := summary.total("num_needs_review"):
        parts.append(tr("%n image(s) to review: the labels say too little", "", poor))
    if known:
        parts.append(tr("{known:,} known before").format(known=known))
    if duplicates := summary.total("num_duplicates"):
        parts.append(tr("%n exact duplicate(s)", "", duplicates))
    if joined := summary.total("num_joined"):
        parts.append(tr("{joined:,} joined the group of a near-duplicate").format(joined=joined))
    if summary.num_kept_out:
        parts.append(tr("%n label(s) kept out", "", summary.num_kept_out))
    if summary.num_rejected:
        parts.append(tr("%n file(s) kept out", "", summary.num_rejected))
    text = ", ".join(parts) + "."
    if summary.is_cancelled:
        text = tr("Stopped: {text}").format(text=text)
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
        return tr("Add the same folder again to go on with what is missing.")
    if summary.complaints or summary.num_rejected:
        return tr("Everything else is in the project; Details names each file.")
    return ""
