"""What an operator can ask for in a terminal, one module a command."""
