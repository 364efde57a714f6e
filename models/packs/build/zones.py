"""Time zones: WIB, WITA and WIT by provinsi, abroad by country and mission."""

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
_CENTRAL = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
_EASTERN = {"81", "82", "91", "92", "93", "94", "95", "96"}


def zone_of_provinsi(code: str) -> str:
    """Zone of a provinsi (Keppres 41/1987); WIB for those not listed elsewhere."""
    if code in _CENTRAL:
        return WITA
    return WIT if code in _EASTERN else WIB


def zone_abroad(code: str) -> str:
    """Zone of a country (9901..9996) or of a mission in a country with several; else empty."""
    return _MISSIONS.get(code) or _COUNTRIES.get(code, "")


_NAMES = """
Asia/Brunei Asia/Manila Asia/Phnom_Penh Asia/Vientiane Asia/Kuala_Lumpur Asia/Yangon
Asia/Singapore Asia/Bangkok Asia/Ho_Chi_Minh Asia/Tokyo Asia/Seoul Asia/Shanghai Asia/Taipei
Asia/Hong_Kong Australia/Sydney Pacific/Auckland Pacific/Fiji Pacific/Noumea
Pacific/Port_Moresby Asia/Dili Asia/Dhaka Asia/Kolkata Asia/Tehran Asia/Almaty Asia/Karachi
Asia/Colombo Asia/Tashkent Asia/Riyadh Asia/Dubai Asia/Bahrain Asia/Kuwait Asia/Muscat
Asia/Qatar Asia/Baku Asia/Baghdad Asia/Beirut Asia/Damascus Asia/Aden Asia/Amman
Africa/Johannesburg Africa/Algiers Africa/Addis_Ababa Africa/Nairobi Africa/Tripoli
Indian/Antananarivo Africa/Casablanca Africa/Cairo Africa/Maputo Africa/Windhoek Africa/Lagos
Africa/Dakar Africa/Khartoum Africa/Dar_es_Salaam Africa/Tunis Africa/Harare America/New_York
America/Toronto America/Havana America/Mexico_City America/Panama America/Argentina/Buenos_Aires
America/Sao_Paulo America/Santiago America/Guayaquil America/Bogota America/Lima
America/Paramaribo America/Caracas Europe/Vienna Europe/Amsterdam Europe/Brussels Europe/Berlin
Europe/Paris Europe/Zurich Europe/Sarajevo Europe/London Europe/Sofia Europe/Prague
Europe/Copenhagen Europe/Helsinki Europe/Budapest Europe/Rome Europe/Zagreb Europe/Oslo
Europe/Warsaw Europe/Lisbon Europe/Bucharest Europe/Moscow Europe/Belgrade Europe/Bratislava
Europe/Madrid Europe/Stockholm Europe/Istanbul Europe/Kyiv Europe/Vatican Europe/Athens
"""
# In the order of the country codes of 2024, 9901 Brunei Darussalam to 9996 Yunani.
_COUNTRIES = {f"99{n:02}": zone for n, zone in enumerate(_NAMES.split(), 1)}
_MISSIONS = {
    "991502": "Australia/Melbourne",
    "991504": "Australia/Perth",
    "991505": "Australia/Darwin",
    "995602": "America/Chicago",
    "995603": "America/Chicago",
    "995604": "America/Los_Angeles",
    "995606": "America/Los_Angeles",
    "995702": "America/Vancouver",
}
