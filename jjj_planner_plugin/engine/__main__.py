"""`python -m jjj_planner_plugin.engine serve | run JOB.json | tasks | compile`."""

from __future__ import annotations

import argparse
import json
import sys


def main() -> int:
    """Parse the command line and hand over."""
    parser = argparse.ArgumentParser(prog="jjj_planner_plugin.engine", description="The analysis engine of JJJ Planner")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="answer requests, one JSON object a line, on stdin")
    run_parser = commands.add_parser("run", help="run one job: {\"task\": ..., \"params\": {...}}")
    run_parser.add_argument("job", help="the job's JSON file")
    commands.add_parser("tasks", help="print every task's parameters as JSON")
    commands.add_parser("compile", help="compile the kernels now, so that no first use waits for it")
    arguments = parser.parse_args()
    if arguments.command == "tasks":
        from .tasks import described

        told = json.dumps(described(), ensure_ascii=False, indent=1)
        sys.stdout.buffer.write(f"{told}\n".encode())  # UTF-8, whatever the terminal's code page
        return 0
    if arguments.command == "compile":
        from .compiling import compile_kernels

        compile_kernels()
        return 0
    from . import protocol

    return protocol.serve() if arguments.command == "serve" else protocol.run(arguments.job)


if __name__ == "__main__":
    sys.exit(main())
