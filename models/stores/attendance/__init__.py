"""Presence (kehadiran): check-ins, who is missing where, reminders, what climbs, pay lists."""
