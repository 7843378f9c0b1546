"""What only a maintainer runs: `make practice`, `make weights`, `make images`, and the snapshot of sentences."""
