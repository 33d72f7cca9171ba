"""The way in: `solieu`, and `python -m pipeline` for a copy that is not installed."""


def main() -> None:
    """Run the command; its verbs are imported here because a worker that reads imports this module, and needs none."""
    from pipeline.garbage import look_seldom

    look_seldom()
    from pipeline.cli import main as command

    command()


if __name__ == "__main__":
    main()
