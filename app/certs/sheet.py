"""Where things are on the 1080 x 1620 certificate, in pixels: shared by the art and by the picture."""

from app.certs.shapes import Box

WIDTH, HEIGHT = 1080, 1620
HORIZON = 0.692  # where the hills begin, as a share of the height

MARK = (540.0, 134.0, 50.0)  # centre and radius
TITLE = Box(110, 192, 860, 124)
SUBTITLE = Box(110, 314, 860, 42)
DIVIDER_Y = 380.0
PRESENTED = Box(240, 396, 600, 42)
NAME = Box(140, 438, 800, 104)
NAME_RULE_Y = 548.0
SENTENCE = Box(120, 558, 840, 104)
LABEL = Box(376, 722, 328, 44)
HERO = Box(130, 768, 820, 176)
HERO_BASELINE = 904.0
GAS = Box(340, 922, 400, 46)
EQUIVALENTS = Box(140, 1064, 800, 68)
ROSETTE = (540.0, 846.0, 192.0)  # centre and radius
SEAL = (890.0, 962.0, 54.0)  # centre and half side
SAMPLE = Box(800, 112, 140, 46)
SUN = (262.0, 1020.0, 44.0)
CARD_ROSETTE = (500.0, 398.0, 172.0)

CODE_CARD = Box(752, 1276, 232, 232)
CODE = CODE_CARD.inset(3)
SCAN = Box(752, 1510, 232, 30)
ISSUER = Box(104, 1276, 620, 46)
FACTS = Box(104, 1326, 628, 182)
DISCLAIMER = Box(104, 1511, 628, 30)
