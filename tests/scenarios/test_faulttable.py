"""Every fault F1 to F54 has tests, and each named test is there."""
import pathlib
import re
import unittest

TESTS = pathlib.Path(__file__).resolve().parents[1]


def rows():
    text = (TESTS / "README.md").read_text()
    table = text[text.index("## Faults and their tests"):]
    return dict(re.findall(r"^\| (F\d+b?) \|[^|]*\| (.*) \|$", table, re.M))


def sources():
    kinds = ("*.py", "*.cpp")
    return "\n".join(path.read_text() for kind in kinds for path in TESTS.rglob(kind) if path != pathlib.Path(__file__).resolve())


class FaultTable(unittest.TestCase):
    def test_every_fault_has_a_row(self):
        self.assertEqual({f"F{n}" for n in range(1, 55)} - {"F9"}, set(rows()) - {"F17b"})

    def test_every_named_test_is_there(self):
        text = sources()
        names = {path.stem for path in TESTS.rglob("*.*")}
        for fault, tests in rows().items():
            named = re.findall(r"`([^`]+)`", tests)
            self.assertTrue(named, f"{fault} names no test")
            for name in named:
                plain = name.removeprefix("cluster.").removeprefix("*.").removeprefix("embedded.").removesuffix(".py")
                if plain.endswith("*"):
                    found = re.search(rf"\b{re.escape(plain[:-1])}\w+\(", text)
                else:
                    found = plain in names or re.search(rf"\b{re.escape(plain)}\b", text)
                self.assertTrue(found, f"{fault}: {name} is not there")


if __name__ == "__main__":
    unittest.main()
