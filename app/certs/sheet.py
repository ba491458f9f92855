"""Where things are on the 1080 x 1620 certificate, in pixels: shared by the art and by the picture."""

from app.certs.shapes import Box

WIDTH, HEIGHT = 1080, 1620
HORIZON = 0.672  # where the hills begin, as a share of the height

MARK = (540.0, 142.0, 52.0)  # centre and radius
TITLE = Box(110, 206, 860, 128)
SUBTITLE = Box(110, 334, 860, 40)
DIVIDER_Y = 398.0
PRESENTED = Box(240, 414, 600, 44)
NAME = Box(140, 456, 800, 104)
NAME_RULE_Y = 566.0
SENTENCE = Box(120, 578, 840, 100)
LABEL = Box(240, 694, 600, 44)
HERO = Box(130, 744, 820, 150)
HERO_BASELINE = 880.0
GAS = Box(340, 898, 400, 46)
EQUIVALENTS = Box(150, 968, 640, 72)
ROSETTE = (540.0, 818.0, 262.0)  # centre and radius
SEAL = (884.0, 968.0, 56.0)  # centre and half side
SAMPLE = Box(786, 120, 150, 46)
SUN = (792.0, 1112.0, 46.0)

CODE_CARD = Box(772, 1292, 208, 208)
CODE = CODE_CARD.inset(6)
SCAN = Box(752, 1502, 248, 34)
ISSUER = Box(104, 1278, 620, 46)
FACTS = Box(104, 1328, 628, 176)
DISCLAIMER = Box(104, 1510, 628, 30)
REVOKED = Box(110, 744, 860, 150)
