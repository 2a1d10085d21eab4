"""What the control words of rich text (RTF) stand for: signs, alphabets, groups to pass over."""

from __future__ import annotations

import codecs
import re

from insights.sources.laying import CODES, HEADERS, OBJECTS

TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})? ?"
    r"|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|(?P<open>\{)|(?P<close>\})"
    r"|(?P<text>[^\\{}\r\n]+)|(?P<end>[\r\n]+)|(?P<stray>\\)"
)
# Destinations: groups that hold something other than the body's words.
PASSED_OVER = frozenset(
    ["fonttbl", "colortbl", "info", "pict", "objdata", "objclass", "objname", "themedata",
     "colorschememapping", "datastore", "latentstyles", "listtable", "listoverridetable",
     "rsidtbl", "generator", "xmlnstbl", "mmathPr", "filetbl", "revtbl", "template", "operator",
     "atnid", "atnauthor", "atndate", "atntime", "atnref", "atnparent", "atrfstart", "atrfend",
     "bkmkstart", "bkmkend", "listtext", "pntext", "pn", "pnseclvl", "nonshppict", "sp", "sn",
     "sv", "shprslt", "fontemb", "fontfile", "falt", "panose", "wgrffmtfilter", "passwordhash",
     "userprops", "xe", "tc", "private", "upr", "background", "fchars", "lchars", "docvar",
     "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "fldtype", "blipuid",
     "formfield", "ffname", "ffdeftext", "title", "author", "company", "doccomm", "subject",
     "keywords", "stylesheet", "factoidname", "protusertbl", "pgptbl", "gridtbl", "hl"]
)  # fmt: skip
COUNTED = {
    "header": HEADERS, "headerl": HEADERS, "headerr": HEADERS, "headerf": HEADERS,
    "footer": HEADERS, "footerl": HEADERS, "footerr": HEADERS, "footerf": HEADERS,
    "fldinst": CODES, "object": OBJECTS,
}  # fmt: skip
SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "emspace": " ",
    "enspace": " ", "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
CHARSETS = {
    0: "cp1252", 2: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gb2312",
    136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
KEPT_OPTIONAL = frozenset(["shpinst", "shptxt", "nesttableprops", "footnote",
                            "annotation", "cs", "ds", "ts", "hyphen", "ud"])  # fmt: skip
GATHERED = ("annotation", "footnote", "shptxt")  # words of their own, beside the body's


def find_codec(name: str, otherwise: str) -> str:
    """Return Python's name of a code page, or ``otherwise`` where it has none."""
    try:
        return codecs.lookup({"cp65001": "utf-8", "cp10000": "mac-roman"}.get(name, name)).name
    except LookupError:
        return otherwise
