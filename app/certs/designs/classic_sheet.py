"""Where things are on the 1080 x 1620 certificate and the 1000 x 800 card, in pixels: shared by art and drawing."""

from app.certs.shapes import Box

WIDTH, HEIGHT = 1080, 1620

LOGO = Box(98, 94, 190, 66)
SAMPLE = Box(834, 104, 136, 46)
MARK = (540.0, 120.0, 43.0)  # centre and radius
TITLE = Box(110, 165, 860, 112)
SUBTITLE = Box(110, 275, 860, 36)
DIVIDER_Y = 330.0
PRESENTED = Box(240, 341, 600, 36)
NAME = Box(130, 382, 820, 94)
NAME_RULE_Y = 485.0
SENTENCE = Box(112, 491, 856, 100)

ROSETTE = (540.0, 835.0, 213.0)  # centre and radius; the ring of the status lies outside it
LABEL = Box(395, 690, 290, 54)
HERO = Box(355, 746, 370, 164)
HERO_BASELINE = 888.0
GAS = Box(430, 914, 220, 44)
SEAL = (892.0, 884.0, 53.0)  # centre and half side
MEDAL = (190.0, 742.0, 58.0)  # centre and radius
TIER = Box(98, 808, 184, 36)
TIER_TEXT = Box(90, 844, 200, 62)
EQUIVALENTS = Box(78, 1084, 924, 124)

SUN = (236.0, 992.0, 44.0)
FAR, MIST_Y, NEAR = 0.6426, 1114.0, 0.7755  # where the far hills, the sea of mist and the near hills begin

CODE_CARD = Box(752, 1284, 232, 232)
CODE = CODE_CARD.inset(3)
SCAN = Box(752, 1517, 232, 28)
ISSUER = Box(104, 1290, 628, 40)
FACTS = Box(104, 1332, 628, 184)
FACT_LABEL = 106.0  # width of the labels' column
DISCLAIMER = Box(104, 1519, 628, 27)

CARD_WIDTH, CARD_HEIGHT = 1000, 800
CARD_MARK = (76.0, 70.0, 34.0)
CARD_TITLE = Box(126, 42, 520, 56)
CARD_LOGO = Box(660, 38, 146, 62)  # left of the sample's tag
CARD_LOGO_ALONE = Box(766, 38, 186, 62)
CARD_SAMPLE = Box(822, 46, 130, 48)
CARD_NAME = Box(80, 104, 840, 86)
CARD_ROSETTE = (500.0, 406.0, 192.0)
CARD_LABEL = Box(360, 270, 280, 54)
CARD_HERO = Box(332, 322, 336, 156)
CARD_HERO_BASELINE = 457.0
CARD_GAS = Box(410, 482, 180, 44)
CARD_MEDAL = (852.0, 318.0, 62.0)
CARD_TIER = Box(732, 390, 240, 40)
CARD_SCENE = Box(60, 680, 880, 60)
CARD_STATUS = Box(60, 742, 880, 36)
CARD_STATUS_ALONE = Box(60, 690, 880, 84)  # of everyday life there is no scene above it
CARD_SUN = (178.0, 538.0, 38.0)
CARD_FAR, CARD_MIST_Y, CARD_NEAR = 0.690, 626.0, 0.798
