"""Papers as organisations hand them in, as real PDF files and pictures; every name and code is made up."""

import io
import zipfile
from functools import cache

import pypdfium2
import typst
from PIL import Image

from sihang.values import make_uscc
from tests.builders.missing import missing

USCC = make_uscc("91310110", "MA1G8888")
NAME = "示例数据（上海）科技有限公司"

LICENCE = f"""
#align(center)[#text(size: 24pt)[营业执照]]
统一社会信用代码：{USCC} \\
#grid(columns: (50%, 50%), row-gutter: 12pt,
  [名称：{NAME}], [注册资本：人民币伍佰万元整],
  [类型：有限责任公司], [成立日期：2019年03月18日],
  [法定代表人：张三], [住所：上海市杨浦区示例路1号])
"""

INVOICE = f"""
#align(center)[#text(size: 18pt)[电子发票（增值税专用发票）]]
发票号码：24312000000123456789 #h(40pt) 开票日期：2024年05月20日 \\
购买方名称：{NAME} #h(20pt) 销售方名称：示例数据大学 \\
价税合计（大写）壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分 #h(20pt) （小写）¥1,234,567.89
"""

STATEMENT = """
#align(center)[#text(size: 18pt)[利润表]]
#align(center)[2024年度]
编制单位：NAME #h(1fr) 单位：元
#table(columns: (1fr, 40pt, 1fr, 1fr), align: (left, center, right, right),
  [项目], [附注], [本期金额], [上期金额],
  [一、营业收入], [38], [52,000,000.00], [41,500,000.50],
  [减：营业成本], [38], [30,000,000.00], [25,000,000.00],
  [研发费用], [41], [8,000,000.00], [6,250,000.00])
""".replace("NAME", NAME)


FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei")


@cache
def _font() -> str:
    there = typst.Fonts().families()
    found = next((font for font in FONTS if font in there), None)
    return found or missing(f"a Chinese font (Debian: apt-get install fonts-noto-cjk), one of {', '.join(FONTS)}")


@cache
def pdf(body: str, pages: int = 1) -> bytes:
    """A PDF with `body`, in Typst, on each page."""
    head = f'#set text(font: "{_font()}", size: 11pt, lang: "zh")\n#set par(leading: 12pt)\n'
    return typst.compile((head + "#pagebreak()".join([body] * pages)).encode())


@cache
def scan(body: str, kind: str = "PNG") -> bytes:
    """The same paper as a picture, at 150 dpi."""
    document = pypdfium2.PdfDocument(pdf(body))
    out = io.BytesIO()
    document[0].render(scale=150 / 72).to_pil().convert("RGB").save(out, kind)
    document.close()
    return out.getvalue()


def scanned_pdf(body: str) -> bytes:
    """A PDF that holds nothing but a picture of the paper."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(scan(body))) as picture:
        picture.save(out, "PDF", resolution=150)
    return out.getvalue()


def pdf_of(*objects: str, trailer: str = "") -> bytes:
    """A small PDF written by hand, for what no honest program writes; object 1 is the catalogue."""
    body = b"%PDF-1.7\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + end.encode()


CATALOGUE = "<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = ("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
SCRIPT = "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"
LOCK = f"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{'5a' * 32}> /U <{'a5' * 32}> >> /ID [<00><00>]"


def with_a_password() -> bytes:
    """A PDF that opens with a password only."""
    return pdf_of(CATALOGUE, *ONE_PAGE, trailer=LOCK)


def with_a_script() -> bytes:
    """A PDF that runs a script when it is opened."""
    return pdf_of(SCRIPT, *ONE_PAGE)


def archive(*entries: tuple[str, bytes]) -> bytes:
    """A ZIP file with these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in entries:
            container.writestr(name, content)
    return out.getvalue()
