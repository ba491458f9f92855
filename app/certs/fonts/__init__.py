"""The committed font files (OFL subsets) and the script that makes them. What draws with them is app/certs/faces.py."""
