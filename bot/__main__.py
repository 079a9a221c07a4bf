"""`python -m bot`."""

from dotenv import load_dotenv

from bot.cli import main

if __name__ == "__main__":
    load_dotenv(".env")
    main()
