"""Write docs/data_dictionary.md from the tables' contracts. Run by ``make docs``."""

from pathlib import Path

from insights.tables import render_data_dictionary

if __name__ == "__main__":
    target = Path(__file__).resolve().parent.parent / "docs" / "data_dictionary.md"
    target.write_text(render_data_dictionary(), encoding="utf-8")
