"""What the packaged product promises, shown from outside against a real LiveKit."""
