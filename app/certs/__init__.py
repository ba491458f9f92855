"""From a certificate's record to what a person sees: picture, card, PDF, poster; fonts and type."""
