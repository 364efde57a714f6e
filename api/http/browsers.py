"""What a browser calls itself, shortened for people."""

_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "CrOS", "Linux")
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome"}


def named(agent: str) -> str:
    """What a browser is, in two words: Chrome, Android."""
    browser = next((name for mark, name in _BROWSERS.items() if mark in agent), "")
    browser = browser or ("Safari" if "Safari" in agent else "Browser")
    system = next((one for one in _SYSTEMS if one in agent), "")
    return f"{browser}, {system}" if system else browser
