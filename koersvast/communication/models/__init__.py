"""The tables of communication."""
