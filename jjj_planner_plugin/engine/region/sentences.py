"""The sentences of the region's tools, in both languages; engine/messages.py holds them with the others."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str, str, str]] = {
    # report
    "report-section": (
        "报告没有名为“{name}”的章节。", "可用章节：{known}。",
        "The report has no section '{name}'.", "Its sections are: {known}."),
    "report-needs": (
        "该分析需要 {what} 的结果，而它没有完成。", "先解决那一项分析的问题，再生成报告。",
        "This analysis needs the result of {what}, which could not be computed.",
        "Solve the problem of that analysis, then make the report again."),
}

NOTES: dict[str, tuple[str, str]] = {
    # report
    "report-analysis": ("报告：{what}", "report: {what}"),
    "report-composing": ("编排报告", "composing the report"),
    "report-failed": ("报告中缺少“{what}”：{reason}", "The report lacks '{what}': {reason}"),
}
