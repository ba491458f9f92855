"""Where things are on the company design's 1080 x 1620 certificate and 1000 x 800 card, in pixels."""

from app.certs.designs.company_field import Field
from app.certs.palette import MOSS, PAPER, Colour, mixed
from app.certs.shapes import Box

HAIR: Colour = mixed(PAPER, MOSS, 0.36)  # of the hairlines between facts
WIDTH, HEIGHT = 1080, 1620
SPINE = 112.0  # the bound edge, left
LEFT, RIGHT = 172.0, 1012.0  # of everything printed on the page
SPAN = RIGHT - LEFT

MARK = (56.0, 88.0, 34.0)  # centre and radius
ISSUER = Box(LEFT, 60, 480, 56)
LOGO = Box(RIGHT - 320, 44, 320, 88)
HEAD_RULE_Y = 150.0

TITLE = Box(LEFT, 178, 660, 90)
SAMPLE = Box(RIGHT - 140, 198, 140, 48)
SUBTITLE = Box(LEFT, 270, SPAN, 36)
PRESENTED = Box(LEFT, 328, 360, 32)
TIER = Box(LEFT + 330, 316, SPAN - 330, 52)
NAME = Box(LEFT, 368, SPAN, 118)
SENTENCE = Box(LEFT, 488, SPAN, 112)
NAME_RULE_Y = 614.0

LABEL = Box(LEFT, 631, 600, 38)
HERO = Box(LEFT, 670, 600, 174)
HERO_BASELINE = 813.0
HERO_SIZE = 184.0
MEDALLION = (RIGHT - 112.0, 734.0, 104.0)
# a thousand dots in ten blocks of a hundred
FIELD = Field(left=172, top=848, cell=12, pitch=16, gap=11, columns=50, rows=20, block=10)
SCALE = Box(RIGHT - 240, 1184, 240, 30)

EQUIVALENTS = Box(LEFT, 1215, SPAN, 122)
FACTS_TOP, FACTS_TOP_ALONE, FACTS_BOTTOM = 1346.0, 1234.0, 1560.0
FACTS_WIDTH, FACTS_LABEL = 590.0, 118.0
DISCLAIMER = Box(LEFT, 1566, 600, 26)
CODE = Box(RIGHT + 20 - 226, 1338, 226, 226)
SCAN = Box(CODE.left + 20, 1566, CODE.width - 40, 26)

# The card is read at a quarter of its size: a hundred dots, large.
CARD_SPINE = 84.0
CARD_LEFT, CARD_RIGHT = 128.0, 966.0
CARD_SPAN = CARD_RIGHT - CARD_LEFT
CARD_MARK = (42.0, 70.0, 26.0)  # centre and radius
CARD_TITLE = Box(CARD_LEFT, 42, 480, 54)
CARD_LOGO = Box(CARD_RIGHT - 220, 36, 220, 64)
CARD_LOGO_BY_SAMPLE = Box(CARD_RIGHT - 340, 36, 180, 64)
CARD_SAMPLE = Box(CARD_RIGHT - 132, 44, 132, 48)
CARD_NAME = Box(CARD_LEFT, 104, CARD_SPAN, 114)
CARD_LABEL = Box(CARD_LEFT, 228, 600, 38)
CARD_HERO = Box(CARD_LEFT, 262, 620, 176)
CARD_HERO_BASELINE = 408.0
CARD_HERO_SIZE = 180.0
CARD_MEDALLION = (CARD_RIGHT - 98.0, 334.0, 92.0)
CARD_FIELD = Field(left=128, top=460, cell=36, pitch=41, gap=8, columns=20, rows=5, block=5)
CARD_SCENE = Box(CARD_LEFT, 673, CARD_SPAN, 55)
CARD_STATUS = Box(CARD_LEFT, 735, CARD_SPAN - 220, 38)
CARD_SCALE = Box(CARD_RIGHT - 210, 737, 210, 36)
