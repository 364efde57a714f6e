"""An election day played through the real webhooks: witnesses, providers, the score card."""
