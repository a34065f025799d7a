"""Builds a card's files, `card/card.js`, one ES module, and `card/card.css` from `card/src`, and so for every card.

Knows nothing of what they do. Run `python -m neuguong.widgets.bundle` after changing a source, `--check` to be told
whether that was forgotten. It understands only what the sources use: one-line imports of files by their own names,
siblings or another card's (`../../card/src/dom.js`), a list of what others export (`export { a as b } from "./a.js";`,
taken as a whole by `import * as LIST from "./list.js";`), named exports, comments on lines of their own, and no text
that runs over several lines. Anything else is refused by file and line. What is built has no white
space but between words and after a closing bracket, where a line may end.
"""

import re
import sys
from pathlib import Path

CARD = Path(__file__).parent / "card"
BOARD = Path(__file__).parent / "board"
FIGURES = Path(__file__).parent / "figures"
PHONE = Path(__file__).parent / "phone"
ROOM = Path(__file__).parent / "room"
WALL = Path(__file__).parent / "wall"
SELFTEST = Path(__file__).parent / "selftest"
ENTRY = "shell.js"
HEADER = "// Built from src/ by `python -m neuguong.widgets.bundle`: do not edit.\n"
STYLE_HEADER = "/* Built from src/ by `python -m neuguong.widgets.bundle`: do not edit. */\n"
FOOTER = "export { render };\nexport default { render };\n"

QUOTED = re.compile(r'("(?:[^"\\]|\\.)*"|`[^`]*`)')
SPACES = [
    (re.compile(r" *([{}()\[\],;:=<>?&|!]) *"), r"\1"),
    (re.compile(r"(?<=[{(\[,;:=>?&|])\n|\n(?=[)\]},.?:&|])"), ""),
    (re.compile(r",(?=[)\]}])|;(?=})"), ""),
]
IMPORT = re.compile(r'import \{ (\w+(?:, \w+)*) \} from "(\./|\.\./\.\./\w+/src/)(\w+\.js)";')
LISTED = re.compile(r'export \{ (\w+)(?: as (\w+))? \} from "(\./)(\w+\.js)";')
IMPORT_LIST = re.compile(r'import \* as (\w+) from "(\./)(\w+\.js)";')
STYLE_IMPORT = re.compile(r'^@import "(\.\./\.\./\w+/src/\w+\.css)";$', re.MULTILINE)
DECLARATION = re.compile(r"(export )?(?:async )?(?:const|let|var|class|function\*?) (\w+)")


class BundleError(Exception):
    """A source uses what the builder does not understand."""


class Bundle:
    """The sources read so far: their code in order, and who declares which name."""

    def __init__(self, source: Path) -> None:
        self.source = source.resolve()
        self.code: list[str] = []
        self.exports: dict[Path, set[str]] = {}
        self.lists: dict[Path, dict[str, str]] = {}
        self.owners: dict[str, str] = {}
        self.opened: list[Path] = []

    def add(self, path: Path) -> None:
        """Append a source after those it imports; nothing if it is already there."""
        if path in self.exports:
            return
        if path in self.opened:
            way = " → ".join(one.name for one in self.opened)
            raise BundleError(f"{path.name}: imports itself by way of {way}; break the circle")
        self.opened.append(path)
        exports: set[str] = set()
        lines: list[str] = []
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            kept = self._read_line(line, exports, place=f"{path.name}:{number}")
            if kept:
                lines.append(kept)
        self.opened.pop()
        self.exports[path] = exports
        self.code += lines

    def _read_line(self, line: str, exports: set[str], place: str) -> str:
        """Return the line as it goes into the bundle: "" for an import, a comment or an empty line."""
        code = line.strip()
        if code.startswith("//"):
            return ""
        if taken := IMPORT_LIST.fullmatch(line):
            path = self._open(taken[2], taken[3], [], place)
            listed = self.lists.get(path, {})
            self._declare(taken[1], place)
            return f"const {taken[1]} = {{ {', '.join(f'{kind}: {name}' for kind, name in listed.items())} }};"
        if listed_one := LISTED.fullmatch(line):
            name = listed_one[1]
            self._open(listed_one[3], listed_one[4], [name], place)
            self.lists.setdefault(self.opened[-1], {})[listed_one[2] or name] = name
            return ""
        if line.startswith("import"):
            self._follow_import(line, place)
            return ""
        if code.count("`") % 2 or "/*" in code:
            raise BundleError(f"{place}: text or comment over several lines; use single lines")
        if "//" in QUOTED.sub("", code):
            raise BundleError(f"{place}: a comment behind code; give it a line of its own")
        if '"' in QUOTED.sub("", code):
            raise BundleError(f"{place}: a quotation mark that ends nothing; in an expression write \\x22")
        if declaration := DECLARATION.match(line):
            self._declare(declaration[2], place)
            if declaration[1]:
                exports.add(declaration[2])
        elif line.startswith("export"):
            raise BundleError(f"{place}: only `export` before const, let, class or function is understood")
        return code.removeprefix("export ")

    def _follow_import(self, line: str, place: str) -> None:
        wanted = IMPORT.fullmatch(line)
        if not wanted:
            raise BundleError(f'{place}: write imports as import {{ a, b }} from "./file.js";')
        self._open(wanted[2], wanted[3], wanted[1].split(", "), place)

    def _open(self, folder: str, name: str, names: list[str], place: str) -> Path:
        """Add a source, of which these names are wanted."""
        path = (self.opened[-1].parent / folder / name).resolve()
        self.add(path)
        if missing := sorted(set(names) - self.exports[path]):
            raise BundleError(f"{place}: {path.name} does not export {', '.join(missing)}")
        return path

    def _declare(self, name: str, place: str) -> None:
        if name in self.owners:
            raise BundleError(f"{place}: {name} is already declared in {self.owners[name]}; choose another name")
        self.owners[name] = place


def build_bundle(source: Path, entry: str = ENTRY) -> str:
    """Return the text of the module: every source once, after those it imports, without comments and spaces."""
    bundle = Bundle(source)
    bundle.add(bundle.source / entry)
    if unused := sorted(path.name for path in bundle.source.glob("*.js") if path not in bundle.exports):
        raise BundleError(f"{', '.join(unused)}: imported by nobody; import or delete")
    return HEADER + squeeze("\n".join(bundle.code)) + "\n" + FOOTER


def squeeze(code: str) -> str:
    """The code without the white space that means nothing; quoted text stays as it is.

    >>> squeeze('const a = { b: "x, y" };')
    'const a={b:"x, y"};'
    """
    parts = QUOTED.split(code)
    for pattern, put in SPACES:
        parts[::2] = [pattern.sub(put, part) for part in parts[::2]]
    return "".join(parts)


def build_style(source: Path, name: str = "card") -> str:
    """Return the style sheet without comments and spare white space, one rule a line; another that it imports goes
    before it."""
    text = (source / f"{name}.css").read_text("utf-8")
    text = STYLE_IMPORT.sub(lambda found: (source / found[1]).read_text("utf-8"), text)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,]) ?|(?<=:) ", lambda found: found[1] or "", text)
    return STYLE_HEADER + text.replace(";}", "}").replace("}", "}\n").strip() + "\n"


def main(arguments: list[str]) -> int:
    """Write the built files, or with `--check` say which is stale; 0 all well, 1 stale, 2 wrong argument."""
    if arguments not in ([], ["--check"]):
        print("usage: python -m neuguong.widgets.bundle [--check]", file=sys.stderr)
        return 2
    built = {}
    cards = {"card": CARD, "board": BOARD, "figures": FIGURES, "room": ROOM, "wall": WALL, "phone": PHONE}
    for name, folder in {**cards, "selftest": SELFTEST}.items():
        built[folder / f"{name}.js"] = build_bundle(folder / "src")
        built[folder / f"{name}.css"] = build_style(folder / "src", name)
    stale = [path for path, text in built.items() if not path.is_file() or path.read_text("utf-8") != text]
    for path in stale:
        if arguments:
            print(f"{path}: not what the sources give; run python -m neuguong.widgets.bundle", file=sys.stderr)
        else:
            path.write_text(built[path], "utf-8", newline="\n")
    return 1 if arguments and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
