"""What the surfaces are decorated with, as geometry or as finished pictures. Words are never here."""
