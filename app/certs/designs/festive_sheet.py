"""Where things are on the festive certificate and its card, in pixels: shared by the art and by the drawing."""

from app.certs.shapes import Box

WIDTH, HEIGHT = 1080, 1620

LOGO = Box(56, 40, 176, 66)
SAMPLE = Box(884, 48, 140, 46)
MARK = (540.0, 78.0, 34.0)  # centre and radius
TITLE = Box(214, 122, 652, 96)  # between two fireworks
SUBTITLE = Box(200, 214, 680, 32)
RING = (540.0, 492.0, 212.0)  # centre and radius of the guilloche; the ring of the status lies outside it
LABEL = Box(404, 350, 272, 57)
HERO = Box(354, 406, 372, 186)
HERO_BASELINE = 554.0
HERO_SIZE = 170.0
GAS = Box(440, 578, 200, 44)
MEDAL = (540.0, 722.0, 44.0)  # centre and radius: it closes the ring like a clasp
TIER = Box(180, 768, 720, 32)
PRESENTED = Box(290, 818, 500, 32)
NAME = Box(140, 853, 800, 86)
SENTENCE = Box(140, 945, 800, 108)

SUN = (306.0, 1128.0, 34.0)
HORIZON = 1154.0
SEAL = (936.0, 1134.0, 46.0)  # centre and half side
EQUIVALENTS = Box(72, 1222, 936, 106)
RULE_Y = 1336.0
ISSUER = Box(72, 1346, 676, 40)
FACTS = Box(72, 1388, 676, 173)
FACT_LABEL = 112.0  # width of the labels' column
DISCLAIMER = Box(72, 1562, 676, 26)
CODE_CARD = Box(804, 1354, 204, 204)
CODE = CODE_CARD.inset(3)
SCAN = Box(784, 1563, 244, 24)

CARD_WIDTH, CARD_HEIGHT = 1000, 800
CARD_MARK = (50.0, 30.0)  # how high its centre lies, and its radius; it stands before the title
CARD_TITLE = Box(200, 26, 600, 48)
CARD_SAMPLE = Box(828, 28, 140, 46)
CARD_NAME = Box(176, 86, 648, 92)
CARD_RING = (500.0, 412.0, 186.0)
CARD_LABEL = Box(362, 282, 276, 57)
CARD_HERO = Box(334, 332, 332, 172)
CARD_BASELINE = 474.0
CARD_SIZE = 156.0
CARD_GAS = Box(400, 494, 200, 44)
CARD_HORIZON = 662.0
CARD_SCENE = Box(60, 698, 880, 54)
CARD_STATUS = Box(60, 758, 880, 32)
CARD_STATUS_ALONE = Box(60, 712, 880, 70)  # of everyday life there is no scene above it
