"""Presence (kehadiran): check-ins, who is missing where, reminders, what climbs, and the pay list."""
