"""The vocabulary of Solieu: what the stages hand to one another. Imports nothing else of ours."""
