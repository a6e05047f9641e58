"""The generated documents as rows that stock Wagtail search indexes; only benchmarks install it."""
