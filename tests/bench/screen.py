"""A screen of its own (Xvfb), and what can be seen on it from outside: when a window is painted, when a key is answered."""
import ctypes
import os
import subprocess
import time

MAP_NOTIFY, SUBSTRUCTURE_NOTIFY, Z_PIXMAP = 19, 1 << 19, 2


class Event(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int), ("display", ctypes.c_void_p),
                ("parent", ctypes.c_ulong), ("window", ctypes.c_ulong), ("rest", ctypes.c_long * 24)]


class Image(ctypes.Structure):
    _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("xoffset", ctypes.c_int), ("format", ctypes.c_int),
                ("data", ctypes.c_void_p), ("byte_order", ctypes.c_int), ("unit", ctypes.c_int), ("bit_order", ctypes.c_int),
                ("pad", ctypes.c_int), ("depth", ctypes.c_int), ("bytes_per_line", ctypes.c_int)]


class Screen:
    """`with Screen() as screen:`; programs shown on it get `screen.environment`."""

    def __init__(self, display=":87", size=(1920, 1080)):
        self.environment = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        self.size = size
        self._x, self._tests = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        for name, result in (("XOpenDisplay", ctypes.c_void_p), ("XDefaultRootWindow", ctypes.c_ulong),
                             ("XGetImage", ctypes.POINTER(Image)), ("XStringToKeysym", ctypes.c_ulong),
                             ("XKeysymToKeycode", ctypes.c_ubyte)):
            getattr(self._x, name).restype = result
        self._server = subprocess.Popen(["Xvfb", display, "-noreset", "-screen", "0", f"{size[0]}x{size[1]}x24"],
                                        stderr=subprocess.DEVNULL)
        deadline, pointer = time.monotonic() + 10, None
        while not pointer:
            if time.monotonic() > deadline:
                raise AssertionError("Xvfb does not start")
            time.sleep(0.05)
            pointer = self._x.XOpenDisplay(display.encode())
        self._display = ctypes.c_void_p(pointer)
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._x.XSelectInput(self._display, self._root, ctypes.c_long(SUBSTRUCTURE_NOTIFY))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._x.XCloseDisplay(self._display)
        self._server.terminate()
        self._server.wait(10)

    def picture(self, x, y, width, height):
        """The bytes of that part of the screen, four a pixel."""
        image = self._x.XGetImage(self._display, self._root, x, y, width, height, ctypes.c_ulong(0xFFFFFFFF), Z_PIXMAP)
        data = ctypes.string_at(image.contents.data, image.contents.bytes_per_line * height)
        self._x.XDestroyImage(image)
        return data

    def next_mapped(self, timeout):
        """The next window that appears; None when none does."""
        event, deadline = Event(), time.monotonic() + timeout
        while time.monotonic() < deadline:
            while self._x.XPending(self._display):
                self._x.XNextEvent(self._display, ctypes.byref(event))
                if event.type == MAP_NOTIFY:
                    return event.window
            time.sleep(0.0005)
        return None

    def focus(self, window):
        self._x.XSetInputFocus(self._display, ctypes.c_ulong(window), 1, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def press(self, key):
        code = ctypes.c_uint(self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(self._x.XStringToKeysym(key.encode()))))
        for down in (1, 0):
            self._tests.XTestFakeKeyEvent(self._display, code, down, ctypes.c_ulong(0))
        self._x.XFlush(self._display)

    def seconds_to_frame(self, command):
        """From the start of a program until its first window is painted: there is more than one colour, or not black."""
        while self.next_mapped(0):
            pass
        began = time.monotonic()
        with subprocess.Popen(command, env={**os.environ, **self.environment}, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as process:
            try:
                if not self.next_mapped(30):
                    raise AssertionError(f"{command[0]} shows no window")
                while not any(any(self.picture(x, y, 1, 1)[:3]) for x, y in ((200, 200), (600, 380))):
                    if time.monotonic() - began > 30:
                        raise AssertionError(f"{command[0]} paints no window")
                return time.monotonic() - began
            finally:
                process.kill()


def differing(one, other):
    """How many pixels of two pictures differ."""
    return sum(one[i:i + 4] != other[i:i + 4] for i in range(0, len(one), 4))
