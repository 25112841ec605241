"""Makes a started program's disk fail and its wall clock jump, through tests/support/faultshim.cpp."""
import errno
import mmap
import os
import pathlib
import struct

LAYOUT = struct.Struct("=iiiiqqq")      # error, spared, failures, syncs only; wall seconds; failed, passed
ORDERS = struct.Struct("=iiii")

shim = None      # faultshim.so; lies beside the program


def use_shim(program):
    global shim
    shim = pathlib.Path(program).resolve().parent / "faultshim.so"


class Faults:
    """The faults of one client; none at first."""

    def __init__(self, folder):
        if shim is None or not shim.exists():
            raise AssertionError(f"{shim} is missing; build the target faultshim")
        path = pathlib.Path(folder) / "faults"
        path.write_bytes(bytes(LAYOUT.size))
        with open(path, "r+b") as file:
            self._memory = mmap.mmap(file.fileno(), LAYOUT.size)
        # The sanitizers' library comes second then, which it only checks, not needs.
        options = ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0")))
        self.environment = {"LD_PRELOAD": str(shim), "FOYER_FAULTS": str(path), "ASAN_OPTIONS": options}

    def fail(self, error=errno.ENOSPC, spared=0, failures=-1, syncs_only=False):
        """From now on writes to the store fail: after `spared` good ones, `failures` of them (-1: until `heal`)."""
        # The error goes in last: it is what switches the rest on.
        ORDERS.pack_into(self._memory, 0, 0, spared, failures, int(syncs_only))
        struct.pack_into("=i", self._memory, 0, error)

    def heal(self):
        ORDERS.pack_into(self._memory, 0, 0, 0, 0, 0)

    @property
    def failed(self):
        """Calls that were made to fail so far."""
        return LAYOUT.unpack_from(self._memory, 0)[5]

    def move_clock(self, seconds):
        """The wall clock shows `seconds` more than it is; the monotonic clock goes on."""
        struct.pack_into("=q", self._memory, ORDERS.size, int(seconds))
