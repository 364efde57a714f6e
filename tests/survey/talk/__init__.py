"""How the survey is talked about; pure."""
