"""One good file per format, made here, for mutation."""

from __future__ import annotations

import io

import docx
import openpyxl
import typst
from docx.shared import Pt
from odf import opendocument, table, text

SAID = (
    ("P01", "The post went in the drawer, and I lied."),
    ("Priya", "“Nobody” rang — £5 café 👍."),
    ("P02", "A nurse would help."),
)
RTF = (
    rb"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 A;}}"
    rb"{\stylesheet{\s1\outlinelevel0 heading 1;}}\pard\s1 What is hard?\par\pard "
    rb"P01: The caf\'e9 {\v hid}{\deleted gone}\u8364? {\footnote\pard note}\par "
    rb"{\pntext\'b7\tab}\pard bullet{\*\annotation memo}\par "
    rb"\trowd\pard\intbl P02\cell said\cell\row\pard {\f1\'cf} end\par{\header h}}"
)
VTT = (
    "WEBVTT\n\nNOTE by hand\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Priya>The post &amp; me</v>\n\n"
    "00:00:02.000 --> 00:00:03.000\nP02: A nurse\n- P01: And me\n\n00:01:22.000 --> 00:01:23.000\n"
    "<v P07>left</v> <v Ruth>Why?</v>\n"
)
SRT = "1\n00:00:01,000 --> 00:00:02,000\nP01: The post\n\n2\n00:00:02,000 --> 00:00:03,000\nhm\n"
TYPED = "Date: 3 May 2025\n\nPriya Nair  0:05\nThe post.\n\nP02 [00:01:22]: I agree. P01: No.\n"
MARKDOWN = (
    "# What is hard?\n\nP01: The post\n\n- P02: a\n  - b\n\n"
    "| Speaker | Said |\n|---|---|\n| P01 | x |\n"
)
BOARD = (
    "ID,Text,Colour,Frame,Cluster,Tags,Author,X,Y\n"
    "1,The post,pink,What is hard?,Paper,a;b,P01,1,2\n"
    '2,"P02: a\nP01: b",#ff9999,Ideas,,,Ruth,,\n'
)


def make_docx() -> bytes:
    document = docx.Document()
    document.add_heading("What is hard?", level=1)
    for who, words in SAID:
        document.add_paragraph(f"{who}: {words}")
    paragraph = document.add_paragraph("bullet", style="List Bullet")
    paragraph.add_run(" hidden").font.hidden = True
    paragraph.runs[0].font.size = Pt(9)
    document.add_comment(paragraph.runs, text="a memo", author="x", initials="x")
    rows = document.add_table(rows=2, cols=2)
    for cell, words in zip(rows._cells, ("Speaker", "Said", "P01", "table"), strict=True):
        cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def make_odt() -> bytes:
    document = opendocument.OpenDocumentText()
    document.text.addElement(text.H(outlinelevel=1, text="What is hard?"))
    for who, words in SAID:
        document.text.addElement(text.P(text=f"{who}: {words}"))
    grid = table.Table()
    row = table.TableRow()
    for words in ("P01", "said"):
        cell = table.TableCell()
        cell.addElement(text.P(text=words))
        row.addElement(cell)
    grid.addElement(row)
    document.text.addElement(grid)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def make_pdf() -> bytes:
    lines = "\n\n".join(f"{who}: {words}" for who, words in SAID)
    source = f"= What is hard?\n\n{lines}\n\n- bullet\n#pagebreak()\nP02: more\n"
    return typst.compile(source.encode(), format="pdf")


def make_xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in (("Text", "Color", "Author"), ("The post", "pink", "P01"), ("A nurse", "green", "")):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def make_all() -> dict[str, bytes]:
    """Return every family's good file by its path inside a project."""
    return {
        "notes/a.docx": make_docx(),
        "notes/a.odt": make_odt(),
        "notes/a.rtf": RTF,
        "notes/a.pdf": make_pdf(),
        "notes/a.md": MARKDOWN.encode(),
        "transcripts/a.vtt": VTT.encode(),
        "transcripts/a.srt": SRT.encode(),
        "transcripts/a.txt": TYPED.encode(),
        "transcripts/a.docx": make_docx(),
        "boards/a.csv": BOARD.encode(),
        "boards/a.xlsx": make_xlsx(),
    }
