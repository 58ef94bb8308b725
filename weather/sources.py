"""Where observations come from, and what each source's licence wants printed beside its data."""

SOURCES: dict[str, dict[str, str] | None] = {
    "met_norway": {"text": "Data from MET Norway", "url": "https://api.met.no/doc/License"},
    "open_meteo": {"text": "Weather data by Open-Meteo.com", "url": "https://open-meteo.com/"},
    "openweathermap": {"text": "Weather data provided by OpenWeather", "url": "https://openweathermap.org/"},
    "manual": None,  # typed in by the newsroom
    "demonstration": None,  # made up
}
