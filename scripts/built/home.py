"""What the site has for Python at home and for other people's pages."""

from html import escape
from pathlib import Path

from built.make_distribution import make_distribution
from built.make_wheel import make_wheel

PAGE = Path(__file__).with_name("python_page.html")


def home(root: Path) -> dict[str, bytes]:
    """The files of python/ and pyodide/, by their paths."""
    made = make_wheel(root)
    (wheel,) = (name for name in made if name.endswith(".whl"))
    distribution = make_distribution((wheel, made[wheel]), root)
    links = ", ".join(f'<a href="{escape(name)}">{escape(name)}</a>' for name in made)
    page = PAGE.read_text("utf-8").replace("WHEEL", wheel).replace("LINKS", links)
    return {
        "python/index.html": page.encode(),
        **{f"python/{name}": content for name, content in made.items()},
        **{f"pyodide/{name}": content for name, content in distribution.items()},
    }
