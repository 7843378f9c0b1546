"""For maintainers only: `make practice`, `make weights`, `make images`, and the snapshot of sentences."""
