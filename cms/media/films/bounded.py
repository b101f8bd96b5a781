"""Become another program, but with limits: the first thing a child process runs.

``python -I bounded.py MEMORY_BYTES CPU_SECONDS program arguments…``. Limits are set before the
program starts, and it dies with whoever started it: a killed worker leaves no ffmpeg behind.
"""

import ctypes
import os
import resource
import signal
import sys

NICENESS = 3  # readers come first, but a busy machine must not starve a film out of its time
_PR_SET_PDEATHSIG = 1


def bound(memory_bytes: int, cpu_s: int) -> None:
    """Limit this process: address space, processor time, priority; die with its parent.

    Where the system does not know a limit (memory and parents outside Linux), the caller's clock
    is what remains.
    """
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def main() -> None:
    memory_bytes, cpu_s, program, *arguments = sys.argv[1:]
    bound(int(memory_bytes), int(cpu_s))
    os.execv(program, [program, *arguments])  # noqa: S606  # no shell; our own arguments


if __name__ == "__main__":
    main()
