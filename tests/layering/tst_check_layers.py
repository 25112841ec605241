"""Plants one violation of every rule in a small tree and expects check_layers.py to name its file and line.

Usage: tst_check_layers.py        (run by ctest as test "layering_rules")
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).with_name("check_layers.py")
LAYERS = ["core", "stanza", "xmpp", "sql", "store", "service", "models", "ui", "desktop", "server", "app"]

# What each layer may include, written down a second time: a slip in the checker's own map shows up here.
ALLOWED = {
    "core": "",
    "stanza": "core",
    "xmpp": "core stanza",
    "sql": "core",
    "store": "core sql",
    "service": "core xmpp store",
    "models": "core service",
    "ui": "core models",
    "desktop": "core",
    "server": "core stanza sql",
    "app": " ".join(LAYERS[:-1]),
}

FORBIDDEN_QT = {
    "core": ["QWidget", "QColor", "QSqlQuery", "QWebSocket", "QAbstractListModel", "QtWidgets/QLabel"],
    "stanza": ["QDialog", "QImage", "QSqlDatabase", "QWebSocketServer", "QAbstractItemModel"],
    "xmpp": ["QMessageBox", "QIcon", "QtSql/QSqlQuery", "QSortFilterProxyModel"],
    "sql": ["QApplication", "QPixmap", "QWebSocket", "QAbstractItemModel"],
    "store": ["QWidget", "QFont", "QtWebSockets/QWebSocket", "QAbstractListModel"],
    "service": ["QMessageBox", "QTextDocument", "QSqlQuery", "QWebSocket", "QAbstractItemModel"],
    "models": ["QMainWindow", "QPainter", "QSqlError", "QWebSocket"],
    "ui": ["QSqlQuery", "QWebSocket"],
    "desktop": ["QSqlQuery", "QWebSocket"],
    "server": ["QWidget", "QGuiApplication", "QAbstractItemModel"],
}


def check(files):
    """Runs the checker over a tree of these files; returns its exit code and the lines it printed."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        run = subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True, check=False)
        return run.returncode, run.stdout.splitlines()


class CheckLayersTest(unittest.TestCase):
    def test_a_tree_that_keeps_the_map_passes(self):
        files = {}
        for layer, others in ALLOWED.items():
            lines = [f'#include "{layer}/own.h"'] + [f'#include "{other}/thing.h"' for other in others.split()]
            files[f"{layer}/thing.cpp"] = "\n".join(lines + ["#include <QString>", "#include <vector>", ""])
        self.assertEqual(check(files), (0, ["layers ok"]))

    def test_each_arrow_outside_the_map_is_named_with_file_and_line(self):
        for layer, others in ALLOWED.items():
            for other in LAYERS:
                if other == layer or other in others.split():
                    continue
                with self.subTest(arrow=f"{layer} -> {other}"):
                    code, lines = check({f"{layer}/deep/thing.h": f'#pragma once\n\n#include "{other}/secret.h"\n'})
                    self.assertEqual(code, 1)
                    self.assertEqual(lines, [f"{layer}/deep/thing.h:3: {layer} may not include {other} ({other}/secret.h)"])

    def test_each_forbidden_qt_header_is_named_with_file_and_line(self):
        for layer, headers in FORBIDDEN_QT.items():
            for header in headers:
                with self.subTest(layer=layer, header=header):
                    code, lines = check({f"{layer}/thing.cpp": f"#include <QString>\n#include <{header}>\n"})
                    self.assertEqual(code, 1)
                    self.assertEqual(lines, [f"{layer}/thing.cpp:2: {layer} may not use {header}"])

    def test_odd_spacing_hides_nothing(self):
        code, lines = check({"core/thing.cpp": '  #  include "ui/window.h"\n'})
        self.assertEqual((code, lines), (1, ["core/thing.cpp:1: core may not include ui (ui/window.h)"]))

    def test_a_relative_include_is_refused(self):
        code, lines = check({"store/thing.cpp": '#include "../ui/window.h"\n'})
        self.assertEqual((code, lines), (1, ["store/thing.cpp:1: write includes from src/ (../ui/window.h)"]))

    def test_an_unknown_folder_is_refused(self):
        code, lines = check({"utils/thing.h": "#pragma once\n"})
        self.assertEqual((code, lines), (1, ["utils/thing.h: unknown layer 'utils'"]))

    def test_every_violation_of_a_tree_is_listed(self):
        code, lines = check({
            "core/a.h": '#include "xmpp/x.h"\n#include <QWidget>\n',
            "models/b.cpp": '#include "store/s.h"\n',
        })
        self.assertEqual(code, 1)
        self.assertEqual(len(lines), 3)


if __name__ == "__main__":
    unittest.main()
