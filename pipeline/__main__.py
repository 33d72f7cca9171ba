"""`python -m pipeline` is `solieu`, for a copy that is not installed."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
