"""A face inside a PDF: the codes its glyphs are shown by, and the file with only those glyphs that is embedded.

HarfBuzz cuts the file first, so that fpdf2, which works through every glyph of a font, is given tens and not thousands.
"""

from io import BytesIO

import uharfbuzz as hb
from fpdf import FPDF
from fpdf.fonts import Glyph as PdfGlyph
from fpdf.fonts import TTFFont

from app.certs.faces import Face

_SPACE = 0x20  # fpdf2 keeps this code for the space
# The lines are laid out; what says how to is of no use to a reader.
_LAYOUT = {int.from_bytes(tag) for tag in (b"GSUB", b"GPOS", b"GDEF", b"BASE", b"VORG", b"vhea", b"vmtx")}


class Embedded:
    """The glyphs of one face that one document shows. ``number`` counts the document's faces from 1."""

    def __init__(self, face: Face, number: int) -> None:
        self.face, self.number = face, number
        self._codes: dict[tuple[int, str], int] = {}
        self._scale = 1000 / face.upem

    def advance(self, index: int) -> int:
        """Of a glyph, thousandths of the size, as the document's table of widths has it."""
        return round(self._scale * int(self.face.font.get_glyph_h_advance(index)))

    def code(self, index: int, text: str) -> int:
        """By which code a glyph is shown. The same glyph for another text is another code: it is copied out as that."""
        count = len(self._codes) + 1
        return self._codes.setdefault((index, text), count if count < _SPACE else count + 1)

    def embed(self, document: FPDF) -> None:
        """Hand the cut face to a document. To be called once, in the order of the numbers, when all is drawn."""
        wanted = hb.SubsetInput()
        wanted.drop_table_tag_set.update(_LAYOUT)
        wanted.flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        wanted.glyph_set.update({index for index, _ in self._codes})
        wanted.unicode_set.update({_SPACE} | {ord(character) for _, text in self._codes for character in text})
        plan = hb.SubsetPlan(self.face.font.face, wanted)
        cut = plan.execute().blob.data
        moved = plan.old_to_new_glyph_mapping
        # fontTools reads a path or a file
        font = TTFFont(document, BytesIO(cut), self.face.file.lower(), "")
        font.ttfont.recalcBBoxes = False  # the whole font's are right, and cost drawing every glyph twice
        for (index, text), code in self._codes.items():
            new = moved[index]
            shown = PdfGlyph(new, tuple(map(ord, text)), font.ttfont.getGlyphName(new), self.advance(index))
            font.subset._char_id_per_glyph[shown] = code
        document.fonts[font.fontkey] = font
        if font.is_cid_keyed:
            document._set_min_pdf_version("1.6")
