"""What Slack itself says to people when something is missing or the app does not answer."""

SENTENCES = {
    "sv": {
        "operation_timeout": "{what} misslyckades: appen svarade inte i tid (operation_timeout).",
        "dispatch_failed": "{what} misslyckades: appen kunde inte nås (dispatch_failed).",
        "invalid_command_response": "{what} misslyckades: appens svar gick inte att visa (invalid_command_response).",
        "read_only": "Det går inte att skriva till {what} här. Använd kommandot i en kanal.",
        "not_a_command": "{what} är inget giltigt kommando.",
        "trouble": "Det gick inte att ansluta. Försök igen.",
        "required": "Fyll i det här obligatoriska fältet.",
        "too_short": "Texten är för kort.",
        "too_long": "Texten är för lång.",
        "not_email": "Ange en giltig e-postadress.",
        "not_url": "Ange en giltig webbadress.",
        "not_number": "Ange ett tal.",
        "too_small": "Talet är för litet.",
        "too_big": "Talet är för stort.",
    },
    "en": {
        "operation_timeout": "{what} failed: the app did not respond in time (operation_timeout).",
        "dispatch_failed": "{what} failed: the app could not be reached (dispatch_failed).",
        "invalid_command_response": "{what} failed: the response could not be shown (invalid_command_response).",
        "read_only": "{what} does not read messages here. Use the command in a channel.",
        "not_a_command": "{what} is not a valid command.",
        "trouble": "We had some trouble connecting. Try again?",
        "required": "Please complete this required field.",
        "too_short": "The text is too short.",
        "too_long": "The text is too long.",
        "not_email": "Enter a valid email address.",
        "not_url": "Enter a valid URL.",
        "not_number": "Enter a number.",
        "too_small": "The number is too small.",
        "too_big": "The number is too big.",
    },
}


def slack_says(key: str, locale: str, **facts: str) -> str:
    return SENTENCES["sv" if locale.startswith("sv") else "en"][key].format(**facts)
