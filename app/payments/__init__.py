"""Payment providers behind one Protocol (provider.py). WeChat Pay v3 is the first."""
